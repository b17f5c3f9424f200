import { choices, firstClause } from '../../programme/editor/choices.ts';
import type { Edit } from '../../programme/editor/describe.ts';
import { obligationKindWords, obligationPeriodWords, occasionWords } from '../labels.ts';
import { classChoices, clauseOf, type FormSources } from './choices.ts';

const due: Edit = {
  kind: 'group',
  key: 'due',
  label: 'Hạn nộp',
  edits: [
    { kind: 'text', key: 'printed', label: 'Kế hoạch ghi', hint: 'Nguyên văn, ví dụ: trước ngày 10/11 hằng năm.' },
    { kind: 'whole', key: 'day', label: 'Ngày' },
    { kind: 'whole', key: 'month', label: 'Tháng' },
    {
      kind: 'whole',
      key: 'yearOffset',
      label: 'Sau năm của kỳ',
      suffix: 'năm',
      hint: 'Ghi 0 khi hạn nằm trong năm của kỳ.',
    },
    {
      kind: 'soft',
      key: 'reading',
      label: 'Ngày ghi trong kế hoạch có còn nhận không',
      of: 'choice',
      options: choices({ before: 'Không, hạn là hết ngày hôm trước', through: 'Có, hạn là hết ngày đó' }),
    },
  ],
};

const reminders: Edit = {
  kind: 'group',
  key: 'reminders',
  label: 'Nhắc hạn',
  edits: [
    { kind: 'wholes', key: 'before', label: 'Nhắc trước hạn (ngày)', hint: 'Ví dụ: 14, 7, 1.' },
    { kind: 'wholes', key: 'after', label: 'Nhắc sau hạn (ngày)' },
    { kind: 'whole', key: 'escalateAfter', label: 'Báo cấp trên khi muộn', suffix: 'ngày' },
  ],
};

const form: Edit = {
  kind: 'group',
  key: 'form',
  label: 'Đơn vị phải viết gì',
  edits: [
    { kind: 'tick', key: 'contents', label: 'Một mục cho mỗi nội dung thi đua' },
    { kind: 'tick', key: 'criteria', label: 'Tự đánh giá theo từng tiêu chí của đối tượng mình' },
    {
      kind: 'choice',
      key: 'indicators',
      label: 'Chỉ tiêu',
      options: choices({ targets: 'Đăng ký mức phấn đấu', values: 'Lấy số liệu của kỳ', none: 'Không' }),
    },
    {
      kind: 'list',
      key: 'sections',
      label: 'Các mục khác',
      noun: 'mục',
      title: 'title',
      ids: true,
      blank: { title: '', required: false, maxLength: 5000 },
      item: [
        { kind: 'text', key: 'title', label: 'Tên mục' },
        { kind: 'text', key: 'hint', label: 'Gợi ý', optional: true },
        { kind: 'tick', key: 'required', label: 'Bắt buộc' },
        { kind: 'whole', key: 'maxLength', label: 'Dài nhất', suffix: 'ký tự' },
      ],
    },
    { kind: 'tick', key: 'signedCopy', label: 'Phải đính kèm bản ký' },
  ],
};

/** What units hand in, and when. */
export const obligations = ({ doc, units }: FormSources): Edit => ({
  kind: 'list',
  key: 'obligations',
  label: 'Các kế hoạch, báo cáo phải nộp',
  noun: 'quy định nộp',
  title: 'name',
  brief: ['kind', 'period'],
  ids: true,
  blank: {
    name: '',
    kind: 'report',
    clause: firstClause(doc),
    classIds: [],
    receivers: [doc.standingUnit],
    period: 'year',
    firstYear: Number(doc.from.slice(0, 4)),
    lastYear: Number(doc.to.slice(0, 4)),
    due: { month: 12, day: 31, yearOffset: 0, printed: '', reading: { value: null, source: 'open' } },
    opensDaysBefore: 30,
    occasion: null,
    reminders: { before: [14, 7, 1], after: [1, 7, 14], escalateAfter: 7 },
    form: { contents: true, criteria: false, indicators: 'values', sections: [], signedCopy: false },
  },
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'choice', key: 'kind', label: 'Loại', options: choices(obligationKindWords) },
    clauseOf(doc),
    { kind: 'ticks', key: 'classIds', label: 'Ai phải nộp', options: classChoices(doc, 'collective') },
    {
      kind: 'units',
      key: 'receivers',
      label: 'Nơi nhận',
      units,
      hint: 'Mỗi dòng một đơn vị; đơn vị đầu tiên chấp nhận hoặc trả lại.',
    },
    { kind: 'choice', key: 'period', label: 'Kỳ', options: choices(obligationPeriodWords) },
    { kind: 'whole', key: 'firstYear', label: 'Từ năm' },
    { kind: 'whole', key: 'lastYear', label: 'Đến hết năm' },
    due,
    { kind: 'whole', key: 'opensDaysBefore', label: 'Hiện trên danh sách của đơn vị trước hạn', suffix: 'ngày' },
    {
      kind: 'choice',
      key: 'occasion',
      label: 'Phục vụ dịp',
      optional: true,
      nullable: true,
      options: choices(occasionWords),
    },
    reminders,
    form,
  ],
});
