/** How the parts of a call are edited; drawn and read by the same forms as programmes. */
import type { AwardForm } from '../catalogue/types.ts';
import { subjectWords } from '../movement/labels.ts';
import type { MovementProgramme } from '../movement/types.ts';
import { choices } from '../programme/editor/choices.ts';
import type { Choice, Edit } from '../programme/editor/describe.ts';
import { awardKindWords, type CallPart, quotaRoundingWords, stepKindWords } from './parts.ts';
import type { AwardCall } from './types.ts';

export interface CallFormSources {
  doc: AwardCall;
  movement: MovementProgramme | null;
  /** what the law knows */
  forms: readonly AwardForm[];
  /** value: code, label: name */
  units: Choice[];
}

const subjects: Edit = { kind: 'ticks', key: 'subjects', label: 'Cho', options: choices(subjectWords) };
const pickUnit = 'Gõ vài chữ rồi chọn trong danh sách.';

/** The form of one part; open questions are answered on the page of the settings. */
export function callEdits(part: CallPart, sources: CallFormSources): Edit[] {
  switch (part) {
    case 'basics':
      return basics(sources);
    case 'days':
      return days;
    case 'forms':
      return [forms(sources)];
    case 'nominators':
      return [nominators(sources)];
    case 'quotas':
      return [quotas(sources)];
    case 'path':
      return [path(sources)];
    case 'questions':
      return [];
  }
}

const basics = ({ units }: CallFormSources): Edit[] => [
  { kind: 'text', key: 'name', label: 'Tên đợt' },
  { kind: 'long', key: 'summary', label: 'Giới thiệu', hint: 'Một, hai câu để đơn vị hiểu đợt này khen gì.' },
  { kind: 'choice', key: 'kind', label: 'Loại hình khen thưởng', options: choices(awardKindWords) },
  {
    kind: 'group',
    key: 'authority',
    label: 'Người quyết định',
    edits: [
      { kind: 'text', key: 'title', label: 'Chức danh', hint: 'Như in trên quyết định, bằng khen.' },
      { kind: 'unit', key: 'unit', label: 'Đơn vị', units, hint: pickUnit },
    ],
  },
  {
    kind: 'unit',
    key: 'standingUnit',
    label: 'Cơ quan thường trực đợt xét khen',
    units,
    hint: 'Cán bộ thi đua, khen thưởng của cơ quan này sửa, mở, kết thúc đợt.',
  },
  {
    kind: 'group',
    key: 'guidance',
    label: 'Hướng dẫn khen thưởng',
    hint: 'Văn bản đứng sau chỉ tiêu; tệp tải lên ở trang Thiết lập.',
    optional: true,
    nullable: true,
    blank: { number: '', date: null, issuer: '' },
    edits: [
      { kind: 'text', key: 'number', label: 'Số, ký hiệu', width: 20 },
      { kind: 'day', key: 'date', label: 'Ngày ban hành', nullable: true },
      { kind: 'text', key: 'issuer', label: 'Nơi ban hành' },
    ],
  },
];

const days: Edit[] = [
  { kind: 'instant', key: 'opensAt', label: 'Mở nhận đề nghị từ' },
  { kind: 'instant', key: 'closesAt', label: 'Hạn đề nghị', end: true },
  {
    kind: 'group',
    key: 'period',
    label: 'Thành tích được xét',
    edits: [
      { kind: 'day', key: 'from', label: 'Từ ngày' },
      { kind: 'day', key: 'to', label: 'Đến ngày' },
    ],
  },
  { kind: 'day', key: 'heldOn', label: 'Ngày hội nghị', hint: 'Để trống khi chưa biết.', nullable: true },
];

const forms = ({ forms: known, movement }: CallFormSources): Edit => ({
  kind: 'list',
  key: 'forms',
  label: 'Hình thức khen thưởng của đợt',
  noun: 'hình thức',
  title: 'name',
  ids: false,
  blank: { formId: known[0]?.id ?? '', name: '', subjects: [], ruleId: null },
  item: [
    {
      kind: 'choice',
      key: 'formId',
      label: 'Hình thức theo luật',
      options: known.map((form) => ({ value: form.id, label: form.shortName })),
    },
    { kind: 'text', key: 'name', label: 'Tên đầy đủ', hint: 'Như quyết định và bằng ghi.' },
    { ...subjects, label: 'Khen cho' },
    {
      kind: 'choice',
      key: 'ruleId',
      label: 'Theo quy định của kế hoạch',
      nullable: true,
      optional: true,
      options: (movement?.commendations ?? []).map((rule) => ({ value: rule.id, label: rule.name })),
    },
  ],
});

