import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referenceTo } from '#lib/domain/summary/references.ts';
import type { SummaryFigure } from '#lib/domain/summary/types.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { correctSummary, finaliseSummary } from '#lib/server/summary/finalise.ts';
import { openSummary, summaryList } from '#lib/server/summary/open.ts';
import { summaryPaper } from '#lib/server/summary/paper.ts';
import { figureSource } from '#lib/server/summary/sources.ts';
import { previewPage, sectionPage, summaryPage } from '#lib/server/summary/view.ts';
import { acknowledgeFigures, createSummary, saveSection } from '#lib/server/summary/write.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { type SummaryWorld, summaryWorld } from '../support/summary.ts';

let t: TestApp;
let w: SummaryWorld;
let at: { slug: string; summaryId: string };

beforeAll(async () => {
  t = await testApp();
  w = await summaryWorld(t);
});
afterAll(() => t?.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (problem) => problem,
  );
const figures = async (): Promise<Map<string, SummaryFigure>> =>
  new Map((await openSummary(w.standing, at)).data.figures.map((one) => [one.id, one]));
const section = async (sectionId: string) => sectionPage(w.standing, { ...at, sectionId });
const save = async (sectionId: string, text: string, picks: { key: string; text: string }[] = [], ctx = w.standing) =>
  saveSection(ctx, { ...at, sectionId, version: (await section(sectionId)).sectionVersion, text, picks });

