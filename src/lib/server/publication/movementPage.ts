import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { endOfDay, formatDate, isoDateLocal, startOfDay } from '#lib/domain/kernel/time.ts';
import { type Milestone, milestonesAhead } from '#lib/domain/movement/milestones.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { countPublished } from '../example/queries.ts';
import { phasesOn } from '../movement/room.ts';
import { participantsOn } from '../movement/units.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { publicMovementBySlug, publicMovements, type StoredMovement } from '../programme/queries.ts';
import { publishedNews } from './news.ts';

/** Where a movement stands on a day, in words. */
export interface MovementState {
  standing: 'ahead' | 'running' | 'over';
  label: string;
  tone: 'info' | 'good' | 'plain';
  /** names of the phases in which the day lies; phases may overlap (Q25-4) */
  phases: string[];
  /** the instant that people wait for: its beginning or its end */
  until: { at: Date; verb: string } | null;
}

/** The state of a movement by its own days; a closed one is over whatever its days say. */
function movementState({ doc, status }: Pick<StoredMovement, 'doc' | 'status'>, now: Date): MovementState {
  const today = isoDateLocal(now);
  if (status === 'closed' || today > doc.to)
    return { standing: 'over', label: 'Đã kết thúc', tone: 'plain', phases: [], until: null };
  if (today < doc.from)
    return {
      standing: 'ahead',
      label: 'Sắp bắt đầu',
      tone: 'info',
      phases: [],
      until: { at: startOfDay(doc.from), verb: 'Bắt đầu' },
    };
  return {
    standing: 'running',
    label: 'Đang thực hiện',
    tone: 'good',
    phases: phasesOn(doc, today).map((phase) => phase.name),
    until: { at: endOfDay(doc.to), verb: 'Đến' },
  };
}

/** @throws RuleError 'not-found' for drafts and unknown addresses alike */
export async function requirePublicMovement(ctx: Ctx, slug: string): Promise<StoredMovement> {
  const movement = await publicMovementBySlug(ctx.app.db, slug);
  if (!movement) throw notFound('Phong trào này');
  return movement;
}

export interface MovementCard {
  slug: string;
  name: string;
  theme: string;
  kicker: string;
  state: MovementState;
  span: string;
  contents: number;
  indicators: number;
  next: Milestone | null;
}

/** The names of some units by code; codes that nobody has stay as they are. */
export async function unitNames(db: Kysely<DB>, codes: string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(codes)];
  const rows =
    wanted.length > 0 ? await db.selectFrom('unit').select(['code', 'name']).where('code', 'in', wanted).execute() : [];
  const names = new Map(rows.map((row) => [row.code, row.name]));
  return new Map(wanted.map((code) => [code, names.get(code) ?? code]));
}

const kickerOf = (doc: MovementProgramme, names: Map<string, string>): string =>
  doc.level === 'agency' ? (names.get(doc.organiserUnit) ?? doc.organiserUnit) : `Tỉnh ${doc.province}`;

/** Cards of published movements: those that run first, then those that begin, then those that are over. */
export async function movementCards(ctx: Ctx, movements?: StoredMovement[]): Promise<MovementCard[]> {
  const shown = movements ?? (await publicMovements(ctx.app.db));
  const names = await unitNames(
    ctx.app.db,
    shown.map(({ doc }) => doc.organiserUnit),
  );
  const order = { running: 0, ahead: 1, over: 2 };
  const today = isoDateLocal(ctx.now);
  return shown
    .map((movement): MovementCard => {
      const { doc } = movement;
      const state = movementState(movement, ctx.now);
      return {
        slug: movement.slug,
        name: doc.name,
        theme: doc.theme,
        kicker: kickerOf(doc, names),
        state,
        span: `${formatDate(doc.from)} – ${formatDate(doc.to)}`,
        contents: doc.contents.length,
        indicators: doc.indicators.length,
        next: state.standing === 'over' ? null : (milestonesAhead(doc, today)[0] ?? null),
      };
    })
    .sort((a, b) => order[a.state.standing] - order[b.state.standing]);
}

/** What every public page of a movement has around it. @throws RuleError 'not-found' */
export async function movementFrame(ctx: Ctx, slug: string) {
  const movement = await requirePublicMovement(ctx, slug);
  const { doc } = movement;
  const [names, examples, news] = await Promise.all([
    unitNames(ctx.app.db, [doc.organiserUnit]),
    countPublished(ctx.app.db, movement.id),
    publishedNews(ctx.app.db, { programmeId: movement.id, limit: 1 }),
  ]);
  return {
    movement: {
      id: movement.id,
      slug: movement.slug,
      name: doc.name,
      shortName: doc.shortName,
      theme: doc.theme,
      province: doc.province,
      kicker: kickerOf(doc, names),
      hasIndicators: doc.indicators.length > 0,
      /** good examples that everyone may read */
      examples,
      hasNews: news.length > 0,
    },
    state: movementState(movement, ctx.now),
    now: ctx.now,
  };
}

/** Publicly known values that nobody has decided yet: made up for a demonstration. */
export const movementDemo = (doc: MovementProgramme): boolean =>
  JSON.stringify({ ...doc, questions: [] }).includes('"source":"demo"') ||
  doc.questions.some((question) => question.decision?.demo);

/** Who takes part: each class, with how many units it has today; persons and households are not counted. */
export async function participation(ctx: Ctx, doc: MovementProgramme) {
  const units = await participantsOn(ctx.app.db, doc, isoDateLocal(ctx.now));
  const counts = Map.groupBy(units, (unit) => unit.classId);
  return {
    units: units.length,
    classes: doc.classes.map(({ id, name, kind, clause, units: selected }) => ({
      id,
      name,
      kind,
      clause,
      units: selected === null ? null : (counts.get(id)?.length ?? 0),
    })),
  };
}

/** The plans around a movement (Q25-1): the one above, those it serves, and the movements made from it in this system. */
export async function relatedPlans(ctx: Ctx, movement: StoredMovement) {
  const shown = await publicMovements(ctx.app.db);
  const slugs = new Set(shown.map((one) => one.slug));
  const known = (slug: string | undefined) => (slug !== undefined && slugs.has(slug) ? slug : null);
  const { doc } = movement;
  return {
    parent: doc.parent ? { ...doc.parent, slug: known(doc.parent.slug ?? doc.inherits?.slug) } : null,
    serves: doc.serves.map((plan) => ({ ...plan, slug: known(plan.slug) })),
    children: shown
      .filter((one) => one.slug !== movement.slug)
      .filter((one) => one.doc.inherits?.slug === movement.slug || one.doc.parent?.slug === movement.slug)
      .map((one) => ({ slug: one.slug, name: one.doc.name })),
  };
}
