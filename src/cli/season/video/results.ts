import { joinVi } from '#lib/domain/kernel/text.ts';
import { decideAward, followProposal } from '#lib/server/result/awards.ts';
import { issueCertificates } from '#lib/server/result/certificates.ts';
import { gatherAwards } from '#lib/server/result/gather.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { castMember } from '../cast.ts';
import { postNews } from '../news.ts';
import { at, type World } from '../world.ts';

/** 11 to 16 September (K24-8, K24-9, K24-10): prizes, the side prize by the frozen counts, publication, certificates. */
export function planVideoResults(world: World): void {
  const { agenda } = world;
  const organiser = () => world.as(world.people.get('organiser')!);
  agenda.at(at('2024-09-13 14:30:00'), async () => {
    await followProposal(await organiser(), { programmeId: world.programmeId });
    await giveSidePrize(world);
  });
  agenda.at(at('2024-09-15 09:00:00'), async () => {
    const rows = await awards(world);
    const seats = world.doc.prizes.tiers.reduce((sum, tier) => sum + (tier.count ?? 0), 0);
    await publishResults(await organiser(), {
      programmeId: world.programmeId,
      number: '12-QĐ/MH',
      date: '2024-09-15',
      signer: castMember('organiser').fullName,
      // A very small contest has fewer works than prizes.
      note: rows.length < seats ? 'Số tác phẩm vào Chung kết ít hơn số giải nên các giải còn lại không trao.' : '',
    });
    await tell(world);
  });
  agenda.at(at('2024-09-16 09:00:00'), async () => {
    await issueCertificates(await world.as(world.people.get('secretary')!), { programmeId: world.programmeId });
  });
}

async function giveSidePrize(world: World): Promise<void> {
  const ctx = await world.as(world.people.get('organiser')!);
  const { side, calculation } = await gatherAwards(world.app.db, await world.programme());
  for (const [entryId, tierId] of side.proposed) await decideAward(ctx, { entryId, tierId });
  if (side.proposed.size > 0) return;
  // What the rules leave open the organisers decide, in the order of codes.
  const best = (calculation?.interactions ?? [])
    .filter((row) => row.rank === 1)
    .sort((a, b) => (a.code < b.code ? -1 : 1))[0];
  if (!best) return;
  await decideAward(ctx, {
    entryId: best.entryId,
    tierId: world.doc.prizes.tiers.find((tier) => tier.basis === 'interactions')!.id,
    reason: 'Các tác phẩm bằng nhau mọi mặt; Ban Tổ chức thống nhất trao cho tác phẩm đăng ký sớm hơn.',
  });
}

const awards = (world: World) =>
  world.app.db
    .selectFrom('award as a')
    .innerJoin('entry as e', 'e.id', 'a.entry_id')
    .select(['a.tier_id', 'e.title'])
    .where('a.programme_id', '=', world.programmeId)
    .where('a.revoked_at', 'is', null)
    .orderBy('e.code')
    .execute();

async function tell(world: World): Promise<void> {
  const rows = await awards(world);
  const lines = world.doc.prizes.tiers.flatMap((tier) => {
    const titles = rows.filter((row) => row.tier_id === tier.id).map((row) => `“${row.title}”`);
    return titles.length > 0 ? [`- ${tier.name}: ${joinVi(titles)}.`] : [];
  });
  await postNews(world, {
    title: 'Công bố kết quả Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số năm 2024',
    summary: `${rows.length} giải, trong đó có giải phụ cho tác phẩm có lượng tương tác cao. Lễ trao giải dự kiến ngày 10/10/2024.`,
    body: `Ban Tổ chức công bố các tác phẩm đạt giải:\n\n${lines.join('\n')}\n\nSố liệu tương tác đã chốt lúc hết ngày 10/9/2024, ai cũng xem và kiểm tra được ở mục Tương tác của trang này. Xin chúc mừng các tác giả và cảm ơn tất cả những người đã dự thi, bình chọn.`,
  });
}
