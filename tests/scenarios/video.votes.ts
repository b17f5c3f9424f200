import { expect, it } from 'vitest';
import { ChromiumBrowser } from '../support/chromiumBrowser.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { pick } from './contest.support.ts';
import { press, readAs, room, root, type Stage, viewSeconds } from './video.support.ts';

const agent = 'Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile';
const pageOf = (code: string) => `${root}/thu-vien/${code.toLowerCase()}`;

/** Likes by the e-mail path, which needs neither account nor scripts; the browser is the voter's afterwards. */
export async function likeByMail({ server }: Stage, visitor: Browser, code: string, name: string, email: string) {
  await visitor.get(`/binh-chon/${code.toLowerCase()}`);
  await press(visitor, { fullName: name, email, agreed: true }, {}, 'da-gui=');
  await visitor.get(await mailed(server, email, 'binh-chon/xac-nhan'));
  await visitor.submit({}, { fields: [] });
  expect(visitor.page.text).toContain('Đã ghi nhận lượt thích');
}

/** What everyone reads on the page of a work. */
export async function countsOf({ server }: Stage, code: string): Promise<[number, number, number]> {
  const { text } = await readAs(server, pageOf(code), agent);
  const numbers = /(\d+) lượt thích (\d+) lượt chia sẻ (\d+) lượt xem/.exec(text);
  expect(numbers, text.slice(0, 1500)).not.toBeNull();
  return [Number(numbers![1]), Number(numbers![2]), Number(numbers![3])];
}

