import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Browser } from '../support/http.ts';
import { assignAndOpen, hasField, judgeRound, pick } from './contest.support.ts';
import { contest, download, press, room, root, type Stage, slug } from './video.support.ts';
import { countsOf, likeByMail, totals } from './video.votes.ts';

const paper = { number: '15-QĐ/BTC', date: '15/09/2024', signer: 'Hoàng Quốc Trị' };
const counts = { first: '1', second: '1', third: '1', consolation: '2' };

/** From the jury's sheets and the freeze to prizes and certificates. */
export function results(stage: Stage): void {
  const { people } = stage;
  let organiser: Browser;
  let secretary: Browser;
  let market: Stage['works'][string];
  const frozen: Record<string, Buffer> = {};
  const prizes = `${room}/quyet-dinh/giai`;
  const freezeFile = async (kind: string) =>
    (await download(stage.server.browser(), `${root}/tuong-tac/chot-1.${kind}`)).bytes;

  it('K24-3, K24-8, K24-9: the jury scores the final between 11 and 30 August; its chair closes it, and proposes no prizes before they are counted', async () => {
    stage.server.moveTo('2024-08-26T08:00:00+07:00');
    [organiser, secretary, market] = [people.organiser!, people.secretary!, stage.works.market!];
    await assignAndOpen(secretary, 'final', contest);
    let signed = 0;
    for (const key of ['judge1', 'judge2', 'judge3', 'judge4', 'judge5']) {
      const share = (text: string) => (text.includes('Chợ phiên') ? 0.9 : 0.7);
      signed += (await judgeRound(people[key]!, 'final', share, contest)).signed;
    }
    expect(signed).toBe(10);
    const chair = people.chair!;
    await chair.get(`/cham-thi/${slug}/final/chu-tich`);
    await press(chair, {}, { action: '?/close' }, 'da-luu=ket-thuc');
    await chair.submit({}, { action: '?/propose' });
    expect(chair.page.status).toBe(422);
    expect(chair.page.text).toContain(
      'Thể lệ chưa có số lượng Giải Nhất, Giải Nhì, Giải Ba và Giải Khuyến khích nên chưa lập được đề nghị',
    );
  });

  it('K24-8: when 10 September is over the counts are fixed and signed; anyone checks that', async () => {
    const { server } = stage;
    server.moveTo('2024-09-10T23:59:00+07:00');
    await secretary.get(`${room}/tuong-tac`);
    expect(secretary.page.text).not.toContain('Chốt ngay');
    server.moveTo('2024-09-11T00:00:30+07:00');
    await secretary.get(`${room}/tuong-tac`);
    // the system does it every minute; whoever is there first
    if (secretary.page.text.includes('Chốt ngay')) await press(secretary, {}, { action: '?/freeze' }, 'da-chot');
    for (const kind of ['json', 'sig', 'pem', 'csv']) frozen[kind] = await freezeFile(kind);
    const key = createPublicKey(frozen.pem!);
    expect(verify(null, frozen.json!, key, frozen.sig!)).toBe(true);
    const forged = Buffer.from(frozen.json!.toString('utf8').replace('"total":"3"', '"total":"9"'));
    expect(forged.equals(frozen.json!)).toBe(false);
    expect(verify(null, forged, key, frozen.sig!)).toBe(false);
    expect(frozen.csv!.toString('utf8')).toContain(market.code);
    const visitor = server.browser();
    await visitor.get(`${root}/tuong-tac`);
    expect(visitor.page.text).toContain('Tác phẩm dẫn đầu Chợ phiên không tiền mặt');
    const file = (bytes: Buffer) => new File([new Uint8Array(bytes)], 'chot-1.json', { type: 'application/json' });
    await visitor.submit({ file: file(frozen.json!) }, { action: '?/check' });
    expect(visitor.page.text).toContain('Đúng là bản đã ký');
    await visitor.get(`${root}/tuong-tac`);
    await visitor.submit({ file: file(forged) }, { action: '?/check' });
    expect(visitor.page.text).toContain('Không phải bản đã ký');
  });

  it('K24-8: a later like stands on the page of the work and counts for no prize', async () => {
    const { server } = stage;
    server.moveTo('2024-09-12T08:00:00+07:00');
    const [before] = await countsOf(stage, stage.works.child!.code);
    const points = await totals(stage);
    await likeByMail(stage, server.browser(), stage.works.child!.code, 'Lê Văn Muộn', 'muon@example.com');
    expect((await countsOf(stage, stage.works.child!.code))[0]).toBe(before + 1);
    expect(await totals(stage)).toEqual(points);
    expect((await freezeFile('json')).equals(frozen.json!)).toBe(true);
  });

  it('K24-9, K24-10: results wait for the numbers of prizes; the side prize goes by the frozen counts', async () => {
    stage.server.moveTo('2024-09-15T08:00:00+07:00');
    await organiser.get(prizes);
    expect(organiser.page.text).toContain('thể lệ chưa có số lượng của 4 hạng giải');
    await give(organiser, { entryId: market.id, side: '1' });
    await organiser.get(prizes);
    await organiser.submit(paper, { action: '?/publish' });
    expect(organiser.page.status).toBe(422);
    expect(organiser.page.text).toContain('Chưa nhập số lượng Giải Nhất.');
    expect(
      await stage.server.app.db
        .selectFrom('decision')
        .select('id')
        .where('kind', '=', 'results')
        .where('published_at', 'is not', null)
        .execute(),
    ).toEqual([]);
    await secretary.get(prizes);
    expect(secretary.page.text).toContain('Chưa có số lượng: Giải Nhất');
    for (const [tier, count] of Object.entries(counts)) {
      await organiser.get(prizes);
      const why = 'Ban Tổ chức thống nhất tại biên bản họp ngày 15/9/2024';
      pick(organiser, hasField(`count-${tier}`));
      await press(organiser, { [`count-${tier}`]: count, [`reason-${tier}`]: why }, {}, 'da-luu=so-luong');
    }
  });

  it('K24-3: the jury proposes prizes by its ranking', async () => {
    const chair = people.chair!;
    await chair.get(`/cham-thi/${slug}/final/chu-tich?muc=xep-hang`);
    await press(chair, {}, { action: '?/propose' }, 'da-luu=de-nghi');
  });

  it('K24-9, K24-10: prizes follow the jury, one work has both; results and certificates are public', async () => {
    const { server } = stage;
    await organiser.get(prizes);
    await press(organiser, {}, { action: '?/follow' }, 'da-luu=de-nghi');
    expect(organiser.page.text).toContain('Giải theo điểm: Giải Nhất');
    const note = 'Chỉ có hai tác phẩm vào Chung kết nên các giải còn lại không trao.';
    await press(organiser, { ...paper, note }, { action: '?/publish' }, 'da-luu=cong-bo');
    const awards = await server.app.db
      .selectFrom('award')
      .select(['entry_id', 'tier_id', 'amount'])
      .where('revoked_at', 'is', null)
      .orderBy('amount', 'desc')
      .orderBy('tier_id')
      .execute();
    expect(awards).toEqual([
      { entry_id: market.id, tier_id: 'first', amount: 5_000_000 },
      { entry_id: stage.works.child!.id, tier_id: 'second', amount: 3_000_000 },
      { entry_id: market.id, tier_id: 'interaction', amount: 1_000_000 },
    ]);
    const visitor = server.browser();
    await visitor.get(`${root}/ket-qua`);
    for (const words of ['Giải Nhất', 'Bằng khen của Chủ tịch', 'Giải phụ', 'Chợ phiên không tiền mặt', '5.000.000'])
      expect(visitor.page.text).toContain(words);
    await secretary.get(`${room}/giay-chung-nhan`);
    await secretary.submit({}, { action: '?/issue' });
    const certificates = await server.app.db
      .selectFrom('certificate')
      .select(['code', 'tier_name'])
      .where('recipient', '=', 'Lò Thị Mây')
      .orderBy('tier_name')
      .execute();
    expect(certificates.map((one) => one.tier_name)).toHaveLength(2);
    for (const { code } of certificates) {
      expect((await download(people.may!, `/giay-chung-nhan/${code}.pdf`)).bytes.subarray(0, 5).toString()).toBe(
        '%PDF-',
      );
      expect((await visitor.fetch(`/giay-chung-nhan/${code}.pdf`)).status).not.toBe(200);
      await visitor.get(`/xac-minh/${code}`);
      expect(visitor.page.text).toContain('còn giá trị');
    }
    await people.may!.get(market.path);
    expect(people.may!.page.text).toContain('Chúc mừng! Giải Nhất và Giải phụ: tác phẩm có lượng tương tác cao');
    expect(people.may!.page.text).toContain('Giấy chứng nhận Giải Nhất: Mùa A Sử');
  });
}

/** Gives a work the prize that its form suggests. */
async function give(organiser: Browser, hidden: Record<string, string>): Promise<void> {
  pick(organiser, (form) => Object.entries(hidden).every(([name, value]) => hasField(name, value)(form)));
  organiser.page.forms[0]!.action = '?/award&tat-ca';
  await organiser.submit({}, { fields: ['tierId'] });
  expect(organiser.page.text).toContain('Đã lưu giải');
}
