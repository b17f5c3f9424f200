import { describe, expect, it } from 'vitest';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import type { MovementProgramme } from '../movement/types.ts';
import { type Block, markText, readMark } from './blocks.ts';
import { reportForm } from './form.ts';
import { withoutNumber } from './headings.ts';
import { chosenFields, readSelf, understand, unsaid } from './understand.ts';

const doc: MovementProgramme = {
  ...sampleMovement,
  contents: [
    { id: 'a', label: 'a)', title: 'Nâng cao nhận thức về chuyển đổi số', text: 'Gợi ý a.', clause: 'III.2' },
    { id: 'b', label: 'b)', title: 'Học tập, bồi dưỡng kỹ năng số', text: 'Gợi ý b.', clause: 'III.2' },
    { id: 'c', label: 'c)', title: 'Phát triển hạ tầng số', text: 'Gợi ý c.', clause: 'III.2' },
  ],
};
const rule = (id: string) => doc.obligations.find((one) => one.id === id)!;
const report = reportForm(doc, rule('report'), 'communes', '2025');
const plan = reportForm(doc, rule('plan-commune'), 'communes', '2025');

const p = (text: string, more: Partial<Extract<Block, { kind: 'paragraph' }>> = {}): Block => ({
  kind: 'paragraph',
  text,
  style: null,
  bold: false,
  numbered: null,
  ...more,
});
const read = (...blocks: Block[]) => {
  const reading = understand(report, blocks);
  return { ...reading, fields: Object.fromEntries(reading.found.map((one) => [one.field, one.text])) };
};
const sure = (reading: ReturnType<typeof read>) =>
  Object.fromEntries(reading.found.map((one) => [one.field, one.sure]));