/** August: everyone watches, likes and passes on; the secretariat enters the numbers of facebook and takes false likes away. */
export function votes(stage: Stage): void {
  let visitor: Browser;
  let market = '';
  let child = '';
  const secretary = () => stage.people.secretary!;

  it('K24-4: a visitor finds a work without diacritics and watches it in parts', async () => {
    const { server } = stage;
    server.moveTo('2024-08-12T09:00:00+07:00');
    [market, child] = [stage.works.market!.code, stage.works.child!.code];
    visitor = server.browser();
    await visitor.get(`${root}/thu-vien`);
    expect(visitor.page.text).toContain('2 bài');
    await visitor.submit({ tim: 'cho phien' }, { fields: ['tim'] });
    expect(visitor.page.html).toContain(market.toLowerCase());
    expect(visitor.page.html).not.toContain(child.toLowerCase());
    await visitor.get(pageOf(market));
    for (const words of ['Chợ phiên không tiền mặt', 'Lò Thị Mây', 'Mùa A Sử', 'trả tiền bằng điện thoại'])
      expect(visitor.page.text).toContain(words);
    expect(visitor.page.html).not.toContain('may@example.test');
    const part = await fetch(`${server.url}/thu-vien/tep/${market.toLowerCase()}/video`, {
      headers: { range: 'bytes=0-99' },
    });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100]);
  });

  it('K24-4: who posts the link elsewhere shows title, authors and a picture', async () => {
    const { html } = await readAs(stage.server, pageOf(market), 'facebookexternalhit/1.1');
    expect(html).toMatch(/property="og:title" content="Chợ phiên không tiền mặt"/);
    expect(html).toMatch(/property="og:description" content="[^"]*Lò Thị Mây/);
    const picture = /property="og:image" content="[^"]*(\/cuoc-thi\/[^"]+\/anh\.png)"/.exec(html)![1]!;
    const answer = await fetch(stage.server.url + picture);
    expect(answer.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
  });

  it('K24-4: likes by mail, takes it back, likes again', async () => {
    await likeByMail(stage, visitor, market, 'Hoàng Thị Xem', 'xem@example.com');
    expect(await countsOf(stage, market)).toEqual([1, 0, 0]);
    await visitor.get(pageOf(market));
    await visitor.submit({}, { action: '?/takeBack' });
    expect(await countsOf(stage, market)).toEqual([0, 0, 0]);
    await visitor.get(pageOf(market));
    await visitor.submit({}, { action: '?/like' });
    expect(visitor.page.text).toMatch(/Đã ghi nhận lượt thích|Bạn đã thích/);
    expect(await countsOf(stage, market)).toEqual([1, 0, 0]);
    const author = stage.people.may!;
    await author.get(pageOf(market));
    expect(author.page.forms.some((form) => form.action.includes('?/like'))).toBe(false);
  });

  it('K24-4: a link passed on counts once, when somebody else opens it', async () => {
    const { server, scripts } = stage;
    await visitor.get(`/binh-chon/${market.toLowerCase()}`);
    await visitor.submit({}, { action: '?/share' });
    const link = /value="http:\/\/[^/"]+(\/chia-se\/[\w-]{22})"/.exec(visitor.page.html)?.[1];
    expect(link, visitor.page.text).toBeDefined();
    expect(await countsOf(stage, market)).toEqual([1, 0, 0]);
    for (const friend of [server.browser(), server.browser()]) {
      if (scripts) expect((await friend.get(link!)).url).toBe(pageOf(market));
      else await friend.fetch(link!, { headers: { 'user-agent': agent } });
      expect(await countsOf(stage, market)).toEqual([1, 1, 0]);
    }
  });

  it('K24-4: a view counts after it was watched for long enough', async () => {
    if (!(visitor instanceof ChromiumBrowser)) return expect(await countsOf(stage, market)).toEqual([1, 1, 0]);
    await visitor.get(pageOf(market));
    await visitor.watch(viewSeconds);
    await expect.poll(async () => (await countsOf(stage, market))[2], { timeout: 20_000 }).toBe(1);
  });

  it('K24-4: the secretariat enters the numbers of facebook, one work in the form and one by a table', async () => {
    stage.server.moveTo('2024-08-25T09:00:00+07:00');
    const page = `${room}/tuong-tac/ngoai`;
    await secretary().get(page);
    expect(secretary().page.text).toContain('Còn 2 tác phẩm đang đăng chưa có lần ghi nào');
    const address = 'https://www.facebook.com/chuyendoisosonla/posts/1';
    await press(
      secretary(),
      { code: market, address, takenAt: '2024-08-25T08:00', likes: '1', shares: '0', comments: '7' },
      { action: '?/enter' },
      'da-ghi',
    );
    const table = `Mã tác phẩm;Địa chỉ bài đăng;Thời điểm ghi;Thích;Chia sẻ;Bình luận\n${child};${address}2;25/08/2024 08:05;3;0;2\n`;
    await secretary().get(page);
    await secretary().submit({ file: new File([table], 'so-lieu.csv', { type: 'text/csv' }) }, { action: '?/preview' });
    expect(secretary().page.text).toContain('1 dòng đúng, 0 dòng lỗi');
    await press(secretary(), {}, { action: '?/import' }, 'da-nhap=1-0-0');
    // a like, 2 points for the share, a like at facebook; comments count for nothing
    expect(await totals(stage)).toEqual({ [market]: '4', [child]: '3' });
  });

  it('K24-4: several likes out of one browser are shown to the secretariat, who takes them away with a reason', async () => {
    const { server } = stage;
    const cheat = server.browser();
    const people = {
      'Giàng A Một': 'khoai.lang',
      'Cà Thị Hai': 'nui.cao',
      'Tòng Văn Ba': 'suoi',
      'Vì Thị Bốn': 'hoa.ban',
    };
    for (const [name, mailbox] of Object.entries(people)) {
      await likeByMail(stage, cheat, child, name, `${mailbox}@example.com`);
      await cheat.get('/dang-xuat');
      await cheat.submit({}, { fields: [] });
    }
    expect(await totals(stage)).toEqual({ [market]: '4', [child]: '7' });
    const review = `${room}/tuong-tac/soat`;
    await secretary().get(review);
    const why = '4 người dùng chung một trình duyệt: 4 lượt thích';
    expect(secretary().page.text).toContain(why);
    const group = [...secretary().page.html.matchAll(/href="([^"]*\/tuong-tac\/soat\/[^"?]+)"[^>]*>([^<]*)</g)].find(
      ([, , text]) => text!.includes(why),
    )![1]!;
    await secretary().get(group);
    const form = () => pick(secretary(), (one) => one.fields.some((field) => field.name === 'seen'));
    form();
    await secretary().submit({ reason: 'gian lận' });
    expect(secretary().page.status).toBe(422);
    form();
    await secretary().submit({ reason: 'Một máy thích bốn lần bằng bốn hộp thư, đã gọi điện kiểm tra.' });
    expect(secretary().page.text).toContain('Đã loại 4 lượt.');
    expect((await countsOf(stage, child))[0]).toBe(0);
    expect(await totals(stage)).toEqual({ [market]: '4', [child]: '3' });
  });
}

/** Points of the works on the page where everyone reads the counts. */
export async function totals({ server, works }: Stage): Promise<Record<string, string>> {
  const { html } = await readAs(server, `${root}/tuong-tac`, agent);
  return Object.fromEntries(
    ['market', 'child'].map((key) => {
      const { code } = works[key]!;
      const row = html.match(/<tr[\s\S]*?<\/tr>/g)?.find((one) => one.includes(code)) ?? '';
      const cells = [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((cell) =>
        cell[1]!.replace(/<[^>]+>/g, '').trim(),
      );
      return [code, cells.at(-1) ?? html.slice(0, 200)];
    }),
  );
}
