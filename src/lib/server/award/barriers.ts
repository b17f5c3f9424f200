/**
 * Discipline, inspections, complaints: entered and cleared by the offices that know (Nghị định 152/2025/NĐ-CP Điều 4 khoản 4). Dossiers of the
 * subject stop while something stands and go on afterwards; the history of a dossier, which the unit reads, says no more than that.
 */
import {
  type BarrierEnd,
  type BarrierKind,
  barrierEndNames,
  barrierNames,
  barrierStands,
} from '#lib/domain/award/barrier.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { type Issue, notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { checkName } from '#lib/domain/people/person.ts';
import { linkTo } from '../message/address.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { barrierById, subjectFamily } from './barrierQueries.ts';
import { dossierLines, tell } from './mails.ts';
import { recordEvents } from './move.ts';
import { awardPeople } from './people.ts';
import { callById, dossiersOf } from './queries.ts';
import { type AwardScope, awardScope, mayKeepBarrier, mayWatch } from './scope.ts';
import { findOrMakeSubject } from './subjects.ts';

interface Typed {
  kind: string;
  basis: string;
  note: string;
  /** dd/MM/yyyy */
  fromOn: string;
  toOn: string;
}

function dayIn(typed: string, field: string, issues: Issue[]): string | null {
  const text = clean(typed);
  if (text === '') return null;
  const day = parseViDateIso(text);
  if (day === null)
    issues.push({ field, message: `“${text}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 31/12/2026.` });
  return day;
}

const refuseAll = (issues: Issue[]): void => {
  if (issues.length > 0)
    throw new RuleError({ code: 'award.barrier', message: 'Chưa lưu được: có chỗ cần sửa.', issues });
};

/** What was typed of a case, checked. @throws RuleError */
function readCase(typed: Typed, today: string) {
  const issues: Issue[] = [];
  const kind = Object.hasOwn(barrierNames, typed.kind) ? (typed.kind as BarrierKind) : null;
  if (!kind) issues.push({ field: 'kind', message: 'Hãy chọn loại việc.' });
  const basis = clean(typed.basis);
  if (charCount(basis) < 5 || charCount(basis) > 500)
    issues.push({ field: 'basis', message: 'Hãy ghi căn cứ (văn bản, số, ngày), từ 5 đến 500 ký tự.' });
  const fromOn = dayIn(typed.fromOn, 'fromOn', issues);
  if (clean(typed.fromOn) === '') issues.push({ field: 'fromOn', message: 'Hãy ghi ngày bắt đầu.' });
  else if (fromOn && fromOn > today)
    issues.push({ field: 'fromOn', message: 'Ngày bắt đầu chưa đến. Chỉ nhập việc đang xem xét.' });
  const toOn = dayIn(typed.toOn, 'toOn', issues);
  if (fromOn && toOn && toOn < fromOn)
    issues.push({ field: 'toOn', message: 'Ngày kết thúc phải từ ngày bắt đầu trở đi.' });
  refuseAll(issues);
  return { kind: kind!, basis, note: cleanMultiline(typed.note).slice(0, 2000), from_on: fromOn!, to_on: toOn };
}

/** Who is meant: a row of the register, a unit, or somebody who never stood in it. */
export interface Meant {
  subjectId?: string;
  unitId?: string;
  /** none of those found: `name`, kind and unit say who */
  fresh?: boolean;
  name?: string;
  subjectKind?: string;
  birthYear?: string;
}

