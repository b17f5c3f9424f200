import type { Random } from '#lib/domain/kernel/random.ts';
import { parsePeriod, periodYear } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';

/** How an indicator fares as a whole, so that a reader finds every kind of course. */
type Fate = 'attained' | 'exceeded' | 'early' | 'behind';

/** The way of one indicator, alike for all its units. */
export interface Way {
  fate: Fate;
  /** share of the first target from which it starts, where the plan names no figure of the beginning */
  start: number;
  /** below 1: fast at first; above: slow at first */
  bend: number;
}

export const wayOf = (random: Random): Way => ({
  fate: random.weighted([
    ['attained', 3],
    ['exceeded', 3],
    ['early', 2],
    ['behind', 3],
  ] as const),
  start: 0.28 + random.next() * 0.4,
  bend: 0.7 + random.next() * 0.8,
});

/** What a unit types for one period; everything undefined: nothing to count there, as the note says. */
export interface Figure {
  numerator?: string;
  denominator?: string;
  value?: string;
  note?: string;
}

/** A unit as an indicator meets it. */
export interface Place {
  code: string;
  name: string;
  kind: string;
  classId: string;
}

/** How many are counted below the line in one unit; a district counts several times as many as a commune. */
const denominators: Record<string, [least: number, most: number]> = {
  'online-services': [24, 180],
  'redesigned-services': [12, 90],
  'identified-users': [180_000, 220_000],
  'work-files-communes': [300, 900],
  'work-files-districts': [300, 700],
  'connected-reports': [20, 90],
  'shared-databases': [3, 14],
  'digital-inspections': [8, 40],
  'unified-administration': [60, 240],
  'basic-skills': [25, 120],
  'data-skills': [25, 120],
  'digital-economy': [62_000, 80_000],
  'digital-share-of-sectors': [400, 4200],
  'fibre-communes': [204, 204],
  'fibre-households': [1200, 3600],
  'payment-accounts': [4200, 14_000],
  'online-files': [150, 900],
  'electronic-results': [150, 900],
  'signed-documents': [200, 1400],
  'electronic-files': [80, 320],
  'trained-staff': [25, 120],
  'covered-villages': [8, 32],
  'community-teams': [8, 32],
  'electronic-identity': [3500, 11_000],
  cashless: [3400, 10_500],
};

/** Two places only, as the directive names them, each from its year on. */
const only: Record<string, Record<string, number>> = { 'smart-city': { TPSL: 2023, TXMC: 2024 } };

/** Bodies without public services, and departments without a branch of the economy, have nothing to count. */
const withoutServices = new Set(['party', 'school']);
const services = new Set(['online-services', 'redesigned-services', 'digital-inspections', 'shared-databases']);
const branches = new Set(['SCT', 'SNNMT', 'SXD', 'SVHTTDL', 'SYT', 'SGDDT', 'STC', 'SKHCN']);

const nothingToCount = (indicator: Indicator, place: Place): string | null => {
  if (services.has(indicator.id) && withoutServices.has(place.kind))
    return 'Đơn vị không giải quyết thủ tục hành chính nên không có gì để đếm.';
  if (indicator.id === 'digital-share-of-sectors' && !branches.has(place.code))
    return 'Đơn vị không quản lý ngành, lĩnh vực kinh tế.';
  return null;
};

/** The instant at which a period ends, in years: of 2025-Q2 2025.5. */
const endOf = (period: string): number => {
  const parts = parsePeriod(period);
  const year = periodYear(period);
  if (parts?.frequency === 'quarter') return year + Number(period.slice(-1)) / 4;
  if (parts?.frequency === 'half') return year + Number(period.slice(-1)) / 2;
  return year + 1;
};

const perYear = { year: 1, half: 2, quarter: 4 };

/** The targets that the course of one unit leads to: those of the province, else those of its class. */
const milestones = (indicator: Indicator, classId: string) => {
  const ofLevel = (level: string) => indicator.targets.filter((one) => one.level === level);
  const found = [ofLevel('province'), ofLevel(classId)].find((list) => list.length > 0) ?? indicator.targets;
  return found.toSorted((a, b) => a.year - b.year).map((one) => ({ ...one, value: Number(one.value) }));
};

