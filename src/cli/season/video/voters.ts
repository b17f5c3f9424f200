import { createHash } from 'node:crypto';
import type { Random } from '#lib/domain/kernel/random.ts';
import { likeWork, takeBackLike } from '#lib/server/gallery/like.ts';
import { sealed, unsealed } from '#lib/server/gallery/secret.ts';
import { openShare, passOn } from '#lib/server/gallery/share.ts';
import { finishView, startView } from '#lib/server/gallery/view.ts';
import { confirmVote, requestVote } from '#lib/server/gallery/voter.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { mailAddress } from '../names.ts';
import { register } from '../people.ts';
import { at, duringDay, type World } from '../world.ts';
import type { VideoWork } from './works.ts';

const agents = [
  'Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 12; CPH2185) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36',
];

/** Where somebody sits. Addresses are of ranges that are kept for examples. */
interface Seat {
  ip: string;
  device: string;
  agent: string;
}

/** The n-th browser: one of a house, or of the one school from which a few come. */
export function seatOf(random: Random, n: number, school = false): Seat {
  const device = createHash('sha256').update(`thiết bị ${n}`).digest('base64url').slice(0, 22);
  return {
    ip: school ? '203.0.113.25' : `2001:db8:${(n + 16).toString(16)}::1`,
    device,
    agent: random.pick(agents),
  };
}

/** An act of this person, from there. */
export const from = (ctx: Ctx, seat: Seat): Ctx => ({ ...ctx, ip: seat.ip });

/** Without a proof of work, as browsers without scripts do it: computing hundreds of proofs would take minutes. */
export const source = ({ device, agent }: Seat) => ({ device, agent, proof: null });

/** Works that are on show now. */
async function shownNow(world: World, works: readonly VideoWork[]): Promise<VideoWork[]> {
  const rows = await world.app.db
    .selectFrom('gallery_item')
    .select('entry_id')
    .where('programme_id', '=', world.programmeId)
    .where('withdrawn_at', 'is', null)
    .execute();
  const ids = new Set(rows.map((row) => row.entry_id));
  return works.filter((work) => work.id !== null && ids.has(work.id));
}

/** Watches long enough. How long that took is measured in real time, which a season does not have: the ticket is dated back. */
async function watch(world: World, ctx: Ctx, code: string, seat: Seat): Promise<void> {
  const { ticket: given, seconds } = await startView(ctx, { code, device: seat.device });
  const opened = (await unsealed(world.app, 'view', given)) as object;
  const ticket = await sealed(world.app, 'view', { ...opened, at: Date.now() - seconds * 1000 });
  await finishView(ctx, { ticket, seconds, device: seat.device });
}

/** How many people vote in a contest of this size. */
const voterCount = (works: number): number => Math.min(300, Math.max(24, Math.round(works * 6.25)));

/** From the opening of the gallery until after the freeze: people watch, like, pass on (K24-4, K24-8). */
export function planVoters(world: World, works: readonly VideoWork[]): void {
  const { agenda } = world;
  const random = world.chance('video/voters');
  const count = voterCount(world.entryCount);
  for (let n = 0; n < count; n++) {
    const school = n % 20 === 7 && n < 200;
    const week = random.weighted([
      [0, 5],
      [7, 3],
      [14, 3],
      [21, 3],
      [28, 4],
    ]);
    const day = new Date(
      at('2024-08-10 00:00:00').getTime() + (week + random.int(0, week === 28 ? 3 : 6)) * 86_400_000,
    );
    agenda.at(duringDay(random, day, 0.6), () => visit(world, works, { n, school }));
  }
  // Nobody is sent away afterwards; it only counts no more.
  for (const [i, day] of ['2024-09-11', '2024-09-12', '2024-09-14'].entries())
    agenda.at(at(`${day} 20:1${i}:00`), () => visit(world, works, { n: 500 + i, school: false }));
  agenda.at(at('2024-08-11 20:14:00'), () => castVisits(world, works, 'outsider', 3));
  agenda.at(at('2024-08-11 21:02:00'), () => castVisits(world, works, 'coordinator', 1));
}

