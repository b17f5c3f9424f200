import { roleLabels } from '../../people/roles.ts';
import type { Part } from '../parts.ts';
import type { ContestProgramme } from '../types.ts';
import { choices, clauseChoices, firstClause } from './choices.ts';
import type { Edit, ListEdit } from './describe.ts';
import { dossier } from './dossierEdits.ts';
import { agency, combination, gallery, interaction, tasks } from './galleryEdits.ts';
import { rounds } from './roundEdits.ts';

const named = (key: string, label: string, noun: string): ListEdit => ({
  kind: 'list',
  key,
  label,
  noun,
  title: 'name',
  ids: true,
  blank: { name: '' },
  item: [{ kind: 'text', key: 'name', label: 'Tên' }],
});

/** The form of every part that has no page of its own; the options of choices come from the programme itself. */
export function editsOf(part: Part, doc: ContestProgramme): Edit[] {
  const clause: Edit = { kind: 'choice', key: 'clause', label: 'Điều khoản', options: clauseChoices(doc) };
  switch (part) {
    case 'basics':
      return basics(clause);
    case 'timeline':
      return [timeline(doc, clause)];
    case 'eligibility':
      return [eligibility(doc, clause)];
    case 'dossier':
      return [dossier(doc, clause)];
    case 'screening':
      return [screening(doc, clause)];
    case 'rounds':
      return [rounds(doc, clause)];
    case 'gallery':
      return [gallery(doc, clause)];
    case 'interaction':
      return [interaction(doc, clause)];
    case 'combination':
      return [combination(doc, clause)];
    case 'tasks':
      return [tasks(doc, clause)];
    case 'prizes':
      return [prizes(doc, clause)];
    case 'budget':
      return [budget(clause)];
    case 'committees':
      return [committees(doc)];
    case 'documents':
      return [clauses];
    case 'questions':
      return [];
  }
}

const basics = (clause: Edit): Edit[] => [
  { kind: 'text', key: 'name', label: 'Tên cuộc thi' },
  { kind: 'text', key: 'shortName', label: 'Tên ngắn', hint: 'Dùng trong danh sách và thư.', width: 30 },
  { kind: 'text', key: 'theme', label: 'Chủ đề' },
  { kind: 'long', key: 'summary', label: 'Giới thiệu', hint: 'Một, hai câu ở đầu trang cuộc thi.' },
  { kind: 'lines', key: 'purposes', label: 'Mục đích', hint: 'Mỗi dòng một mục đích.' },
  { kind: 'text', key: 'code', label: 'Mã cuộc thi', hint: 'Đứng đầu mã mỗi bài, ví dụ CDS26.', width: 10 },
  {
    kind: 'text',
    key: 'slug',
    label: 'Địa chỉ trang',
    hint: 'Phần cuối của /cuoc-thi/…; không sửa được sau khi công bố.',
    width: 30,
  },
  { kind: 'whole', key: 'year', label: 'Năm' },
  { kind: 'text', key: 'province', label: 'Tỉnh', width: 30 },
  { kind: 'text', key: 'standingAgency', label: 'Cơ quan thường trực' },
  { kind: 'lines', key: 'organisers', label: 'Đơn vị tổ chức', hint: 'Mỗi dòng một đơn vị.' },
  {
    kind: 'choice',
    key: 'letterhead',
    label: 'Thể thức giấy tờ của cuộc thi',
    hint: 'Dòng đầu của giấy chứng nhận, danh sách, báo cáo. Để trống thì tạm theo tên cơ quan thường trực.',
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
      { kind: 'soft', key: 'email', label: 'Hòm thư của cuộc thi', of: 'email' },
      { kind: 'soft', key: 'phone', label: 'Điện thoại', of: 'text' },
      { kind: 'text', key: 'address', label: 'Địa chỉ', optional: true },
    ],
  },
  {
    kind: 'group',
    key: 'pillars',
    label: 'Trụ cột',
    edits: [
      clause,
      {
        ...named('items', 'Các trụ cột', 'trụ cột'),
        item: [
          { kind: 'text', key: 'name', label: 'Tên' },
          { kind: 'text', key: 'hint', label: 'Giải thích', optional: true },
        ],
      },
    ],
  },
  {
    kind: 'group',
    key: 'topics',
    label: 'Nội dung định hướng',
    edits: [clause, named('items', 'Các nội dung', 'nội dung')],
  },
];