const scope = ({ movement, units }: CallFormSources, all: string): Edit[] => [
  {
    kind: 'ticks',
    key: 'classIds',
    label: 'Đối tượng',
    hint: all,
    options: (movement?.classes ?? [])
      .filter((one) => one.units !== null)
      .map((one) => ({ value: one.id, label: one.name })),
  },
  { kind: 'units', key: 'units', label: 'Từng đơn vị', hint: 'Mỗi dòng một đơn vị.', units },
];

const nominators = (sources: CallFormSources): Edit => ({
  kind: 'group',
  key: 'nominators',
  label: 'Đơn vị được đề nghị',
  edits: scope(sources, 'Không chọn gì: mọi đơn vị tham gia.'),
});

const quotas = (sources: CallFormSources): Edit => ({
  kind: 'list',
  key: 'quotas',
  label: 'Chỉ tiêu',
  hint: 'Mọi chỉ tiêu áp dụng cho một đơn vị đều phải được giữ.',
  noun: 'chỉ tiêu',
  title: 'printed',
  ids: true,
  blank: { printed: '', classIds: [], units: [], formIds: [], limits: [] },
  item: [
    { kind: 'text', key: 'printed', label: 'Như hướng dẫn ghi', hint: 'Ví dụ “không quá 01 tập thể, 03 cá nhân”.' },
    { kind: 'text', key: 'clause', label: 'Căn cứ', hint: 'Mục nào của hướng dẫn.', optional: true },
    ...scope(sources, 'Không chọn đối tượng, không ghi đơn vị: mọi đơn vị.'),
    {
      kind: 'ticks',
      key: 'formIds',
      label: 'Tính chung các hình thức',
      hint: 'Không chọn: mọi hình thức của đợt.',
      options: sources.doc.forms.map((form) => ({ value: form.formId, label: form.name })),
    },
    {
      kind: 'list',
      key: 'limits',
      label: 'Giới hạn',
      noun: 'giới hạn',
      title: 'subjects',
      ids: false,
      blank: { subjects: [], max: null, percent: null, rounding: null },
      item: [
        { ...subjects, label: 'Tính cho', hint: 'Chọn nhiều loại: các loại tính chung trong một giới hạn.' },
        { kind: 'whole', key: 'max', label: 'Nhiều nhất', suffix: 'trường hợp', nullable: true },
        {
          kind: 'decimal',
          key: 'percent',
          label: 'Hoặc bao nhiêu phần trăm số trực tiếp tham gia',
          hint: 'Đơn vị tự khai số tham gia khi nộp.',
          nullable: true,
        },
        {
          kind: 'choice',
          key: 'rounding',
          label: 'Phần lẻ của phần trăm',
          hint: 'Hướng dẫn không nêu thì phải có người quyết định trước khi mở đợt.',
          nullable: true,
          optional: true,
          options: choices(quotaRoundingWords),
        },
      ],
    },
  ],
});

const path = ({ units }: CallFormSources): Edit => ({
  kind: 'list',
  key: 'path',
  label: 'Các bước sau khi đơn vị nộp',
  noun: 'bước',
  title: 'name',
  ids: true,
  brief: ['unit'],
  blank: {
    kind: 'appraisal',
    name: '',
    unit: '',
    days: { value: null, source: 'open' },
    returnDays: { value: null, source: 'open' },
    clause: '',
    checklist: [],
    opinions: [],
    publicDays: null,
  },
  item: [
    { kind: 'text', key: 'name', label: 'Tên bước', hint: 'Ví dụ “Sở Nội vụ thẩm định”.' },
    { kind: 'choice', key: 'kind', label: 'Việc', options: choices(stepKindWords) },
    { kind: 'unit', key: 'unit', label: 'Đơn vị làm', units, hint: pickUnit },
    { kind: 'text', key: 'clause', label: 'Căn cứ' },
    { kind: 'soft', key: 'days', label: 'Thời hạn xử lý', of: 'whole', suffix: 'ngày làm việc' },
    { kind: 'soft', key: 'returnDays', label: 'Trả lại hồ sơ chưa đủ trong', of: 'whole', suffix: 'ngày làm việc' },
    {
      kind: 'soft',
      key: 'publicDays',
      label: 'Lấy ý kiến công khai trong',
      hint: 'Chỉ với bước lấy ý kiến công khai.',
      of: 'whole',
      suffix: 'ngày làm việc',
      optional: true,
    },
    {
      kind: 'list',
      key: 'checklist',
      label: 'Danh mục kiểm tra',
      noun: 'mục',
      title: 'text',
      ids: true,
      blank: { text: '', clause: '' },
      item: [
        { kind: 'text', key: 'text', label: 'Kiểm tra gì' },
        { kind: 'text', key: 'clause', label: 'Căn cứ' },
      ],
    },
    { kind: 'units', key: 'opinions', label: 'Mặc định xin ý kiến của', hint: 'Mỗi dòng một cơ quan.', units },
  ],
});
