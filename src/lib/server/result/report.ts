import { type Kysely, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline, compareVi } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { budgetEstimate } from '#lib/domain/result/budget.ts';
import { isSide } from '#lib/domain/result/prizes.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ReportSection } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { authorsOf } from './people.ts';
import { canResult } from './policy.ts';
import { awardsInForce, decidingRound, decisionsOf, resultEntries } from './queries.ts';

/** How many entries of a group came how far. Drafts are no entries; withdrawn and disqualified ones were handed in. */
export interface Tally {
  label: string;
  submitted: number;
  eligible: number;
  finalists: number;
  awarded: number;
}

interface RoundFigures {
  name: string;
  closedAt: Date | null;
  entries: number;
  judges: number;
  sheets: number;
  highest: string | null;
  lowest: string | null;
  mean: string | null;
}

interface AwardedTier {
  name: string;
  amount: number;
  honours: string | null;
  /** K24-10: by interactions */
  side: boolean;
  winners: {
    code: string;
    title: string;
    unit: string | null;
    authors: { name: string; workplace: string | null }[];
  }[];
}

export interface ReportFigures {
  totals: Tally;
  authors: number;
  pillars: Tally[];
  /** by number of entries, then by name */
  units: Tally[];
  withdrawn: number;
  disqualified: number;
  rounds: RoundFigures[];
  tiers: AwardedTier[];
  prizeCount: number;
  prizeTotal: number;
  /** integer đồng of the estimate */
  budgetTotal: number;
  resultsPublished: boolean;
}

export const sectionNames: Record<ReportSection, string> = {
  assessment: 'Đánh giá chung',
  limits: 'Hạn chế, nguyên nhân',
  proposals: 'Kiến nghị, đề xuất',
};

const passedCheck: EntryState[] = ['eligible', 'shortlisted', 'not-shortlisted', 'awarded', 'not-awarded'];

function tally(label: string, rows: { state: EntryState; entries: number }[], twoRounds: boolean): Tally {
  const count = (states: EntryState[]) =>
    rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.entries, 0);
  return {
    label,
    submitted: rows.reduce((sum, row) => sum + row.entries, 0),
    eligible: count(passedCheck),
    finalists: twoRounds ? count(['shortlisted', 'awarded', 'not-awarded']) : 0,
    awarded: count(['awarded']),
  };
}

/** K26-6a: the figures of the closing report. The number of queries does not grow with the entries. */
export async function reportFigures(db: Kysely<DB>, programme: StoredProgramme): Promise<ReportFigures> {
  const { doc } = programme;
  const [groups, { authors }, rounds, awards, winners, decisions] = await Promise.all([
    db
      .selectFrom('entry as e')
      .leftJoin('unit as u', 'u.id', 'e.unit_id')
      .select(({ fn }) => ['e.state', 'e.pillar', 'u.name as unit', fn.countAll<number>().as('entries')])
      .where('e.programme_id', '=', programme.id)
      .where('e.submitted_at', 'is not', null)
      .groupBy(['e.state', 'e.pillar', 'u.name'])
      .execute(),
    // The same person may have several entries; without an account or address every line is a person.
    db
      .selectFrom('entry_author as a')
      .innerJoin('entry as e', 'e.id', 'a.entry_id')
      .select(sql<number>`count(distinct coalesce(a.person_id::text, a.email, a.id::text))`.as('authors'))
      .where('e.programme_id', '=', programme.id)
      .where('e.submitted_at', 'is not', null)
      .where('a.declined_at', 'is', null)
      .executeTakeFirstOrThrow(),
    roundFigures(db, programme),
    awardsInForce(db, programme.id),
    resultEntries(db, {
      programmeId: programme.id,
      roundId: decidingRound(doc)?.id ?? '',
      states: ['shortlisted', 'eligible', 'awarded', 'not-awarded'],
    }),
    decisionsOf(db, programme.id),
  ]);
  const twoRounds = doc.rounds.some((round) => round.kind === 'final');
  const pillarNames = new Map(doc.pillars.items.map((pillar) => [pillar.id, pillar.name]));
  const byPillar = Map.groupBy(groups, (row) => (row.pillar && pillarNames.get(row.pillar)) || 'Chưa chọn');
  const byUnit = Map.groupBy(groups, (row) => row.unit ?? 'Gửi thẳng về tỉnh');
  const tallies = (map: typeof byUnit) => [...map].map(([label, rows]) => tally(label, rows, twoRounds));
  const prized = awards.filter((award) => winners.some((entry) => entry.id === award.entry_id));
  const people = await authorsOf(
    db,
    prized.map((award) => award.entry_id),
  );
  return {
    totals: tally('Tổng số', groups, twoRounds),
    authors,
    pillars: tallies(byPillar).sort(
      (a, b) => placeOf(doc, a.label) - placeOf(doc, b.label) || compareVi(a.label, b.label),
    ),
    units: tallies(byUnit).sort((a, b) => b.submitted - a.submitted || compareVi(a.label, b.label)),
    withdrawn: groups.filter((row) => row.state === 'withdrawn').reduce((sum, row) => sum + row.entries, 0),
    disqualified: groups.filter((row) => row.state === 'disqualified').reduce((sum, row) => sum + row.entries, 0),
    rounds,
    tiers: doc.prizes.tiers.map((tier) => ({
      name: tier.name,
      amount: tier.amount,
      honours: tier.honours ?? null,
      side: isSide(tier),
      winners: winners
        .filter((entry) => prized.some((award) => award.entry_id === entry.id && award.tier_id === tier.id))
        .map(({ id: entryId, code, title, unit }) => ({
          code,
          title,
          unit,
          authors: (people.get(entryId) ?? []).map((author) => ({
            name: author.fullName,
            workplace: author.workplace,
          })),
        })),
    })),
    prizeCount: prized.length,
    prizeTotal: prized.reduce((sum, award) => sum + award.amount, 0),
    budgetTotal: budgetEstimate(doc).total,
    resultsPublished: decisions.results?.published_at != null,
  };
}

