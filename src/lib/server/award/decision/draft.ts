/** A decision on its way to whoever decides: gathered, worded, put in order (Q25-12). */
import { sql } from 'kysely';
import { type BodyInput, byRank, readBody } from '#lib/domain/award/decision.ts';
import { proposeDecision } from '#lib/domain/award/decisionText.ts';
import type { CallForm, PrintedLine } from '#lib/domain/award/types.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { formIn, lawOn, lawsOf } from '../../catalogue/queries.ts';
import { act, type Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { json } from '../../platform/db/sql.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { type DossierRow, lockDossiers } from '../queries.ts';
import { openCall } from '../room.ts';
import { type AwardScope, mayWorkAt, type StoredCall } from '../scope.ts';
import {
  decisionStep,
  linesOf,
  lockDecision,
  requireDecision,
  requireDecisionState,
  requireDecisionStep,
  type StoredDecision,
  waitingIds,
} from './queries.ts';

const limits = { name: 300, place: 500, citation: 500, reason: 500 } as const;

const unitOrder = ['province', 'agency', 'party', 'front', 'commune', 'ward', 'district', 'enterprise', 'school'];

/** Units as lists of decisions name them: departments, then localities, each by name. */
function unitRanks(scope: AwardScope): Map<string, number> {
  const kindRank = (kind: string) => (unitOrder.indexOf(kind) + unitOrder.length) % unitOrder.length;
  const all = [...scope.units.values()];
  const position = new Map(all.map((unit, i) => [unit.id, i]));
  return new Map(
    all
      .toSorted((a, b) => kindRank(a.kind) - kindRank(b.kind) || position.get(a.id)! - position.get(b.id)!)
      .map((unit, i) => [unit.id, i]),
  );
}

const callForm = (call: StoredCall, formId: string): CallForm | undefined =>
  call.doc.forms.find((form) => form.formId === formId);

/** How a dossier stands in the list, until somebody words it better. */
function printedOf(call: StoredCall, dossier: DossierRow): PrintedLine {
  const { details, report, subjectKind, subjectName, unitName } = dossier;
  const home = details.workplace || unitName;
  const place =
    subjectKind === 'household'
      ? details.address || unitName
      : subjectKind === 'collective'
        ? subjectName === unitName
          ? ''
          : home
        : [details.position, home].filter(Boolean).join(', ');
  return {
    name: subjectName,
    kind: subjectKind,
    place: clean(place).slice(0, limits.place),
    citation: clean(report.citation).slice(0, limits.citation),
    formName: callForm(call, dossier.formId)?.name ?? dossier.formId,
  };
}

function sorted(call: StoredCall, scope: AwardScope, dossiers: DossierRow[]): DossierRow[] {
  const ranks = unitRanks(scope);
  const forms = call.doc.forms.map((form) => form.formId);
  const order = byRank({
    unit: (id) => ranks.get(id) ?? ranks.size,
    form: (id) => forms.indexOf(id),
  });
  const key = (one: DossierRow) => ({
    kind: one.subjectKind,
    unitId: one.unitId,
    formId: one.formId,
    name: one.subjectName,
  });
  return dossiers.toSorted((a, b) => order(key(a), key(b)));
}

async function insertLines(tx: Tx, call: StoredCall, decisionId: string, dossiers: DossierRow[], first: number) {
  for (let from = 0; from < dossiers.length; from += 1000)
    await tx.db
      .insertInto('award_decision_line')
      .values(
        dossiers.slice(from, from + 1000).map((dossier, i) => ({
          decision_id: decisionId,
          dossier_id: dossier.id,
          ord: first + from + i,
          form_id: dossier.formId,
          printed: json(printedOf(call, dossier)),
        })),
      )
      .execute();
}

/** Dossiers at the step that nobody has taken up, locked; only of the given forms. @throws RuleError when there are none */
async function gather(tx: Tx, call: StoredCall, stepId: string, formIds: readonly string[]): Promise<DossierRow[]> {
  const locked = await lockDossiers(tx.db, await waitingIds(tx.db, call.id, stepId));
  // whoever was faster has taken them up or moved them on before the lock was ours
  const free = new Set(await waitingIds(tx.db, call.id, stepId));
  const dossiers = locked.filter((one) => free.has(one.id) && formIds.includes(one.formId));
  if (dossiers.length === 0)
    throw new RuleError({
      code: 'award.none-waiting',
      status: 409,
      message: 'Không còn hồ sơ nào chờ ở bước quyết định cho hình thức này. Hãy tải lại trang.',
    });
  return dossiers;
}

/**
 * Gathers the dossiers of some forms that wait at the step of deciding into a new draft.
 * @returns its id
 * @throws RuleError 'award.none-waiting', 'award.no-form'
 */
export async function createDecision(
  ctx: Ctx,
  args: { slug: string; stepId: string; formIds: string[] },
): Promise<string> {
  const { call, scope } = await openCall(ctx, args.slug);
  const step = requireDecisionStep(call, args.stepId);
  requireAllowed(mayWorkAt(scope, call, step));
  const forms = call.doc.forms.filter((form) => args.formIds.includes(form.formId));
  if (forms.length === 0)
    throw new RuleError({
      code: 'award.no-form',
      field: 'formIds',
      message: 'Hãy chọn ít nhất một danh hiệu, hình thức khen thưởng cho quyết định.',
    });
  const { db } = ctx.app;
  const [laws, programme] = await Promise.all([
    lawsOf(db),
    call.programmeId
      ? db.selectFrom('programme').select('doc').where('id', '=', call.programmeId).executeTakeFirst()
      : null,
  ]);
  const day = isoDateLocal(ctx.now);
  const law = lawOn(laws, day);
  const byCode = new Map([...scope.units.values()].map((unit) => [unit.code, unit]));
  const authority = byCode.get(step.unit);
  if (!authority) throw notFound('Cơ quan quyết định của đợt này');
  const parent = authority.parentId ? (scope.units.get(authority.parentId) ?? null) : null;
  const province = [...scope.units.values()].find((unit) => unit.kind === 'province');
  const place = (province?.name ?? '').replace(/^(Tỉnh|Thành phố)\s+/u, '');
  return act(
    ctx,
    {
      act: 'award.draft-decision',
      programmeId: call.programmeId,
      summary: `Lập dự thảo quyết định khen thưởng của đợt “${call.doc.name}”.`,
    },
    async (tx) => {
      const dossiers = sorted(call, scope, await gather(tx, call, step.id, args.formIds));
      const used = forms.filter((form) => dossiers.some((one) => one.formId === form.formId));
      const { title, body } = proposeDecision({
        call: call.doc,
        forms: used.map((form) => ({ form, isTitle: formIn(law, form.formId)?.is === 'title' })),
        laws,
        day,
        authority: {
          name: authority.name,
          parent: parent
            ? parent.kind === 'province'
              ? `Ủy ban nhân dân ${parent.name.replace(/^T/u, 't')}`
              : parent.name
            : null,
        },
        standing: { name: byCode.get(call.doc.standingUnit)?.name ?? call.doc.standingUnit },
        place,
        programme: programme?.doc.name ?? null,
      });
      const { id } = await tx.db
        .insertInto('award_decision')
        .values({
          call_id: call.id,
          authority_unit_id: authority.id,
          kind: 'award',
          state: 'draft',
          title,
          body: json(body),
          law_id: law.id,
          highest_only: law.highestOnly?.value ?? false,
          created_by: ctx.actor.id,
          created_at: ctx.now,
          updated_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await insertLines(tx, call, id, dossiers, 1);
      tx.note({
        subject: { kind: 'award-decision', id },
        summary: `Lập dự thảo quyết định khen thưởng với ${dossiers.length} hồ sơ, đợt “${call.doc.name}”.`,
        changes: { dossiers: dossiers.map((one) => one.code) },
      });
      return id;
    },
  );
}

interface Place {
  slug: string;
  decisionId: string;
  version: number;
}

/** A draft that its officer may change: not while it lies with whoever decides. */
async function changeDraft<T>(
  ctx: Ctx,
  args: Place,
  init: { act: string; summary: string },
  body: (tx: Tx, on: { call: StoredCall; scope: AwardScope; decision: StoredDecision }) => Promise<T>,
): Promise<T> {
  const { call, scope } = await openCall(ctx, args.slug);
  const seen = await requireDecision(ctx.app.db, call.id, args.decisionId);
  requireAllowed(mayWorkAt(scope, call, decisionStep(call, scope, seen.authorityUnitId)));
  return act(
    ctx,
    { ...init, programmeId: call.programmeId, subject: { kind: 'award-decision', id: args.decisionId } },
    async (tx) => {
      const decision = await lockDecision(tx.db, call.id, args.decisionId, args.version);
      requireDecisionState(decision, 'draft', 'sửa');
      if (decision.submittedAt)
        throw new RuleError({
          code: 'award.decision-submitted',
          status: 409,
          message: 'Dự thảo đang chờ người có thẩm quyền duyệt. Hãy rút lại dự thảo trước khi sửa.',
        });
      const value = await body(tx, { call, scope, decision });
      await tx.db
        .updateTable('award_decision')
        .set((eb) => ({ version: eb('version', '+', 1), updated_at: ctx.now }))
        .where('id', '=', decision.id)
        .execute();
      return value;
    },
  );
}

/** @throws RuleError 'award.decision-text' with one finding a field */
export async function saveDecisionText(
  ctx: Ctx,
  args: Place & { input: BodyInput; highestOnly: boolean },
): Promise<void> {
  const { title, body, issues } = readBody(args.input);
  if (issues.length > 0) throw refused(issues);
  await changeDraft(
    ctx,
    args,
    { act: 'award.word-decision', summary: 'Sửa nội dung dự thảo quyết định khen thưởng.' },
    async (tx, { decision }) => {
      await tx.db
        .updateTable('award_decision')
        .set({ title, body: json(body), highest_only: args.highestOnly })
        .where('id', '=', decision.id)
        .execute();
      tx.note({ changes: { before: { title: decision.title, body: decision.body }, after: { title, body } } });
    },
  );
}

const refused = (issues: Issue[]) =>
  new RuleError({ code: 'award.decision-text', message: 'Nội dung quyết định chưa lưu được.', issues });

/** Puts the basis and the articles back to what the catalogue and the call propose for a day. */
export async function proposeAgain(ctx: Ctx, args: Place & { day: string }): Promise<void> {
  const laws = await lawsOf(ctx.app.db);
  await changeDraft(
    ctx,
    args,
    { act: 'award.word-decision', summary: 'Lấy lại căn cứ pháp lý theo danh mục cho dự thảo quyết định.' },
    async (tx, { call, scope, decision }) => {
      const standing = [...scope.units.values()].find((unit) => unit.code === call.doc.standingUnit);
      const { body } = proposeDecision({
        call: call.doc,
        forms: [],
        laws,
        day: args.day,
        authority: { name: '', parent: null },
        standing: { name: standing?.name ?? call.doc.standingUnit },
        place: '',
        programme: null,
      });
      await tx.db
        .updateTable('award_decision')
        .set({ body: json({ ...decision.body, basis: body.basis }), law_id: lawOn(laws, args.day).id })
        .where('id', '=', decision.id)
        .execute();
    },
  );
}

/** Takes up dossiers that came to the step since, at the end of the list. @returns how many */
export const addWaiting = (ctx: Ctx, args: Place): Promise<number> =>
  changeDraft(
    ctx,
    args,
    { act: 'award.add-to-decision', summary: 'Đưa thêm hồ sơ vào dự thảo quyết định.' },
    async (tx, { call, scope, decision }) => {
      const lines = await linesOf(tx.db, decision.id);
      const forms =
        lines.length > 0 ? [...new Set(lines.map((line) => line.formId))] : call.doc.forms.map((f) => f.formId);
      const step = decisionStep(call, scope, decision.authorityUnitId);
      const dossiers = sorted(call, scope, await gather(tx, call, step.id, forms));
      await insertLines(tx, call, decision.id, dossiers, Math.max(0, ...lines.map((line) => line.ord)) + 1);
      tx.note({ changes: { dossiers: dossiers.map((one) => one.code) } });
      return dossiers.length;
    },
  );

async function writeOrder(tx: Tx, decisionId: string, dossierIds: string[]): Promise<void> {
  await sql`update award_decision_line as l set ord = x.ord
      from unnest(${dossierIds}::uuid[]) with ordinality as x (dossier_id, ord)
     where l.decision_id = ${decisionId} and l.dossier_id = x.dossier_id`.execute(tx.db);
}

/** Puts a line at another place of the list. @param args.to 1 for the first */
export const moveLine = (ctx: Ctx, args: Place & { dossierId: string; to: number }): Promise<void> =>
  changeDraft(
    ctx,
    args,
    { act: 'award.order-decision', summary: 'Đổi thứ tự trong danh sách của dự thảo quyết định.' },
    async (tx, { decision }) => {
      const ids = (await linesOf(tx.db, decision.id)).map((line) => line.dossierId);
      const from = ids.indexOf(args.dossierId);
      if (from < 0) throw notFound('Dòng này của quyết định');
      if (!Number.isInteger(args.to) || args.to < 1 || args.to > ids.length)
        throw new RuleError({
          code: 'award.line-place',
          field: 'to',
          message: `Thứ tự là một số từ 1 đến ${ids.length}.`,
        });
      const [id] = ids.splice(from, 1);
      ids.splice(args.to - 1, 0, id!);
      await writeOrder(tx, decision.id, ids);
    },
  );

/** Collectives, individuals, households, each by unit and name: the order in which lists are usually printed. */
export const sortLines = (ctx: Ctx, args: Place): Promise<void> =>
  changeDraft(
    ctx,
    args,
    { act: 'award.order-decision', summary: 'Xếp lại danh sách của dự thảo quyết định.' },
    async (tx, { call, scope, decision }) => {
      const lines = await linesOf(tx.db, decision.id);
      const dossiers = await lockDossiers(
        tx.db,
        lines.map((line) => line.dossierId),
      );
      await writeOrder(
        tx,
        decision.id,
        sorted(call, scope, dossiers).map((one) => one.id),
      );
    },
  );

/** What is typed about one line. */
export interface LineInput {
  name: string;
  place: string;
  citation: string;
}

/** @throws RuleError 'award.line' with one finding a field */
export function readLine(input: LineInput): LineInput {
  const value = { name: clean(input.name), place: clean(input.place), citation: clean(input.citation) };
  const issues: Issue[] = [];
  if (!value.name) issues.push({ field: 'name', message: 'Hãy nhập tên như in trong quyết định.' });
  for (const field of ['name', 'place', 'citation'] as const)
    if (value[field].length > limits[field])
      issues.push({ field, message: `Mục này nhận tối đa ${limits[field]} ký tự.` });
  if (issues.length > 0)
    throw new RuleError({ code: 'award.line', message: 'Dòng của quyết định chưa lưu được.', issues });
  return value;
}

/** Words one line as it is printed, and says why it brings no bonus. */
export async function saveLine(
  ctx: Ctx,
  args: Place & { dossierId: string; input: LineInput; withoutBonus: string },
): Promise<void> {
  const value = readLine(args.input);
  await changeDraft(
    ctx,
    args,
    { act: 'award.word-line', summary: 'Sửa một dòng của dự thảo quyết định.' },
    async (tx, { decision }) => {
      const line = (await linesOf(tx.db, decision.id, args.dossierId))[0];
      if (!line) throw notFound('Dòng này của quyết định');
      await tx.db
        .updateTable('award_decision_line')
        .set({
          printed: json({ ...line.printed, ...value }),
          without_bonus: clean(args.withoutBonus).slice(0, limits.reason) || null,
        })
        .where('decision_id', '=', decision.id)
        .where('dossier_id', '=', line.dossierId)
        .execute();
      tx.note({
        summary: `Sửa dòng ${line.code} của dự thảo quyết định.`,
        changes: { before: line.printed, after: value },
      });
    },
  );
}

/** Leaves a dossier out of this decision; it stays at its step. */
export const removeLine = (ctx: Ctx, args: Place & { dossierId: string }): Promise<void> =>
  changeDraft(
    ctx,
    args,
    { act: 'award.leave-out', summary: 'Bỏ một hồ sơ khỏi dự thảo quyết định.' },
    async (tx, { decision }) => {
      if (!isUuid(args.dossierId)) throw notFound('Dòng này của quyết định');
      const { numDeletedRows } = await tx.db
        .deleteFrom('award_decision_line')
        .where('decision_id', '=', decision.id)
        .where('dossier_id', '=', args.dossierId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw notFound('Dòng này của quyết định');
    },
  );
