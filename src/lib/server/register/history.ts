/** What a subject has received and done, for officers; and two subjects that are one. */
import { sql } from 'kysely';
import { dossierStateNames } from '#lib/domain/award/path.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline, fold } from '#lib/domain/kernel/text.ts';
import { dossiersOf } from '../award/queries.ts';
import { type AwardScope, awardScope, mayReadRecord, mayReadRegister, readsAllRegister } from '../award/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hide, requireAllowed } from '../platform/policy.ts';
import { recordsOfSubjects } from './queries.ts';
import { compareSubjects, familyOf, type KnownSubject, subjectsNamed } from './subjects.ts';

interface SubjectRow extends Omit<KnownSubject, 'rootId'> {
  mergedInto: string | null;
}

async function subjectsById(ctx: Ctx, ids: string[]): Promise<SubjectRow[]> {
  if (ids.length === 0) return [];
  return ctx.app.db
    .selectFrom('award_subject as s')
    .leftJoin('unit as u', 'u.id', 's.unit_id')
    .select([
      's.id',
      's.kind',
      's.name',
      's.unit_id as unitId',
      sql<string>`coalesce(nullif(s.unit_name, ''), u.name, '')`.as('unitName'),
      's.is_unit as isUnit',
      's.person_id as personId',
      's.birth_date as birthDate',
      's.birth_year as birthYear',
      's.gender',
      's.merged_into as mergedInto',
    ])
    .where('s.id', 'in', ids)
    .orderBy('s.created_at')
    .orderBy('s.id')
    .execute();
}

/** A subject is the business of who reads all, of its own unit, and of who has decided or nominated for it. */
async function mayReadSubject(ctx: Ctx, scope: AwardScope, subjects: SubjectRow[]): Promise<Decision> {
  if (!mayReadRegister(scope).allow) return hide;
  if (readsAllRegister(scope)) return allow;
  if (subjects.some((one) => one.unitId !== null && scope.subtree.has(one.unitId))) return allow;
  const ids = subjects.map((one) => one.id);
  const [records, dossiers] = await Promise.all([
    ctx.app.db
      .selectFrom('award_record')
      .select(['unit_id as unitId', 'authority_unit_id as authorityUnitId'])
      .where('subject_id', 'in', ids)
      .execute(),
    ctx.app.db.selectFrom('award_dossier').select('unit_id as unitId').where('subject_id', 'in', ids).execute(),
  ]);
  return records.some((one) => mayReadRecord(scope, one).allow) || dossiers.some((one) => scope.subtree.has(one.unitId))
    ? allow
    : hide;
}

/** Two rows are made one by whoever keeps the register of all, or of both places. */
const mayMerge = (scope: AwardScope, subjects: SubjectRow[]): Decision =>
  scope.registrar || subjects.every((one) => one.unitId !== null && scope.officerOf.has(one.unitId))
    ? allow
    : deny('register.merge', 'Chỉ cơ quan giữ sổ khen thưởng gộp được hai đối tượng.');

async function openSubject(ctx: Ctx, id: string) {
  const scope = await awardScope(ctx);
  if (!isUuid(id)) throw notFound('Đối tượng này');
  const { rootId, ids } = await familyOf(ctx.app.db, id);
  const subjects = await subjectsById(ctx, ids);
  const root = subjects.find((one) => one.id === rootId);
  if (!root) throw notFound('Đối tượng này');
  requireAllowed(await mayReadSubject(ctx, scope, subjects));
  return { scope, root, merged: subjects.filter((one) => one.id !== rootId), ids };
}