/** Where the way to the targets stands at a moment, and from where it came. */
function goalAt(
  indicator: Indicator,
  classId: string,
  { began, way, t }: { began: number; way: Way; t: number },
): { from: number; goal: number; final: boolean } {
  const targets = milestones(indicator, classId);
  const first = targets[0]?.value ?? (indicator.bounds.max === '100' ? 70 : 10);
  const baseline = indicator.baseline.value;
  const start = baseline ? Number(baseline.value) : first * way.start;
  const points = [
    { t: baseline ? Number(baseline.period.slice(0, 4)) + 1 : began, value: start },
    ...(targets.length > 0 ? targets : [{ year: began + 4, value: first }]).map((one) => ({
      t: one.year + 1,
      value: one.value,
    })),
  ];
  const after = points.findIndex((one) => one.t >= t);
  const final = points.some((one, i) => i > 0 && one.t === t);
  if (after === 0) return { from: start, goal: start, final };
  if (after < 0) return { from: start, goal: points.at(-1)!.value, final: targets.length > 0 };
  const [a, b] = [points[after - 1]!, points[after]!];
  return { from: start, goal: a.value + (b.value - a.value) * ((t - a.t) / (b.t - a.t)) ** way.bend, final };
}

/** How much of the way that is planned until a moment is behind it then. */
const pace: Record<Fate, number> = { attained: 1, exceeded: 1.12, early: 1.35, behind: 0.66 };

export interface CourseArgs {
  /** of the unit and the indicator: the same in every period */
  random: Random;
  way: Way;
  /** ISO day on which the movement begins */
  from: string;
  /** how many units report it: a sum is shared among them */
  units: number;
}

/** What one unit reports of one indicator, period after period. Same seed, same figures. */
export function course(indicator: Indicator, place: Place, args: CourseArgs): (period: string) => Figure {
  const { way, units } = args;
  const { fate } = way;
  const began = Number(args.from.slice(0, 4));
  const skill = args.random.fork('skill').normal(1, 0.045);
  const size = args.random.fork('size').next();
  const note = nothingToCount(indicator, place);
  const of = (period: string) => args.random.fork(period);

  const relative = (period: string): { level: number; reach: boolean; goal: number } => {
    const { from, goal, final } = goalAt(indicator, place.classId, { began, way, t: endOf(period) });
    const reach = final && fate !== 'behind' && milestones(indicator, place.classId).length > 0;
    return { goal, reach, level: (from + (goal - from) * pace[fate]) * skill * of(period).normal(1, 0.01) };
  };

  /** In the year in which it begins, a movement of the second half has half of the periods. */
  const periodsIn = (period: string): number =>
    perYear[indicator.frequency] / (periodYear(period) === began && args.from.slice(5) > '06' ? 2 : 1);

  const ratio = (period: string): Figure => {
    const [least, most] = denominators[indicator.id] ?? [40, 400];
    const grown = 1 + 0.02 * (periodYear(period) - began);
    const times = place.kind === 'district' ? 7 : 1;
    const communes = indicator.id === 'fibre-communes' && periodYear(period) >= 2025 ? 75 : null;
    const below = communes ?? Math.round((least + size * (most - least)) * times * (least === most ? 1 : grown));
    const { level, reach, goal } = relative(period);
    const full = indicator.bounds.max === '100' ? below : Number.POSITIVE_INFINITY;
    const above = Math.min(full, Math.max(0, Math.round((below * level) / 100)));
    // Who reached it reached it in every unit: a sum of rounded parts must not miss by one.
    const least100 = Math.min(full, Math.floor((below * goal) / 100) + 1);
    return { numerator: String(reach ? Math.max(above, least100) : above), denominator: String(below) };
  };

  const amount = (period: string): Figure => {
    const { level, reach, goal } = relative(period);
    const share = (v: number) =>
      v / units / (indicator.aggregation.method === 'sum' ? Math.max(1, periodsIn(period)) : 1);
    const weight = 0.6 + size * 0.8;
    const typed = Math.round(share(level) * weight + (share(level) < 3 ? of(period).next() - 0.5 : 0));
    const safe = indicator.direction === 'up' && reach && fate !== 'attained' ? Math.ceil(share(goal) * weight) : 0;
    return { value: String(Math.max(0, typed, safe)) };
  };

  const yesNo = (period: string): Figure => {
    const places = only[indicator.id];
    if (places) return { value: (places[place.code] ?? 9999) <= periodYear(period) ? 'có' : 'không' };
    const last = milestones(indicator, place.classId).at(-1)?.year ?? periodYear(period);
    const done = (endOf(period) - began) / (last + 1 - began);
    return { value: size < done * pace[fate] || (done >= 1 && fate !== 'behind') ? 'có' : 'không' };
  };

  return (period) => {
    if (note) return { note };
    if (indicator.kind === 'yes-no') return yesNo(period);
    return indicator.kind === 'ratio' ? ratio(period) : amount(period);
  };
}
