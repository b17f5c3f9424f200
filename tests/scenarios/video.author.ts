import { expect } from 'vitest';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { hasField, pick, untilChecked } from './contest.support.ts';
import { press, type Stage, slug, videoOf } from './video.support.ts';

const consents = { 'consent.gallery': 'yes', 'consent.fanpage': 'yes', 'consent.broadcast': 'no' };
const begin = `/bai-du-thi/moi/${slug}`;

/** An author begins a work with its title. @returns its path */
export async function beginWork(author: Browser, title: string): Promise<string> {
  await author.get(begin);
  await author.submit({ title });
  expect(author.page.url, author.page.text.slice(0, 600)).toMatch(/^\/bai-du-thi\/[0-9a-f-]{36}$/);
  return author.page.url;
}

/** The short form about the video. */
export async function describeWork(author: Browser, path: string, summary: string, topics: string[]): Promise<void> {
  await author.get(`${path}/thong-tin`);
  await press(author, { topics, 'f.videoForm': 'sketch', 'f.summary': summary }, {}, 'xong=da-luu');
}

/** Names a co-author, who confirms by the mailed link and answers for the publication there. */
export async function shareWork(
  { server }: Stage,
  author: Browser,
  path: string,
  second: { fullName: string; email: string; browser: Browser },
): Promise<void> {
  await author.get(`${path}/tac-gia`);
  await author.submit(
    {
      'authors.0.share': '60',
      'authors.1.fullName': second.fullName,
      'authors.1.email': second.email,
      'authors.1.share': '40',
    },
    { action: '?/save' },
  );
  expect(author.page.status, author.page.text.slice(0, 600)).toBe(200);
  await second.browser.get(await mailed(server, second.email, 'dong-tac-gia'));
  expect(second.browser.page.text).toContain('40');
  await second.browser.submit({ ...consents, birthYear: '1998' }, { action: '?/confirm' });
  expect(second.browser.page.text).toContain('đã xác nhận là đồng tác giả');
}

/** Chooses the video of a work and waits until it has been looked at. */
export async function sendVideo(
  { server }: Stage,
  author: Browser,
  path: string,
  name: Parameters<typeof videoOf>[0],
): Promise<void> {
  await author.get(`${path}/tep`);
  pick(author, hasField('requirementId', 'video'));
  await author.submit({ file: videoOf(name, path) });
  await untilChecked(server);
}

/** K24-6: a video of three minutes is refused with the rule; with scripts before its first byte has left. */
export async function sendShortVideo(stage: Stage, author: Browser, path: string): Promise<void> {
  await sendVideo(stage, author, path, 'video-3-00.mp4');
  if (!stage.scripts) await author.get(`${path}/tep`);
  expect(author.page.text).toContain('Video dài 3:00, thể lệ yêu cầu 4–5 phút (Mục III.4). Hãy dựng video dài hơn');
  const rows = await stage.server.app.db.selectFrom('file').select('state').execute();
  expect(rows.map((row) => row.state)).toEqual(stage.scripts ? [] : ['rejected']);
}

/** K24-7: ticks the promises; one left out is named and keeps the work from being handed in. */
export async function promise(author: Browser, path: string): Promise<void> {
  await author.get(`${path}/cam-ket`);
  const boxes = author.page.forms
    .flatMap((form) => form.fields)
    .filter((field) => field.name.startsWith('declarations.'));
  expect(boxes.map((box) => [box.name, box.checked])).toEqual(
    ['originality', 'not-published', 'lawful', 'consent'].map((id) => [`declarations.${id}`, false]),
  );
  const all = Object.fromEntries(boxes.map((box) => [box.name, true]));
  await press(author, { ...all, 'declarations.not-published': false }, {}, 'xong=da-luu');
  await author.get(`${path}/kiem-tra`);
  expect(author.page.text).toContain('chưa được công bố trên các phương tiện thông tin đại chúng');
  expect(author.page.forms.some(hasField('stage'))).toBe(false);
  await author.get(`${path}/cam-ket`);
  await press(author, { 'declarations.not-published': true }, {}, 'xong=da-luu');
}

/** K24-4: an author answers for each purpose. */
export async function agree(author: Browser, path: string, birthYear: string): Promise<void> {
  await author.get(`${path}/cong-khai`);
  await press(author, { ...consents, birthYear }, { fields: ['birthYear'] }, 'xong=answer');
}

/** Hands in. @returns the code of the work */
export async function handIn(author: Browser, path: string): Promise<string> {
  await author.get(`${path}/kiem-tra`);
  await press(author, {}, { fields: ['version', 'stage'] }, `${path}/bien-nhan`);
  return /CDS24-\d{5}/.exec(author.page.text)![0];
}

/** A whole work of one grown-up author. */
export async function enterWork(
  stage: Stage,
  author: Browser,
  work: { key: string; title: string; summary: string; topics: string[]; birthYear: string },
): Promise<void> {
  const path = await beginWork(author, work.title);
  await describeWork(author, path, work.summary, work.topics);
  await sendVideo(stage, author, path, 'video-4-10.mp4');
  await promise(author, path);
  await agree(author, path, work.birthYear);
  keep(stage, work.key, path, await handIn(author, path));
}

/** Remembers a work that was handed in. */
export function keep(stage: Stage, key: string, path: string, code: string): void {
  stage.works[key] = { id: path.split('/').at(-1)!, path, code };
}
