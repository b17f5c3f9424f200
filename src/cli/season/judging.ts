import type { EntryState } from '#lib/domain/entry/states.ts';
import { needsSecondLook } from '#lib/domain/judging/aggregate.ts';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { seeded } from '#lib/domain/kernel/random.ts';
import type { Round } from '#lib/domain/programme/types.ts';
import { assignJudges } from '#lib/server/judging/assign.ts';
import { closeRound } from '#lib/server/judging/closeRound.ts';
import { declareConflict, declareNoConflict } from '#lib/server/judging/declare.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { proposeFinalists } from '#lib/server/judging/propose.ts';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { askSecondLook, resolveSecondLook } from '#lib/server/judging/secondLook.ts';
import { assignedTo } from '#lib/server/judging/sheets.ts';
import { signSheet } from '#lib/server/judging/signSheet.ts';
import type { Entries } from './entries.ts';
import { markOf, remarkOf, type Temper, temperOf } from './marks.ts';
import { settleTies } from './ties.ts';
import { at, duringDay, type World } from './world.ts';

export interface Judge {
  id: string;
  email: string;
  temper: Temper;
}

const preliminary = 'preliminary';

/** The jury, in the order of their addresses. */
export async function juryOf(world: World): Promise<Judge[]> {
  const rows = await world.app.db
    .selectFrom('role_grant as g')
    .innerJoin('person as p', 'p.id', 'g.person_id')
    .select(['p.id', 'p.email'])
    .where('g.programme_id', '=', world.programmeId)
    .where('g.role', '=', 'judge')
    .where('g.revoked_at', 'is', null)
    .orderBy('p.email')
    .execute();
  return rows.map((row) => ({ id: row.id, email: row.email!, temper: temperOf(world.chance(`temper/${row.email}`)) }));
}

export const roundKey = (world: World, roundId: string) => ({ programmeId: world.programmeId, roundId });

/** July (K26-4c): assignment, declarations, scoring, second looks, closing, the jury's proposal. */
export function planPreliminary(world: World, entries: Entries): void {
  const { agenda } = world;
  const key = () => roundKey(world, preliminary);
  const secretary = () => world.as(world.people.get('secretary')!);
  const chair = () => world.as(world.people.get('chair')!);

  agenda.at(at('2026-07-03 14:00:00'), async () => {
    await assignJudges(await secretary(), { ...key(), seed: 'so-khao' });
  });
  agenda.at(at('2026-07-03 16:30:00'), async () => {
    await openRound(await secretary(), key());
    for (const judge of await juryOf(world)) planDeclaration(world, judge);
  });
  // Whoever stood in conflict is replaced before scoring begins in earnest.
  agenda.at(at('2026-07-07 09:00:00'), async () => {
    await assignJudges(await secretary(), { ...key(), seed: 'so-khao-bo-sung' });
    for (const judge of await juryOf(world)) await planScoring(world, entries, judge);
  });
  agenda.at(at('2026-07-25 09:00:00'), () =>
    lookAgain(world, entries, {
      round: roundOf(world, preliminary),
      entryState: 'eligible',
      most: 12,
      days: ['2026-07-26', '2026-07-27'],
      concludeAt: at('2026-07-28 09:00:00'),
    }),
  );
  agenda.at(at('2026-07-28 16:00:00'), async () => {
    await closeRound(await chair(), key());
    await settleTies(world, preliminary);
  });
  agenda.at(at('2026-07-29 09:00:00'), async () => {
    await proposeFinalists(await chair(), key());
  });
}

function planDeclaration(world: World, judge: Judge): void {
  const random = world.chance(`declare/${judge.email}`);
  const day = at(`2026-07-0${random.int(4, 6)} 00:00:00`);
  world.agenda.at(duringDay(random, day, 0.4), async () => {
    const ctx = await world.as(judge.id);
    const key = roundKey(world, preliminary);
    const mine = await assignedTo(world.app.db, { ...key, judgeId: judge.id });
    const known =
      judge.id === world.people.get('conflictedJudge') ? mine.slice(0, 2) : random.chance(0.12) ? mine.slice(0, 1) : [];
    await declareNoConflict(ctx, key);
    for (const row of known)
      await declareConflict(ctx, {
        assignmentId: row.assignmentId,
        reason: random.pick([
          'Tôi đã góp ý cho nhóm tác giả khi làm sản phẩm này.',
          'Tác giả là họ hàng của tôi.',
          'Tôi đang hướng dẫn đề tài có liên quan trực tiếp đến sản phẩm.',
        ]),
      });
  });
}

/** A judge scores some entries at a sitting; the last sitting ends on 24 July. */
async function planScoring(world: World, entries: Entries, judge: Judge): Promise<void> {
  const random = world.chance(`sittings/${judge.email}`);
  const rows = await assignedTo(world.app.db, { ...roundKey(world, preliminary), judgeId: judge.id });
  const days = random
    .sample([8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23], Math.min(rows.length, random.int(4, 8)))
    .sort((a, b) => a - b);
  // Somebody always comes late: the last sheets wait for the last days.
  if (days.length > 0) days[days.length - 1] = Math.max(days.at(-1)!, random.int(20, 24));
  rows.forEach((row, i) => {
    const day = days[Math.floor((i * days.length) / rows.length)]!;
    const begin = duringDay(random, at(`2026-07-${String(day).padStart(2, '0')} 00:00:00`), 0.35);
    const round = roundOf(world, preliminary);
    const later = new Date(begin.getTime() + random.int(6, 25) * 60_000);
    if (random.chance(0.2)) {
      // Half a sheet now, the rest another time.
      world.agenda.at(begin, () => score(world, entries, judge, row, round, { half: true }));
    }
    world.agenda.at(later, () => score(world, entries, judge, row, round, { sign: true }));
  });
}

