import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markText } from '#lib/domain/report/blocks.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { readDocx } from '#lib/server/platform/files/readDocx.ts';
import { openReport } from '#lib/server/report/open.ts';
import { reportPaper } from '#lib/server/report/paper.ts';
import { saveReport } from '#lib/server/report/save.ts';
import { addSource, readSource, takeSource } from '#lib/server/report/source.ts';
import { submitReport } from '#lib/server/report/submit.ts';
import { reportTemplate } from '#lib/server/report/template.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { convertOffice, hasOffice, upload, type Written, writtenDocx } from '../support/office.ts';
import { communeReport, insertObligation } from '../support/report.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let commune: Ctx;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  const person = await t.person('Lò Văn Mung', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  commune = t.ctx(person, '2025-10-01T08:00:00+07:00');
});
afterAll(() => t.close());

let year = 2025;
/** A new report of its own, with a file in it. */
async function withFile(bytes: Uint8Array, name = 'bao-cao.docx', ruleId = 'report') {
  const period = ruleId === 'report' ? String(year++) : '2025';
  const obligationId = await insertObligation(t, { programmeId, unitId: units.X1!, ruleId, period });
  const fileId = await addSource(commune, { obligationId, file: upload(bytes, name) });
  const report = await openReport(commune, { obligationId });
  return { obligationId, fileId, version: report.version, period, reading: await readSource(commune, report, fileId) };
}
const textsOf = (reading: { found: { field: string; text: string }[] }) =>
  Object.fromEntries(reading.found.map((one) => [one.field, one.text]));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (problem) => problem,
  );

const ownFile: Written[] = [
  { bold: 'ỦY BAN NHÂN DÂN XÃ CHIỀNG MUNG' },
  { bold: 'I. NÂNG CAO NHẬN THỨC'.normalize('NFD') },
  'Đã tuyên truyền 52 buổi.',
  { bold: 'II. Học tập số' },
  'Mở 3 lớp cho 120 người.',
  { bold: 'III. Việc khác' },
  'Tặng 5 giấy khen.',
  {
    table: [
      ['TT', 'Tiêu chí', 'Mức'],
      ['1', 'Triển khai có hiệu quả', 'Đạt'],
    ],
  },
];

