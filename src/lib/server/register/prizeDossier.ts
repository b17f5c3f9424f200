/** The commendation that a first prize brings along (K26-5a, K24-9): a dossier of its own, written by the unit that runs the call. */
import { type Kysely, sql } from 'kysely';
import type { AchievementReport } from '#lib/domain/award/types.ts';
import { emptyReport } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { entryCode, isUuid } from '#lib/domain/kernel/ids.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { recordEvents } from '../award/move.ts';
import { listCalls } from '../award/queries.ts';
import { type AwardScope, awardScope, mayManageCall, mayNominate, type StoredCall } from '../award/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type AuthorRow, authorsOf } from '../result/people.ts';
import { compareSubjects, holdSubjects, makeSubject, type NamedSubject, subjectsNamed } from './subjects.ts';

/** A prize in force whose tier brings a commendation, and what has come of that. */
export interface HonouredPrize {
  awardId: string;
  entryCode: string;
  title: string;
  authors: { id: string; name: string }[];
  prize: string;
  /** in the words of the plan: "Ủy ban nhân dân tỉnh tặng Bằng khen" */
  honours: string;
  contest: { id: string; name: string; slug: string };
  dossier: { id: string; code: string; callSlug: string; state: string } | null;
  /** where a dossier can be started now */
  calls: { id: string; name: string; forms: { id: string; name: string; subjects: SubjectKind[] }[] }[];
}

interface PrizeRow {
  awardId: string;
  tierId: string;
  entryId: string;
  entryCode: string;
  title: string;
  unitId: string | null;
  programmeId: string;
  doc: ContestProgramme;
  slug: string;
  number: string | null;
  date: string | null;
  dossierId: string | null;
  dossierCode: string | null;
  dossierState: string | null;
  callSlug: string | null;
}

/** Prizes in force of published results, of one programme or of all. */
async function prizesOf(db: Kysely<DB>, filter: { programmeId?: string; awardId?: string }): Promise<PrizeRow[]> {
  const { rows } = await sql<PrizeRow>`
    select a.id as "awardId", a.tier_id as "tierId", e.id as "entryId", coalesce(e.code, '') as "entryCode", e.title,
           e.unit_id as "unitId", p.id as "programmeId", p.doc, p.slug, r.number, r.date,
           d.id as "dossierId", d.code as "dossierCode", d.state as "dossierState", c.slug as "callSlug"
      from award a
      join decision r on r.programme_id = a.programme_id and r.kind = 'results' and r.published_at is not null
      join entry e on e.id = a.entry_id
      join programme p on p.id = a.programme_id and p.kind = 'contest'
      left join award_dossier d on d.award_id = a.id and d.state not in ('withdrawn','declined')
      left join award_call c on c.id = d.call_id
     where a.revoked_at is null
       ${filter.programmeId ? sql`and p.id = ${filter.programmeId}` : sql``}
       ${filter.awardId ? sql`and a.id = ${filter.awardId}` : sql``}
     order by r.published_at desc, p.id, e.code`.execute(db);
  return rows;
}

const tierOf = (row: PrizeRow) => row.doc.prizes.tiers.find((tier) => tier.id === row.tierId);

/** A call takes a prize of its own contest, or any contest's when it is a single occasion. */
const takes = (call: StoredCall, programmeId: string, now: Date): boolean =>
  call.state === 'open' &&
  new Date(call.doc.closesAt) >= now &&
  (call.programmeId === programmeId || (call.programmeId === null && call.doc.occasion.kind === 'single'));