export function roundOf(world: World, roundId: string): Round {
  const round = world.doc.rounds.find((r) => r.id === roundId);
  if (!round) throw new Error(`no round ${roundId}`);
  return round;
}

/** One judge scores one entry: the marks depend on entry, judge and round only, not on when it is done. */
export async function score(
  world: World,
  entries: Pick<Entries, 'qualityOf'>,
  judge: Judge,
  row: { assignmentId: string; code: string },
  round: Round,
  how: { half?: boolean; sign?: boolean; second?: boolean; remark?: typeof remarkOf },
): Promise<void> {
  const held = await world.app.db
    .selectFrom('assignment as a')
    .innerJoin('entry as e', 'e.id', 'a.entry_id')
    .leftJoin('score_sheet as s', 's.assignment_id', 'a.id')
    .select(['a.withdrawn_at', 'e.state', 's.version', 's.state as sheet'])
    .where('a.id', '=', row.assignmentId)
    .executeTakeFirst();
  if (!held || held.withdrawn_at || held.sheet === 'signed' || ['withdrawn', 'disqualified'].includes(held.state))
    return;
  const quality = entries.qualityOf(row.code, round.kind === 'final');
  const random = world.chance(`marks/${round.id}/${row.code}/${judge.email}${how.second ? '/again' : ''}`);
  const temper = how.second ? { ...judge.temper, bias: judge.temper.bias / 2, noise: 0.02 } : judge.temper;
  // Each criterion has its own strengths and weaknesses, the same for all judges.
  const own = seeded(`${row.code}/${round.id}`);
  const criteria = round.rubric.criteria.map((criterion) => ({
    criterion,
    mark: markOf(random, criterion, quality + own.normal(0, 0.05), temper),
  }));
  const taken = how.half ? criteria.slice(0, Math.ceil(criteria.length / 2)) : criteria;
  const ctx = await world.as(judge.id);
  const saved = await saveScores(ctx, {
    assignmentId: row.assignmentId,
    version: held.version ?? 0,
    scores: Object.fromEntries(taken.map(({ criterion, mark }) => [criterion.id, mark])),
    comment: how.half ? '' : (how.remark ?? remarkOf)(random, quality),
    privateNote: random.chance(0.08) ? 'Xem lại video phút thứ 3.' : '',
  });
  if (how.sign) await signSheet(ctx, { assignmentId: row.assignmentId, version: saved.version });
}

interface Looking {
  round: Round;
  entryState: EntryState;
  /** how many are asked for at most */
  most: number;
  /** days on which the other judges score */
  days: readonly string[];
  concludeAt: Date;
}

/** Where judges differ by more than the programme allows, the chair asks another judge, and concludes when that is done. */
export async function lookAgain(world: World, entries: Pick<Entries, 'qualityOf'>, how: Looking): Promise<void> {
  const { round } = how;
  const key = roundKey(world, round.id);
  const rows = await world.app.db
    .selectFrom('assignment as a')
    .innerJoin('score_sheet as s', 's.assignment_id', 'a.id')
    .innerJoin('entry as e', 'e.id', 'a.entry_id')
    .select(['e.id', 'e.code', 'a.judge_id', 's.total'])
    .where('a.programme_id', '=', world.programmeId)
    .where('a.round_id', '=', round.id)
    .where('a.withdrawn_at', 'is', null)
    .where('s.state', '=', 'signed')
    .where('e.state', '=', how.entryState)
    .orderBy('e.code')
    .execute();
  const jury = await juryOf(world);
  const far = [...Map.groupBy(rows, (row) => row.id).values()].filter(
    (sheets) =>
      needsSecondLook(
        sheets.map((sheet) => sheet.total!),
        fullScale(round.rubric),
        round.maxSpreadPercent.value,
      ).needed,
  );
  const random = world.chance(round.id === preliminary ? 'second-look' : `second-look/${world.doc.code}`);
  for (const sheets of far.slice(0, how.most)) {
    const { id: entryId, code } = sheets[0]!;
    const conflicts = await world.app.db
      .selectFrom('conflict')
      .select('judge_id')
      .where('entry_id', '=', entryId)
      .where('lifted_at', 'is', null)
      .execute();
    const taken = new Set([...sheets, ...conflicts].map((row) => row.judge_id));
    const judge = random.shuffle(jury).find((one) => !taken.has(one.id));
    if (!judge) continue;
    const { id } = await askSecondLook(await world.as(world.people.get('chair')!), {
      ...key,
      entryId,
      judgeId: judge.id,
      reason: 'Điểm của các giám khảo lệch nhiều, cần thêm một người chấm độc lập.',
    });
    const day = at(`${how.days[random.int(0, how.days.length - 1)]!} 00:00:00`);
    world.agenda.at(duringDay(random, day, 0.4), async () => {
      const mine = await assignedTo(world.app.db, { ...key, judgeId: judge.id });
      const row = mine.find((one) => one.code === code);
      if (row) await score(world, entries, judge, row, round, { sign: true, second: true });
    });
    world.agenda.at(how.concludeAt, async () => {
      await resolveSecondLook(await world.as(world.people.get('chair')!), {
        secondLookId: id,
        resolution: 'Đã có thêm một phiếu độc lập; điểm của bài lấy theo trung bình các phiếu.',
      });
    });
  }
}