async function subjectMeant(tx: Tx, ctx: Ctx, scope: AwardScope, meant: Meant): Promise<string> {
  const unit = meant.unitId ? scope.units.get(meant.unitId) : undefined;
  if (meant.subjectId) {
    const row = isUuid(meant.subjectId)
      ? await tx.db.selectFrom('award_subject').select('id').where('id', '=', meant.subjectId).executeTakeFirst()
      : undefined;
    if (!row) throw notFound('Đối tượng này');
    return row.id;
  }
  if (meant.unitId && !unit && !meant.fresh)
    throw new RuleError({ code: 'award.unit', field: 'unitId', message: 'Hãy chọn đơn vị trong danh sách.' });
  if (!meant.fresh) {
    if (!unit) throw new RuleError({ code: 'award.subject', message: 'Hãy chọn đối tượng.' });
    return findOrMakeSubject(tx, ctx, { kind: 'collective', name: unit.name, unitId: unit.id, isUnit: true });
  }
  const issues: Issue[] = [];
  const kinds: SubjectKind[] = ['individual', 'collective', 'household'];
  const kind = kinds.find((one) => one === meant.subjectKind);
  if (!kind) issues.push({ field: 'subjectKind', message: 'Hãy chọn cá nhân, tập thể hoặc hộ gia đình.' });
  const name = kind === 'individual' ? checkName(meant.name ?? '', 'name', 'Họ và tên') : null;
  const plain = clean(meant.name ?? '');
  if (name) issues.push(...name.issues);
  else if (charCount(plain) < 2 || charCount(plain) > 300)
    issues.push({ field: 'name', message: 'Hãy nhập tên, từ 2 đến 300 ký tự.' });
  const year = clean(meant.birthYear ?? '');
  const birthYear = kind === 'individual' && year !== '' ? Number(year) : null;
  if (
    birthYear !== null &&
    !(Number.isInteger(birthYear) && birthYear >= 1900 && birthYear <= Number(isoDateLocal(ctx.now).slice(0, 4)))
  )
    issues.push({ field: 'birthYear', message: 'Năm sinh gồm bốn chữ số, từ 1900 đến nay.' });
  if (!unit) issues.push({ field: 'unitId', message: 'Hãy chọn đơn vị nơi công tác hoặc cư trú.' });
  refuseAll(issues);
  return findOrMakeSubject(tx, ctx, {
    kind: kind!,
    name: name?.value ?? plain,
    unitId: unit!.id,
    birthYear,
  });
}

/** Open dossiers of a subject are told that they stop or go on; the unit and whoever works on them get one mail a call. */
async function tellDossiers(
  tx: Tx,
  ctx: Ctx,
  args: { subjectId: string; office: string; what: 'paused' | 'resumed' },
): Promise<number> {
  const family = await subjectFamily(tx.db, args.subjectId);
  const ids = await tx.db
    .selectFrom('award_dossier')
    .select('id')
    .where('subject_id', 'in', family)
    .where('state', 'in', ['in-progress', 'returned', 'forwarded'])
    .execute();
  const dossiers = await dossiersOf(tx.db, { ids: ids.map((one) => one.id) });
  const reason =
    args.what === 'paused'
      ? `Có việc đang được cơ quan có thẩm quyền xem xét; hồ sơ được xét tiếp khi có kết luận. Cơ quan nắm thông tin: ${args.office}.`
      : `${args.office} cho biết việc đang xem xét đã kết thúc; hồ sơ được xét tiếp.`;
  await recordEvents(
    tx,
    ctx,
    dossiers.map((one) => ({ callId: one.callId, dossierId: one.id, what: args.what, stepId: one.stepId, reason })),
  );
  for (const [callId, its] of Map.groupBy(dossiers, (one) => one.callId)) {
    const call = (await callById(tx.db, callId))!;
    const steps = new Set(its.flatMap((one) => call.doc.path.find((step) => step.id === one.stepId)?.unit ?? []));
    const workers = await tx.db
      .selectFrom('unit')
      .select('id')
      .where('code', 'in', [...steps, call.doc.standingUnit])
      .execute();
    const people = await awardPeople(
      tx.db,
      [...its.map((one) => one.unitId), ...workers.map((one) => one.id)],
      ctx.now,
    );
    for (const [unitId, own] of Map.groupBy(its, (one) => one.unitId))
      await tell(tx, ctx, call, people.of(unitId, ['unit-coordinator', 'award-officer']), {
        kind: `award.${args.what}`,
        subject: `${call.doc.name}: hồ sơ ${args.what === 'paused' ? 'tạm dừng xét' : 'được xét tiếp'}`,
        paragraphs: [
          `Đợt xét khen: ${call.doc.name}.`,
          dossierLines(own),
          reason,
          linkTo(ctx.app, `/xet-khen/don-vi/${unitId}/${call.slug}`),
        ],
      });
    await tell(
      tx,
      ctx,
      call,
      workers.flatMap((one) => people.of(one.id, ['award-officer'])),
      {
        kind: `award.${args.what}`,
        subject: `${call.doc.name}: ${its.length} hồ sơ ${args.what === 'paused' ? 'tạm dừng xét' : 'được xét tiếp'}`,
        paragraphs: [
          `Đợt xét khen: ${call.doc.name}.`,
          dossierLines(its),
          reason,
          linkTo(ctx.app, `/xet-khen/dot/${call.slug}/ho-so`),
        ],
      },
    );
  }
  return dossiers.length;
}

