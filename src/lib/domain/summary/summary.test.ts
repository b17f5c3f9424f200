import { describe, expect, it } from 'vitest';
import { isExcerptOf } from './excerpt.ts';
import { coveredDays, covers, summaryOccasions } from './occasions.ts';
import { bulletPlot, stackPlot, trendPlot } from './plots.ts';
import { bookOf, changedFigures, figureBy, referenceIssues, referencesIn, resolved } from './references.ts';
import { placeOf } from './structure.ts';
import type { SummaryFigure } from './types.ts';

const figure = (id: string, text: string, official = true): SummaryFigure => ({
  id,
  group: 'g',
  label: id,
  text,
  basis: 'b',
  official,
  source: { kind: 'value', ids: [] },
});
const open = { value: null, source: 'open' as const };
const occasion = (kind: 'yearly' | 'mid-term' | 'final', year: number | null) => ({
  id: kind,
  kind,
  name: kind,
  clause: 'V',
  year,
  on: open,
});

describe('for which periods a movement has reports', () => {
  it('Q25-9: one every year, the mid-term review of 2027, the final one of 2030', () => {
    const doc = {
      from: '2025-06-21',
      to: '2030-12-31',
      occasions: [occasion('yearly', null), occasion('mid-term', 2027), occasion('final', 2030)],
    };
    expect(summaryOccasions(doc).map((one) => one.name)).toEqual([
      'Báo cáo năm 2025',
      'Báo cáo năm 2026',
      'Báo cáo năm 2027',
      'Báo cáo sơ kết năm 2027',
      'Báo cáo năm 2028',
      'Báo cáo năm 2029',
      'Báo cáo năm 2030',
      'Báo cáo tổng kết năm 2030',
    ]);
    expect(coveredDays(doc, { period: '2027', occasion: 'mid-term' })).toEqual({
      from: '2025-06-21',
      to: '2027-12-31',
    });
    expect(coveredDays(doc, { period: '2026', occasion: 'yearly' })).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  });

  it('C21-4: a final review held after the end, in 2026, reports on everything until the end of 2025', () => {
    const doc = { from: '2021-09-01', to: '2025-12-31', occasions: [occasion('final', 2026)] };
    const [final] = summaryOccasions(doc);
    expect(final).toMatchObject({ period: '2025', name: 'Báo cáo tổng kết năm 2026', to: '2025-12-31' });
    expect(coveredDays(doc, final!)).toEqual({ from: '2021-09-01', to: '2025-12-31' });
  });

  it('a yearly report covers its quarters, a mid-term one everything until then', () => {
    expect(covers({ period: '2026', occasion: 'yearly' }, '2026-Q3')).toBe(true);
    expect(covers({ period: '2026', occasion: 'yearly' }, '2025')).toBe(false);
    expect(covers({ period: '2027', occasion: 'mid-term' }, '2025-H1')).toBe(true);
    expect(covers({ period: '2027', occasion: 'mid-term' }, '2028')).toBe(false);
  });
});

describe('Q25-13: figures in words', () => {
  const figures = [figure('bao-cao.tat-ca.muon', '3'), figure('chi-tieu.x.tam-tinh', '70%', false)];
  const book = bookOf(figures);

  it('are written out where they are referred to, and found again by id and by code', () => {
    const text = 'Có {{so:bao-cao.tat-ca.muon}} đơn vị, {{ so: bao-cao.tat-ca.muon }} lượt; {{so:mat}}.';
    expect(referencesIn(text)).toEqual(['bao-cao.tat-ca.muon', 'mat']);
    expect(resolved(text, book)).toBe('Có 3 đơn vị, 3 lượt; [không còn số liệu “mat”].');
    expect(figureBy(figures, 'S002')?.id).toBe('chi-tieu.x.tam-tinh');
    expect(figureBy(figures, 'chi-tieu.x.tam-tinh')?.text).toBe('70%');
    expect(figureBy(figures, 'S003')).toBeUndefined();
  });

  it('unknown and broken references are refused; working figures only in a final report', () => {
    expect(referenceIssues('{{so:mat}}', book, 'text')).toHaveLength(1);
    for (const broken of ['{{so bao-cao}}', '{{bao-cao.tat-ca.muon}}', '{{so:}}', '{{so:x'])
      expect(referenceIssues(broken, book, 'text'), broken).toHaveLength(1);
    expect(referenceIssues('{{so:chi-tieu.x.tam-tinh}}', book, 'text')).toEqual([]);
    expect(referenceIssues('{{so:chi-tieu.x.tam-tinh}}', book, 'text', { final: true })).toHaveLength(1);
    expect(resolved('{{so:chi-tieu.x.tam-tinh}}', book)).toBe('70% (số tạm tính)');
  });

  it('changes since the last look: those in the words first, what went away only if the words use it', () => {
    const seen = { 'bao-cao.tat-ca.muon': '2', 'chi-tieu.x.tam-tinh': '69%', cu: '1', 'cu-khac': '1' };
    expect(changedFigures(seen, figures, new Set(['chi-tieu.x.tam-tinh', 'cu']))).toEqual([
      { id: 'chi-tieu.x.tam-tinh', label: 'chi-tieu.x.tam-tinh', before: '69%', after: '70%' },
      { id: 'cu', label: 'cu', before: '1', after: null },
      { id: 'bao-cao.tat-ca.muon', label: 'bao-cao.tat-ca.muon', before: '2', after: '3' },
    ]);
  });
});

