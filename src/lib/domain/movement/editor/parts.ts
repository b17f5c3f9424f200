import { choices, firstClause } from '../../programme/editor/choices.ts';
import type { Edit } from '../../programme/editor/describe.ts';
import { tasks } from '../../programme/editor/galleryEdits.ts';
import { clauses, committees } from '../../programme/editor/parts.ts';
import { levelWords, occasionWords, subjectWords, unitKindWords } from '../labels.ts';
import type { MovementPart } from '../parts.ts';
import type { MovementProgramme } from '../types.ts';
import { classChoices, clauseOf, type FormSources, statements } from './choices.ts';
import { indicators } from './indicatorEdits.ts';
import { obligations } from './obligationEdits.ts';

/** The form of every part of a movement that has no page of its own. */
export function movementEdits(part: MovementPart, sources: FormSources): Edit[] {
  const { doc } = sources;
  switch (part) {
    case 'basics':
      return basics(sources);
    case 'relations':
      return relations(doc);
    case 'statements':
      return [
        statements('aims', 'Mục đích, yêu cầu', 'mục đích', doc),
        scope(doc),
        statements('measures', 'Giải pháp', 'giải pháp', doc),
      ];
    case 'classes':
      return [classes(sources)];
    case 'contents':
      return [contents(doc)];
    case 'criteria':
      return [criteria(doc)];
    case 'phases':
      return [phases(doc)];
    case 'occasions':
      return [occasions(doc)];
    case 'indicators':
      return [indicators(sources)];
    case 'obligations':
      return [obligations(sources)];
    case 'commendations':
      return [commendations(doc)];
    case 'inspection':
      return [inspection(doc)];
    case 'committees':
      return [
        {
          ...committees(doc),
          fixed: false,
          pool: ['organising', 'secretariat', 'support'],
          blank: { name: '', public: false, members: [] },
        },
      ];
    case 'tasks':
      return [{ ...tasks(doc, clauseOf(doc)), optional: false } as Edit];
    case 'documents':
      return [documents, clauses];
    case 'questions':
      return [];
  }
}

const basics = ({ units }: FormSources): Edit[] => [
  { kind: 'text', key: 'name', label: 'Tên phong trào' },
  { kind: 'text', key: 'shortName', label: 'Tên ngắn', hint: 'Dùng trong danh sách và thư.', width: 30 },
  { kind: 'text', key: 'theme', label: 'Chủ đề' },
  { kind: 'long', key: 'summary', label: 'Giới thiệu', hint: 'Một, hai câu ở đầu trang phong trào.' },
  { kind: 'text', key: 'code', label: 'Mã phong trào', hint: 'Ví dụ TD25; không sửa được sau khi công bố.', width: 10 },
  {
    kind: 'text',
    key: 'slug',
    label: 'Địa chỉ trang',
    hint: 'Phần cuối của /phong-trao/…; không sửa được sau khi công bố.',
    width: 30,
  },
  { kind: 'day', key: 'from', label: 'Ngày bắt đầu' },
  { kind: 'day', key: 'to', label: 'Ngày kết thúc' },
  { kind: 'text', key: 'province', label: 'Tỉnh', width: 30 },
  {
    kind: 'unit',
    key: 'organiserUnit',
    label: 'Đơn vị phát động',
    units,
    hint: 'Gõ vài chữ rồi chọn trong danh sách.',
  },
  { kind: 'unit', key: 'standingUnit', label: 'Cơ quan thường trực', units, hint: 'Theo dõi, đôn đốc hằng ngày.' },
  {
    kind: 'unit',
    key: 'publisherUnit',
    label: 'Đơn vị đăng tải',
    units,
    optional: true,
    hint: 'Đầu mối của đơn vị này viết và đăng tin của phong trào.',
  },
  {
    kind: 'lines',
    key: 'organisers',
    label: 'Tên các đơn vị tổ chức',
    hint: 'Như in trên giấy tờ. Mỗi dòng một đơn vị.',
  },
  {
    kind: 'choice',
    key: 'letterhead',
    label: 'Thể thức giấy tờ của phong trào',
    hint: 'Dòng đầu của báo cáo, quyết định.',
    optional: true,
    options: choices({
      party: 'Của Đảng (ĐẢNG CỘNG SẢN VIỆT NAM)',
      state: 'Hành chính nhà nước (Quốc hiệu, Tiêu ngữ)',
    }),
  },
  {
    kind: 'group',
    key: 'contacts',
    label: 'Liên hệ',
    edits: [
      { kind: 'soft', key: 'email', label: 'Hòm thư', of: 'email' },
      { kind: 'soft', key: 'phone', label: 'Điện thoại', of: 'text' },
      { kind: 'text', key: 'address', label: 'Địa chỉ', optional: true },
    ],
  },
];