const timeline = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'list',
  key: 'timeline',
  label: 'Các bước',
  noun: 'bước',
  title: 'name',
  brief: ['from', 'to'],
  ids: true,
  blank: {
    name: '',
    kind: 'setup',
    from: '',
    to: '',
    clause: doc.timeline.at(-1)?.clause ?? firstClause(doc),
    actors: '',
  },
  item: [
    { kind: 'text', key: 'name', label: 'Tên bước' },
    {
      kind: 'choice',
      key: 'kind',
      label: 'Loại bước',
      options: choices({
        setup: 'Chuẩn bị',
        intake: 'Nhận bài',
        screening: 'Sơ loại',
        preliminary: 'Chấm vòng đầu',
        refinement: 'Hoàn thiện',
        final: 'Chấm vòng cuối',
        interaction: 'Chốt lượt tương tác',
        decision: 'Xét giải',
        ceremony: 'Trao giải',
      }),
    },
    { kind: 'instant', key: 'from', label: 'Bắt đầu lúc' },
    {
      kind: 'instant',
      key: 'to',
      label: 'Kết thúc lúc',
      end: true,
      hint: 'Giây cuối cùng vẫn còn tính. “Hết ngày” là 23:59:59.',
    },
    { kind: 'text', key: 'actors', label: 'Ai phải làm gì' },
    {
      kind: 'text',
      key: 'printed',
      label: 'Kế hoạch ghi',
      hint: 'Nguyên văn, để người xem so với bản ký.',
      optional: true,
    },
    clause,
  ],
});

const eligibility = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'eligibility',
  label: 'Đối tượng dự thi',
  edits: [
    clause,
    { kind: 'lines', key: 'entrants', label: 'Ai được dự thi', hint: 'Mỗi dòng một đối tượng.' },
    {
      kind: 'ticks',
      key: 'excludedRoles',
      label: 'Vai trò không được dự thi',
      options: (['organiser', 'judge', 'jury-chair', 'secretary', 'support', 'admin'] as const).map((role) => ({
        value: role,
        label: roleLabels[role],
      })),
    },
    { kind: 'long', key: 'excludedNote', label: 'Câu giải thích cho người xem' },
    {
      kind: 'whole',
      key: 'minShare',
      label: 'Tỷ lệ đóng góp tối thiểu của đồng tác giả',
      suffix: '%',
      hint: 'Ghi 1 khi không quy định mức tối thiểu.',
    },
    { kind: 'whole', key: 'shareDecimals', label: 'Số chữ số thập phân của tỷ lệ', hint: 'Từ 0 đến 2.' },
    {
      kind: 'group',
      key: 'recognisedProducts',
      label: 'Sản phẩm đã được công nhận không được dự thi',
      optional: true,
      blank: { clause: doc.eligibility.clause, declarationId: declarations(doc)[0]?.value ?? '', lookUp: true },
      edits: [
        { kind: 'choice', key: 'declarationId', label: 'Cam đoan của tác giả', options: declarations(doc) },
        { kind: 'tick', key: 'lookUp', label: 'Tra cứu trong danh mục sáng kiến đã công nhận' },
        clause,
      ],
    },
    { kind: 'soft', key: 'maxEntriesPerPerson', label: 'Số sản phẩm tối đa của một người', of: 'whole' },
    {
      kind: 'soft',
      key: 'maxEntriesPerGroup',
      label: 'Số sản phẩm tối đa của cùng một nhóm tác giả',
      of: 'whole',
      optional: true,
    },
  ],
});

const declarations = (doc: ContestProgramme) =>
  (doc.dossier.find((stage) => stage.id === 'submission')?.declarations ?? []).map((d) => ({
    value: d.id,
    label: d.text,
  }));

const screening = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'screening',
  label: 'Sơ loại',
  edits: [
    { kind: 'text', key: 'name', label: 'Tên bước' },
    { kind: 'tick', key: 'enabled', label: 'Bài qua cơ quan, đơn vị, địa phương trước khi về tỉnh' },
    { kind: 'tick', key: 'directAllowed', label: 'Người không thuộc đơn vị nào gửi thẳng về tỉnh' },
    { kind: 'tick', key: 'requireLetter', label: 'Đơn vị gửi bài phải kèm văn bản' },
    clause,
    agency(doc, clause),
  ],
});

