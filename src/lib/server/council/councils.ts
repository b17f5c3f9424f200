/** Councils and who sits in them. What was true on a day stays true: a change ends one row and begins another. */
import { parseQuorum, quorumWords } from '#lib/domain/council/quorum.ts';
import type { CouncilRole, Quorum } from '#lib/domain/council/types.ts';
import { councilRoleNames } from '#lib/domain/council/words.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { addDays, formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { openAwards } from '../award/room.ts';
import { type AwardScope, mayKeepCouncil } from '../award/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { type MemberRow, membersEver } from './open.ts';

export interface CouncilText {
  name: string;
  decisionText: string;
  /** "2/3", "80" */
  quorum: string;
  quorumSource: string;
  writtenCounts: boolean;
}

function readCouncil(given: CouncilText) {
  const issues: Issue[] = [];
  const [name, decisionText, source] = [
    clean(given.name),
    cleanMultiline(given.decisionText),
    clean(given.quorumSource),
  ];
  const percent = parseQuorum(given.quorum);
  if (name.length < 5 || name.length > 200)
    issues.push({ field: 'name', message: 'Hãy ghi tên Hội đồng, từ 5 đến 200 ký tự.' });
  if (decisionText.length > 2000) issues.push({ field: 'decisionText', message: 'Nội dung dài quá 2.000 ký tự.' });
  if (!percent) issues.push({ field: 'quorum', message: 'Hãy ghi tỷ lệ dự họp tối thiểu, ví dụ 2/3 hoặc 80.' });
  if (source.length < 5 || source.length > 300)
    issues.push({ field: 'quorumSource', message: 'Hãy ghi căn cứ của tỷ lệ này: quy chế nào, điều nào.' });
  if (issues.length > 0) throw new RuleError({ code: 'council.text', message: 'Thông tin Hội đồng chưa đủ.', issues });
  const quorum: Quorum = { percent: percent!, source, writtenCounts: given.writtenCounts };
  return { name, decisionText, quorum };
}

function readDay(typed: string, field: string): string {
  const day = parseViDateIso(typed);
  if (!day) throw new RuleError({ code: 'council.day', field, message: 'Hãy nhập ngày, ví dụ 01/03/2027.' });
  return day;
}

