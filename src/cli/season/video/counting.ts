import { formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { authorConsents } from '#lib/server/gallery/consents.ts';
import { enterExternal } from '#lib/server/gallery/external.ts';
import { freezeDue } from '#lib/server/gallery/freeze.ts';
import { withdrawConsents } from '#lib/server/gallery/giveConsent.ts';
import { requireCounting } from '#lib/server/gallery/interactionPolicy.ts';
import { likeWork } from '#lib/server/gallery/like.ts';
import { voidVotes } from '#lib/server/gallery/review.ts';
import { clustersOf } from '#lib/server/gallery/suspects.ts';
import { register } from '../people.ts';
import { at, type World } from '../world.ts';
import { authorOf } from './intake.ts';
import { from, seatOf, source } from './voters.ts';
import type { VideoWork } from './works.ts';

/** How many accounts somebody makes to push one work. */
const pushing = 12;

/** What happens to the counts besides honest votes: a push that is found, a consent taken back, a page elsewhere, the freeze. */
export function planCounting(world: World, works: readonly VideoWork[]): void {
  const { agenda } = world;
  const of = (fate: VideoWork['fate']) => works.find((work) => work.fate === fate);
  const inflated = of('inflated');
  if (inflated) {
    const seat = seatOf(world.chance('video/push'), 800);
    for (let i = 0; i < pushing; i++)
      agenda.at(new Date(at('2024-08-18 01:05:00').getTime() + i * 190_000), async () => {
        const email = `ung.ho.tac.pham.${i + 1}@thu.example`;
        const id = await register(world, { fullName: world.newName(), email, position: '', unitId: null });
        await likeWork(from(await world.as(id), seat), { code: inflated.code!, ...source(seat) });
      });
    agenda.at(at('2024-08-26 09:40:00'), () => review(world));
  }
  const retracted = of('retracted');
  if (retracted)
    agenda.at(at('2024-08-19 20:10:00'), async () => {
      await withdrawConsents(await authorOf(world, retracted), { entryId: retracted.id! });
    });
  for (const [i, when] of ['2024-08-16 16:30', '2024-08-30 16:30', '2024-09-10 21:30'].entries())
    agenda.at(at(`${when}:00`), () => readFanpage(world, works, i + 1));
  // The worker looks every minute.
  agenda.at(at('2024-09-11 00:00:40'), async () => {
    await freezeDue(world.app);
  });
}

/** The secretariat looks at what many accounts on one device did for one work, and takes those votes out. */
async function review(world: World): Promise<void> {
  const ctx = await world.as(world.people.get('secretary')!);
  const { clusters } = await clustersOf(world.app.db, world.programmeId);
  for (const found of clusters.filter((one) => one.signal === 'same-device'))
    await voidVotes(ctx, {
      programmeId: world.programmeId,
      kind: found.kind,
      voteIds: found.voteIds,
      reason:
        'Các tài khoản lập liên tiếp trong đêm trên cùng một thiết bị, chỉ để thích một tác phẩm; đã gửi thư, không ai trả lời.',
      seen: found.text,
    });
}

/** The numbers of the contest's page elsewhere, for works whose authors agreed to be shown there. */
async function readFanpage(world: World, works: readonly VideoWork[], time: number): Promise<void> {
  const ctx = await world.as(world.people.get('secretary')!);
  const programme = requireCounting(await world.programme());
  const items = await world.app.db
    .selectFrom('gallery_item')
    .select('entry_id')
    .where('programme_id', '=', world.programmeId)
    .where('withdrawn_at', 'is', null)
    .orderBy('code')
    .execute();
  const ids = items.map((item) => item.entry_id);
  const consents = await authorConsents(world.app.db, programme, ids, ctx.now);
  for (const id of ids) {
    const answers = (consents.get(id) ?? []).flatMap((author) => author.consents);
    if (answers.some((one) => one.purposeId === 'fanpage' && one.state !== 'given')) continue;
    const work = works.find((one) => one.id === id)!;
    const random = world.chance(`video/fanpage/${work.n}`);
    const reach = Math.round(work.appeal * (8 + random.next() * 6));
    await enterExternal(ctx, programme, {
      code: work.code!,
      source: 'facebook',
      address: `https://fanpage.example/bai/${work.code!.toLowerCase()}`,
      takenAt: formatDateTimeShort(new Date(ctx.now.getTime() - 10 * 60_000)),
      likes: String(reach * time),
      shares: String(Math.round(reach / 6) * time),
      comments: String(Math.round(reach / 4) * time),
    });
  }
}