/** Prizes that bring a commendation along, for the officers of calls. Without a dossier first. */
export async function honouredPrizes(
  ctx: Ctx,
  scope: AwardScope,
  filter: { programmeId?: string } = {},
): Promise<HonouredPrize[]> {
  const { db } = ctx.app;
  const rows = (await prizesOf(db, filter)).filter((row) => tierOf(row)?.honours);
  const [authors, calls] = await Promise.all([
    authorsOf(
      db,
      rows.map((row) => row.entryId),
    ),
    listCalls(db),
  ]);
  return rows
    .map((row) => ({
      awardId: row.awardId,
      entryCode: row.entryCode,
      title: row.title,
      authors: (authors.get(row.entryId) ?? []).map((author) => ({ id: author.id, name: author.fullName })),
      prize: tierOf(row)!.name,
      honours: tierOf(row)!.honours!,
      contest: { id: row.programmeId, name: row.doc.name, slug: row.slug },
      dossier: row.dossierId
        ? { id: row.dossierId, code: row.dossierCode!, callSlug: row.callSlug!, state: row.dossierState! }
        : null,
      calls: row.dossierId
        ? []
        : calls
            .filter((call) => takes(call, row.programmeId, ctx.now) && mayManageCall(scope, call).allow)
            .map((call) => ({
              id: call.id,
              name: call.doc.name,
              forms: call.doc.forms.map((form) => ({ id: form.formId, name: form.name, subjects: form.subjects })),
            })),
    }))
    .toSorted((a, b) => Number(a.dossier !== null) - Number(b.dossier !== null));
}

interface Start {
  awardId: string;
  callId: string;
  /** needed where the call has several forms for the subject */
  formId?: string;
  /** one of the authors; left out: the only author, or all of them as a group */
  authorId?: string;
}

function formFor(call: StoredCall, kind: SubjectKind, formId: string | undefined) {
  const forms = call.doc.forms.filter((form) => form.subjects.includes(kind));
  const form = formId ? forms.find((one) => one.formId === formId) : forms.length === 1 ? forms[0] : undefined;
  if (form) return form;
  throw new RuleError({
    code: 'prize.form',
    field: 'formId',
    message:
      forms.length === 0
        ? `Đợt xét khen này không khen ${kind === 'individual' ? 'cá nhân' : 'tập thể'}.`
        : 'Hãy chọn hình thức khen thưởng.',
  });
}

/** What the contest knows goes into the report; the rest is for the officer to write. */
const reportOf = (row: PrizeRow, prize: string, authors: AuthorRow[]): AchievementReport => ({
  ...emptyReport,
  achievements: [
    `${joinVi(authors.map((author) => author.fullName))} đạt ${prize}, ${row.doc.name}, với tác phẩm “${row.title}” (mã ${row.entryCode}).`,
    row.number
      ? `Kết quả theo Quyết định số ${row.number}${row.date ? ` ngày ${formatDate(row.date)}` : ''} của ${row.doc.prizes.certificate.issuer}.`
      : '',
  ]
    .filter(Boolean)
    .join('\n'),
  citation: `Đạt ${prize} ${row.doc.name}`,
  entries: [row.entryId],
});

/**
 * Starts the dossier of the commendation that a prize brings along, in the unit that runs the call, with work, authors and decision filled
 * in. Once a prize: a second one is told of the first.
 * @returns the dossier, for its page in the unit
 */