/** @throws RuleError 'council.text', 'award.not-council-officer' */
export async function createCouncil(
  ctx: Ctx,
  args: CouncilText & { unitId: string; validFrom: string },
): Promise<string> {
  const scope = await openAwards(ctx);
  if (!isUuid(args.unitId) || !scope.units.has(args.unitId))
    throw new RuleError({ code: 'council.unit', field: 'unitId', message: 'Hãy chọn cơ quan có Hội đồng.' });
  requireAllowed(mayKeepCouncil(scope, args.unitId));
  const text = readCouncil(args);
  const validFrom = readDay(args.validFrom, 'validFrom');
  const init = {
    act: 'council.create',
    subject: { kind: 'council', id: '' },
    summary: `Lập ${text.name}.`,
    changes: { after: { ...text, validFrom } },
  };
  return act(ctx, init, async (tx) => {
    const { id } = await tx.db
      .insertInto('council')
      .values({
        unit_id: args.unitId,
        name: text.name,
        decision_text: text.decisionText,
        quorum: json(text.quorum),
        valid_from: validFrom,
        created_at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    tx.note({ subject: { kind: 'council', id } });
    return id;
  });
}

const councilById = (ctx: Ctx, id: string) =>
  isUuid(id)
    ? ctx.app.db
        .selectFrom('council as c')
        .innerJoin('unit as u', 'u.id', 'c.unit_id')
        .select([
          'c.id',
          'c.unit_id as unitId',
          'u.name as unitName',
          'c.name',
          'c.decision_text as decisionText',
          'c.quorum',
          'c.valid_from as validFrom',
          'c.valid_to as validTo',
        ])
        .where('c.id', '=', id)
        .executeTakeFirst()
    : Promise.resolve(undefined);

type CouncilRow = NonNullable<Awaited<ReturnType<typeof councilById>>>;

/** Sees a council: those who keep it, its members, overseers, everyone of its unit's commendation. */
const maySeeCouncil = (scope: AwardScope, council: { id: string; unitId: string }): boolean =>
  scope.all || scope.councils.has(council.id) || scope.subtree.has(council.unitId);

/** Every council that the actor may see, those in office first. */
export async function councilsView(ctx: Ctx) {
  const scope = await openAwards(ctx);
  const today = isoDateLocal(ctx.now);
  const rows = await ctx.app.db
    .selectFrom('council as c')
    .innerJoin('unit as u', 'u.id', 'c.unit_id')
    .select((eb) => [
      'c.id',
      'c.unit_id as unitId',
      'u.name as unitName',
      'c.name',
      'c.quorum',
      'c.valid_from as validFrom',
      'c.valid_to as validTo',
      eb
        .selectFrom('council_member as m')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('m.council_id', '=', 'c.id')
        .where('m.valid_from', '<=', today)
        .where((one) => one.or([one('m.valid_to', 'is', null), one('m.valid_to', '>=', today)]))
        .as('members'),
    ])
    .orderBy('c.valid_from', 'desc')
    .orderBy('c.name')
    .execute();
  const ended = (one: { validTo: string | null }) => one.validTo !== null && one.validTo < today;
  const councils = rows
    .filter((row) => maySeeCouncil(scope, row))
    .map((row) => ({
      ...row,
      members: Number(row.members),
      ended: ended(row),
      quorumWords: quorumWords(row.quorum.percent),
    }))
    .toSorted((a, b) => Number(a.ended) - Number(b.ended));
  const owned = scope.administers
    ? [...scope.units.values()]
    : [...scope.units.values()].filter((unit) => scope.officerOf.has(unit.id));
  return { councils, units: owned.map((unit) => ({ value: unit.id, label: unit.name })), today };
}

async function openCouncil(ctx: Ctx, councilId: string): Promise<{ council: CouncilRow; keep: Decision }> {
  const scope = await openAwards(ctx);
  const council = await councilById(ctx, councilId);
  if (!council || !maySeeCouncil(scope, council)) throw notFound('Hội đồng này');
  return { council, keep: mayKeepCouncil(scope, council.unitId) };
}

/** One council with everybody who ever sat in it, and what was changed. @throws RuleError 'not-found' */
export async function councilView(ctx: Ctx, councilId: string) {
  const { council, keep } = await openCouncil(ctx, councilId);
  const today = isoDateLocal(ctx.now);
  const [members, events] = await Promise.all([
    membersEver(ctx.app.db, council.id),
    ctx.app.db
      .selectFrom('audit_event')
      .select(['id', 'at', 'actor_name as byName', 'summary'])
      .where('subject_kind', '=', 'council')
      .where('subject_id', '=', council.id)
      .orderBy('id', 'desc')
      .limit(100)
      .execute(),
  ]);
  const inOffice = (one: MemberRow) => one.validTo === null || one.validTo >= today;
  return {
    council: {
      ...council,
      quorumWords: quorumWords(council.quorum.percent),
      ended: council.validTo !== null && council.validTo < today,
    },
    members: members.filter(inOffice),
    past: members.filter((one) => !inOffice(one)),
    events,
    keep: keep.allow,
    today,
  };
}

async function changing<T>(
  ctx: Ctx,
  councilId: string,
  name: string,
  summary: string,
  body: (tx: Tx, council: CouncilRow) => Promise<T>,
): Promise<T> {
  const { council, keep } = await openCouncil(ctx, councilId);
  requireAllowed(keep);
  return act(ctx, { act: name, subject: { kind: 'council', id: council.id }, summary }, async (tx) => {
    await tx.db.selectFrom('council').select('id').where('id', '=', council.id).forUpdate().execute();
    return body(tx, council);
  });
}

/** Changes name, decision or quorum; meetings that are open keep the quorum they began with. */
export const changeCouncil = (ctx: Ctx, args: CouncilText & { councilId: string }): Promise<void> =>
  changing(ctx, args.councilId, 'council.change', 'Sửa thông tin Hội đồng.', async (tx, council) => {
    const text = readCouncil(args);
    await tx.db
      .updateTable('council')
      .set({ name: text.name, decision_text: text.decisionText, quorum: json(text.quorum) })
      .where('id', '=', council.id)
      .execute();
    const { name, decisionText, quorum } = council;
    tx.note({ changes: { before: { name, decisionText, quorum }, after: text } });
  });

/** The term of a council ends on a day, and with it the seats of its members. */
export const endCouncil = (ctx: Ctx, args: { councilId: string; on: string; reason: string }): Promise<void> =>
  changing(ctx, args.councilId, 'council.end', 'Kết thúc nhiệm kỳ Hội đồng.', async (tx, council) => {
    const on = readDay(args.on, 'on');
    const reason = clean(args.reason).slice(0, 300);
    if (on < council.validFrom)
      throw new RuleError({
        code: 'council.day',
        field: 'on',
        message: `Ngày kết thúc không thể trước ngày thành lập ${formatDate(council.validFrom)}.`,
      });
    await tx.db.updateTable('council').set({ valid_to: on }).where('id', '=', council.id).execute();
    await tx.db
      .updateTable('council_member')
      .set((eb) => ({
        valid_to: eb.fn('greatest', ['valid_from', eb.cast(eb.val(on), 'date')]),
        end_reason: reason || 'Hết nhiệm kỳ Hội đồng',
      }))
      .where('council_id', '=', council.id)
      .where('valid_to', 'is', null)
      .execute();
    tx.note({ summary: `Kết thúc nhiệm kỳ ${council.name} ngày ${formatDate(on)}.`, changes: { on, reason } });
  });

function readRole(typed: string): CouncilRole {
  if (!Object.hasOwn(councilRoleNames, typed))
    throw new RuleError({ code: 'council.role', field: 'role', message: 'Hãy chọn vai trò trong Hội đồng.' });
  return typed as CouncilRole;
}

async function requireOneChair(tx: Tx, councilId: string, role: CouncilRole, except: string | null): Promise<void> {
  if (role !== 'chair') return;
  const other = await tx.db
    .selectFrom('council_member as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select('p.full_name as name')
    .where('m.council_id', '=', councilId)
    .where('m.role', '=', 'chair')
    .where('m.valid_to', 'is', null)
    .$if(except !== null, (q) => q.where('m.id', '<>', except!))
    .executeTakeFirst();
  if (other)
    throw new RuleError({
      code: 'council.chair',
      field: 'role',
      message: `${other.name} đang là Chủ tịch Hội đồng. Hãy đổi vai trò hoặc kết thúc tư cách thành viên của người này trước.`,
    });
}

/** Gives a person with an account a seat. @throws RuleError 'council.person', 'council.again', 'council.chair' */
export const addMember = (
  ctx: Ctx,
  args: { councilId: string; email: string; role: string; position: string; from: string },
): Promise<void> =>
  changing(ctx, args.councilId, 'council.add-member', 'Thêm thành viên Hội đồng.', async (tx, council) => {
    const role = readRole(args.role);
    const from = readDay(args.from, 'from');
    const person = await tx.db
      .selectFrom('person')
      .select(['id', 'full_name as name'])
      .where('email', '=', clean(args.email).toLowerCase())
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!person)
      throw new RuleError({
        code: 'council.person',
        field: 'email',
        message: 'Chưa có tài khoản nào dùng địa chỉ thư này. Hãy mời người đó tạo tài khoản trước.',
      });
    if (from < council.validFrom || (council.validTo !== null && from > council.validTo))
      throw new RuleError({
        code: 'council.day',
        field: 'from',
        message: 'Ngày tham gia phải nằm trong nhiệm kỳ Hội đồng.',
      });
    await requireOneChair(tx, council.id, role, null);
    const members = await membersEver(tx.db, council.id);
    if (members.some((one) => one.personId === person.id && (one.validTo === null || one.validTo >= from)))
      throw new RuleError({
        code: 'council.again',
        field: 'email',
        message: `${person.name} đang là thành viên Hội đồng này.`,
      });
    await tx.db
      .insertInto('council_member')
      .values({
        council_id: council.id,
        person_id: person.id,
        role,
        position: clean(args.position).slice(0, 200),
        ord: Math.max(-1, ...members.map((one) => one.ord)) + 1,
        valid_from: from,
      })
      .execute();
    tx.note({
      summary: `Thêm ${person.name} làm ${councilRoleNames[role]} từ ${formatDate(from)}.`,
      changes: { personId: person.id, role, from },
    });
  });

async function seatOf(tx: Tx, councilId: string, memberId: string): Promise<MemberRow> {
  const member = (await membersEver(tx.db, councilId)).find((one) => one.id === memberId && one.validTo === null);
  if (!member) throw notFound('Thành viên này');
  return member;
}

/** Another role or position from a day on: what was before stays in the history. */
export const changeMember = (
  ctx: Ctx,
  args: { councilId: string; memberId: string; role: string; position: string; from: string },
): Promise<void> =>
  changing(ctx, args.councilId, 'council.change-member', 'Đổi vai trò thành viên Hội đồng.', async (tx, council) => {
    const role = readRole(args.role);
    const from = readDay(args.from, 'from');
    const member = await seatOf(tx, council.id, args.memberId);
    await requireOneChair(tx, council.id, role, member.id);
    if (from < member.validFrom)
      throw new RuleError({
        code: 'council.day',
        field: 'from',
        message: `Ngày đổi không thể trước ngày tham gia ${formatDate(member.validFrom)}.`,
      });
    const position = clean(args.position).slice(0, 200);
    if (from === member.validFrom) {
      await tx.db.updateTable('council_member').set({ role, position }).where('id', '=', member.id).execute();
    } else {
      await tx.db
        .updateTable('council_member')
        .set({ valid_to: addDays(from, -1), end_reason: 'Đổi vai trò, chức vụ' })
        .where('id', '=', member.id)
        .execute();
      await tx.db
        .insertInto('council_member')
        .values({
          council_id: council.id,
          person_id: member.personId,
          role,
          position,
          ord: member.ord,
          valid_from: from,
        })
        .execute();
    }
    tx.note({
      summary: `${member.name}: ${councilRoleNames[role]}${position ? `, ${position}` : ''} từ ${formatDate(from)}.`,
      changes: { before: { role: member.role, position: member.position }, after: { role, position, from } },
    });
  });

/** A member leaves, on a day, for a reason. */
export const endMember = (
  ctx: Ctx,
  args: { councilId: string; memberId: string; on: string; reason: string },
): Promise<void> =>
  changing(ctx, args.councilId, 'council.end-member', 'Kết thúc tư cách thành viên.', async (tx, council) => {
    const on = readDay(args.on, 'on');
    const reason = clean(args.reason).slice(0, 300);
    const member = await seatOf(tx, council.id, args.memberId);
    if (reason.length < 3)
      throw new RuleError({ code: 'council.reason', field: 'reason', message: 'Hãy ghi lý do, ví dụ: nghỉ hưu.' });
    if (on < member.validFrom)
      throw new RuleError({
        code: 'council.day',
        field: 'on',
        message: `Ngày kết thúc không thể trước ngày tham gia ${formatDate(member.validFrom)}.`,
      });
    await tx.db
      .updateTable('council_member')
      .set({ valid_to: on, end_reason: reason })
      .where('id', '=', member.id)
      .execute();
    tx.note({
      summary: `${member.name} thôi tham gia Hội đồng từ ${formatDate(on)}: ${reason}`,
      changes: { on, reason },
    });
  });
