import type { Random } from '#lib/domain/kernel/random.ts';
import { DAY_MS } from '#lib/domain/kernel/time.ts';
import { castMember, castUnit, conflictUnit } from './cast.ts';
import { type NewPerson, newPerson, ofCast } from './people.ts';
import { type EntryTexts, textSource } from './texts.ts';
import { at, duringDay, type World, type WorldUnit } from './world.ts';

/** What becomes of an entry besides the ordinary way. */
type Fate =
  | 'ordinary'
  /** begun, never handed in */
  | 'abandoned'
  /** still typed when intake closed: kept as a late draft */
  | 'late'
  /** taken back by its author */
  | 'withdrawn'
  /** already recognised elsewhere: disqualified (K26-2c) */
  | 'recognised'
  /** sent back once, handed in again */
  | 'returned'
  /** the unit does not choose it */
  | 'rejected';

interface PlannedAuthor extends NewPerson {
  /** percent, as typed */
  share: string;
}

export interface PlannedEntry {
  n: number;
  fate: Fate;
  /** the first one begins the entry */
  authors: PlannedAuthor[];
  unit: WorldUnit | null;
  /** the coordinator enters for citizens without an account */
  onBehalf: boolean;
  texts: EntryTexts;
  pillar: string;
  /** 0..1, what the jury will find in it */
  quality: number;
  beginAt: Date;
  submitAt: Date;
  /** known once it has been begun */
  id: string | null;
  code: string | null;
  /** the secretariat has returned it once */
  sentBack: boolean;
}

export interface Entries {
  all: PlannedEntry[];
  byId(id: string): PlannedEntry;
  byCode(code: string): PlannedEntry;
  /** finalists work on their product, so the best can change places */
  qualityOf(code: string, final: boolean): number;
}

const opening = at('2026-03-01 00:00:00');
export const closing = at('2026-06-30 23:59:59');

/** When people hand in: a few at once, a slow spring, and half of all in the last ten days. */
function submissionMoment(random: Random): Date {
  const kind = random.weighted([
    ['first', 6],
    ['spring', 26],
    ['june', 22],
    ['rush', 26],
    ['last-day', 16],
    ['last-hour', 4],
  ] as const);
  const [from, to] = {
    first: ['2026-03-02', '2026-03-12'],
    spring: ['2026-03-13', '2026-05-31'],
    june: ['2026-06-01', '2026-06-19'],
    rush: ['2026-06-20', '2026-06-29'],
    'last-day': ['2026-06-30', '2026-06-30'],
    'last-hour': ['2026-06-30', '2026-06-30'],
  }[kind] as [string, string];
  if (kind === 'last-hour') return at(`2026-06-30 23:${random.int(10, 58)}:${random.int(10, 59)}`);
  const days = (at(`${to} 00:00:00`).getTime() - at(`${from} 00:00:00`).getTime()) / DAY_MS;
  const day = new Date(at(`${from} 00:00:00`).getTime() + random.int(0, days) * DAY_MS);
  return duringDay(random, day, 0.4);
}

/** Units with a coordinator, the busiest first: entries are spread over them unevenly, as in life. */
function activeUnits(world: World, random: Random): { unit: WorldUnit; weight: number }[] {
  const fixed = [castUnit, conflictUnit].map((code) => world.units.get(code)!);
  const others = [...world.units.values()].filter((unit) => unit.top && unit.validTo === null && !fixed.includes(unit));
  const count = Math.min(others.length, Math.max(6, Math.round(world.entryCount / 4)));
  return [...fixed, ...random.sample(others, count)].map((unit, i) => ({
    unit,
    weight: i < fixed.length ? 3.5 : 0.6 + random.next() * random.next() * 5,
  }));
}

const fromOf = (unit: WorldUnit | null): 'commune' | 'agency' | 'school' | 'enterprise' => {
  if (unit === null) return 'enterprise';
  if (unit.kind === 'commune' || unit.kind === 'ward') return 'commune';
  return unit.kind === 'school' || unit.kind === 'enterprise' ? unit.kind : 'agency';
};

const positions = {
  commune: ['Công chức', 'Trưởng bản', 'Giáo viên', 'Nông dân', 'Bí thư Chi đoàn', 'Cán bộ Hội Phụ nữ', 'Cán bộ y tế'],
  agency: ['Chuyên viên', 'Phó Trưởng phòng', 'Viên chức', 'Đảng viên', 'Thanh tra viên', 'Phóng viên'],
  school: ['Giảng viên', 'Sinh viên', 'Giáo viên', 'Học viên'],
  enterprise: ['Kỹ sư', 'Giám đốc hợp tác xã', 'Nhân viên kỹ thuật', 'Người dân', 'Hộ kinh doanh'],
};

