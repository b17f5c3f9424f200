import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGalleryFilter } from '#lib/domain/gallery/filter.ts';
import { BUCKETS } from '#lib/domain/gallery/order.ts';
import { galleryItem, galleryPage, neighbour, shownCodes, someWorks } from '#lib/server/gallery/items.ts';
import { orderKey, visitorSeed } from '#lib/server/gallery/order.ts';
import { requireItem } from '#lib/server/gallery/room.ts';
import { stepAddress } from '#lib/server/gallery/step.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { makeUnit } from '../support/entry.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import { insertContest } from '../support/programme.ts';

let t: TestApp;
let programme: StoredProgramme;
let posted: PostedWork[];
let unitId: string;
const video = Buffer.from('video');

beforeAll(async () => {
  t = await testApp();
  const programmeId = await insertContest(t, galleryContest);
  unitId = await makeUnit(t, 'XA-HOA-BINH', 'Xã Hòa Bình');
  const unit = { id: unitId, name: 'Xã Hòa Bình' };
  const other = { id: await makeUnit(t, 'XA-AN', 'Xã Ẩn'), name: 'Xã Ẩn' };
  posted = await insertWorks(t.app, {
    programmeId,
    code: galleryContest.code,
    video,
    works: [
      {
        title: 'Chuyển đổi số ở bản Hoa',
        topics: ['data', 'ai'],
        unit,
        authors: [{ name: 'Quàng Thị Nụ', workplace: null }],
      },
      { title: 'Song và đoạn', topics: ['data'], unit, summary: 'Người dân chuyển sang đổi mới.' },
      { title: 'Tên bài không nên lộ', topics: ['skills'], unit: other, withdrawn: true },
      ...Array.from({ length: 60 }, (_, i) => ({ title: `Bài số ${i + 1} của bản`, topics: ['skills'] })),
    ],
  });
  programme = (await programmeById(t.app.db, programmeId))!;
});
afterAll(() => t?.close());

const list = (query: string, seed = 's') =>
  galleryPage(t.app.db, programme, { filter: readGalleryFilter(new URLSearchParams(query)), seed });
const titles = async (query: string) => (await list(query)).cards.map((card) => card.title).toSorted();

