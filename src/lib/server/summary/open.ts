import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodDays } from '#lib/domain/movement/periods.ts';
import type { OccasionKind } from '#lib/domain/movement/types.ts';
import { covers, type SummaryOccasion, summaryOccasions } from '#lib/domain/summary/occasions.ts';
import { bookOf, changedFigures, referencesIn } from '#lib/domain/summary/references.ts';
import { sectionsOf } from '#lib/domain/summary/structure.ts';
import type { Candidate, Frozen, SummaryBody, SummaryData } from '#lib/domain/summary/types.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayManage, mayOversee } from '../movement/scope.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { SummaryState } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { gatherSummary } from './gather.ts';

/** A report as it is stored. */
interface StoredSummary {
  id: string;
  period: string;
  occasion: OccasionKind;
  title: string;
  body: SummaryBody;
  state: SummaryState;
  number: string | null;
  dated: string | null;
  version: number;
  /** why an issued report is being written anew */
  correction: string | null;
  updatedAt: Date;
}

interface Issued {
  no: number;
  title: string;
  number: string;
  dated: string;
  sha256: string;
  reason: string | null;
  byName: string;
  at: Date;
}

export interface OpenSummary {
  movement: StoredMovement;
  scope: MovementScope;
  summary: StoredSummary;
  /** "Báo cáo năm 2025" */
  name: string;
  clause: string;
  /** figures as they are now, or as they were frozen */
  data: SummaryData;
  /** what can be taken in; empty once it is issued */
  candidates: Candidate[];
  /** where excerpts come from, by key */
  sources: Frozen['excerpts'];
  issues: Issued[];
  write: Decision;
}

/** Where the excerpts of some candidates come from, as it is kept. */
const sourcesOf = (candidates: Candidate[]): Frozen['excerpts'] =>
  Object.fromEntries(candidates.map(({ key, source, unit, href }) => [key, { source, unit, href }]));

/** The rooms of reports are those of the overseers. @throws RuleError 'not-found' */
export async function openSummaries(ctx: Ctx, slug: string) {
  const { movement, scope } = await openMovement(ctx, slug);
  requireAllowed(mayOversee(scope));
  return { movement, scope };
}

const occasionOf = (
  movement: StoredMovement,
  summary: Pick<StoredSummary, 'period' | 'occasion'>,
): SummaryOccasion | undefined =>
  summaryOccasions(movement.doc).find((one) => one.period === summary.period && one.occasion === summary.occasion);

/** One report with its figures. @throws RuleError 'not-found' */
export async function openSummary(ctx: Ctx, args: { slug: string; summaryId: string }): Promise<OpenSummary> {
  const at = await openSummaries(ctx, args.slug);
  const { db } = ctx.app;
  const row = isUuid(args.summaryId)
    ? await db
        .selectFrom('summary_report')
        .selectAll()
        .where('id', '=', args.summaryId)
        .where('programme_id', '=', at.movement.id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Báo cáo này');
  const issues = await db
    .selectFrom('summary_issue')
    .select(['no', 'title', 'number', 'dated', 'sha256', 'reason', 'by_name as byName', 'at'])
    .where('summary_id', '=', row.id)
    .orderBy('no', 'desc')
    .execute();
  const frozen = row.figures as Frozen | null;
  const fresh = frozen ? null : await gatherSummary(ctx, at, { period: row.period, occasion: row.occasion });
  const summary: StoredSummary = {
    id: row.id,
    period: row.period,
    occasion: row.occasion,
    title: row.title,
    body: row.body as SummaryBody,
    state: row.state,
    number: row.number,
    dated: row.dated,
    version: row.version,
    correction: row.correction,
    updatedAt: row.updated_at,
  };
  const occasion = occasionOf(at.movement, summary);
  return {
    ...at,
    summary,
    name: occasion?.name ?? summary.title,
    clause: occasion?.clause ?? '',
    data: frozen?.data ?? fresh!.data,
    candidates: fresh?.candidates ?? [],
    sources: frozen?.excerpts ?? sourcesOf(fresh!.candidates),
    issues,
    write: mayManage(at.scope),
  };
}

/** The figures that the words of a report refer to. */
export const usedFigures = (body: SummaryBody): Set<string> =>
  new Set(
    [...Object.values(body.sections).map((section) => section.text), ...Object.values(body.head)].flatMap(referencesIn),
  );

/** What a draft's first page says: its sections, what changed since, what is missing. */
export function summaryOverview(open: OpenSummary) {
  const { summary, data, movement } = open;
  const used = usedFigures(summary.body);
  const book = bookOf(data.figures);
  const known = new Set(open.candidates.map((one) => one.key));
  return {
    changed: summary.state === 'draft' ? changedFigures(summary.body.seen, data.figures, used) : [],
    used: [...used],
    sections: sectionsOf(movement.doc).map((plan) => {
      const section = summary.body.sections[plan.id];
      const references = referencesIn(section?.text ?? '');
      return {
        id: plan.id,
        level: plan.level,
        title: plan.title,
        words: (section?.text ?? '').split(/\s+/).filter(Boolean).length,
        picks: section?.picks.length ?? 0,
        figures: references.length,
        offered: open.candidates.filter((one) => one.sectionId === plan.id).length,
        lost:
          references.filter((id) => !book.has(id)).length +
          (summary.state === 'draft' ? (section?.picks.filter((pick) => !known.has(pick.key)).length ?? 0) : 0),
        unofficial: references.filter((id) => book.get(id)?.official === false).length,
      };
    }),
  };
}

/** All reports that a movement has or should have, the latest first, with how many reports of units are there. */
export async function summaryList(ctx: Ctx, slug: string) {
  const { movement, scope } = await openSummaries(ctx, slug);
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const [stored, obligations] = await Promise.all([
    db
      .selectFrom('summary_report')
      .select(['id', 'period', 'occasion', 'state', 'number', 'dated', 'updated_at as updatedAt', 'correction'])
      .where('programme_id', '=', movement.id)
      .execute(),
    obligationsOf(db, { programmeIds: [movement.id] }),
  ]);
  const reports = obligations.filter(
    (row) => !row.exemptedAt && movement.doc.obligations.find((rule) => rule.id === row.ruleId)?.kind === 'report',
  );
  const periods = summaryOccasions(movement.doc)
    .map((one) => {
      const own = reports.filter((row) => covers(one, row.period));
      return {
        ...one,
        summary: stored.find((row) => row.period === one.period && row.occasion === one.occasion) ?? null,
        owed: own.length,
        submitted: own.filter((row) => row.firstSubmittedAt).length,
        accepted: own.filter((row) => row.state === 'accepted').length,
        begun: periodDays(one.period).from <= today,
        over: one.to < today,
      };
    })
    .filter((one) => one.begun || one.summary)
    .reverse();
  return { movement, periods, write: mayManage(scope) };
}