function choose(random: Random, shown: readonly VideoWork[], most: number): VideoWork[] {
  const chosen: VideoWork[] = [];
  const left = [...shown];
  while (chosen.length < most && left.length > 0) {
    const work = random.weighted(left.map((one) => [one, one.appeal] as const));
    chosen.push(work);
    left.splice(left.indexOf(work), 1);
  }
  return chosen;
}

/** One evening of somebody: an account or only a confirmed address, some videos, some likes, perhaps a link for others. */
async function visit(world: World, works: readonly VideoWork[], who: { n: number; school: boolean }): Promise<void> {
  const random = world.chance(`video/voter/${who.n}`);
  const shown = await shownNow(world, works);
  if (shown.length === 0) return;
  const seat = seatOf(random, who.n, who.school);
  const liked = choose(
    random,
    shown,
    who.school
      ? 1
      : random.weighted([
          [1, 5],
          [2, 4],
          [3, 2],
          [5, 1],
        ]),
  );
  const [first, ...others] = liked;
  const visitor = from(world.asVisitor(), seat);
  await watch(world, visitor, first!.code!, seat);
  const fullName = world.newName();
  const email = mailAddress(fullName, world.nextNumber());
  let personId: string;
  if (who.school || random.chance(0.25)) {
    personId = await register(world, { fullName, email, position: '', unitId: null });
    await likeWork(from(await world.as(personId), seat), { code: first!.code!, ...source(seat) });
  } else {
    await requestVote(visitor, { code: first!.code!, fullName, email, agreed: true, ...source(seat) });
    const secret = await world.mailedSecret(email, '/binh-chon/xac-nhan/');
    personId = (await confirmVote(visitor, { secret, ...source(seat) })).personId;
  }
  const ctx = from(await world.as(personId), seat);
  for (const work of others) {
    if (random.chance(0.7)) await watch(world, ctx, work.code!, seat);
    await likeWork(ctx, { code: work.code!, ...source(seat) });
  }
  for (const work of choose(random, shown, random.int(0, 2))) await watch(world, ctx, work.code!, seat);
  if (random.chance(0.04)) await takeBackLike(ctx, { code: liked.at(-1)!.code! });
  if (random.chance(0.45)) await share(world, ctx, liked[0]!, seat, who.n);
}

/** Passes a link on; mostly somebody else opens it within a day or two, and watches. */
async function share(world: World, ctx: Ctx, work: VideoWork, seat: Seat, n: number): Promise<void> {
  const random = world.chance(`video/share/${n}`);
  const { token } = await passOn(ctx, { code: work.code!, ...source(seat) });
  if (random.chance(0.2)) return;
  const friend = seatOf(random, 1000 + n);
  world.agenda.at(new Date(ctx.now.getTime() + random.int(3, 2200) * 60_000), async () => {
    if (!(await shownNow(world, [work])).length) return;
    const visitor = from(world.asVisitor(), friend);
    await openShare(visitor, { token, device: friend.device, person: true });
    if (random.chance(0.7)) await watch(world, visitor, work.code!, friend);
  });
}

async function castVisits(
  world: World,
  works: readonly VideoWork[],
  key: 'outsider' | 'coordinator',
  most: number,
): Promise<void> {
  const random = world.chance(`video/${key}`);
  const seat = seatOf(random, 900 + most);
  const ctx = from(await world.as(world.people.get(key)!), seat);
  const chosen = choose(random, await shownNow(world, works), most);
  for (const work of chosen) {
    await watch(world, ctx, work.code!, seat);
    await likeWork(ctx, { code: work.code!, ...source(seat) });
  }
  if (chosen[0]) await share(world, ctx, chosen[0], seat, 900 + most);
}
