import { sectionsOf } from '#lib/domain/summary/structure.ts';
import { finaliseSummary } from '#lib/server/summary/finalise.ts';
import { openSummary } from '#lib/server/summary/open.ts';
import { createSummary, saveSection } from '#lib/server/summary/write.ts';
import { at } from '../world.ts';
import { officer } from './figures.ts';
import type { MovementWorld } from './world.ts';

const words: Record<string, string> = {
  'ton-tai': 'Một số đơn vị ban hành kế hoạch muộn; số liệu giữa các kỳ chưa đều (mô phỏng).',
  'kien-nghi': 'Tập huấn đầu mối cấp xã về cách tính các chỉ tiêu (mô phỏng).',
};
const plain = 'Các đơn vị triển khai theo kế hoạch; kết quả thể hiện ở số liệu các chỉ tiêu (mô phỏng).';

/** The report of the province: that of 2025 with its number, that of 2026 begun (Q25-9, Q25-13). */
export function planSummaries(world: MovementWorld): void {
  const { agenda, slug } = world;
  const begin = async (period: string): Promise<string> =>
    (await createSummary(await officer(world), { slug, period, occasion: 'yearly' })).summaryId;
  agenda.at(at('2026-02-09 09:00:00'), async () => {
    const summaryId = await begin('2025');
    agenda.at(at('2026-02-11 14:00:00'), () => write(world, summaryId));
    agenda.at(at('2026-02-13 10:00:00'), async () => {
      const ctx = await officer(world);
      const { summary } = await openSummary(ctx, { slug, summaryId });
      await finaliseSummary(ctx, {
        slug,
        summaryId,
        version: summary.version,
        number: '215/BC-SNV',
        dated: '2026-02-13',
      });
    });
  });
  agenda.at(at('2026-07-17 15:00:00'), async () => {
    await begin('2026');
  });
}

/** The officer goes on with the proposed words, and writes where nothing could be proposed. */
async function write(world: MovementWorld, summaryId: string): Promise<void> {
  const ctx = await officer(world);
  const { slug } = world;
  const { summary } = await openSummary(ctx, { slug, summaryId });
  for (const { id } of sectionsOf(world.movementDoc)) {
    const { text, picks, version } = summary.body.sections[id] ?? { text: '', picks: [], version: 0 };
    const more = words[id] ?? (text.trim() === '' ? plain : null);
    if (more)
      await saveSection(ctx, { slug, summaryId, sectionId: id, version, picks, text: [text, more].join('\n').trim() });
  }
}
