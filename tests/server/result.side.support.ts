import type { Combination, ContestProgramme, PrizeTier } from '#lib/domain/programme/types.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { galleryContest, like, somebody } from '../support/interaction.ts';
import type { Judged } from './result.support.ts';

/** 70% jury, 30% interactions relative to the most. */
export const combination: Combination = {
  clause: 'II.2',
  jury: { scale: '100', weight: '0.7' },
  interactions: { points: { kind: 'relative', points: '100', decimals: 2, rounding: 'half-up' }, weight: '0.3' },
  decimals: 2,
  rounding: 'half-up',
  ties: ['likes', 'decision'],
  source: 'decided',
};

export const sideTier: PrizeTier = {
  id: 'public',
  name: 'Giải phụ: tác phẩm có lượng tương tác cao',
  count: 1,
  amount: 1_000_000,
  clause: 'II.2',
  basis: 'interactions',
};
/** A contest with a gallery, one prize of each tier by score and one side prize. */
export const sideContest = (more: Partial<ContestProgramme> = {}): Partial<ContestProgramme> => {
  const { gallery, interaction } = galleryContest({ ties: ['likes', 'decision'] });
  const tiers = contest2026Demo.prizes.tiers.map((tier) => ({ ...tier, count: 1 }));
  return {
    gallery: {
      ...gallery!,
      consents: [{ id: 'gallery', text: 'Đồng ý trưng bày tác phẩm.', version: 1, clause: 'II.2', needed: true }],
    },
    interaction: interaction!,
    prizes: { ...contest2026Demo.prizes, tiers: [...tiers, sideTier] },
    ...more,
  };
};

/** Puts the finalists on show, each with so many likes within the window. */
export async function show(c: Judged & { ids: string[] }, likes: number[]): Promise<void> {
  const { db } = c.t.app;
  const person = await somebody(db, Math.max(...likes));
  const posted = new Date('2026-08-01T00:00:00Z');
  const { id: file } = await db
    .insertInto('file')
    .values({
      purpose: 'entry',
      name: 'video.mp4',
      declared_size: 1,
      size: 1,
      state: 'ready',
      sha256: '0'.repeat(64),
      storage_key: 'none',
      created_at: posted,
      ready_at: posted,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [i, n] of likes.entries()) {
    const entryId = c.ids[i]!;
    const { code, title } = await db
      .selectFrom('entry')
      .select(['code', 'title'])
      .where('id', '=', entryId)
      .executeTakeFirstOrThrow();
    await db
      .insertInto('gallery_item')
      .values({
        entry_id: entryId,
        programme_id: c.programmeId,
        code: code!,
        title,
        folded: title,
        authors: '[]',
        file_id: file,
        posted_at: posted,
      })
      .execute();
    const at = new Date('2026-08-20T03:00:00Z');
    const rows = person.slice(0, n).map((id) => like(id, { programmeId: c.programmeId, entryId, at }));
    if (rows.length > 0) await db.insertInto('gallery_like').values(rows).execute();
  }
}