const placeOf = (doc: ContestProgramme, name: string): number => {
  const place = doc.pillars.items.findIndex((pillar) => pillar.name === name);
  return place < 0 ? doc.pillars.items.length : place;
};

async function roundFigures(db: Kysely<DB>, programme: StoredProgramme): Promise<RoundFigures[]> {
  const { rows } = await sql<{
    round_id: string;
    closed_at: Date | null;
    entries: number;
    judges: number;
    sheets: number;
    highest: string | null;
    lowest: string | null;
    mean: string | null;
  }>`
    select r.round_id, s.closed_at,
           (select count(*) from round_result x where x.programme_id = ${programme.id} and x.round_id = r.round_id)::int as entries,
           q.judges, q.sheets, t.highest, t.lowest, t.mean
      from unnest(${programme.doc.rounds.map((round) => round.id)}::text[]) as r (round_id)
      left join round_state s on s.programme_id = ${programme.id} and s.round_id = r.round_id
      cross join lateral (
        select count(distinct a.judge_id)::int as judges, count(*)::int as sheets
          from assignment a join score_sheet p on p.assignment_id = a.id and p.state = 'signed'
         where a.programme_id = ${programme.id} and a.round_id = r.round_id and a.withdrawn_at is null) q
      cross join lateral (
        select max(score)::text as highest, min(score)::text as lowest, round(avg(score), 2)::text as mean
          from round_result x where x.programme_id = ${programme.id} and x.round_id = r.round_id) t`.execute(db);
  return programme.doc.rounds.map((round) => {
    const row = rows.find((one) => one.round_id === round.id);
    return {
      name: round.name,
      closedAt: row?.closed_at ?? null,
      entries: row?.entries ?? 0,
      judges: row?.judges ?? 0,
      sheets: row?.sheets ?? 0,
      highest: row?.highest ?? null,
      lowest: row?.lowest ?? null,
      mean: row?.mean ?? null,
    };
  });
}

export type ReportTexts = Record<ReportSection, string>;

export async function reportTexts(db: Kysely<DB>, programmeId: string): Promise<ReportTexts> {
  const rows = await db
    .selectFrom('report_text')
    .select(['section', 'body'])
    .where('programme_id', '=', programmeId)
    .execute();
  return {
    assessment: '',
    limits: '',
    proposals: '',
    ...Object.fromEntries(rows.map((row) => [row.section, row.body])),
  };
}

export interface ClosingReportView {
  figures: ReportFigures;
  texts: ReportTexts;
  can: { write: Decision };
}

/** K26-6a: figures and the words that people added. */
export async function closingReport(ctx: Ctx, programme: StoredProgramme): Promise<ClosingReportView> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const [figures, texts] = await Promise.all([
    reportFigures(ctx.app.db, programme),
    reportTexts(ctx.app.db, programme.id),
  ]);
  return { figures, texts, can: { write: canResult(ctx, 'result.prepare', programme.id) } };
}

/** Stores what people write beside the figures. */
export async function writeReport(ctx: Ctx, args: { programmeId: string; texts: ReportTexts }): Promise<void> {
  requireAllowed(canResult(ctx, 'result.prepare', args.programmeId));
  const sections = (Object.keys(sectionNames) as ReportSection[]).map((section) => ({
    section,
    body: cleanMultiline(args.texts[section]),
  }));
  const issues = sections
    .filter(({ body }) => charCount(body) > 10_000)
    .map(({ section }) => ({ field: section, message: `Phần “${sectionNames[section]}” dài quá 10.000 ký tự.` }));
  if (issues.length > 0) throw new RuleError({ code: 'report.too-long', message: 'Báo cáo có phần quá dài.', issues });
  await act(
    ctx,
    {
      act: 'result.write-report',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Viết báo cáo tổng kết.',
    },
    async (tx) => {
      await tx.db
        .insertInto('report_text')
        .values(
          sections.map((row) => ({
            ...row,
            programme_id: args.programmeId,
            by_id: ctx.actor.id,
            updated_at: ctx.now,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['programme_id', 'section']).doUpdateSet(({ ref }) => ({
            body: ref('excluded.body'),
            by_id: ref('excluded.by_id'),
            updated_at: ref('excluded.updated_at'),
          })),
        )
        .execute();
    },
  );
}
