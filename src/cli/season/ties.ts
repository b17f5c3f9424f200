import { decideTie } from '#lib/server/judging/decideTie.ts';
import { storedRanking } from '#lib/server/judging/ranking.ts';
import type { World } from './world.ts';

/** What the tie rules leave open is decided by the jury, in the order of codes. */
export async function settleTies(world: World, roundId: string): Promise<void> {
  const key = { programmeId: world.programmeId, roundId };
  const rows = await storedRanking(world.app.db, key);
  const open = Map.groupBy(
    rows.filter((row) => row.tied),
    (row) => row.rank,
  );
  for (const group of open.values()) {
    const codes = await world.app.db
      .selectFrom('entry')
      .select(['id', 'code'])
      .where(
        'id',
        'in',
        group.map((row) => row.entryId),
      )
      .orderBy('code')
      .execute();
    await decideTie(await world.as(world.people.get('chair')!), {
      ...key,
      order: codes.map((row) => row.id),
      reason: 'Ban Giám khảo thảo luận, thống nhất bài có khả năng nhân rộng hơn đứng trước.',
    });
  }
}