const prizes = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'group',
  key: 'prizes',
  label: 'Giải thưởng',
  edits: [
    clause,
    {
      kind: 'list',
      key: 'tiers',
      label: 'Các giải',
      noun: 'giải',
      title: 'name',
      brief: ['count', 'amount'],
      ids: true,
      blank: { name: '', count: 1, amount: 0, clause: doc.prizes.clause },
      item: [
        { kind: 'text', key: 'name', label: 'Tên giải' },
        {
          kind: 'whole',
          key: 'count',
          label: 'Số lượng',
          nullable: true,
          hint: 'Để trống khi kế hoạch chưa nêu; phải nhập trước khi công bố kết quả.',
        },
        { kind: 'money', key: 'amount', label: 'Mức thưởng mỗi giải' },
        { kind: 'text', key: 'honours', label: 'Khen thưởng kèm theo', optional: true },
        {
          kind: 'choice',
          key: 'basis',
          label: 'Trao theo',
          hint: 'Bỏ trống: theo điểm. Giải phụ theo tương tác trao kèm, không thay giải theo điểm.',
          options: choices({ ranking: 'Điểm', interactions: 'Lượt tương tác khi chốt (giải phụ)' }),
          optional: true,
        },
        { kind: 'decimal', key: 'floor', label: 'Điểm sàn', optional: true },
        clause,
      ],
    },
    {
      kind: 'group',
      key: 'certificate',
      label: 'Giấy chứng nhận',
      edits: [
        { kind: 'text', key: 'title', label: 'Tên giấy' },
        { kind: 'text', key: 'issuer', label: 'Nơi cấp' },
        { kind: 'text', key: 'signerTitle', label: 'Chức vụ người ký' },
        { kind: 'soft', key: 'signerName', label: 'Họ tên người ký', of: 'text' },
      ],
    },
  ],
});

const budget = (clause: Edit): Edit => ({
  kind: 'group',
  key: 'budget',
  label: 'Dự trù kinh phí',
  hint: 'Tiền giải thưởng được tính từ cơ cấu giải. Ở đây chỉ nhập các khoản khác.',
  edits: [
    clause,
    {
      kind: 'list',
      key: 'lines',
      label: 'Các khoản chi khác',
      noun: 'khoản',
      title: 'name',
      brief: ['quantity', 'unit', 'unitPrice'],
      ids: true,
      blank: { name: '', unit: '', quantity: 1, unitPrice: 0 },
      item: [
        { kind: 'text', key: 'name', label: 'Nội dung chi' },
        { kind: 'text', key: 'unit', label: 'Đơn vị tính', width: 10 },
        { kind: 'whole', key: 'quantity', label: 'Số lượng' },
        { kind: 'money', key: 'unitPrice', label: 'Đơn giá' },
        { ...clause, optional: true },
      ],
    },
  ],
});

/** Who sits on which committee. */
export const committees = (doc: Pick<ContestProgramme, 'documents'>): ListEdit => ({
  kind: 'list',
  key: 'committees',
  label: 'Các ban',
  noun: 'ban',
  title: 'name',
  ids: true,
  fixed: true,
  blank: {},
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'tick', key: 'public', label: 'Công khai danh sách' },
    {
      kind: 'choice',
      key: 'documentId',
      label: 'Thành lập theo văn bản',
      optional: true,
      options: doc.documents.map((d) => ({ value: d.id, label: d.title })),
    },
    {
      kind: 'list',
      key: 'members',
      label: 'Thành viên',
      noun: 'thành viên',
      title: 'name',
      brief: ['role', 'position'],
      ids: false,
      blank: { name: '', position: '', role: '' },
      item: [
        { kind: 'text', key: 'name', label: 'Họ tên' },
        { kind: 'text', key: 'position', label: 'Chức vụ, đơn vị công tác' },
        { kind: 'text', key: 'role', label: 'Nhiệm vụ trong ban', hint: 'Ví dụ: Trưởng ban, Thành viên.' },
      ],
    },
  ],
});

/** The clauses of the plan in its own words. */
export const clauses: Edit = {
  kind: 'list',
  key: 'clauses',
  label: 'Các điều khoản',
  noun: 'điều khoản',
  title: 'label',
  brief: ['title'],
  ids: true,
  blank: { label: '', title: '', text: '' },
  item: [
    { kind: 'text', key: 'label', label: 'Cách trích dẫn', hint: 'Ví dụ: Mục II.2.', width: 20 },
    { kind: 'text', key: 'title', label: 'Tên mục' },
    {
      kind: 'long',
      key: 'text',
      label: 'Nguyên văn',
      hint: 'Chép đúng bản ký, kể cả chỗ in nhầm. Dòng bắt đầu bằng “- ” là một gạch đầu dòng.',
    },
  ],
};