describe('headings of files that units write (Q25-5)', () => {
  it('takes off every usual numbering', () => {
    expect(
      [
        'II. Kết quả',
        '1.2. Kết quả:',
        'a) Kết quả',
        'Phần I: Kết quả',
        'I. 1) Kết quả',
        '- Kết quả',
        'đ/ Kết quả',
        'Kết quả',
      ].map(withoutNumber),
    ).toEqual(Array(8).fill('Kết quả'));
  });

  it('Q25-5: a file made from the template, by its heading styles, without the hints that nobody removed', () => {
    const reading = read(
      p(markText({ slug: 'thi-dua-mau', ruleId: 'report', period: '2025', version: 1 })),
      p('I. KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG THI ĐUA', { style: 'heading 1' }),
      p('a) Nâng cao nhận thức về chuyển đổi số', { style: 'heading 2' }),
      p('Gợi ý a.'),
      p('Đã tổ chức 12 hội nghị.'),
      p('Có 1.200 lượt người dự.'),
      p('b) Học tập, bồi dưỡng kỹ năng số', { style: 'heading 2' }),
      p('[Viết vào đây]'),
      p('c) Phát triển hạ tầng số', { style: 'heading 2' }),
      p('Phủ sóng 4G 100% bản.'),
    );
    expect(reading.mark).toEqual({ slug: 'thi-dua-mau', ruleId: 'report', period: '2025', version: 1 });
    expect(reading.fields).toEqual({
      'contents.a': 'Đã tổ chức 12 hội nghị.\nCó 1.200 lượt người dự.',
      'contents.c': 'Phủ sóng 4G 100% bản.',
    });
    expect(Object.values(sure(reading))).toEqual([true, true]);
    expect(unsaid(report, reading.found).map((one) => one.key)).toEqual(expect.arrayContaining(['contents.b']));
  });

  it('Q25-5: typed numbers, upper case, decomposed letters and soft hyphens, with the letterhead and the signature left out', () => {
    const reading = read(
      p('ỦY BAN NHÂN DÂN', { bold: true }),
      p('XÃ CHIỀNG MUNG', { bold: true }),
      p('BÁO CÁO', { bold: true }),
      p('1. NÂNG CAO NHẬN THỨC VỀ CHUYỂN ĐỔI SỐ'.normalize('NFD'), { bold: true }),
      p('Loa xã phát 52 buổi.'),
      p('1.1. Công tác chỉ đạo'),
      p('Ban hành 3 văn bản.'),
      p('2. Học tập, bồi dưỡng kỹ\u00ad năng số', { bold: true }),
      p('Mở 3 lớp.'),
      p('Khó khăn, vướng mắc: Đường truyền yếu ở 4 bản.'),
      p('Nơi nhận:', { bold: true }),
      p('- Sở Nội vụ;'),
    );
    expect(reading.fields).toEqual({
      'contents.a': 'Loa xã phát 52 buổi.\n1.1. Công tác chỉ đạo\nBan hành 3 văn bản.',
      'contents.b': 'Mở 3 lớp.',
      'sections.difficulties': 'Đường truyền yếu ở 4 bản.',
    });
    expect(reading.left.map((one) => one.heading)).toEqual([
      'ỦY BAN NHÂN DÂN',
      'XÃ CHIỀNG MUNG',
      'BÁO CÁO',
      'Phần cuối văn bản',
    ]);
  });

  it('Q25-10: headings in a unit’s own words are guessed and said to be guessed', () => {
    const reading = read(
      p('I. Kết quả nâng cao nhận thức về chuyển đổi số', { bold: true }),
      p('Đã làm tốt.'),
      p('II. Về học tập và bồi dưỡng kỹ năng số cho cán bộ', { bold: true }),
      p('120 cán bộ.'),
      p('III. Công tác thi đua, khen thưởng khác', { bold: true }),
      p('Tặng 12 giấy khen.'),
    );
    expect(sure(reading)).toEqual({ 'contents.a': false, 'contents.b': false });
    expect(reading.left).toEqual([{ heading: 'III. Công tác thi đua, khen thưởng khác', text: 'Tặng 12 giấy khen.' }]);
    const placed = chosenFields(reading, { use: new Set(['contents.a']), place: new Map([[0, 'sections.proposals']]) });
    expect(placed).toEqual({
      'contents.a': 'Đã làm tốt.',
      'sections.proposals': 'III. Công tác thi đua, khen thưởng khác\nTặng 12 giấy khen.',
    });
  });

  it('a sentence that happens to mention a part is text, not a heading', () => {
    const reading = read(
      p('a) Nâng cao nhận thức về chuyển đổi số', { style: 'heading 2' }),
      p(
        'Cán bộ và nhân dân xã đã từng bước nâng cao nhận thức về chuyển đổi số và phát triển hạ tầng số trong năm qua.',
      ),
    );
    expect(Object.keys(reading.fields)).toEqual(['contents.a']);
  });

  it('Q25-6: criteria with the level that is named, by lines and by a table', () => {
    const lines = read(
      p('Triển khai có hiệu quả.', { style: 'heading 3' }),
      p('Tự đánh giá: Đạt một phần'),
      p('Còn 2 bản chưa làm.'),
      p('Hoàn thành đúng thời gian', { style: 'heading 3' }),
      p('Tự đánh giá: đạt đầy đủ / đạt một phần / chưa đạt'),
    );
    expect(lines.fields).toEqual({ 'criteria.a1.self': 'partly', 'criteria.a1.text': 'Còn 2 bản chưa làm.' });
    const table = read({
      kind: 'table',
      rows: [
        ['TT', 'Tiêu chí', 'Tự đánh giá', 'Thuyết minh'],
        ['1', 'Triển khai có hiệu quả', 'Đạt', 'Có số liệu.'],
        ['2', 'Hoàn thành đúng thời gian.', 'Chưa đạt', 'Chậm 10 ngày'],
      ],
    });
    expect(table.fields).toEqual({
      'criteria.a1.self': 'full',
      'criteria.a1.text': 'Có số liệu.',
      'criteria.a2.self': 'not',
      'criteria.a2.text': 'Chậm 10 ngày',
    });
    expect(table.left).toEqual([]);
    expect(['Đạt đầy đủ', 'Hoàn thành', 'Đạt một phần', 'Không đạt', 'có'].map(readSelf)).toEqual([
      'full',
      'full',
      'partly',
      'not',
      'full',
    ]);
  });

  it('Q25-10: own targets from a table by indicator and year; what cannot be is not sure', () => {
    const reading = understand(plan, [
      {
        kind: 'table',
        rows: [
          ['TT', 'Chỉ tiêu', 'ĐVT', 'Năm 2025', 'Năm 2026'],
          ['1', 'Tỷ lệ hồ sơ trực tuyến', '%', '62,5', '120'],
          ['2', 'Số người được tập huấn kỹ năng số', 'người', '1.200', ''],
        ],
      },
    ]);
    expect(reading.found).toMatchObject([
      { field: 'targets.online@2025', text: '62.5', sure: true },
      { field: 'targets.online@2026', text: '120', sure: false },
      { field: 'targets.trained@2025', text: '1200', sure: false },
    ]);
  });

  it('figures of a report’s table are named, and entered where figures are entered', () => {
    const reading = read({
      kind: 'table',
      rows: [
        ['Chỉ tiêu', 'Kết quả'],
        ['Tỷ lệ hồ sơ trực tuyến', '62,5'],
      ],
    });
    expect(reading.figures).toEqual([{ indicatorId: 'online', name: 'Tỷ lệ hồ sơ trực tuyến', cells: ['62,5'] }]);
  });

  it('the mark of a template survives what office programs do to it', () => {
    const text = markText({ slug: 'a-b', ruleId: 'plan-commune', period: '2025-H1', version: 12 });
    expect(readMark(`  ${text.normalize('NFD')} `)).toEqual({
      slug: 'a-b',
      ruleId: 'plan-commune',
      period: '2025-H1',
      version: 12,
    });
    expect(readMark('Mẫu Lan Tỏa')).toBeNull();
  });
});
