import { expect, it } from 'vitest';
import { samplePng } from '../support/samples.ts';
import { pick, untilChecked } from './contest.support.ts';
import { press, publicText, room, root, type Stage, unitRoom, who } from './movement.support.ts';

/** A model of one commune, from its proposal to the commune that does the same (Q25-14). */
export function examples(stage: Stage): void {
  const own = (unit: string) => `${unitRoom(stage, unit)}/dien-hinh`;
  const decided = () => `${room}/dien-hinh/${stage.at.example!.split('/').at(-1)}`;

  it('Q25-14: the coordinator writes it with a picture, declares that those in it agree, and sends it', async () => {
    const mung = who(stage, 'mung');
    await mung.get(`${own('04123')}/moi`);
    await mung.submit(
      {
        kind: 'model',
        title: 'Chợ phiên không tiền mặt',
        summary: 'Tiểu thương quen dần với mã QR.',
        body: 'Tổ công nghệ số cộng đồng đến từng quầy.',
        results: '120 quầy sau ba tháng.',
        contentId: 'f',
      },
      { fields: ['title'] },
    );
    stage.at.example = mung.page.url.split('?')[0]!;
    pick(mung, (form) => form.action.includes('/api/tai-tep'));
    const picture = new File([new Uint8Array(samplePng(640, 480))], 'cho-phien.png', { type: 'image/png' });
    await mung.submit({ file: picture });
    await untilChecked(stage.server);
    const { id } = await stage.server.app.db
      .selectFrom('file')
      .select('id')
      .where('purpose', '=', 'example')
      .executeTakeFirstOrThrow();
    await mung.get(stage.at.example);
    await press(
      mung,
      { [`caption-${id}`]: 'Quầy rau dùng mã QR', [`consent-${id}`]: true },
      { action: '?/save' },
      'da-luu=save',
    );
    await press(mung, {}, { action: '?/submit' }, 'da-luu=submit');
    expect(await publicText(stage, `${root}/dien-hinh`)).not.toContain('Chợ phiên không tiền mặt');
    await who(stage, 'bu').get(stage.at.example);
    expect(who(stage, 'bu').page.status).toBe(404);
  });

  it('Q25-14: Sở Nội vụ returns it with a reason, the unit mends it, and it is published after its effect was shown', async () => {
    const [mung, secretary] = [who(stage, 'mung'), who(stage, 'secretary')];
    await secretary.get(decided());
    await press(
      secretary,
      { reason: 'Nêu rõ doanh thu trước và sau khi áp dụng.' },
      { action: '?/return' },
      'da-luu=return',
    );
    await mung.get(stage.at.example!);
    expect(mung.page.text).toContain('Nêu rõ doanh thu trước và sau khi áp dụng.');
    await press(mung, { results: '120 quầy; doanh thu tăng một phần ba.' }, { action: '?/save' }, 'da-luu=save');
    await press(mung, {}, { action: '?/submit' }, 'da-luu=submit');
    await secretary.get(`${room}/dien-hinh/cong-bo?chon=${decided().split('/').at(-1)}`);
    expect(secretary.page.text).toContain('Chợ phiên không tiền mặt');
    await press(secretary, {}, { action: '?/publish' }, 'da-cong-bo=1');
    const text = await publicText(stage, `${root}/dien-hinh`);
    expect(text).toContain('Chợ phiên không tiền mặt');
  });

  it('Q25-14: a neighbour says that it does the same; it counts once Sở Nội vụ has confirmed it', async () => {
    const [bu, secretary] = [who(stage, 'bu'), who(stage, 'secretary')];
    const shown = /href="([^"]+\/dien-hinh\/td25-dh-001)"/i;
    await bu.get(`${own('03847')}/nhan-rong`);
    await press(bu, { since: '2025-10-01', note: 'Áp dụng ở hai chợ.' }, { action: '?/say' }, 'da-bao');
    stage.server.app.cache.clear();
    const visitor = stage.server.browser();
    await visitor.get(`${root}/dien-hinh`);
    const page = shown.exec(visitor.page.html)![1]!;
    expect(await publicText(stage, page)).not.toContain('Xã Mường Bú');
    await secretary.get(decided());
    await secretary.submit({ confirm: 'yes' }, { action: '?/replica' });
    expect(await publicText(stage, page)).toContain('Xã Mường Bú, từ 01/10/2025');
  });
}