describe('import from the file that a unit already writes (Q25-10)', () => {
  it('Q25-5: a Word file in the unit’s own form: what was understood is shown, nothing is in the draft', async () => {
    const { obligationId, reading } = await withFile(await writtenDocx(ownFile));
    expect(textsOf(reading)).toEqual({
      'contents.a': 'Đã tuyên truyền 52 buổi.',
      'contents.b': 'Mở 3 lớp cho 120 người.',
      'criteria.a1.self': 'full',
    });
    expect(reading.left).toContainEqual({ heading: 'III. Việc khác', text: 'Tặng 5 giấy khen.' });
    expect(reading.state).toEqual({ kind: 'none' });
    const report = await openReport(commune, { obligationId });
    expect(report.content.contents).toEqual({});
    expect(report.files).toMatchObject([{ role: 'source', name: 'bao-cao.docx' }]);
  });

  it('an import that stops half-way leaves nothing half done: it is all in, or not at all', async () => {
    const { obligationId, fileId, version } = await withFile(await writtenDocx(ownFile));
    const choice = {
      obligationId,
      fileId,
      use: ['contents.a', 'criteria.a1.self'],
      place: new Map([[1, 'sections.proposals']]),
    };
    const broken: Ctx = {
      ...commune,
      app: {
        ...commune.app,
        db: commune.app.db.withPlugin({
          transformQuery: ({ node }) => {
            if (node.kind === 'InsertQueryNode' && JSON.stringify(node.into).includes('audit_event'))
              throw new Error('killed');
            return node;
          },
          transformResult: async ({ result }) => result,
        }),
      },
    };
    await expect(takeSource(broken, { ...choice, version, mode: 'append' })).rejects.toThrow('killed');
    expect((await openReport(commune, { obligationId })).version).toBe(version);
    await takeSource(commune, { ...choice, version, mode: 'append' });
    expect((await openReport(commune, { obligationId })).content).toMatchObject({
      contents: { a: 'Đã tuyên truyền 52 buổi.' },
      criteria: { a1: { self: 'full', text: '' } },
      sections: { proposals: 'III. Việc khác\nTặng 5 giấy khen.' },
    });
    expect(await refusal(takeSource(commune, { ...choice, version, mode: 'replace' }))).toMatchObject({
      code: 'stale',
    });
  });

  it('what the person wrote stays unless they choose to replace it', async () => {
    const { obligationId, fileId, version } = await withFile(await writtenDocx(ownFile));
    const saved = await saveReport(commune, { obligationId, version, content: { 'contents.a': 'Đã viết trước.' } });
    const choice = { obligationId, fileId, use: ['contents.a'], place: new Map<number, string>() };
    await takeSource(commune, { ...choice, version: saved.version, mode: 'append' });
    const appended = await openReport(commune, { obligationId });
    expect(appended.content.contents.a).toBe('Đã viết trước.\n\nĐã tuyên truyền 52 buổi.');
    await takeSource(commune, { ...choice, version: appended.version, mode: 'replace' });
    expect((await openReport(commune, { obligationId })).content.contents.a).toBe('Đã tuyên truyền 52 buổi.');
  });

  it('last year’s template is known for what it is; its text can be taken over and has to be looked through', async () => {
    const mark = markText({ slug: sampleMovement.slug, ruleId: 'report', period: '2024', version: 1 });
    const { obligationId, fileId, version, reading } = await withFile(
      await writtenDocx([mark, { heading: 2, text: 'a) Nâng cao nhận thức' }, 'Chữ năm ngoái.']),
    );
    expect(reading.state).toEqual({ kind: 'older', words: 'năm 2024' });
    await takeSource(commune, { obligationId, fileId, version, use: ['contents.a'], place: new Map(), mode: 'append' });
    expect((await openReport(commune, { obligationId })).content.taken).toEqual({ 'contents.a': 'tệp của năm 2024' });
  });

  it('files that are none are refused with what to do', async () => {
    const id = await insertObligation(t, { programmeId, unitId: units.X1!, ruleId: 'report', period: String(year++) });
    const add = (bytes: Uint8Array, name: string) =>
      refusal(addSource(commune, { obligationId: id, file: upload(bytes, name) }));
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000)]);
    expect(await add(ole, 'bao cao.doc')).toMatchObject({ field: 'file', message: expect.stringContaining('.docx') });
    expect(await add(ole, 'bao cao.docx')).toMatchObject({ field: 'file' });
    expect(await add(new Uint8Array(), 'x.docx')).toMatchObject({ field: 'file' });
    await expect(readDocx(Buffer.from('PK\u0003\u0004 broken'))).rejects.toMatchObject({ code: 'docx.unreadable' });
    expect((await openReport(commune, { obligationId: id })).files).toEqual([]);
  });
});