describe('Q25-13: what units wrote', () => {
  const text = 'Đã mở 3 lớp.\nCó 120 người học; đường truyền còn yếu.';
  it('is taken word for word, with gaps marked', () => {
    expect(isExcerptOf('Có 120 người học', text)).toBe(true);
    expect(isExcerptOf('Đã mở 3 lớp. Có 120 người học', text)).toBe(true);
    expect(isExcerptOf('Đã mở … còn yếu.', text)).toBe(true);
    expect(isExcerptOf('còn yếu. … Đã mở', text)).toBe(false);
    expect(isExcerptOf('Có 1.200 người học', text)).toBe(false);
    expect(isExcerptOf(' … ', text)).toBe(false);
  });

  it('finds its section by what it is called; what fits nowhere is not lost', () => {
    expect(placeOf('Khó khăn, vướng mắc, nguyên nhân')).toBe('ton-tai');
    expect(placeOf('Kiến nghị, đề xuất')).toBe('kien-nghi');
    expect(placeOf('Mô hình, cách làm hay, điển hình tiên tiến')).toBe('dien-hinh');
    expect(placeOf('Kết quả nổi bật')).toBe('ket-qua');
    expect(placeOf('Chuyện khác')).toBe('trien-khai');
  });
});

describe('plots for paper', () => {
  it('say in words what they show, escape what is named, and are not drawn of nothing', () => {
    const part = { id: 'muon', label: 'Muộn', fill: '#fff', on: '#000' };
    const plot = stackPlot({
      id: 'nop',
      title: 'Nộp',
      parts: [part],
      rows: [{ label: 'Xã <b> & "phường"', counts: { muon: 4 } }],
    });
    expect(plot?.alt).toBe('Nộp. Xã <b> & "phường": muộn 4, tổng 4.');
    expect(plot?.svg).toContain('Xã &lt;b&gt; &amp; &quot;phường&quot;');
    expect(plot?.svg).not.toContain('<b>');
    expect(plot?.svg).toContain(`width="${plot?.width}" height="${plot?.height}"`);
    expect(stackPlot({ id: 'nop', title: 'Nộp', parts: [part], rows: [] })).toBeNull();
    expect(bulletPlot({ id: 'a', title: 'b', rows: [] })).toBeNull();
    expect(trendPlot({ id: 'a', title: 'b', rows: [] })).toBeNull();
  });

  it('a trend draws each year that has a figure, and the steps that are asked', () => {
    const plot = trendPlot({
      id: 'xu-huong',
      title: 'Qua các năm',
      rows: [
        {
          label: 'Hồ sơ trực tuyến',
          years: [2025, 2027],
          points: [
            { year: 2025, value: 60, text: '60,0%' },
            { year: 2027, value: 80, text: '80,0%' },
          ],
          targets: [{ year: 2027, value: 90 }],
          bounds: { min: 0, max: 100 },
        },
      ],
    });
    expect(plot?.svg.match(/<circle/g)).toHaveLength(2);
    expect(plot?.alt).toContain('năm 2025 60,0%, năm 2027 80,0%');
  });
});
