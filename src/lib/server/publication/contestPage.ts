import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { countdown, formatDate, formatDateTime } from '#lib/domain/kernel/time.ts';
import { currentPeriod, nextPeriod, periodState, stepStrip } from '#lib/domain/programme/clock.ts';
import type { ContestProgramme, Period } from '#lib/domain/programme/types.ts';
import { countShown } from '../gallery/items.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, DecisionKind } from '../platform/db/schema.ts';
import { publicProgrammeBySlug, type StoredProgramme } from '../programme/queries.ts';

/** Where a contest stands at a moment, in words: for the top of its pages and for lists. */
export interface ContestState {
  /** "Bước 2/5" */
  stepNo: string | null;
  name: string;
  /** the instant that people wait for */
  until: { at: string; text: string; left: string; verb: string } | null;
  actors: string | null;
  intakeOpen: boolean;
  closed: boolean;
}

const waiting = (now: Date, period: Period, verb: string): NonNullable<ContestState['until']> => {
  const at = verb === 'Bắt đầu' ? period.from : period.to;
  return { at, text: formatDateTime(at), left: countdown(now, at), verb };
};

/** K26-3: the current step of a contest, to the second, by the server's clock. */
export function contestState(programme: Pick<StoredProgramme, 'status' | 'doc'>, now: Date): ContestState {
  const { doc, status } = programme;
  const steps = stepStrip(doc, now);
  const current = currentPeriod(doc, now);
  const next = nextPeriod(doc, now);
  const intakeOpen =
    status === 'published' && doc.timeline.some((p) => p.kind === 'intake' && periodState(p, now) === 'current');
  const no = (period: Period) => `Bước ${steps.find((s) => s.period.id === period.id)?.no}/${steps.length}`;
  const base = { intakeOpen, closed: status === 'closed' };
  if (status === 'closed') return { ...base, stepNo: null, name: 'Cuộc thi đã kết thúc', until: null, actors: null };
  if (current)
    return {
      ...base,
      stepNo: no(current),
      name: current.name,
      until: waiting(now, current, 'Đến'),
      actors: current.actors,
    };
  if (next)
    return {
      ...base,
      stepNo: no(next),
      name: `Sắp tới: ${next.name}`,
      until: waiting(now, next, 'Bắt đầu'),
      actors: next.actors,
    };
  return { ...base, stepNo: null, name: 'Đã qua mọi bước của tiến độ', until: null, actors: null };
}

/** Whether finalists and results are published. */
export async function publishedDecisions(db: Kysely<DB>, programmeId: string): Promise<Record<DecisionKind, boolean>> {
  const rows = await db
    .selectFrom('decision')
    .select('kind')
    .where('programme_id', '=', programmeId)
    .where('published_at', 'is not', null)
    .execute();
  const kinds = new Set(rows.map((row) => row.kind));
  return { finalists: kinds.has('finalists'), results: kinds.has('results') };
}

/** What every public page of a contest has around it. @throws RuleError 'not-found' for drafts and unknown addresses alike */
export async function contestFrame(ctx: Ctx, slug: string) {
  const programme = await requirePublic(ctx, slug);
  const { doc } = programme;
  const [decisions, works] = await Promise.all([
    publishedDecisions(ctx.app.db, programme.id),
    doc.gallery ? countShown(ctx.app.db, programme.id) : 0,
  ]);
  return {
    contest: {
      id: programme.id,
      slug: doc.slug,
      code: doc.code,
      name: doc.name,
      shortName: doc.shortName,
      theme: doc.theme,
      province: doc.province,
      /** "Chung khảo", "Chung kết": what the last round is called in this programme */
      finalName: doc.rounds.find((round) => round.kind === 'final')?.name.replace(/^Vòng\s+/u, '') ?? 'Chung kết',
      finalistsPublished: decisions.finalists,
      resultsPublished: decisions.results,
      countsInteractions: doc.interaction !== undefined && works > 0,
      /** works on show */
      works,
    },
    state: contestState(programme, ctx.now),
    now: ctx.now,
  };
}

/** @throws RuleError 'not-found' */
export async function requirePublic(ctx: Ctx, slug: string): Promise<StoredProgramme> {
  const programme = await publicProgrammeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Cuộc thi này');
  return programme;
}

/** Publicly known values that nobody has decided yet: made up for a demonstration. */
export function demoValues(doc: ContestProgramme): boolean {
  return (
    JSON.stringify({ ...doc, questions: [] }).includes('"source":"demo"') || doc.questions.some((q) => q.decision?.demo)
  );
}

export interface ContestCard {
  slug: string;
  name: string;
  theme: string;
  province: string;
  state: ContestState;
  intakeEnds: string | null;
  prizeTotal: number;
  resultsPublished: boolean;
}

const cardOf = (programme: StoredProgramme, now: Date, resultsPublished: boolean): ContestCard => {
  const { doc } = programme;
  const intake = doc.timeline.find((p) => p.kind === 'intake');
  return {
    slug: doc.slug,
    name: doc.name,
    theme: doc.theme,
    province: doc.province,
    state: contestState(programme, now),
    intakeEnds: intake ? formatDate(intake.to) : null,
    prizeTotal: doc.prizes.tiers.reduce((total, tier) => total + (tier.count ?? 0) * tier.amount, 0),
    resultsPublished,
  };
};

/** Cards of published programmes: those that run first. */
export async function contestCards(db: Kysely<DB>, programmes: StoredProgramme[], now: Date): Promise<ContestCard[]> {
  const rows =
    programmes.length === 0
      ? []
      : await db
          .selectFrom('decision')
          .select('programme_id')
          .where('kind', '=', 'results')
          .where('published_at', 'is not', null)
          .where(
            'programme_id',
            'in',
            programmes.map((p) => p.id),
          )
          .execute();
  const withResults = new Set(rows.map((row) => row.programme_id));
  return programmes
    .map((programme) => cardOf(programme, now, withResults.has(programme.id)))
    .sort((a, b) => Number(a.state.closed) - Number(b.state.closed));
}
