import { joinVi } from '#lib/domain/kernel/text.ts';
import { assignJudges } from '#lib/server/judging/assign.ts';
import { closeRound } from '#lib/server/judging/closeRound.ts';
import { declareNoConflict } from '#lib/server/judging/declare.ts';
import { drawOrder, prepareDraw } from '#lib/server/judging/draw.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { proposePrizes } from '#lib/server/judging/propose.ts';
import { assignedTo } from '#lib/server/judging/sheets.ts';
import { followProposal } from '#lib/server/result/awards.ts';
import { issueCertificates } from '#lib/server/result/certificates.ts';
import { decideFinalists, publishFinalists } from '#lib/server/result/finalists.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { castMember } from './cast.ts';
import type { Entries } from './entries.ts';
import { juryOf, roundKey, roundOf, score } from './judging.ts';
import { postNews } from './news.ts';
import { settleTies } from './ties.ts';
import { at, type World } from './world.ts';

const final = 'final';

/** End of July: the organisers decide on the jury's proposal and publish the finalists (K26-4c). */
export function planFinalists(world: World): void {
  const organiser = () => world.as(world.people.get('organiser')!);
  const signer = castMember('organiser').fullName;
  world.agenda.at(at('2026-07-30 09:00:00'), async () => {
    const proposed = await world.app.db
      .selectFrom('proposal')
      .select('entry_id')
      .where('programme_id', '=', world.programmeId)
      .where('kind', '=', 'finalist')
      .execute();
    await decideFinalists(await organiser(), {
      programmeId: world.programmeId,
      entryIds: proposed.map((row) => row.entry_id),
      number: '21-QĐ/MH',
      date: '2026-07-30',
      signer,
    });
  });
  world.agenda.at(at('2026-07-30 15:00:00'), async () => {
    await publishFinalists(await organiser(), { programmeId: world.programmeId });
    await postNews(world, {
      title: 'Công bố các sản phẩm vào vòng Chung khảo',
      summary: 'Các tác giả hoàn thiện sản phẩm và gửi hồ sơ trong tháng 8.',
      body: 'Ban Tổ chức đã công bố danh sách sản phẩm vào vòng Chung khảo, xem ở mục Chung khảo của trang này.\n\nTác giả có sản phẩm trong danh sách hoàn thiện sản phẩm tại một đơn vị cụ thể hoặc chứng minh bằng số liệu người dùng, rồi gửi hồ sơ hoàn thiện trong tháng 8.',
    });
  });
}

/** September (K26-4e, K26-5a): the draw, the final, prizes, publication, certificates. */
export function planFinal(world: World, entries: Entries): void {
  const key = () => roundKey(world, final);
  const chair = () => world.as(world.people.get('chair')!);
  const secretary = () => world.as(world.people.get('secretary')!);
  const organiser = () => world.as(world.people.get('organiser')!);
  const { agenda } = world;

  agenda.at(at('2026-09-09 10:00:00'), async () => {
    await assignJudges(await secretary(), { ...key(), seed: 'chung-khao' });
    await prepareDraw(await chair(), key());
  });
  agenda.at(at('2026-09-14 14:00:00'), async () => {
    await drawOrder(await chair(), { ...key(), words: 'Ba, chín, hai, bảy' });
  });
  agenda.at(at('2026-09-15 07:30:00'), async () => {
    await openRound(await secretary(), key());
    for (const [i, judge] of (await juryOf(world)).entries()) {
      const rows = await assignedTo(world.app.db, { ...key(), judgeId: judge.id });
      if (rows.length === 0) continue;
      agenda.at(new Date(at('2026-09-15 07:40:00').getTime() + i * 31_000), async () =>
        declareNoConflict(await world.as(judge.id), key()),
      );
      for (const row of rows) {
        // Twelve minutes a product, in the order of the draw, with a break at noon.
        const place = row.position ?? 1;
        const minutes = (place - 1) * 12 + (place > 12 ? 120 : 0) + 11;
        const when = new Date(at('2026-09-15 08:00:00').getTime() + minutes * 60_000 + i * 7000);
        agenda.at(when, () => score(world, entries, judge, row, roundOf(world, final), { sign: true }));
      }
    }
  });
  agenda.at(at('2026-09-15 17:30:00'), async () => {
    await closeRound(await chair(), key());
    await settleTies(world, final);
  });
  agenda.at(at('2026-09-16 09:00:00'), async () => {
    await proposePrizes(await chair(), key());
  });
  agenda.at(at('2026-09-22 09:00:00'), async () => {
    await followProposal(await organiser(), { programmeId: world.programmeId });
  });
  agenda.at(at('2026-09-23 15:00:00'), async () => {
    const given = await world.app.db
      .selectFrom('award')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('programme_id', '=', world.programmeId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    const seats = world.doc.prizes.tiers.reduce((sum, tier) => sum + (tier.count ?? 0), 0);
    await publishResults(await organiser(), {
      programmeId: world.programmeId,
      number: '25-QĐ/MH',
      date: '2026-09-23',
      signer: castMember('organiser').fullName,
      // A very small season has fewer finalists than prizes.
      note: given.n < seats ? 'Số sản phẩm dự Chung khảo ít hơn số giải nên các giải còn lại không trao.' : '',
    });
    await postNews(world, await resultNews(world));
  });
  agenda.at(at('2026-09-24 09:00:00'), async () => {
    await issueCertificates(await secretary(), { programmeId: world.programmeId });
  });
}

async function resultNews(world: World) {
  const rows = await world.app.db
    .selectFrom('award as a')
    .innerJoin('entry as e', 'e.id', 'a.entry_id')
    .select(['a.tier_id', 'e.title'])
    .where('a.programme_id', '=', world.programmeId)
    .where('a.revoked_at', 'is', null)
    .orderBy('e.code')
    .execute();
  const lines = world.doc.prizes.tiers.map((tier) => {
    const titles = rows.filter((row) => row.tier_id === tier.id).map((row) => `“${row.title}”`);
    return titles.length > 0 ? `- ${tier.name}: ${joinVi(titles)}.` : '';
  });
  return {
    title: 'Công bố kết quả Cuộc thi “Ý tưởng số - Lan tỏa sức mạnh số” năm 2026',
    summary: `${rows.length} sản phẩm đạt giải. Giấy chứng nhận có mã để ai cũng xác minh được.`,
    body: `Ban Tổ chức công bố các sản phẩm đạt giải:\n\n${lines.filter(Boolean).join('\n')}\n\nXin chúc mừng các tác giả và cảm ơn tất cả những người đã dự thi.`,
  };
}