describe('our own templates', () => {
  const fill = (blocks: Awaited<ReturnType<typeof readDocx>>) =>
    blocks.flatMap((block): Written[] => {
      if (block.kind === 'table')
        return [
          { table: block.rows.map((row, i) => (i === 1 ? [row[0]!, row[1]!, '62,5', '70', ...row.slice(4)] : row)) },
        ];
      const level = /heading (\d)/i.exec(block.style ?? '')?.[1];
      if (level)
        return [{ heading: Number(level) as 1, text: block.text }, ...(level === '2' ? [`Viết về ${block.text}`] : [])];
      return [
        block.text === 'Tự đánh giá:' || block.text.startsWith('Tự đánh giá: ')
          ? 'Tự đánh giá: Đạt một phần'
          : block.text,
      ];
    });

  it('Q25-10, Q25-5, Q25-6: a Word template comes back with every part in its place, for sure', async () => {
    const id = await insertObligation(t, { programmeId, unitId: units.X2!, ruleId: 'plan-commune', period: '2025' });
    const other = t.ctx(
      await t.person('Hà Văn Bú', [{ role: 'unit-coordinator', unitId: units.X2! }]),
      '2025-07-10T08:00:00+07:00',
    );
    const { bytes, name } = await reportTemplate(other, { obligationId: id, format: 'docx' });
    expect(name).toBe('mau-ke-hoach-xa-muong-bu-2025.docx');
    const empty = await readDocx(bytes);
    const fileId = await addSource(other, { obligationId: id, file: upload(await writtenDocx(fill(empty)), name) });
    const reading = await readSource(other, await openReport(other, { obligationId: id }), fileId);
    expect(reading.state).toEqual({ kind: 'same' });
    expect(textsOf(reading)).toEqual({
      'contents.a': 'Viết về a) Nâng cao nhận thức',
      'contents.b': 'Viết về b) Học tập số',
      'criteria.a1.self': 'partly',
      'criteria.a2.self': 'partly',
      'targets.online@2025': '62.5',
      'targets.online@2026': '70',
      'sections.difficulties': 'Viết về Khó khăn, vướng mắc',
    });
    expect(reading.found.every((one) => one.sure)).toBe(true);
    expect(reading.left.filter((one) => one.text !== '')).toEqual([]);
  });

  it('an empty template says nothing', async () => {
    const id = await insertObligation(t, { programmeId, unitId: units.X1!, ruleId: 'plan-commune', period: '2025' });
    for (const format of ['docx', 'xlsx'] as const) {
      const { bytes, name } = await reportTemplate(commune, { obligationId: id, format });
      const fileId = await addSource(commune, { obligationId: id, file: upload(bytes, name) });
      const reading = await readSource(commune, await openReport(commune, { obligationId: id }), fileId);
      expect(reading.found).toEqual([]);
      expect(reading.left.filter((one) => one.text !== '')).toEqual([]);
      expect(reading.state).toEqual({ kind: 'same' });
    }
  });
});

describe.skipIf(!hasOffice)('files in LibreOffice (skipped where it is not installed)', () => {
  it('Q25-10: what was handed in opens as a Word file with its heading, and reads back', {
    timeout: 180_000,
  }, async () => {
    const obligationId = await insertObligation(t, {
      programmeId,
      unitId: units.X1!,
      ruleId: 'report',
      period: String(year++),
    });
    const { version } = await saveReport(commune, { obligationId, version: 0, content: communeReport });
    await submitReport(commune, { obligationId, version });
    const { bytes } = await reportPaper(commune, { obligationId, no: null, format: 'docx' });
    expect(convertOffice(bytes, 'docx', 'pdf').subarray(0, 5).toString()).toBe('%PDF-');
    const again = await readDocx(convertOffice(bytes, 'docx', 'docx'));
    const texts = again.map((block) => (block.kind === 'table' ? block.rows.flat().join(' ') : block.text)).join('\n');
    expect(texts).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(texts).toContain('ỦY BAN NHÂN DÂN\nXÃ CHIỀNG MUNG');
    expect(texts).toContain(communeReport.contents.b);
    const pdf = await reportPaper(commune, { obligationId, no: 1, format: 'pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('a template saved by LibreOffice keeps its mark and its headings', { timeout: 180_000 }, async () => {
    const obligationId = await insertObligation(t, {
      programmeId,
      unitId: units.X1!,
      ruleId: 'report',
      period: String(year++),
    });
    const { bytes } = await reportTemplate(commune, { obligationId, format: 'docx' });
    const fileId = await addSource(commune, {
      obligationId,
      file: upload(convertOffice(bytes, 'docx', 'docx'), 'luu-lai.docx'),
    });
    const reading = await readSource(commune, await openReport(commune, { obligationId }), fileId);
    expect(reading.state).toEqual({ kind: 'same' });
    expect(reading.found).toEqual([]);
  });
});