describe('Q25-13: a report from the reports of units', () => {
  it('Q25-9: the list says for each period what is there; a yearly report is begun once, by the standing unit alone', async () => {
    const { periods } = await summaryList(w.standing, w.slug);
    expect(periods).toMatchObject([{ name: 'Báo cáo năm 2025', owed: 4, submitted: 3, accepted: 2, summary: null }]);
    const ask = { slug: w.slug, period: '2025', occasion: 'yearly' as const };
    expect(await refusal(createSummary(w.auditor, ask))).toMatchObject({ code: 'movement.not-standing' });
    expect(await refusal(createSummary(w.commune, ask))).toMatchObject({ status: 404 });
    expect(await refusal(createSummary(w.standing, { ...ask, period: '2024' }))).toMatchObject({
      code: 'summary.fields',
    });
    at = { slug: w.slug, ...(await createSummary(w.standing, ask)) };
    expect(await refusal(createSummary(w.colleague, ask))).toMatchObject({ code: 'summary.exists' });
  });

  it('counts what was handed in by class, and every figure leads to the rows that it counts', async () => {
    const all = await figures();
    const text = (part: string) => all.get(`bao-cao.${part}`)?.text;
    expect(
      ['phai-nop', 'dung-han', 'muon', 'chua-nop', 'mien', 'chap-nhan', 'ty-le-dung-han'].map((p) =>
        text(`tat-ca.${p}`),
      ),
    ).toEqual(['4', '2', '1', '1', '1', '2', '50,0%']);
    expect([text('communes.muon'), text('agencies.dung-han'), text('agencies.mien')]).toEqual(['1', '1', '1']);
    const late = await figureSource(w.standing, { ...at, figureId: 'bao-cao.communes.muon' });
    expect(late.items).toMatchObject([
      { label: 'Xã Mường Bú', href: `/dieu-hanh/phong-trao/${w.slug}/nghia-vu/${w.reports.X2}` },
    ]);
    for (const figure of all.values()) {
      expect(figure.basis).not.toBe('');
      const { items } = await figureSource(w.standing, { ...at, figureId: figure.id });
      expect(items.map((item) => item.id).sort(), figure.id).toEqual([...new Set(figure.source.ids)].sort());
    }
  });

  it('takes official figures only; what rests on working figures is marked and kept out of the final', async () => {
    const all = await figures();
    expect(all.get('chi-tieu.online.toan-tinh')).toMatchObject({ text: '65,0%', official: true });
    expect(all.get('chi-tieu.online.toan-tinh')?.basis).toContain('2 đơn vị có số liệu, 3 đơn vị phải có');
    expect(all.get('chi-tieu.online.tam-tinh')).toMatchObject({ text: '76,3%', official: false });
    expect(all.get('chi-tieu.online.dat.communes')).toMatchObject({ text: '1' });
    expect(all.get('chi-tieu.trained.toan-tinh')?.text).toBe('1.320 người');
    expect(all.get('tieu-chi.a2.communes.mot-phan')).toMatchObject({ text: '2' });
    expect(all.get('dien-hinh.tong')?.text).toBe('1');
  });

  it('lists whoever is missing instead of leaving them out silently', async () => {
    const { appendices } = await previewPage(w.standing, at);
    const tables = appendices.flatMap((one) => one.tables);
    const cells = (id: string) =>
      tables.find((one) => one.id === id)?.rows.map((row) => row.map((cell) => cell.text).join(' | ')) ?? [];
    expect(cells('qua-han').join('\n')).toMatch(
      /Phường Tô Hiệu.*chưa nộp, quá 41 ngày[\s\S]*Xã Mường Bú.*nộp muộn 11 ngày/,
    );
    expect(cells('chua-tinh').join('\n')).toMatch(/Phường Tô Hiệu.*chưa bắt đầu/);
    expect(cells('chua-tinh').join('\n')).toMatch(/Sở Khoa học và Công nghệ.*đã nộp, chờ chấp nhận/);
    expect(cells('mien').join('\n')).toContain('Sở Nội vụ');
    expect(cells('thieu-so-lieu').join('\n')).toContain('Tỷ lệ hồ sơ trực tuyến | 1/3 | Phường Tô Hiệu');
  });

  it('the words hold references; one that leads nowhere is refused beside the field', async () => {
    const problem = await refusal(save('trien-khai', `Có ${referenceTo('bao-cao.khong-co')} đơn vị.`));
    expect(problem).toMatchObject({ code: 'summary.fields', issues: [{ field: 'text' }] });
    expect(problem.issues[0].message).toContain('bao-cao.khong-co');
    expect(await refusal(save('trien-khai', 'Có {{so:}} đơn vị.'))).toMatchObject({ issues: [{ field: 'text' }] });
    await save('trien-khai', `Có ${referenceTo('bao-cao.tat-ca.da-nop')} đơn vị đã nộp.`);
    const { shown } = await section('trien-khai');
    expect(shown[0]?.map((one) => one.text).join('')).toBe('Có 3 đơn vị đã nộp.');
    expect(shown[0]?.[1]).toMatchObject({ figure: { id: 'bao-cao.tat-ca.da-nop' } });
  });

  it('a figure is put at the end of the words by a button', async () => {
    const { sectionVersion: version } = await section('ton-tai');
    await saveSection(w.standing, {
      ...at,
      sectionId: 'ton-tai',
      version,
      text: 'Còn chậm:',
      picks: [],
      insert: 'chi-tieu.cham',
    });
    expect((await section('ton-tai')).text).toBe(`Còn chậm: ${referenceTo('chi-tieu.cham')}`);
  });

  it('offers what units wrote under the section where it belongs, of accepted reports only, word for word', async () => {
    const { candidates } = await section('noi-dung.a');
    expect(candidates.map((one) => one.unit)).toEqual(['Xã Chiềng Mung', 'Xã Mường Bú']);
    expect((await section('ton-tai')).candidates.map((one) => one.heading)).toContain('Khó khăn, vướng mắc');
    expect((await section('dien-hinh')).candidates).toMatchObject([{ heading: 'TD25-DH-001' }]);
    const [first] = candidates;
    expect(await refusal(save('noi-dung.a', '', [{ key: first!.key, text: 'Đã tổ chức 120 buổi.' }]))).toMatchObject({
      issues: [{ field: `excerpt.${first!.key}` }],
    });
    await save('noi-dung.a', '', [{ key: first!.key, text: 'Đã tổ chức … tại 9 bản.' }]);
    const preview = await previewPage(w.standing, at);
    expect(preview.sections.find((one) => one.id === 'noi-dung.a')?.quotes).toMatchObject([
      {
        href: `/dieu-hanh/phong-trao/${w.slug}/nghia-vu/${w.reports.X1}`,
        source: expect.stringContaining('Xã Chiềng Mung'),
      },
    ]);
  });

  it('two people: the second to save the same section is told, and nothing is overwritten', async () => {
    const { sectionVersion: version } = await section('kien-nghi');
    await saveSection(w.standing, { ...at, sectionId: 'kien-nghi', version, text: 'Của người thứ nhất.', picks: [] });
    const second = { ...at, sectionId: 'kien-nghi', version, text: 'Của người thứ hai.', picks: [] };
    expect(await refusal(saveSection(w.colleague, second))).toMatchObject({ code: 'stale' });
    expect((await section('kien-nghi')).text).toBe('Của người thứ nhất.');
    // another section meanwhile is nobody's conflict
    await save('ket-qua', 'Đánh giá chung.', [], w.colleague);
  });

  it('a figure that changed since the last look is new in the draft and listed', async () => {
    expect((await summaryPage(w.standing, at)).changed).toEqual([]);
    await t.app.db
      .updateTable('indicator_value')
      .set({ official_numerator: '90', official_value: '90', numerator: '90', value: '90' })
      .where('indicator_id', '=', 'online')
      .where('unit_id', '=', w.units.X1!)
      .execute();
    await t.app.db
      .updateTable('indicator_value')
      .set({ updated_at: new Date('2027-02-01T00:00:00Z') })
      .where('programme_id', '=', w.programmeId)
      .execute();
    const { changed } = await summaryPage(w.standing, at);
    expect(changed.find((one) => one.id === 'chi-tieu.online.toan-tinh')).toMatchObject({
      before: '65,0%',
      after: '70,0%',
    });
    await acknowledgeFigures(w.standing, at);
    expect((await summaryPage(w.standing, at)).changed).toEqual([]);
  });
});

