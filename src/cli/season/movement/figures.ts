import type { Random } from '#lib/domain/kernel/random.ts';
import { parsePeriod } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { correctValue } from '#lib/server/indicator/correct.ts';
import { lockValues, returnValues, submitValues, verifyValues } from '#lib/server/indicator/move.ts';
import { type SaveRow, saveValues } from '#lib/server/indicator/save.ts';
import { type ValueRow, valuesOf } from '#lib/server/indicator/values.ts';
import type { Participant } from '#lib/server/movement/units.ts';
import { daysLater } from '../world.ts';
import { course, type Figure, wayOf } from './course.ts';
import { attachEvidence } from './files.ts';
import type { MovementWorld } from './world.ts';

/** Units that report an indicator for the province as a whole, where its class has two of them over the years. */
type Reports = (unit: Participant, indicator: Indicator, period: string) => boolean;

export interface FigureBook {
  /** what the unit types */
  figure(indicator: Indicator, unit: Participant, period: string): Figure;
  reports: Reports;
}

/** All figures of a movement as its units would type them. */
export function figureBook(world: MovementWorld, reports: Reports = () => true): FigureBook {
  const { slug, movementDoc } = world;
  const courses = new Map<string, (period: string) => Figure>();
  return {
    reports,
    figure(indicator, unit, period) {
      const key = `${indicator.id}/${unit.code}`;
      const known =
        courses.get(key) ??
        course(indicator, unit, {
          random: world.chance(`figure/${slug}/${key}`),
          way: wayOf(world.chance(`way/${slug}/${indicator.id}`)),
          from: movementDoc.from,
          units: Math.max(1, world.reporting.get(indicator.id) ?? 1),
        });
      courses.set(key, known);
      return known(period);
    },
  };
}

/** How many units of today share the sum of each indicator. */
export async function countReporting(world: MovementWorld): Promise<void> {
  const units = await world.participants();
  for (const { id, reportedBy } of world.movementDoc.indicators)
    world.reporting.set(id, units.filter((unit) => reportedBy.includes(unit.classId)).length);
}

function rowsOf(world: MovementWorld, book: FigureBook, unit: Participant, periods: string[]) {
  return world.movementDoc.indicators
    .filter((one) => one.reportedBy.includes(unit.classId))
    .flatMap((indicator) =>
      periods
        .filter((period) => parsePeriod(period)?.frequency === indicator.frequency)
        .filter((period) => book.reports(unit, indicator, period))
        .map((period) => ({
          indicator,
          row: {
            indicatorId: indicator.id,
            unitId: unit.id,
            period,
            ...book.figure(indicator, unit, period),
          } satisfies SaveRow,
        })),
    );
}

const claims = (indicator: Indicator, { value, numerator }: Figure): boolean =>
  indicator.kind === 'yes-no' ? value === 'có' : numerator !== undefined || value !== undefined;

export interface Sitting {
  periods: string[];
  /** how far the unit gets */
  until?: 'entered' | 'complete' | 'submitted';
}

/** Somebody of the unit sits down: types the figures, adds what proves them, hands them in. */
export async function enter(world: MovementWorld, book: FigureBook, unit: Participant, sitting: Sitting) {
  const ctx = await world.asUnit(unit.id);
  const until = sitting.until ?? 'submitted';
  const planned = rowsOf(world, book, unit, sitting.periods);
  if (!ctx || planned.length === 0) return;
  const { slug, programmeId } = world;
  const saved = await saveValues(ctx, { slug, rows: planned.map((one) => one.row), complete: until === 'complete' });
  const refused = saved.filter((one) => one.outcome === 'refused' && one.valueId === null);
  if (refused.length > 0)
    throw new Error(
      `${unit.name}: ${refused.map((r) => `${r.indicatorId} ${r.period} ${r.issues[0]?.message}`).join('; ')}`,
    );
  if (until === 'entered') return;
  const random = world.chance(`evidence/${slug}/${unit.code}/${sitting.periods.join()}`);
  await attachEvidence(
    ctx,
    programmeId,
    saved.flatMap((one, i) => {
      const { indicator, row } = planned[i]!;
      const wanted = indicator.evidence === 'required' ? claims(indicator, row) : random.chance(0.04);
      return wanted && one.valueId
        ? [{ id: one.valueId, version: 1, name: `minh-chung-${indicator.id}-${row.period}.pdf` }]
        : [];
    }),
  );
  if (until === 'complete') await saveValues(ctx, { slug, rows: planned.map((one) => one.row), complete: true });
  else
    await submit(
      world,
      unit.id,
      saved.flatMap((one) => (one.valueId ? [one.valueId] : [])),
    );
}

async function submit(world: MovementWorld, unitId: string, ids: string[]): Promise<void> {
  const ctx = await world.asUnit(unitId);
  if (!ctx || ids.length === 0) return;
  const done = await submitValues(ctx, { slug: world.slug, figures: ids.map((id) => ({ id })) });
  const left = done.find((one) => !one.ok);
  if (left) throw new Error(`${left.label}: ${left.message}`);
}

const waiting = (world: MovementWorld, periods: string[]): Promise<ValueRow[]> =>
  valuesOf(world.app.db, { programmeId: world.programmeId, periods, states: ['submitted'] });

const reasons = [
  'Số liệu giảm nhiều so với kỳ trước mà không nêu lý do. Đề nghị kiểm tra lại và ghi rõ ở ô ghi chú.',
  'Mẫu số khác với số đơn vị đã báo cáo ở biểu thống kê cùng kỳ. Đề nghị đối chiếu rồi gửi lại.',
  'Minh chứng chưa khớp với số liệu: bảng kê mới có đến quý III. Đề nghị bổ sung bảng kê cả năm.',
  'Đề nghị rà soát lại tử số: có thể đã đếm trùng hồ sơ xử lý ở hai cấp.',
];

