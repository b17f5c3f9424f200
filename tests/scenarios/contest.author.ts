import { expect } from 'vitest';
import { seeded } from '#lib/domain/kernel/random.ts';
import { type EntryTexts, refinementForm } from '../../src/cli/season/texts.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { sampleDocx, samplePdf, sampleVideo } from '../support/samples.ts';
import type { TestServer } from '../support/server.ts';
import { hasField, pick, slug, untilChecked } from './contest.support.ts';

const asFile = (bytes: Buffer, name: string, type: string) => new File([new Uint8Array(bytes)], name, { type });
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Answers under the names that the form gives them; days as people write them. */
const typed = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([id, value]) => [`f.${id}`, value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')]),
  );

export interface Entering {
  unitId: string;
  texts: EntryTexts;
  coAuthor?: { fullName: string; email: string; browser: Browser };
}

/** An author enters, page by page: begin, form, co-author, files, declarations, check, hand in. @returns the entry's path */
export async function enter(server: TestServer, author: Browser, what: Entering): Promise<string> {
  await author.get(`/bai-du-thi/moi/${slug}`);
  await author.submit({ title: what.texts.title, pillar: what.texts.idea.pillar });
  const path = author.page.url;
  expect(path, author.page.text.slice(0, 400)).toMatch(/^\/bai-du-thi\/[0-9a-f-]{36}$/);
  await author.get(`${path}/kiem-tra`);
  expect(author.page.forms.some(hasField('stage'))).toBe(false);

  await author.get(`${path}/thong-tin`);
  await author.submit({ topics: what.texts.topics, unitId: what.unitId, ...typed(what.texts.form) });
  expect(author.page.url, author.page.text.slice(0, 900)).toContain('xong=da-luu');
  if (what.coAuthor) await share(server, author, path, what.coAuthor);
  await sendFiles(server, author, path, {
    video: asFile(sampleVideo(), 'video.mp4', 'video/mp4'),
    explanation: asFile(sampleDocx(what.texts.explanation), 'thuyet-minh.docx', word),
  });
  await declareAndHandIn(author, path);
  return path;
}

/** K26-2a: shares are refused until they add up; the co-author confirms by the mailed link. */
async function share(
  server: TestServer,
  author: Browser,
  path: string,
  coAuthor: NonNullable<Entering['coAuthor']>,
): Promise<void> {
  await author.get(`${path}/tac-gia`);
  const second = {
    'authors.1.fullName': coAuthor.fullName,
    'authors.1.email': coAuthor.email.toUpperCase(),
    'authors.1.share': '29',
  };
  await author.submit({ 'authors.0.share': '71', ...second }, { action: '?/save' });
  expect(author.page.status).toBe(422);
  expect(author.page.text).toContain('30');
  await author.get(`${path}/tac-gia`);
  await author.submit({ 'authors.0.share': '60', 'authors.1.share': '40' }, { action: '?/save' });
  expect(author.page.status, author.page.text.slice(0, 900)).toBe(200);
  const { browser } = coAuthor;
  await browser.get(await mailed(server, coAuthor.email, 'dong-tac-gia'));
  expect(browser.page.text).toContain('40');
  await browser.submit({}, { action: '?/confirm' });
  expect(browser.page.text, browser.page.url).toContain('đã xác nhận là đồng tác giả');
}

async function sendFiles(
  server: TestServer,
  author: Browser,
  path: string,
  files: Record<string, File>,
): Promise<void> {
  for (const [requirementId, file] of Object.entries(files)) {
    await author.get(`${path}/tep`);
    pick(author, hasField('requirementId', requirementId));
    await author.submit({ file });
    expect(author.page.url, author.page.text.slice(0, 600)).not.toContain('loi-tep');
    await untilChecked(server);
  }
}

async function declareAndHandIn(author: Browser, path: string): Promise<void> {
  await author.get(`${path}/cam-ket`);
  const boxes = author.page.forms.flatMap((form) => form.fields).filter((f) => f.name.startsWith('declarations.'));
  await author.submit(Object.fromEntries(boxes.map((box) => [box.name, true])));
  expect(author.page.url).toContain('xong=da-luu');
  await author.get(`${path}/kiem-tra`);
  const once = { url: author.page.url, form: author.form({ fields: ['version', 'stage'] }) };
  await author.submit({}, { fields: ['version', 'stage'] });
  expect(author.page.url, author.page.text.slice(0, 1200)).toBe(`${path}/bien-nhan`);
  const receipt = /CDS26-\d{5}\/H?\d+/.exec(author.page.text)?.[0];
  expect(receipt).toBeDefined();
  // A second press of the button, as a double click sends it, gives the same receipt.
  author.page = { ...author.page, url: once.url, forms: [once.form] };
  await author.submit({}, { fields: ['version', 'stage'] });
  expect(author.page.url).toBe(`${path}/bien-nhan`);
  expect(author.page.text).toContain(receipt);
  const paper = await author.fetch(`${path}/bien-nhan.pdf`);
  expect(paper.headers.get('content-type')).toBe('application/pdf');
}

/** A finalist completes the dossier (K26-4d). */
export async function refine(server: TestServer, author: Browser, path: string): Promise<void> {
  await author.get(`${path}/hoan-thien`);
  await author.submit(
    typed(refinementForm(seeded(path.length), 'Trường THPT Mường La', 'Quàng Thị Xôm, Phó Hiệu trưởng')),
  );
  expect(author.page.url, author.page.text.slice(0, 900)).toContain('xong=da-luu');
  await sendFiles(server, author, path, {
    video: asFile(sampleVideo(), 'video-2.mp4', 'video/mp4'),
    explanation: asFile(sampleDocx(['Thuyết minh hoàn thiện']), 'thuyet-minh-2.docx', word),
    evidence: asFile(samplePdf('Xac nhan'), 'xac-nhan.pdf', 'application/pdf'),
  });
  await declareAndHandIn(author, path);
}