const planReference = (doc: MovementProgramme): Edit[] => [
  { kind: 'text', key: 'title', label: 'Tên' },
  { kind: 'text', key: 'number', label: 'Số, ký hiệu', nullable: true, optional: true, width: 20 },
  { kind: 'day', key: 'date', label: 'Ngày ban hành', nullable: true },
  { kind: 'text', key: 'issuer', label: 'Nơi ban hành' },
  clauseOf(doc),
  {
    kind: 'text',
    key: 'slug',
    label: 'Địa chỉ trong hệ thống này',
    hint: 'Khi phong trào đó cũng ở đây: phần cuối của /phong-trao/….',
    optional: true,
    width: 30,
  },
];

const relations = (doc: MovementProgramme): Edit[] => {
  const blank = { title: '', number: null, date: null, issuer: '', clause: firstClause(doc) };
  return [
    {
      kind: 'group',
      key: 'parent',
      label: 'Phong trào cấp trên',
      hint: 'Phong trào này hưởng ứng, cụ thể hóa phong trào nào.',
      optional: true,
      nullable: true,
      blank: { id: 'parent', ...blank },
      edits: planReference(doc),
    },
    {
      kind: 'list',
      key: 'serves',
      label: 'Chương trình, kế hoạch mà phong trào phục vụ',
      noun: 'văn bản',
      title: 'title',
      brief: ['number'],
      ids: true,
      blank,
      item: planReference(doc),
    },
  ];
};

const scope = (doc: MovementProgramme): Edit => ({
  kind: 'group',
  key: 'scope',
  label: 'Phạm vi',
  optional: true,
  nullable: true,
  blank: { clause: firstClause(doc), text: '' },
  edits: [{ kind: 'long', key: 'text', label: 'Nguyên văn' }, clauseOf(doc)],
});

const classes = ({ doc, units }: FormSources): Edit => ({
  kind: 'list',
  key: 'classes',
  label: 'Các đối tượng',
  hint: 'Một đơn vị thuộc đối tượng đầu tiên chọn nó, từ trên xuống.',
  noun: 'đối tượng',
  title: 'name',
  brief: ['kind'],
  ids: true,
  blank: {
    name: '',
    kind: 'collective',
    clause: firstClause(doc),
    units: { kinds: [], under: null, codes: [], except: [] },
  },
  item: [
    { kind: 'text', key: 'name', label: 'Tên đối tượng' },
    { kind: 'choice', key: 'kind', label: 'Là', options: choices(subjectWords) },
    clauseOf(doc),
    {
      kind: 'group',
      key: 'units',
      label: 'Là những đơn vị trong cây đơn vị',
      hint: 'Bỏ đánh dấu với cá nhân, hộ gia đình.',
      optional: true,
      nullable: true,
      edits: [
        { kind: 'ticks', key: 'kinds', label: 'Loại đơn vị', options: choices(unitKindWords) },
        {
          kind: 'unit',
          key: 'under',
          label: 'Chỉ những đơn vị thuộc',
          nullable: true,
          units,
          hint: 'Để trống: toàn tỉnh.',
        },
        { kind: 'units', key: 'codes', label: 'Thêm các đơn vị', units },
        { kind: 'units', key: 'except', label: 'Trừ các đơn vị', units },
      ],
    },
  ],
});

const contents = (doc: MovementProgramme): Edit => ({
  kind: 'list',
  key: 'contents',
  label: 'Các nội dung',
  noun: 'nội dung',
  title: 'title',
  brief: ['label'],
  ids: true,
  blank: { label: '', title: '', text: '', clause: firstClause(doc) },
  item: [
    { kind: 'text', key: 'label', label: 'Ký hiệu', hint: 'Ví dụ: a).', width: 10 },
    { kind: 'text', key: 'title', label: 'Tên' },
    { kind: 'long', key: 'text', label: 'Nguyên văn' },
    clauseOf(doc),
  ],
});