/** The private history of a subject: awards, dossiers, contest prizes, initiatives, how many barriers stand. @throws RuleError 'not-found' */
export async function subjectHistory(ctx: Ctx, id: string) {
  const { db } = ctx.app;
  const { scope, root, merged, ids } = await openSubject(ctx, id);
  const names = [...new Set([root, ...merged].map((one) => fold(one.name)))];
  const [records, dossiers, barriers, initiatives, near] = await Promise.all([
    recordsOfSubjects(db, ids),
    Promise.all(ids.map((subjectId) => dossiersOf(db, { subjectId }))).then((lists) => lists.flat()),
    db
      .selectFrom('award_barrier')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('subject_id', 'in', ids)
      .where('cleared_at', 'is', null)
      .executeTakeFirstOrThrow(),
    root.kind === 'individual'
      ? db
          .selectFrom('initiative')
          .select(['id', 'title', 'authors', 'decision_number as decisionNumber', 'authority', 'year'])
          .where(
            sql<boolean>`authors_folded like any(${names.map((name) => `%${name.replace(/[\\%_]/g, '\\$&')}%`)}::text[])`,
          )
          .orderBy(sql`year desc nulls last, id`)
          .limit(20)
          .execute()
      : [],
    subjectsNamed(db, [root]).then((known) => known(root)),
  ]);
  const calls =
    dossiers.length === 0
      ? []
      : await db
          .selectFrom('award_call')
          .select(['id', 'slug'])
          .where('id', 'in', [...new Set(dossiers.map((one) => one.callId))])
          .execute();
  const slugOf = new Map(calls.map((call) => [call.id, call.slug]));
  return {
    subject: root,
    merged,
    awards: records.filter((one) => one.formIs !== 'prize'),
    prizes: records.filter((one) => one.formIs === 'prize'),
    dossiers: dossiers.map((one) => ({
      id: one.id,
      code: one.code,
      unitName: one.unitName,
      callSlug: slugOf.get(one.callId)!,
      state: dossierStateNames[one.state],
      receivedAt: one.receivedAt,
    })),
    initiatives,
    barriers: Number(barriers.count),
    /** same name and nothing against it: perhaps the same one */
    alike: near
      .filter((one) => one.rootId !== root.id && compareSubjects(root, one) !== 'other')
      .map((one) => ({
        id: one.rootId,
        name: one.name,
        unitName: one.unitName,
        birthDate: one.birthDate,
        birthYear: one.birthYear,
      })),
    mayMerge: mayMerge(scope, [root]),
  };
}

const reasonOf = (typed: string): string => {
  const reason = cleanMultiline(typed).slice(0, 1000);
  if (charCount(reason) < 10)
    throw new RuleError({ code: 'register.reason', field: 'reason', message: 'Hãy ghi lý do, ít nhất 10 ký tự.' });
  return reason;
};

/** Two subjects are one: everything of the first counts as the second's. Nothing is moved, so it can be undone. */
export async function mergeSubjects(ctx: Ctx, args: { fromId: string; intoId: string; reason: string }): Promise<void> {
  const from = await openSubject(ctx, args.fromId);
  const into = await openSubject(ctx, args.intoId);
  requireAllowed(mayMerge(from.scope, [from.root, into.root]));
  const reason = reasonOf(args.reason);
  if (from.root.id === into.root.id)
    throw new RuleError({ code: 'register.merged', status: 409, message: 'Hai đối tượng này đã được gộp.' });
  const problem =
    from.root.kind !== into.root.kind
      ? 'Không gộp được hai đối tượng khác loại (cá nhân, tập thể, hộ gia đình).'
      : from.root.isUnit && into.root.isUnit
        ? 'Hai đơn vị của tỉnh không gộp ở đây: việc sáp nhập ghi ở phần Đơn vị.'
        : from.root.personId && into.root.personId
          ? 'Hai đối tượng có hai tài khoản khác nhau nên là hai người.'
          : null;
  if (problem) throw new RuleError({ code: 'register.not-one', field: 'intoId', message: problem });
  await act(
    ctx,
    {
      act: 'register.merge',
      subject: { kind: 'award-subject', id: into.root.id },
      summary: `Gộp ${from.root.name} vào ${into.root.name}`,
    },
    async (tx) => {
      // both in one order: two who merge the same pair the other way round wait for each other
      const rows = await tx.db
        .selectFrom('award_subject')
        .select(['id', 'merged_into'])
        .where('id', 'in', [from.root.id, into.root.id])
        .orderBy('id')
        .forUpdate()
        .execute();
      if (rows.some((row) => row.merged_into !== null))
        throw new RuleError({
          code: 'register.merged',
          status: 409,
          message: 'Vừa có người gộp một trong hai đối tượng này.',
        });
      await tx.db
        .updateTable('award_subject')
        .set({ merged_into: into.root.id })
        .where('id', '=', from.root.id)
        .execute();
      tx.note({ changes: { from: from.root.id, into: into.root.id, reason } });
    },
  );
}

/** They were two after all. */
export async function splitSubject(ctx: Ctx, args: { subjectId: string; reason: string }): Promise<void> {
  const opened = await openSubject(ctx, args.subjectId);
  const one = opened.merged.find((row) => row.id === args.subjectId);
  if (!one) throw notFound('Đối tượng đã gộp này');
  requireAllowed(mayMerge(opened.scope, [opened.root, one]));
  const reason = reasonOf(args.reason);
  await act(
    ctx,
    {
      act: 'register.split',
      subject: { kind: 'award-subject', id: one.id },
      summary: `Tách ${one.name} khỏi ${opened.root.name}`,
    },
    async (tx) => {
      await tx.db.updateTable('award_subject').set({ merged_into: null }).where('id', '=', one.id).execute();
      tx.note({ changes: { from: one.mergedInto, reason } });
    },
  );
}