export async function startDossierFromPrize(
  ctx: Ctx,
  args: Start,
): Promise<{ dossierId: string; unitId: string; callSlug: string }> {
  const { db } = ctx.app;
  const scope = await awardScope(ctx);
  const call = isUuid(args.callId) ? (await listCalls(db)).find((one) => one.id === args.callId) : undefined;
  if (!call) throw notFound('Đợt xét khen thưởng này');
  requireAllowed(mayManageCall(scope, call));
  const row = isUuid(args.awardId) ? (await prizesOf(db, { awardId: args.awardId }))[0] : undefined;
  const tier = row && tierOf(row);
  if (!row || !tier)
    throw new RuleError({
      code: 'prize.unknown',
      field: 'awardId',
      message: 'Hãy chọn một giải thưởng đang có hiệu lực.',
    });
  if (!tier.honours)
    throw new RuleError({
      code: 'prize.no-honours',
      message: `${tier.name} không kèm khen thưởng theo kế hoạch cuộc thi.`,
      clause: tier.clause,
    });
  if (!takes(call, row.programmeId, ctx.now))
    throw new RuleError({
      code: 'prize.call',
      status: 409,
      message: 'Đợt xét khen này không mở cho cuộc thi này.',
      hint: 'Hãy mở một đợt xét khen cho cuộc thi, rồi lập hồ sơ.',
    });
  const unit = [...scope.units.values()].find((one) => one.code === call.doc.standingUnit);
  if (!unit) throw notFound('Cơ quan thường trực của đợt xét khen');
  requireAllowed(mayNominate(scope, unit.id));

  return act(
    ctx,
    {
      act: 'award.start-from-prize',
      programmeId: row.programmeId,
      subject: { kind: 'award-call', id: call.id },
      summary: `Lập hồ sơ khen thưởng từ ${tier.name} của bài ${row.entryCode}`,
    },
    async (tx) => {
      await tx.db.selectFrom('award').select('id').where('id', '=', row.awardId).forUpdate().execute();
      const there = await tx.db
        .selectFrom('award_dossier')
        .select('code')
        .where('award_id', '=', row.awardId)
        .where('state', 'not in', ['withdrawn', 'declined'])
        .executeTakeFirst();
      if (there)
        throw new RuleError({
          code: 'prize.has-dossier',
          status: 409,
          message: `Giải này đã có hồ sơ khen thưởng ${there.code}.`,
        });
      const all = (await authorsOf(tx.db, [row.entryId])).get(row.entryId) ?? [];
      const authors = args.authorId ? all.filter((author) => author.id === args.authorId) : all;
      const [first] = authors;
      if (!first)
        throw new RuleError({ code: 'prize.author', field: 'authorId', message: 'Hãy chọn một tác giả của bài.' });
      const alone = authors.length === 1;
      const subject: NamedSubject = {
        kind: alone ? 'individual' : 'collective',
        name: alone ? first.fullName : `Nhóm tác giả ${joinVi(authors.map((author) => author.fullName))}`,
        unitId: row.unitId,
        unitName: first.workplace ?? '',
        personId: alone ? first.personId : null,
      };
      const form = formFor(call, subject.kind, args.formId);
      await holdSubjects(tx);
      const same = (await subjectsNamed(tx.db, [subject]))(subject).filter(
        (one) => compareSubjects(subject, one) === 'same',
      );
      const known = same.find((one) => subject.personId && one.personId === subject.personId) ?? same[0];
      const subjectId = known?.rootId ?? (await makeSubject(tx, ctx, subject));
      const { id: submissionId } = await tx.db
        .insertInto('award_submission')
        .values({ call_id: call.id, unit_id: unit.id, state: 'draft', created_at: ctx.now, updated_at: ctx.now })
        .onConflict((oc) => oc.columns(['call_id', 'unit_id']).doUpdateSet({ updated_at: ctx.now }))
        .returning('id')
        .executeTakeFirstOrThrow();
      const { last_dossier: no } = await tx.db
        .updateTable('award_call')
        .set((eb) => ({ last_dossier: eb('last_dossier', '+', 1) }))
        .where('id', '=', call.id)
        .returning('last_dossier')
        .executeTakeFirstOrThrow();
      const code = entryCode(call.code, no);
      const { id: dossierId } = await tx.db
        .insertInto('award_dossier')
        .values({
          code,
          call_id: call.id,
          submission_id: submissionId,
          unit_id: unit.id,
          subject_id: subjectId,
          form_id: form.formId,
          subject_kind: subject.kind,
          subject_name: subject.name,
          details: JSON.stringify(
            alone ? { workplace: first.workplace ?? '' } : { people: authors.length, workplace: first.workplace ?? '' },
          ),
          report: JSON.stringify(reportOf(row, tier.name, authors)),
          period_from: call.doc.period.from,
          period_to: call.doc.period.to,
          state: 'draft',
          award_id: row.awardId,
          created_by: ctx.actor.id,
          created_at: ctx.now,
          updated_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await recordEvents(tx, ctx, [
        {
          callId: call.id,
          dossierId,
          submissionId,
          what: 'started',
          data: { prize: tier.name, entry: row.entryCode, awardId: row.awardId },
        },
      ]);
      tx.note({
        subject: { kind: 'award-dossier', id: dossierId },
        summary: `Lập hồ sơ ${code} từ ${tier.name} của bài ${row.entryCode}`,
      });
      return { dossierId, unitId: unit.id, callSlug: call.slug };
    },
  );
}