const criteria = (doc: MovementProgramme): Edit => ({
  kind: 'list',
  key: 'criteria',
  label: 'Các tiêu chí',
  noun: 'tiêu chí',
  title: 'text',
  ids: true,
  blank: { classIds: [], text: '', clause: firstClause(doc), points: null },
  item: [
    { kind: 'long', key: 'text', label: 'Nguyên văn' },
    { kind: 'ticks', key: 'classIds', label: 'Áp dụng cho', options: classChoices(doc) },
    { kind: 'decimal', key: 'points', label: 'Điểm', hint: 'Để trống khi kế hoạch không chấm điểm.', nullable: true },
    clauseOf(doc),
  ],
});

const phases = (doc: MovementProgramme): Edit => ({
  kind: 'list',
  key: 'phases',
  label: 'Các giai đoạn',
  noun: 'giai đoạn',
  title: 'name',
  brief: ['from', 'to'],
  ids: true,
  blank: { name: '', from: '', to: '', clause: firstClause(doc), printed: '' },
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'day', key: 'from', label: 'Từ ngày' },
    { kind: 'day', key: 'to', label: 'Đến hết ngày' },
    { kind: 'text', key: 'printed', label: 'Kế hoạch ghi', hint: 'Nguyên văn, để người xem so với bản ký.' },
    clauseOf(doc),
  ],
});

const occasions = (doc: MovementProgramme): Edit => ({
  kind: 'list',
  key: 'occasions',
  label: 'Các dịp đánh giá',
  noun: 'dịp',
  title: 'name',
  brief: ['kind', 'year'],
  ids: true,
  blank: { name: '', kind: 'yearly', clause: firstClause(doc), year: null, on: { value: null, source: 'open' } },
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'choice', key: 'kind', label: 'Loại', options: choices(occasionWords) },
    { kind: 'whole', key: 'year', label: 'Năm', nullable: true, hint: 'Để trống: năm nào cũng có.' },
    { kind: 'soft', key: 'on', label: 'Ngày tổ chức', of: 'day' },
    clauseOf(doc),
  ],
});

const commendations = (doc: MovementProgramme): Edit => ({
  kind: 'list',
  key: 'commendations',
  label: 'Các hình thức khen thưởng',
  noun: 'hình thức',
  title: 'name',
  brief: ['level'],
  ids: true,
  blank: { name: '', level: 'agency', decidedBy: '', occasions: [], subjects: [], clause: firstClause(doc) },
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'choice', key: 'level', label: 'Cấp', options: choices(levelWords) },
    { kind: 'text', key: 'decidedBy', label: 'Người quyết định' },
    { kind: 'ticks', key: 'occasions', label: 'Dịp', options: choices(occasionWords) },
    { kind: 'ticks', key: 'subjects', label: 'Khen cho', options: choices(subjectWords) },
    { kind: 'text', key: 'note', label: 'Ghi chú', optional: true },
    clauseOf(doc),
  ],
});

const inspection = (doc: MovementProgramme): Edit => ({
  kind: 'group',
  key: 'inspection',
  label: 'Kiểm tra, giám sát',
  optional: true,
  nullable: true,
  blank: { clause: firstClause(doc), checklist: [] },
  edits: [
    clauseOf(doc),
    {
      kind: 'list',
      key: 'checklist',
      label: 'Các mục khi đi kiểm tra',
      noun: 'mục',
      title: 'text',
      ids: true,
      blank: { text: '', clause: firstClause(doc) },
      item: [{ kind: 'long', key: 'text', label: 'Nội dung' }, clauseOf(doc)],
    },
  ],
});

const documents: Edit = {
  kind: 'list',
  key: 'documents',
  label: 'Các văn bản',
  noun: 'văn bản',
  title: 'title',
  brief: ['number'],
  ids: true,
  blank: { kind: 'plan', title: '', number: null, date: null, issuer: '', public: true },
  item: [
    { kind: 'text', key: 'title', label: 'Tên văn bản' },
    {
      kind: 'choice',
      key: 'kind',
      label: 'Loại',
      options: choices({
        plan: 'Kế hoạch',
        rules: 'Quy định',
        committee: 'Quyết định thành lập',
        guidance: 'Hướng dẫn',
        decision: 'Quyết định',
        report: 'Báo cáo',
        other: 'Văn bản khác',
      }),
    },
    { kind: 'text', key: 'number', label: 'Số, ký hiệu', nullable: true, optional: true, width: 20 },
    { kind: 'day', key: 'date', label: 'Ngày ban hành', nullable: true },
    { kind: 'text', key: 'issuer', label: 'Nơi ban hành' },
    { kind: 'text', key: 'signer', label: 'Người ký', optional: true },
    { kind: 'tick', key: 'public', label: 'Mọi người xem được' },
  ],
};
