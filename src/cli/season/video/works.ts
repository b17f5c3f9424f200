import type { Random } from '#lib/domain/kernel/random.ts';
import { DAY_MS } from '#lib/domain/kernel/time.ts';
import { castMember, castUnitBefore } from '../cast.ts';
import { type NewPerson, newPerson, ofCast } from '../people.ts';
import { at, duringDay, type World, type WorldUnit } from '../world.ts';
import { type VideoIdea, videoIdeas } from './ideas.ts';

/** What becomes of a work besides the ordinary way. */
type Fate =
  | 'ordinary'
  /** the first author is a pupil: the guardian answers, too */
  | 'minor'
  /** entered, but not to be shown */
  | 'refuses'
  /** chosen, while an author has not answered about being shown */
  | 'silent'
  /** the agency does not choose it */
  | 'not-chosen'
  /** somebody likes it with accounts made for that */
  | 'inflated'
  /** shown, until an author changes their mind */
  | 'retracted'
  /** was on the internet before the contest began */
  | 'published-before'
  /** begun, never handed in */
  | 'abandoned'
  /** one of the three of somebody who enters as often as allowed */
  | 'third';

export interface VideoWork {
  n: number;
  fate: Fate;
  idea: VideoIdea;
  title: string;
  /** the first one begins the work */
  authors: NewPerson[];
  /** percent, as typed */
  shares: string[];
  unit: WorldUnit | null;
  /** 0..1, what the jury will find in it */
  quality: number;
  /** how much the public likes it, compared with the others */
  appeal: number;
  beginAt: Date;
  submitAt: Date;
  /** known once it has been begun */
  id: string | null;
  /** known once it has been handed in */
  code: string | null;
}

/** Every contest shows each of these, however small it is: the first six by six works, the others when there are more. */
const fates: Record<number, Fate> = {
  1: 'minor',
  2: 'refuses',
  3: 'not-chosen',
  4: 'inflated',
  5: 'retracted',
  6: 'silent',
  7: 'abandoned',
  8: 'published-before',
  9: 'third',
  10: 'third',
  11: 'third',
  13: 'not-chosen',
  19: 'not-chosen',
};

/** Fates that end off the gallery, and the three works of one person: none of them is the best. */
const held: Fate[] = ['refuses', 'silent', 'retracted', 'third'];

const positions: Record<VideoIdea['from'], string[]> = {
  commune: ['Công chức', 'Trưởng bản', 'Bí thư Chi đoàn', 'Cán bộ Hội Phụ nữ', 'Nông dân'],
  agency: ['Chuyên viên', 'Viên chức', 'Phó Trưởng phòng', 'Đảng viên'],
  school: ['Giáo viên', 'Sinh viên', 'Giảng viên'],
  force: ['Sĩ quan', 'Chiến sĩ', 'Cán bộ công an xã'],
  anyone: ['Giám đốc hợp tác xã', 'Hộ kinh doanh', 'Người dân', 'Đoàn viên'],
};

/** In 2024 there were districts. */
const kindsOf: Record<VideoIdea['from'], readonly string[]> = {
  commune: ['district'],
  agency: ['agency', 'party', 'front'],
  school: ['school'],
  force: ['district'],
  anyone: [],
};

function unitFor(world: World, random: Random, { from, unit }: VideoIdea): WorldUnit | null {
  if (unit) return world.units.get(unit)!;
  const fitting = [...world.units.values()].filter((unit) => unit.top && kindsOf[from].includes(unit.kind));
  return fitting.length > 0 ? random.pick(fitting) : null;
}

/** When people hand in: some in June, most in the last two weeks of July. */
function submissionMoment(random: Random): Date {
  const [from, days] = random.weighted([
    [['2024-06-06', 24], 4],
    [['2024-07-01', 16], 5],
    [['2024-07-17', 13], 9],
    [['2024-07-31', 0], 2],
  ] as const);
  return duringDay(random, new Date(at(`${from} 00:00:00`).getTime() + random.int(0, days) * DAY_MS), 0.4);
}

const sharesOf = (random: Random): string[] =>
  random.weighted<string[]>([
    [['100'], 45],
    [['50', '50'], 20],
    [['60', '40'], 10],
    [['40', '30', '30'], 15],
    [['25', '25', '25', '25'], 10],
  ]);

/** Ideas in the order of chance after the first two, of those at home in `from` first; all of them again when they are used up. */
function ideaSource(random: Random): (from: VideoIdea['from'] | null) => { idea: VideoIdea; part: number } {
  let part = 1;
  let left = [...videoIdeas.slice(0, 2), ...random.shuffle(videoIdeas.slice(2))];
  return (from) => {
    if (left.length === 0) {
      part += 1;
      left = random.shuffle([...videoIdeas]);
    }
    const idea = left.find((one) => one.from === from && !one.unit) ?? left[0]!;
    left = left.filter((one) => one !== idea);
    return { idea, part };
  };
}

/** Who enters what, when, with which fate. */
export function planWorks(world: World): VideoWork[] {
  const random = world.chance('video/works');
  const take = ideaSource(random);
  const works: VideoWork[] = [];
  for (let n = 0; n < world.entryCount; n++) {
    const fate = fates[n] ?? 'ordinary';
    // One person's three stories are of one place.
    const { idea, part } = take(fate === 'third' ? 'commune' : null);
    const own = n === 0;
    const before = works[n - 1];
    const again = fate === 'third' && before?.fate === 'third' ? before : null;
    const unit = own ? world.units.get(castUnitBefore)! : again ? again.unit : unitFor(world, random, idea);
    const shares = own
      ? ['60', '40']
      : fate === 'silent'
        ? ['50', '50']
        : fate === 'third'
          ? ['100']
          : sharesOf(random);
    const authors = shares.map((_, i): NewPerson => {
      if (own) return ofCast(world, castMember(i === 0 ? 'author' : 'coAuthor'));
      if (again) return again.authors[i]!;
      if (fate === 'minor' && i === 0) return { ...newPerson(world, unit?.id ?? null, 'Học sinh'), birthYear: 2009 };
      return newPerson(world, unit?.id ?? null, random.pick(positions[idea.from]));
    });
    const submitAt = own ? at('2024-07-12 20:26:31') : submissionMoment(random);
    works.push({
      n,
      fate,
      idea,
      title: part === 1 ? idea.title : `${idea.title} (phần ${part})`,
      authors,
      shares,
      unit,
      quality: own ? 0.93 : Math.min(held.includes(fate) ? 0.74 : 0.95, Math.max(0.3, random.normal(0.68, 0.12))),
      appeal: appealOf(fate, own, random),
      beginAt: new Date(
        Math.max(at('2024-06-01 08:00:00').getTime() + n * 60_000, submitAt.getTime() - random.int(2, 9) * DAY_MS),
      ),
      submitAt,
      id: null,
      code: null,
    });
  }
  return works;
}

/** Uneven, as in life: a few are passed on everywhere, most are seen by those who know the authors. */
function appealOf(fate: Fate, own: boolean, random: Random): number {
  if (fate === 'minor') return 6;
  if (own) return 4;
  if (fate === 'retracted') return 2;
  return 0.4 + random.next() * random.next() * 4;
}
