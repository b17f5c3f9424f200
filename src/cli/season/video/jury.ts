import type { Random } from '#lib/domain/kernel/random.ts';
import { assignJudges } from '#lib/server/judging/assign.ts';
import { closeRound } from '#lib/server/judging/closeRound.ts';
import { declareNoConflict } from '#lib/server/judging/declare.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { proposePrizes } from '#lib/server/judging/propose.ts';
import { assignedTo } from '#lib/server/judging/sheets.ts';
import { type Judge, juryOf, lookAgain, roundKey, roundOf, score } from '../judging.ts';
import { settleTies } from '../ties.ts';
import { at, duringDay, type World } from '../world.ts';
import type { VideoWork } from './works.ts';

const final = 'final';

const remarks = {
  good: [
    'Kịch bản gọn, thông điệp rõ, xem xong là làm theo được.',
    'Diễn xuất tự nhiên, lời thoại đúng tiếng nói của bà con.',
    'Hình ảnh, âm thanh tốt; nhịp dựng giữ được người xem đến hết.',
  ],
  fair: [
    'Ý hay, phần giữa hơi dài.',
    'Nội dung đúng, nên có tình huống cụ thể hơn.',
    'Thông điệp rõ nhưng cách kể còn quen thuộc.',
  ],
  weak: ['Nặng về thuyết minh, ít hành động.', 'Thông điệp chưa rõ người xem cần làm gì.'],
};

function remarkOf(random: Random, quality: number): string {
  if (random.chance(0.35)) return '';
  return random.pick(remarks[quality > 0.72 ? 'good' : quality > 0.55 ? 'fair' : 'weak']);
}

/** 11 to 30 August (K24-8): the jury scores what was chosen; the chair closes the round and proposes prizes. */
export function planVideoJury(world: World, works: readonly VideoWork[]): void {
  const { agenda } = world;
  const key = () => roundKey(world, final);
  const secretary = () => world.as(world.people.get('secretary')!);
  const chair = () => world.as(world.people.get('chair')!);
  const entries = { qualityOf: (code: string) => works.find((work) => work.code === code)!.quality };

  agenda.at(at('2024-08-12 08:30:00'), async () => {
    await assignJudges(await secretary(), { ...key(), seed: 'chung-ket-2024' });
  });
  agenda.at(at('2024-08-12 10:00:00'), async () => {
    await openRound(await secretary(), key());
    for (const judge of await juryOf(world)) {
      const random = world.chance(`video/declare/${judge.email}`);
      agenda.at(duringDay(random, at('2024-08-13 00:00:00'), 0.3), async () => {
        await declareNoConflict(await world.as(judge.id), key());
        await planScoring(world, entries, judge);
      });
    }
  });
  agenda.at(at('2024-08-28 08:30:00'), () =>
    lookAgain(world, entries, {
      round: roundOf(world, final),
      entryState: 'shortlisted',
      most: 3,
      days: ['2024-08-28', '2024-08-29'],
      concludeAt: at('2024-08-30 09:00:00'),
    }),
  );
  agenda.at(at('2024-08-30 14:30:00'), async () => {
    await closeRound(await chair(), key());
    await settleTies(world, final);
  });
  agenda.at(at('2024-08-30 16:30:00'), async () => {
    await proposePrizes(await chair(), key());
  });
}

/** A judge scores some works on each of a few days; the last ones end on 27 August. */
async function planScoring(world: World, entries: { qualityOf(code: string): number }, judge: Judge): Promise<void> {
  const random = world.chance(`video/sittings/${judge.email}`);
  const rows = await assignedTo(world.app.db, { ...roundKey(world, final), judgeId: judge.id });
  const days = random
    .sample([14, 15, 16, 18, 19, 20, 21, 22, 23, 25, 26], Math.min(rows.length, random.int(3, 5)))
    .sort((a, b) => a - b);
  if (days.length > 0) days[days.length - 1] = Math.max(days.at(-1)!, random.int(24, 27));
  for (const [i, row] of rows.entries()) {
    const day = days[Math.floor((i * days.length) / rows.length)]!;
    const when = duringDay(random, at(`2024-08-${day} 00:00:00`), 0.35);
    world.agenda.at(when, () =>
      score(world, entries, judge, row, roundOf(world, final), { sign: true, remark: remarkOf }),
    );
  }
}