const sharesOf = (random: Random): string[] =>
  random.weighted<string[]>([
    [['100'], 52],
    [['50', '50'], 12],
    [['60', '40'], 10],
    [['55', '45'], 5],
    [['70', '30'], 5],
    [['34', '33', '33'], 6],
    [['40', '30', '30'], 10],
  ]);

function fateOf(random: Random, n: number): Fate {
  // Every season shows each of these, however small it is.
  const early: Record<number, Fate> = {
    4: 'returned',
    6: 'withdrawn',
    8: 'recognised',
    10: 'abandoned',
    12: 'late',
    14: 'rejected',
  };
  if (n in early) return early[n]!;
  return random.weighted<Fate>([
    ['ordinary', 84],
    ['abandoned', 5],
    ['late', 1.5],
    ['withdrawn', 1.5],
    ['recognised', 1],
    ['returned', 5],
    ['rejected', 2],
  ]);
}

/** Who enters what, when, with which fate: decided before the first of them sits down. */
export function planEntries(world: World): Entries {
  const random = world.chance('entries');
  const units = activeUnits(world, random);
  const communes = [...world.units.values()]
    .filter((u) => u.kind === 'commune' || u.kind === 'ward')
    .map((u) => u.name);
  const texts = textSource(world.doc, communes, world.chance('texts'));
  const all: PlannedEntry[] = [];
  for (let n = 0; n < world.entryCount; n++) {
    const own = n === 0;
    const unit = own
      ? world.units.get(castUnit)!
      : n === 1 || n === 3
        ? world.units.get(conflictUnit)!
        : n === 5
          ? world.units.get(castUnit)!
          : random.chance(0.12)
            ? null
            : random.weighted(units.map(({ unit, weight }) => [unit, weight] as const));
    const fate = own ? 'ordinary' : fateOf(random, n);
    const onBehalf = !own && unit !== null && fate === 'ordinary' && (random.chance(0.06) || n === 5);
    const from = fromOf(unit);
    const shares = own ? ['60', '40'] : onBehalf ? ['100'] : sharesOf(random);
    const authors = shares.map((share, i) => {
      const person =
        own && i < 2
          ? ofCast(world, castMember(i === 0 ? 'author' : 'coAuthor'))
          : newPerson(world, unit?.id ?? null, random.pick(positions[from]));
      return { ...person, share };
    });
    // A teacher, so that the person and the product fit.
    const what = own ? texts('school', 'Sổ liên lạc') : texts(from);
    const submitAt = own
      ? at('2026-05-14 20:17:42')
      : fate === 'late'
        ? new Date(closing.getTime() + random.int(20, 400) * 1000)
        : submissionMoment(random);
    const beginAt = new Date(
      Math.max(opening.getTime() + random.int(1, 400) * 60_000, submitAt.getTime() - random.int(40, 26_000) * 60_000),
    );
    all.push({
      n,
      fate,
      authors,
      unit,
      onBehalf,
      texts: what,
      pillar: random.chance(0.94) ? what.idea.pillar : random.pick(world.doc.pillars.items).id,
      quality: own ? 0.97 : Math.min(0.97, Math.max(0.2, random.normal(0.64, 0.13))),
      beginAt:
        submitAt.getTime() - beginAt.getTime() < 20 * 60_000 ? new Date(submitAt.getTime() - 25 * 60_000) : beginAt,
      submitAt,
      id: null,
      code: null,
      sentBack: false,
    });
  }
  const find = (what: 'id' | 'code', value: string): PlannedEntry => {
    const index = indexes[what];
    if (!index.has(value)) for (const entry of all) if (entry[what]) index.set(entry[what], entry);
    const entry = index.get(value);
    if (!entry) throw new Error(`no entry with the ${what} ${value}`);
    return entry;
  };
  const indexes = { id: new Map<string, PlannedEntry>(), code: new Map<string, PlannedEntry>() };
  return {
    all,
    byId: (id) => find('id', id),
    byCode: (code) => find('code', code),
    qualityOf(code, final) {
      const { quality, n } = find('code', code);
      // The author whom a demonstration shows gets to the end of the way.
      if (n === 0) return final ? 1.04 : 0.97;
      return final ? Math.min(0.98, quality + world.chance(`refined/${code}`).normal(0.03, 0.05)) : quality;
    },
  };
}
