import { roleLabels } from '../../people/roles.ts';
import type { Part } from '../parts.ts';
import type { ContestProgramme } from '../types.ts';
import type { Choice, Edit, ListEdit } from './describe.ts';

const choices = (record: Record<string, string>): Choice[] =>
  Object.entries(record).map(([value, label]) => ({ value, label }));

const roundChoices = (doc: ContestProgramme): Choice[] =>
  doc.rounds.map((r) => ({ value: `round:${r.id}`, label: `Điểm cao hơn ở ${r.name}` }));
const periodChoices = (doc: ContestProgramme): Choice[] => doc.timeline.map((p) => ({ value: p.id, label: p.name }));
const clauseChoices = (doc: ContestProgramme): Choice[] =>
  doc.clauses.map((c) => ({ value: c.id, label: `${c.label}. ${c.title}` }));

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

const sourceChoices = choices({
  plan: 'Kế hoạch nêu',
  decided: 'Đã có người quyết định',
  demo: 'Giá trị minh họa',
  open: 'Chưa quy định',
});

/** The form of every part that has no page of its own; the options of choices come from the programme itself. */
export function editsOf(part: Part, doc: ContestProgramme): Edit[] {
  const clause: Edit = { kind: 'choice', key: 'clause', label: 'Điều khoản', options: clauseChoices(doc) };
  switch (part) {
    case 'basics':
      return basics(clause);
    case 'timeline':
      return [timeline(clause)];
    case 'eligibility':
      return [eligibility(clause)];
    case 'dossier':
      return [dossier(doc, clause)];
    case 'screening':
      return [screening(clause)];
    case 'rounds':
      return [rounds(doc, clause)];
    case 'prizes':
      return [prizes(clause)];
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

const timeline = (clause: Edit): Edit => ({
  kind: 'list',
  key: 'timeline',
  label: 'Các bước',
  noun: 'bước',
  title: 'name',
  ids: true,
  blank: { name: '', kind: 'setup', from: '', to: '', clause: 'II.3', actors: '' },
  item: [
    { kind: 'text', key: 'name', label: 'Tên bước' },
    {
      kind: 'choice',
      key: 'kind',
      label: 'Loại bước',
      options: choices({
        setup: 'Chuẩn bị',
        intake: 'Nhận bài',
        preliminary: 'Chấm Sơ khảo',
        refinement: 'Hoàn thiện',
        final: 'Chung khảo',
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

const eligibility = (clause: Edit): Edit => ({
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
    { kind: 'whole', key: 'minShare', label: 'Tỷ lệ đóng góp tối thiểu của đồng tác giả', suffix: '%' },
    { kind: 'whole', key: 'shareDecimals', label: 'Số chữ số thập phân của tỷ lệ', hint: 'Từ 0 đến 2.' },
    {
      kind: 'group',
      key: 'recognisedProducts',
      label: 'Sản phẩm đã được công nhận',
      edits: [{ kind: 'tick', key: 'lookUp', label: 'Tra cứu trong danh mục sáng kiến đã công nhận' }, clause],
    },
    { kind: 'soft', key: 'maxEntriesPerPerson', label: 'Số sản phẩm tối đa của một người', of: 'whole' },
  ],
});

const fieldTypes = choices({
  text: 'Một dòng chữ',
  textarea: 'Nhiều dòng chữ',
  radio: 'Chọn một',
  select: 'Chọn một trong danh sách dài',
  checkbox: 'Ô đánh dấu',
  date: 'Ngày',
  number: 'Số',
  email: 'Thư điện tử',
  tel: 'Điện thoại',
  url: 'Địa chỉ trang',
});

const MB = 1024 * 1024;

const dossier = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'list',
  key: 'dossier',
  label: 'Các lần nộp hồ sơ',
  noun: 'lần nộp',
  title: 'name',
  ids: true,
  fixed: true,
  blank: {},
  item: [
    { kind: 'text', key: 'name', label: 'Tên hồ sơ' },
    { kind: 'choice', key: 'periodId', label: 'Nộp trong bước', options: periodChoices(doc) },
    clause,
    {
      kind: 'list',
      key: 'fields',
      label: 'Các mục của phiếu',
      noun: 'mục',
      title: 'label',
      ids: true,
      blank: { type: 'text', label: '', required: false },
      item: [
        { kind: 'text', key: 'label', label: 'Câu hỏi' },
        { kind: 'choice', key: 'type', label: 'Kiểu trả lời', options: fieldTypes },
        { kind: 'text', key: 'hint', label: 'Gợi ý', optional: true },
        { kind: 'tick', key: 'required', label: 'Bắt buộc trả lời' },
        {
          kind: 'tick',
          key: 'identifying',
          label: 'Có thể lộ danh tính: không cho giám khảo chấm ẩn danh thấy',
          optional: true,
        },
        {
          kind: 'options',
          key: 'options',
          label: 'Các lựa chọn',
          hint: 'Chỉ với kiểu “chọn một”. Mỗi dòng một lựa chọn.',
          optional: true,
        },
        { kind: 'whole', key: 'maxLength', label: 'Số ký tự tối đa', optional: true },
        { kind: 'whole', key: 'minWords', label: 'Số từ tối thiểu', optional: true },
        { kind: 'whole', key: 'maxWords', label: 'Số từ tối đa', optional: true },
        {
          kind: 'group',
          key: 'showIf',
          label: 'Chỉ hỏi khi một mục khác có câu trả lời nhất định',
          optional: true,
          edits: [
            {
              kind: 'choice',
              key: 'field',
              label: 'Mục',
              options: doc.dossier.flatMap((s) =>
                s.fields.filter((f) => f.options).map((f) => ({ value: f.id, label: f.label })),
              ),
            },
            {
              kind: 'choice',
              key: 'equals',
              label: 'Câu trả lời',
              options: doc.dossier.flatMap((s) =>
                s.fields.flatMap((f) =>
                  (f.options ?? []).map((o) => ({ value: o.id, label: `${f.label}: ${o.label}` })),
                ),
              ),
            },
          ],
        },
        { ...clause, optional: true },
      ],
    },
    {
      kind: 'list',
      key: 'files',
      label: 'Tệp phải nộp',
      noun: 'tệp',
      title: 'label',
      ids: true,
      blank: {
        label: '',
        required: true,
        accept: ['pdf'],
        minCount: 1,
        maxCount: 1,
        maxBytes: 50 * MB,
        clause: 'II.4.1',
      },
      item: [
        { kind: 'text', key: 'label', label: 'Tên' },
        { kind: 'text', key: 'hint', label: 'Gợi ý', optional: true },
        { kind: 'tick', key: 'required', label: 'Bắt buộc' },
        {
          kind: 'tick',
          key: 'identifying',
          label: 'Có thể lộ danh tính: không cho giám khảo chấm ẩn danh thấy',
          optional: true,
        },
        {
          kind: 'ticks',
          key: 'accept',
          label: 'Nhận loại tệp',
          options: choices({ video: 'Video', pdf: 'PDF', docx: 'Word', image: 'Ảnh', xlsx: 'Excel' }),
        },
        { kind: 'whole', key: 'minCount', label: 'Ít nhất', suffix: 'tệp' },
        { kind: 'whole', key: 'maxCount', label: 'Nhiều nhất', suffix: 'tệp' },
        { kind: 'whole', key: 'maxBytes', label: 'Dung lượng tối đa mỗi tệp', suffix: 'MB', factor: MB },
        {
          kind: 'group',
          key: 'video',
          label: 'Yêu cầu riêng về video',
          optional: true,
          edits: [
            { kind: 'whole', key: 'maxSeconds', label: 'Dài nhất', suffix: 'giây', optional: true },
            { kind: 'whole', key: 'minSeconds', label: 'Ngắn nhất', suffix: 'giây', optional: true },
            {
              kind: 'whole',
              key: 'toleranceSeconds',
              label: 'Sai số cho phép',
              suffix: 'giây',
              hint: 'Tệp video làm tròn thời lượng, nên cho lệch một, hai giây.',
            },
            { kind: 'whole', key: 'minHeight', label: 'Chiều cao hình tối thiểu', suffix: 'điểm ảnh', optional: true },
          ],
        },
        clause,
      ],
    },
    {
      kind: 'list',
      key: 'declarations',
      label: 'Các cam đoan',
      noun: 'cam đoan',
      title: 'text',
      ids: true,
      blank: { text: '', version: 1, clause: 'II.4.1', required: true },
      item: [
        { kind: 'long', key: 'text', label: 'Nội dung' },
        { kind: 'tick', key: 'required', label: 'Bắt buộc' },
        {
          kind: 'whole',
          key: 'version',
          label: 'Phiên bản',
          hint: 'Tăng thêm 1 khi sửa nội dung, để biết ai đã cam đoan theo bản nào.',
        },
        clause,
      ],
    },
  ],
});

const screening = (clause: Edit): Edit => ({
  kind: 'group',
  key: 'screening',
  label: 'Sơ loại',
  edits: [
    { kind: 'text', key: 'name', label: 'Tên bước' },
    { kind: 'tick', key: 'enabled', label: 'Bài qua cơ quan, đơn vị, địa phương trước khi về tỉnh' },
    { kind: 'tick', key: 'directAllowed', label: 'Người không thuộc đơn vị nào gửi thẳng về tỉnh' },
    { kind: 'tick', key: 'requireLetter', label: 'Đơn vị gửi bài phải kèm văn bản' },
    clause,
  ],
});

const ties = (doc: ContestProgramme): Choice[] => {
  const criteria = new Map(doc.rounds.flatMap((r) => r.rubric.criteria.map((c) => [c.id, c.name] as const)));
  return [
    ...[...criteria].map(([id, name]) => ({ value: `criterion:${id}`, label: `Điểm cao hơn ở tiêu chí “${name}”` })),
    { value: 'highest-score', label: 'Có phiếu chấm cao nhất lớn hơn' },
    { value: 'lowest-spread', label: 'Điểm các giám khảo gần nhau hơn' },
    { value: 'earlier-submission', label: 'Nộp sớm hơn' },
    ...roundChoices(doc),
    { value: 'decision', label: 'Ban Tổ chức quyết định' },
  ];
};

const rounds = (doc: ContestProgramme, clause: Edit): Edit => ({
  kind: 'list',
  key: 'rounds',
  label: 'Các vòng chấm',
  noun: 'vòng',
  title: 'name',
  ids: true,
  fixed: true,
  blank: {},
  item: [
    { kind: 'text', key: 'name', label: 'Tên vòng' },
    { kind: 'choice', key: 'periodId', label: 'Trong bước', options: periodChoices(doc) },
    clause,
    { kind: 'tick', key: 'blind', label: 'Chấm ẩn danh: giám khảo không thấy tác giả, đơn vị' },
    { kind: 'tick', key: 'drawnOrder', label: 'Bốc thăm thứ tự trình bày' },
    { kind: 'soft', key: 'judgesPerEntry', label: 'Số giám khảo chấm mỗi bài', of: 'whole' },
    {
      kind: 'soft',
      key: 'maxSpreadPercent',
      label: 'Lệch điểm từ mức này thì gợi ý xem lại',
      of: 'whole',
      suffix: '% thang điểm',
    },
    { kind: 'soft', key: 'advance', label: 'Số bài vào vòng sau', of: 'whole' },
    {
      kind: 'group',
      key: 'rubric',
      label: 'Tiêu chí và thang điểm',
      edits: [
        {
          kind: 'list',
          key: 'criteria',
          label: 'Tiêu chí',
          noun: 'tiêu chí',
          title: 'name',
          ids: true,
          blank: { name: '', min: '0', max: '10', step: '0.5', weight: '1' },
          item: [
            { kind: 'text', key: 'name', label: 'Tên' },
            { kind: 'text', key: 'hint', label: 'Giải thích cho giám khảo', optional: true },
            { kind: 'decimal', key: 'min', label: 'Điểm thấp nhất' },
            { kind: 'decimal', key: 'max', label: 'Điểm cao nhất' },
            { kind: 'decimal', key: 'step', label: 'Bước điểm' },
            { kind: 'decimal', key: 'weight', label: 'Hệ số' },
          ],
        },
        { kind: 'choice', key: 'source', label: 'Thang điểm này từ đâu', options: sourceChoices },
        { kind: 'text', key: 'note', label: 'Ghi chú', optional: true },
      ],
    },
    {
      kind: 'group',
      key: 'aggregate',
      label: 'Cách tính điểm chung',
      edits: [
        {
          kind: 'choice',
          key: 'method',
          label: 'Cách tính',
          options: choices({
            mean: 'Trung bình cộng',
            trimmed: 'Bỏ cao nhất, thấp nhất rồi lấy trung bình',
            median: 'Trung vị',
          }),
        },
        { kind: 'whole', key: 'decimals', label: 'Số chữ số thập phân', hint: 'Từ 0 đến 4.' },
        {
          kind: 'choice',
          key: 'rounding',
          label: 'Làm tròn',
          options: choices({ 'half-up': 'Từ 5 làm tròn lên', 'half-even': 'Đúng 5 làm tròn về số chẵn' }),
        },
        { kind: 'choice', key: 'source', label: 'Cách tính này từ đâu', options: sourceChoices },
      ],
    },
    { kind: 'ties', key: 'tieRules', label: 'Khi bằng điểm, xét lần lượt', options: ties(doc) },
    { kind: 'choice', key: 'tieSource', label: 'Cách xét này từ đâu', options: sourceChoices },
  ],
});

const prizes = (clause: Edit): Edit => ({
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
      ids: true,
      blank: { name: '', count: 1, amount: 0, clause: 'II.5.1' },
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

const committees = (doc: ContestProgramme): Edit => ({
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

const clauses: Edit = {
  kind: 'list',
  key: 'clauses',
  label: 'Các điều khoản',
  noun: 'điều khoản',
  title: 'label',
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