/** Sends a few of the waiting figures back; their units look again some days later and hand in. */
export async function returnSome(world: MovementWorld, periods: string[], share: number): Promise<void> {
  const rows = await waiting(world, periods);
  const random = world.chance(`returns/${world.slug}/${periods.join()}`);
  const chosen = rows.filter((row) => random.fork(`${row.unitCode}/${row.indicatorId}`).chance(share));
  for (const [unitId, figures] of Map.groupBy(chosen, (row) => row.unitId)) {
    const [first] = figures;
    const ctx = await verifierOf(world, first!);
    const mine = figures.filter((row) => leadOf(world, row.indicatorId) === leadOf(world, first!.indicatorId));
    if (!ctx) continue;
    const own = random.fork(`${first!.unitCode}/reason`);
    await returnValues(ctx, { slug: world.slug, figures: mine.map(({ id }) => ({ id })), reason: own.pick(reasons) });
    world.agenda.at(daysLater(own, ctx.now, 1, 6), () => mend(world, unitId, mine, own));
  }
}

/** Some figures were right and get a word of explanation, some change a little. */
async function mend(world: MovementWorld, unitId: string, figures: ValueRow[], random: Random): Promise<void> {
  const ctx = await world.asUnit(unitId);
  if (!ctx) return;
  const rows = figures.map((row): SaveRow => {
    const fewer = row.numerator !== null && Number(row.numerator) > 12 && random.chance(0.6);
    return {
      indicatorId: row.indicatorId,
      unitId,
      period: row.period,
      note: fewer ? 'Đã rà soát, bỏ phần đếm trùng.' : 'Đã đối chiếu với sổ theo dõi: số liệu đúng.',
      ...(row.denominator === null
        ? { value: row.value ?? '' }
        : { denominator: row.denominator, numerator: fewer ? String(Number(row.numerator) - 1) : row.numerator! }),
    };
  });
  await saveValues(ctx, { slug: world.slug, rows });
  await submit(
    world,
    unitId,
    figures.map((row) => row.id),
  );
}

const leadOf = (world: MovementWorld, indicatorId: string): string | null =>
  world.movementDoc.indicators.find((one) => one.id === indicatorId)?.lead ?? null;

/** Who confirms a figure: somebody of the unit that leads the indicator, but not for the own unit; else the officer. */
async function verifierOf(world: MovementWorld, row: ValueRow) {
  const code = leadOf(world, row.indicatorId);
  const unitId = [...world.units.values()].find((unit) => unit.code === code)?.id;
  const lead = unitId && unitId !== row.unitId ? await world.asUnit(unitId) : null;
  return lead ?? officer(world);
}

/** Who acts for the standing unit: the officer, or the coordinator of a room where the movement is a unit's own. */
export async function officer(world: MovementWorld) {
  const { level, standingUnit } = world.movementDoc;
  const unitId = world.units.get(standingUnit)?.id;
  const own = level === 'agency' && unitId ? await world.asUnit(unitId) : null;
  return own ?? world.as(world.people.get('emulation')!);
}

/** Everything that waits is confirmed by those who may, each for the own indicators. `share`: so much of it only. */
export async function verifyWaiting(world: MovementWorld, periods: string[], share = 1): Promise<void> {
  const random = world.chance(`verify/${world.slug}/${periods.join()}`);
  const rows = (await waiting(world, periods)).filter(
    (row) => share >= 1 || random.fork(`${row.unitCode}/${row.indicatorId}`).chance(share),
  );
  const byVerifier = new Map<string, { ctx: Awaited<ReturnType<typeof officer>>; ids: string[] }>();
  for (const row of rows) {
    const ctx = await verifierOf(world, row);
    const one = byVerifier.get(ctx.actor.id!) ?? { ctx, ids: [] };
    one.ids.push(row.id);
    byVerifier.set(ctx.actor.id!, one);
  }
  for (const { ctx, ids } of byVerifier.values())
    await verifyValues(ctx, { slug: world.slug, figures: ids.map((id) => ({ id })) });
}

/** The standing unit makes all confirmed figures official. */
export async function lockVerified(world: MovementWorld, periods: string[]): Promise<void> {
  const filter = { programmeId: world.programmeId, periods, states: ['verified' as const] };
  const rows = await valuesOf(world.app.db, filter);
  if (rows.length === 0) return;
  await lockValues(await officer(world), { slug: world.slug, figures: rows.map(({ id }) => ({ id })) });
}

/** A unit finds that a locked figure was wrong; what it says instead goes the same way again. */
export async function correctOne(
  world: MovementWorld,
  args: { unitCode: string; indicatorId: string; period: string; reason: string },
): Promise<void> {
  const unitId = world.units.get(args.unitCode)!.id;
  const [row] = await valuesOf(world.app.db, {
    programmeId: world.programmeId,
    unitIds: [unitId],
    indicatorIds: [args.indicatorId],
    periods: [args.period],
    states: ['locked'],
  });
  const ctx = await world.asUnit(unitId);
  if (!row?.numerator || !row.denominator || !ctx) return;
  await correctValue(ctx, {
    slug: world.slug,
    id: row.id,
    expected: row.version,
    reason: args.reason,
    numerator: String(Math.max(0, Number(row.numerator) - 3)),
    denominator: row.denominator,
    note: row.note,
  });
}
