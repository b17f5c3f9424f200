import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSummary } from '#lib/server/summary/open.ts';
import { summaryPaper } from '#lib/server/summary/paper.ts';
import { figureSource } from '#lib/server/summary/sources.ts';
import { previewPage, sectionPage } from '#lib/server/summary/view.ts';
import { createSummary, saveSection } from '#lib/server/summary/write.ts';
import { movement2021Demo } from '../../programmes/son-la/thi-dua-2021-2025.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement } from '../support/movement.ts';
import { type SummaryWorld, summaryWorld } from '../support/summary.ts';
import { yauzlEntry } from './documents.zip.ts';

const soffice = ['/usr/bin/soffice', '/usr/lib/libreoffice/program/soffice'].find((path) => existsSync(path));
const folder = mkdtempSync(join(tmpdir(), 'lantoa-summary-'));

let t: TestApp;
let w: SummaryWorld;
let at: { slug: string; summaryId: string };
let files: Record<'pdf' | 'docx', Buffer>;

beforeAll(async () => {
  t = await testApp();
  w = await summaryWorld(t);
  at = { slug: w.slug, ...(await createSummary(w.standing, { slug: w.slug, period: '2025', occasion: 'yearly' })) };
  const {
    sectionVersion: version,
    text,
    candidates,
  } = await sectionPage(w.standing, { ...at, sectionId: 'noi-dung.a' });
  const picks = candidates.map((one) => ({ key: one.key, text: one.text }));
  await saveSection(w.standing, { ...at, sectionId: 'noi-dung.a', version, text, picks });
  const make = async (format: 'pdf' | 'docx') =>
    (await summaryPaper(w.standing, { ...at, no: null, format, origin: 'https://lantoa.test' })).bytes;
  files = { pdf: await make('pdf'), docx: await make('docx') };
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await t?.close();
});

/** Text without line ends and without the places where long words may break. */
const flat = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\u200b/g, '')
    .replace(/\s+/g, ' ');

const pdfText = (pdf: Buffer): string | null => {
  const path = join(folder, `${Math.random()}.pdf`);
  writeFileSync(path, pdf);
  try {
    return flat(
      execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return null;
  }
};

const docxText = async (): Promise<string> =>
  flat(
    (await yauzlEntry(files.docx, 'word/document.xml'))
      .replace(/<\/w:p>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&'),
  );

describe('Q25-13: the report as a paper of the administration', () => {
  it('every sentence and every figure of the page stands in the Word file, word for word', async () => {
    const text = await docxText();
    const page = await previewPage(w.standing, at);
    for (const section of page.sections) {
      expect(text).toContain(section.title);
      for (const line of section.lines) expect(text).toContain(flat(line.map((one) => one.text).join('')).trim());
      for (const quote of section.quotes) expect(text).toContain(flat(`${quote.source}: “${quote.text}”`));
      for (const table of section.tables)
        for (const row of table.rows) expect(text).toContain(flat(row.map((cell) => cell.text).join(' ')).trim());
    }
    for (const table of page.appendices.flatMap((one) => one.tables)) {
      expect(text).toContain(table.title);
      for (const row of table.rows) expect(text).toContain(flat(row.map((cell) => cell.text).join(' ')).trim());
    }
  });

  it('has headings of Word, repeated head rows, a page across, and plots with words for those who do not see them', async () => {
    const xml = await yauzlEntry(files.docx, 'word/document.xml');
    expect(xml).toContain('w:val="Heading1"');
    expect(xml).toContain('w:val="Heading2"');
    expect(xml).toMatch(/<w:tblHeader/);
    expect(xml).toContain('w:orient="landscape"');
    const { data } = await openSummary(w.standing, at);
    expect(data.plots.length).toBeGreaterThan(1);
    for (const plot of data.plots)
      expect(xml).toContain(`descr="${plot.alt.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`);
    expect(xml).toContain('Kèm theo dự thảo báo cáo');
    expect(xml).toContain('Times New Roman');
  });

  it('the PDF says the same figures', async ({ skip }) => {
    const text = pdfText(files.pdf);
    if (text === null) return skip('pdftotext is not installed');
    const { data } = await openSummary(w.standing, at);
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(text).toContain('BÁO CÁO');
    expect(text).toContain('DỰ THẢO');
    const word = await docxText();
    for (const figure of data.figures.filter((one) => /[%,.]/.test(one.text) && word.includes(one.text)))
      for (const part of figure.text.split(' ')) expect(text, figure.id).toContain(part);
    const page = await previewPage(w.standing, at);
    for (const line of page.sections.flatMap((one) => one.lines))
      expect(text).toContain(flat(line.map((one) => one.text).join('')).trim());
  });

  it('every code in the list of sources leads to its figure', async () => {
    const text = await docxText();
    const codes = [...new Set(text.match(/\bS\d{3}\b/g))];
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) {
      const { figure } = await figureSource(w.standing, { ...at, figureId: code });
      expect(text).toContain(flat(`${code} ${figure.label}`));
    }
  });

  it('LibreOffice opens the Word file without complaint and finds the same text in it', async ({ skip }) => {
    if (!soffice) return skip('LibreOffice is not installed');
    const path = join(folder, 'bao-cao.docx');
    writeFileSync(path, files.docx);
    execFileSync(
      soffice,
      [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, path],
      { stdio: 'ignore', timeout: 90_000 },
    );
    const opened = pdfText(readFileSync(join(folder, 'bao-cao.pdf')));
    if (opened === null) return skip('pdftotext is not installed');
    // its PDF sets some letters apart, so spaces say nothing
    const bare = (text: string) => flat(text).replaceAll(' ', '');
    const page = await previewPage(w.standing, at);
    for (const line of page.sections.flatMap((one) => one.lines))
      expect(bare(opened)).toContain(bare(line.map((one) => one.text).join('')));
    expect(bare(opened)).toContain('PHỤLỤC2');
  }, 120_000);
});

describe('C21-4: the final review of a movement that is over', () => {
  it('reports on all its years, with the figures of the last one', async () => {
    const programmeId = await insertMovement(t, movement2021Demo, new Date('2021-09-20T00:00:00Z'));
    const officer = t.ctx(
      await t.person('Lường Tổng kết', [{ role: 'secretary', programmeId }]),
      '2026-03-01T08:00:00+07:00',
    );
    const final = { slug: movement2021Demo.slug, period: '2025', occasion: 'final' as const };
    const made = { slug: final.slug, ...(await createSummary(officer, final)) };
    const { data, name } = await openSummary(officer, made);
    expect(name).toBe('Báo cáo tổng kết năm 2026');
    expect(data).toMatchObject({ from: movement2021Demo.from, to: '2025-12-31' });
    expect(data.figures.find((one) => one.id === 'chi-tieu.tong')?.text).toBe(
      String(movement2021Demo.indicators.filter((one) => !one.incomplete).length),
    );
    const { bytes } = await summaryPaper(officer, { ...made, no: null, format: 'pdf', origin: 'https://lantoa.test' });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