describe('the public gallery', () => {
  it('K24-4: is searched with and without diacritics, and every word must match', async () => {
    for (const typed of ['chuyen doi so', 'chuyển đổi số', 'CHUYỂN  đổi số', 'số chuyển đổi'])
      expect(await titles(new URLSearchParams({ tim: typed }).toString()), typed).toEqual(['Chuyển đổi số ở bản Hoa']);
    // both places of the tone mark, both forms of Unicode
    for (const typed of ['hoà', 'hòa', 'hòa'.normalize('NFD'), 'hoa binh'])
      expect((await list(new URLSearchParams({ tim: typed }).toString())).total, typed).toBe(2);
    expect(await titles('tim=quang+nu')).toEqual(['Chuyển đổi số ở bản Hoa']);
    expect(await titles('tim=vid26-00002')).toEqual(['Song và đoạn']);
  });

  it('K24-4: long words are found by their beginning, short ones whole, and signs of patterns mean nothing', async () => {
    expect(await titles('tim=chuy+nu')).toEqual(['Chuyển đổi số ở bản Hoa']);
    expect(await titles('tim=huyen')).toEqual([]);
    expect(await titles('tim=son')).toEqual([]);
    for (const typed of ['.*', '%', '(', '\\m', "'"])
      expect((await list(`tim=${encodeURIComponent(typed)}`)).total).toBe(0);
  });

  it('K24-4: is filtered by topic and unit, with counts of what one would see', async () => {
    const all = await list('');
    expect(all.total).toBe(62);
    expect(all.all).toBe(62);
    expect(Object.fromEntries(all.topics.map((topic) => [topic.value, topic.count]))).toEqual({
      data: 2,
      ai: 1,
      skills: 60,
    });
    expect(all.units.map(({ label, count }) => [label, count])).toEqual([['Xã Hòa Bình', 2]]);
    const data = await list('chu-de=data');
    expect(data.cards.map((card) => card.title).toSorted()).toEqual(['Chuyển đổi số ở bản Hoa', 'Song và đoạn']);
    // the counts of units keep the topic, those of topics do not keep themselves
    expect(data.units.map(({ count }) => count)).toEqual([2]);
    expect(data.topics.find((topic) => topic.value === 'skills')?.count).toBe(60);
    expect(await titles(`chu-de=ai&don-vi=${unitId}`)).toEqual(['Chuyển đổi số ở bản Hoa']);
    expect((await list('chu-de=khong-co')).total).toBe(0);
  });

  it('K24-4: pages hold every work exactly once, and a page too far is the last', async () => {
    const pages = await Promise.all(['1', '2', '3'].map((page) => list(`trang=${page}`)));
    const codes = pages.flatMap((page) => page.cards.map((card) => card.code));
    expect(codes).toHaveLength(62);
    expect(new Set(codes).size).toBe(62);
    expect((await list('trang=99')).page).toBe(3);
  });

  it('K24-4: needs as many queries for 24 works as for one', async () => {
    const count = async (query: string) =>
      (
        await countQueries(t.app.db, (db) =>
          galleryPage(db, programme, { filter: readGalleryFilter(new URLSearchParams(query)), seed: 's' }),
        )
      ).queries;
    expect(await count('')).toBe(await count('tim=quang+nu'));
  });

  it('K24-4: a withdrawn work is nowhere; its page says only that it is gone', async () => {
    const withdrawn = posted[2]!;
    for (const query of ['tim=lo', 'tim=khong+nen', `tim=${withdrawn.code}`, 'chu-de=skills&tim=ten'])
      expect((await list(query)).cards.map((card) => card.code)).not.toContain(withdrawn.code);
    expect((await list('')).units.map((unit) => unit.label)).not.toContain('Xã Ẩn');
    expect(await galleryItem(t.app.db, { programme, code: withdrawn.slug })).toBe('withdrawn');
    const args = { slug: programme.slug, code: withdrawn.slug };
    const refusal = await requireItem(t.visitor(), args).catch((error) => error);
    expect(refusal).toMatchObject({ status: 410, code: 'gallery.withdrawn' });
    expect(refusal.message).not.toContain('không nên lộ');
    await expect(requireItem(t.visitor(), { ...args, code: 'vid26-09999' })).rejects.toMatchObject({ status: 404 });
    const codes = await shownCodes(t.app.db, programme.id);
    expect([codes.has(posted[0]!.code), codes.has(withdrawn.code)]).toEqual([true, false]);
    expect((await someWorks(t.app.db, programme, { seed: 's', count: 100 })).map((card) => card.code)).not.toContain(
      withdrawn.code,
    );
  });

  it('K24-4: the order is the visitor’s for a day, and the next day another', async () => {
    const headers = (bucket: string) => new Headers({ 'x-gallery-bucket': bucket });
    const at = async (bucket: string, moment: string) =>
      (await list('', await visitorSeed(t.visitor(moment), headers(bucket)))).cards.map((card) => card.code).join();
    const morning = await at('7', '2026-08-01T06:00:00+07:00');
    expect(await at('7', '2026-08-01T23:59:59+07:00')).toBe(morning);
    expect(await at('7', '2026-08-02T00:00:00+07:00')).not.toBe(morning);
    expect(await at('8', '2026-08-01T06:00:00+07:00')).not.toBe(morning);
    expect(await at('nonsense', '2026-08-01T06:00:00+07:00')).toBe(await at('0', '2026-08-01T06:00:00+07:00'));
  });

  it('K24-4: every work comes first equally often over visitors and days', async () => {
    const first = new Map<string, number>();
    const days = 12;
    for (let day = 1; day <= days; day++)
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const moment = `2026-08-${String(day).padStart(2, '0')}T06:00:00+07:00`;
        const seed = await visitorSeed(t.visitor(moment), new Headers({ 'x-gallery-bucket': String(bucket) }));
        const [card] = await someWorks(t.app.db, programme, { seed, count: 1 });
        first.set(card!.code, (first.get(card!.code) ?? 0) + 1);
      }
    const expected = (days * BUCKETS) / 62;
    const chi = posted
      .filter((work) => work !== posted[2])
      .reduce((sum, work) => sum + ((first.get(work.code) ?? 0) - expected) ** 2 / expected, 0);
    // 61 degrees of freedom
    expect(chi).toBeLessThan(120);
  });

  it('K24-4: the secret of the order is made once and stays', async () => {
    const again = { ...t.app };
    expect((await orderKey(again))('x')).toEqual((await orderKey(t.app))('x'));
  });

  it('K24-4: steps lead through all works of a filter in the order of the list, and back', async () => {
    const headers = new Headers({ 'x-gallery-bucket': '3' });
    const ctx = t.visitor();
    const seed = await visitorSeed(ctx, headers);
    const order = (await Promise.all(['1', '2', '3'].map((page) => list(`tim=ban&trang=${page}`, seed)))).flatMap(
      (page) => page.cards.map((card) => card.code),
    );
    const args = { programmeId: programme.id, filter: { search: 'ban', topic: '', unit: '' }, seed };
    let code = order[0]!;
    const walked = [code];
    for (let i = 1; i < order.length; i++) {
      const next = await neighbour(t.app.db, { ...args, code, step: 1 });
      code = next!.code;
      walked.push(code);
      expect(next!.page).toBe(Math.floor(i / 24) + 1);
    }
    expect(walked).toEqual(order);
    expect(await neighbour(t.app.db, { ...args, code, step: 1 })).toEqual({ code: order[0], page: 1 });
    expect((await neighbour(t.app.db, { ...args, code: order[0]!, step: -1 }))?.code).toBe(code);
    const step = { slug: programme.slug, headers, step: 1 as const };
    expect(await stepAddress(ctx, { ...step, code: order[24]!, params: new URLSearchParams('tim=ban') })).toBe(
      `/cuoc-thi/${programme.slug}/thu-vien/${order[25]!.toLowerCase()}?tim=ban&trang=2`,
    );
    // a work that the filter does not hold leads to itself
    expect(await stepAddress(ctx, { ...step, code: posted[1]!.code, params: new URLSearchParams('chu-de=ai') })).toBe(
      `/cuoc-thi/${programme.slug}/thu-vien/${posted[1]!.slug}?chu-de=ai`,
    );
  });
});