/** The office for which the actor watches: the one that enters. */
function officeOf(scope: AwardScope): { id: string; name: string } {
  const unit = [...scope.units.values()].find((one) => scope.officerOf.has(one.id) && scope.watcherCodes.has(one.code));
  if (!unit) throw notFound('Cơ quan nhập');
  return unit;
}

/** Who was picked for an entry, from the register or as a unit; null: nobody yet. @throws RuleError 'not-found' */
export async function chosenSubject(ctx: Ctx, scope: AwardScope, choice: { subjectId: string; unitId: string }) {
  if (choice.unitId) {
    const unit = scope.units.get(choice.unitId);
    if (!unit) throw notFound('Đơn vị này');
    return { kind: 'collective' as const, name: unit.name, unitName: '', birthYear: null };
  }
  if (!choice.subjectId) return null;
  const row = isUuid(choice.subjectId)
    ? await ctx.app.db
        .selectFrom('award_subject as s')
        .leftJoin('unit as u', 'u.id', 's.unit_id')
        .select(['s.kind', 's.name', 's.birth_year as birthYear', 'u.name as at', 's.unit_name as unitName'])
        .where('s.id', '=', choice.subjectId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Đối tượng này');
  return { kind: row.kind, name: row.name, unitName: row.unitName || (row.at ?? ''), birthYear: row.birthYear };
}

/** Enters a case against a subject. @throws RuleError 'award.barrier' with an issue a field, 'award.twice' (409) */
export async function enterBarrier(
  ctx: Ctx,
  args: { meant: Meant; typed: Typed },
): Promise<{ id: string; dossiers: number }> {
  const scope = await awardScope(ctx);
  requireAllowed(mayWatch(scope));
  const today = isoDateLocal(ctx.now);
  const read = readCase(args.typed, today);
  const office = officeOf(scope);
  return act(
    ctx,
    { act: 'award.enter-barrier', summary: `${office.name} nhập một trường hợp chưa xét khen.` },
    async (tx) => {
      const subjectId = await subjectMeant(tx, ctx, scope, args.meant);
      // an act on the subject's dossiers comes before this entry or sees it
      const family = await subjectFamily(tx.db, subjectId);
      await tx.db
        .selectFrom('award_subject')
        .select('id')
        .where('id', 'in', family)
        .orderBy('id')
        .forUpdate()
        .execute();
      const twin = await tx.db
        .selectFrom('award_barrier')
        .select('id')
        .where('subject_id', 'in', family)
        .where('kind', '=', read.kind)
        .where('basis', '=', read.basis)
        .where('cleared_at', 'is', null)
        .executeTakeFirst();
      if (twin)
        throw new RuleError({
          code: 'award.twice',
          status: 409,
          field: 'basis',
          message: 'Việc này đã được nhập với cùng căn cứ.',
        });
      const { id } = await tx.db
        .insertInto('award_barrier')
        .values({
          ...read,
          subject_id: subjectId,
          entered_unit_id: office.id,
          entered_by: ctx.actor.id,
          entered_by_name: ctx.actor.name,
          entered_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const stands = barrierStands(
        { kind: read.kind, fromOn: read.from_on, toOn: read.to_on, clearedAt: null, clearedHow: null },
        today,
      );
      const dossiers = stands ? await tellDossiers(tx, ctx, { subjectId, office: office.name, what: 'paused' }) : 0;
      tx.note({ subject: { kind: 'award-barrier', id }, changes: { kind: read.kind, dossiers } });
      return { id, dossiers };
    },
  );
}

/** Corrects an entry. @throws RuleError 'stale' when somebody else has saved since `version` */
export async function changeBarrier(ctx: Ctx, args: { id: string; version: number; typed: Typed }): Promise<void> {
  const scope = await awardScope(ctx);
  const row = await barrierById(ctx.app.db, args.id);
  requireAllowed(mayKeepBarrier(scope, row.officeId));
  if (row.clearedAt)
    throw new RuleError({ code: 'award.cleared', message: 'Trường hợp này đã kết thúc.', status: 409 });
  const read = readCase(args.typed, isoDateLocal(ctx.now));
  const init = { act: 'award.change-barrier', subject: { kind: 'award-barrier', id: row.id } };
  await act(ctx, { ...init, summary: 'Sửa một trường hợp chưa xét khen.' }, async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('award_barrier')
      .set((eb) => ({ ...read, version: eb('version', '+', 1) }))
      .where('id', '=', row.id)
      .where('version', '=', args.version)
      .where('cleared_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw stale('Trường hợp này');
    tx.note({
      changes: { kind: [row.kind, read.kind], fromOn: [row.fromOn, read.from_on], toOn: [row.toOn, read.to_on] },
    });
  });
}

/**
 * Ends a case, with a reason. Discipline ends on a day from which on achievements count again.
 * @returns how many dossiers go on
 */
export async function clearBarrier(
  ctx: Ctx,
  args: { id: string; version: number; how: string; endedOn: string; reason: string },
): Promise<{ dossiers: number }> {
  const scope = await awardScope(ctx);
  const row = await barrierById(ctx.app.db, args.id);
  requireAllowed(mayKeepBarrier(scope, row.officeId));
  const issues: Issue[] = [];
  const how = Object.hasOwn(barrierEndNames, args.how) ? (args.how as BarrierEnd) : null;
  if (!how) issues.push({ field: 'how', message: 'Hãy chọn kết quả.' });
  const reason = cleanMultiline(args.reason).slice(0, 2000);
  if (charCount(reason) < 5) issues.push({ field: 'reason', message: 'Hãy ghi lý do: kết luận, văn bản, số, ngày.' });
  const endedOn = dayIn(args.endedOn, 'endedOn', issues);
  const today = isoDateLocal(ctx.now);
  if (how === 'ended' && row.kind === 'disciplined' && !endedOn && !issues.some((one) => one.field === 'endedOn'))
    issues.push({ field: 'endedOn', message: 'Hãy ghi ngày hết thời hạn kỷ luật: thành tích tính từ sau ngày đó.' });
  if (endedOn && (endedOn < row.fromOn || endedOn > today))
    issues.push({ field: 'endedOn', message: `Ngày kết thúc từ ${formatDate(row.fromOn)} đến hôm nay.` });
  refuseAll(issues);
  const init = { act: 'award.clear-barrier', subject: { kind: 'award-barrier', id: row.id } };
  return act(ctx, { ...init, summary: 'Kết thúc một trường hợp chưa xét khen.' }, async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('award_barrier')
      .set((eb) => ({
        cleared_at: ctx.now,
        cleared_by_name: ctx.actor.name,
        cleared_reason: reason,
        cleared_how: how,
        to_on: how === 'ended' ? (endedOn ?? row.toOn) : row.toOn,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', row.id)
      .where('version', '=', args.version)
      .where('cleared_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw stale('Trường hợp này');
    // another case may still stand
    const family = await subjectFamily(tx.db, row.subjectId);
    const rest = await tx.db
      .selectFrom('award_barrier')
      .select('id')
      .where('subject_id', 'in', family)
      .where('cleared_at', 'is', null)
      .where('from_on', '<=', today)
      .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>=', today)]))
      .executeTakeFirst();
    const dossiers = rest
      ? 0
      : await tellDossiers(tx, ctx, {
          subjectId: row.subjectId,
          office: row.office ?? 'Cơ quan có thẩm quyền',
          what: 'resumed',
        });
    tx.note({ changes: { how, dossiers } });
    return { dossiers };
  });
}
