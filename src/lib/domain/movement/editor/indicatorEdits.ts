import { choices, firstClause } from '../../programme/editor/choices.ts';
import type { Edit } from '../../programme/editor/describe.ts';
import { aggregationWords, comparatorWords, frequencyWords, indicatorKindWords, wholeName } from '../labels.ts';
import { classChoices, clauseOf, type FormSources } from './choices.ts';

const targets = ({ doc }: FormSources): Edit => ({
  kind: 'list',
  key: 'targets',
  label: 'Mức phải đạt',
  noun: 'mức',
  title: 'printed',
  brief: ['year'],
  ids: true,
  blank: {
    level: 'province',
    year: Number(doc.to.slice(0, 4)),
    comparator: '>=',
    value: '',
    printed: '',
    clause: firstClause(doc),
  },
  item: [
    { kind: 'text', key: 'printed', label: 'Kế hoạch ghi', hint: 'Nguyên văn, ví dụ: đạt trên 60%.' },
    {
      kind: 'choice',
      key: 'level',
      label: 'Của ai',
      options: [{ value: 'province', label: `Chung ${wholeName(doc)}` }, ...classChoices(doc, 'collective')],
    },
    { kind: 'whole', key: 'year', label: 'Đến hết năm' },
    { kind: 'choice', key: 'comparator', label: 'So sánh', options: choices(comparatorWords) },
    { kind: 'decimal', key: 'value', label: 'Mức' },
    { kind: 'decimal', key: 'max', label: 'Đến mức', hint: 'Chỉ khi là một khoảng.', optional: true },
    { kind: 'tick', key: 'approximate', label: 'Kế hoạch ghi “khoảng”', optional: true },
    clauseOf(doc),
  ],
});

/** The measured targets: what is counted, by whom, how it comes together, and what is to be attained. */
export const indicators = (sources: FormSources): Edit => {
  const { doc, units } = sources;
  return {
    kind: 'list',
    key: 'indicators',
    label: 'Các chỉ tiêu',
    noun: 'chỉ tiêu',
    title: 'name',
    brief: ['measure', 'lead'],
    ids: true,
    blank: {
      name: '',
      shortName: '',
      clause: firstClause(doc),
      contentId: null,
      group: '',
      measure: '%',
      kind: 'ratio',
      numerator: null,
      denominator: null,
      decimals: 1,
      bounds: { min: '0', max: '100' },
      direction: 'up',
      reportedBy: [],
      frequency: 'year',
      aggregation: { method: 'weighted-mean' },
      baseline: { value: null, source: 'open' },
      targets: [],
      lead: null,
      evidence: 'optional',
    },
    item: [
      { kind: 'text', key: 'name', label: 'Tên chỉ tiêu' },
      { kind: 'text', key: 'shortName', label: 'Tên ngắn', hint: 'Cho biểu đồ, tối đa 40 ký tự.', width: 30 },
      { kind: 'text', key: 'group', label: 'Nhóm', hint: 'Đề mục trong danh sách, ví dụ: Chính quyền số.', width: 30 },
      {
        kind: 'choice',
        key: 'contentId',
        label: 'Thuộc nội dung',
        optional: true,
        nullable: true,
        options: doc.contents.map((line) => ({ value: line.id, label: `${line.label} ${line.title}` })),
      },
      clauseOf(doc),
      { kind: 'choice', key: 'kind', label: 'Loại số liệu', options: choices(indicatorKindWords) },
      { kind: 'text', key: 'measure', label: 'Đơn vị đo', hint: 'Ví dụ: %, hộ, dịch vụ.', width: 10 },
      { kind: 'text', key: 'numerator', label: 'Tử số đếm gì', hint: 'Chỉ với tỷ lệ.', optional: true, nullable: true },
      { kind: 'text', key: 'denominator', label: 'Mẫu số đếm gì', optional: true, nullable: true },
      { kind: 'whole', key: 'decimals', label: 'Số chữ số thập phân', hint: 'Từ 0 đến 4.' },
      {
        kind: 'group',
        key: 'bounds',
        label: 'Giới hạn của số liệu',
        hint: 'Số ngoài giới hạn không lưu được. Để trống: không giới hạn.',
        edits: [
          { kind: 'decimal', key: 'min', label: 'Nhỏ nhất', optional: true, nullable: true },
          { kind: 'decimal', key: 'max', label: 'Lớn nhất', optional: true, nullable: true },
        ],
      },
      {
        kind: 'choice',
        key: 'direction',
        label: 'Chiều tốt hơn',
        options: choices({ up: 'Cao hơn là tốt', down: 'Thấp hơn là tốt' }),
      },
      { kind: 'ticks', key: 'reportedBy', label: 'Đối tượng báo số liệu', options: classChoices(doc, 'collective') },
      { kind: 'choice', key: 'frequency', label: 'Kỳ số liệu', options: choices(frequencyWords) },
      {
        kind: 'group',
        key: 'aggregation',
        label: 'Cách tính chung',
        edits: [
          { kind: 'choice', key: 'method', label: 'Cách tính', options: choices(aggregationWords) },
          {
            kind: 'text',
            key: 'formula',
            label: 'Công thức',
            hint: 'Mã chỉ tiêu trong ngoặc nhọn, ví dụ: 100 * {a} / {b}.',
            optional: true,
          },
          { kind: 'text', key: 'note', label: 'Ghi chú', optional: true },
        ],
      },
      {
        kind: 'soft',
        key: 'baseline',
        label: 'Mốc ban đầu',
        of: 'parts',
        edits: [
          { kind: 'text', key: 'period', label: 'Kỳ', hint: 'Ví dụ: 2024.', width: 10 },
          { kind: 'decimal', key: 'value', label: 'Số liệu' },
        ],
      },
      targets(sources),
      {
        kind: 'unit',
        key: 'lead',
        label: 'Cơ quan chủ trì, xác nhận số liệu',
        nullable: true,
        units,
        hint: 'Để trống: đơn vị cấp trên xác nhận.',
      },
      {
        kind: 'choice',
        key: 'evidence',
        label: 'Minh chứng',
        options: choices({ optional: 'Không bắt buộc', required: 'Bắt buộc' }),
      },
      {
        kind: 'group',
        key: 'incomplete',
        label: 'Câu trong kế hoạch bị in thiếu',
        hint: 'Chỉ tiêu được ghi là chưa đầy đủ và chưa xét đạt hay không. Bỏ đánh dấu khi đã bổ sung.',
        optional: true,
        edits: [
          { kind: 'long', key: 'printed', label: 'Kế hoạch in' },
          { kind: 'text', key: 'note', label: 'Thiếu gì' },
        ],
      },
    ],
  };
};