describe('Q25-13: issuing', () => {
  const issue = async (more: { number?: string; dated?: string; version?: number } = {}) =>
    finaliseSummary(w.standing, {
      ...at,
      number: '215/BC-SNV',
      dated: '20/12/2025',
      version: (await openSummary(w.standing, at)).summary.version,
      ...more,
    });

  it('asks for number and day, the version that was looked at, and official figures only', async () => {
    expect(await refusal(issue({ number: '', dated: '31/02/2025' }))).toMatchObject({
      issues: [{ field: 'number' }, { field: 'dated' }],
    });
    expect(await refusal(issue({ dated: '21/12/2025' }))).toMatchObject({ issues: [{ field: 'dated' }] });
    await save('chi-tieu', `Tạm tính ${referenceTo('chi-tieu.online.tam-tinh')}.`);
    const problem = await refusal(issue());
    expect(problem).toMatchObject({ code: 'summary.obstacles' });
    expect(problem.message).toContain('số tạm tính');
    await save(
      'chi-tieu',
      `Đạt ${referenceTo('chi-tieu.online.toan-tinh')}, ${referenceTo('chi-tieu.online.danh-gia')}.`,
    );
    expect(await refusal(issue({ version: 1 }))).toMatchObject({ code: 'stale' });
  });

  it('freezes words and figures: later figures change nothing, and nothing can be written', async () => {
    expect(await issue()).toMatchObject({ no: 1 });
    await t.app.db
      .updateTable('indicator_value')
      .set({ official_value: '10', official_numerator: '10' })
      .where('indicator_id', '=', 'online')
      .execute();
    const { data, summary } = await openSummary(w.standing, at);
    expect(summary).toMatchObject({ state: 'final', number: '215/BC-SNV', dated: '2025-12-20' });
    expect(data.figures.find((one) => one.id === 'chi-tieu.online.toan-tinh')?.text).toBe('70,0%');
    expect(data.figures.every((one) => one.official)).toBe(true);
    expect(await refusal(save('chi-tieu', 'Sửa sau.'))).toMatchObject({ code: 'summary.final' });
    expect(await refusal(sql`update summary_issue set number = '1/X'`.execute(t.app.db))).toMatchObject({
      code: '23001',
    });
    const event = await t.app.db
      .selectFrom('audit_event')
      .select('summary')
      .where('act', '=', 'summary.finalise')
      .executeTakeFirstOrThrow();
    expect(event.summary).toBe('Ban hành Báo cáo năm 2025, số 215/BC-SNV ngày 20/12/2025.');
  });

  it('a correction is a further version with its reason; the first one can still be had as it was', async () => {
    expect(await refusal(correctSummary(w.standing, { ...at, reason: 'sai' }))).toMatchObject({
      issues: [{ field: 'reason' }],
    });
    const before = await summaryPaper(w.standing, { ...at, no: 1, format: 'pdf', origin: 'https://lantoa.test' });
    await correctSummary(w.standing, { ...at, reason: 'Số liệu hồ sơ trực tuyến được đính chính sau khi ban hành.' });
    expect(
      (await openSummary(w.standing, at)).data.figures.find((one) => one.id === 'chi-tieu.online.toan-tinh')?.text,
    ).toBe('10,0%');
    expect(await issue({ number: '230/BC-SNV' })).toMatchObject({ no: 2 });
    const { issues } = await summaryPage(w.standing, at);
    expect(issues.map((one) => [one.no, one.number, one.reason !== null])).toEqual([
      [2, '230/BC-SNV', true],
      [1, '215/BC-SNV', false],
    ]);
    const again = await summaryPaper(w.standing, { ...at, no: 1, format: 'pdf', origin: 'https://lantoa.test' });
    expect(again.bytes.equals(before.bytes)).toBe(true);
  });

  it('keeps every invariant of reports', async () => {
    const results = (await checkInvariants(t.app)).filter((one) => one.name.startsWith('summary.'));
    expect(results.length).toBe(4);
    expect(results.filter((one) => !one.ok)).toEqual([]);
  });
});
