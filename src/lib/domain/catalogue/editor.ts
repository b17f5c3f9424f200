/** How the catalogues are edited, part by part: forms as data, for the same page that edits programmes. */
import type { Choice, Edit } from '../programme/editor/describe.ts';
import * as words from './labels.ts';
import { kindOfCatalogue } from './names.ts';
import type { AwardForm, CatalogueDocument, CatalogueName, LawVersion } from './types.ts';

const options = (labels: Record<string, string>): Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const source: Edit = { kind: 'text', key: 'source', label: 'Nguồn', hint: 'Văn bản, điều, khoản.' };
const clause: Edit = { kind: 'text', key: 'clause', label: 'Điều khoản' };
const subjects: Edit = { kind: 'ticks', key: 'subjects', label: 'Đối tượng', options: options(words.subjectWords) };
const kinds: Edit = {
  kind: 'ticks',
  key: 'kinds',
  label: 'Loại hình khen thưởng',
  options: options(words.awardKindWords),
};
const unmarked = { source: '', verified: false };

const sourced = (key: string, label: string, value: Edit, more: { optional?: boolean } = {}): Edit => ({
  kind: 'group',
  key,
  label,
  ...more,
  edits: [value, source],
});

export interface CataloguePart {
  id: string;
  name: string;
  /** keys of the document, or of the form of commendation, that the part holds */
  keys: string[];
  edits: Edit[];
  /** the form of commendation that the part edits */
  formId?: string;
}

const basics: Edit[] = [
  { kind: 'text', key: 'name', label: 'Tên phiên bản' },
  { kind: 'day', key: 'from', label: 'Áp dụng từ ngày' },
  { kind: 'day', key: 'to', label: 'Đến hết ngày', nullable: true, hint: 'Để trống: đến khi có phiên bản sau.' },
  { kind: 'long', key: 'note', label: 'Ghi chú hiện cùng phiên bản' },
  {
    kind: 'group',
    key: 'transition',
    label: 'Có quy định chuyển tiếp',
    optional: true,
    nullable: true,
    edits: [
      { kind: 'long', key: 'text', label: 'Nội dung chuyển tiếp' },
      {
        kind: 'tick',
        key: 'unlessMoreFavourable',
        label: 'Hồ sơ tiếp nhận trước đó được áp dụng phiên bản này nếu có lợi hơn',
      },
      source,
    ],
  },
  {
    kind: 'group',
    key: 'rounding',
    label: 'Làm tròn tiền thưởng',
    edits: [
      {
        kind: 'group',
        key: 'value',
        label: 'Cách làm tròn',
        edits: [
          { kind: 'whole', key: 'to', label: 'Đến bao nhiêu đồng', nullable: true, hint: 'Để trống: không làm tròn.' },
          { kind: 'choice', key: 'way', label: 'Cách', options: options(words.roundingWords) },
        ],
      },
      source,
    ],
  },
  sourced('notForMerit', 'Kết quả không làm căn cứ đề nghị khen công trạng', {
    kind: 'ticks',
    key: 'value',
    label: 'Loại hình khen thưởng',
    options: options(words.awardKindWords),
  }),
  sourced('womenShare', 'Ưu tiên tập thể có tỷ lệ nữ từ', { kind: 'decimal', key: 'value', label: 'Tỷ lệ, %' }),
  sourced(
    'fundShare',
    'Phần quỹ được chi cho tổ chức phong trào, sơ kết, tổng kết, Hội đồng',
    { kind: 'decimal', key: 'value', label: 'Tỷ lệ, %' },
    { optional: true },
  ),
  sourced(
    'childAge',
    'Tuổi của trẻ em: dưới tuổi này chỉ nêu tên công khai khi có đồng ý',
    { kind: 'whole', key: 'value', label: 'Dưới', suffix: 'tuổi' },
    { optional: true },
  ),
];

const statutes: Edit = {
  kind: 'list',
  key: 'statutes',
  label: 'Văn bản',
  noun: 'văn bản',
  title: 'number',
  brief: ['title'],
  blank: { number: '', title: '', issued: null, from: '', to: null, ...unmarked },
  ids: true,
  item: [
    { kind: 'text', key: 'number', label: 'Số, ký hiệu', width: 20 },
    { kind: 'text', key: 'title', label: 'Tên gọi' },
    { kind: 'day', key: 'issued', label: 'Ngày ban hành', nullable: true },
    { kind: 'day', key: 'from', label: 'Có hiệu lực từ ngày' },
    { kind: 'day', key: 'to', label: 'Hết hiệu lực sau ngày', nullable: true },
    source,
  ],
};

const newForm: Omit<AwardForm, 'id'> = {
  is: 'form',
  name: '',
  shortName: '',
  calledBy: [],
  level: 'province',
  decidedBy: '',
  clause: '',
  subjects: [],
  kinds: [],
  standards: [],
  movement: [],
  bonus: {},
  vote: null,
  dossier: [],
  publicList: { value: false, source: 'Cần tra', verified: false },
};

const head: Edit[] = [
  {
    kind: 'text',
    key: 'name',
    label: 'Tên',
    hint: 'Như ghi trong quyết định, ví dụ “Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh”.',
  },
  { kind: 'text', key: 'shortName', label: 'Tên ngắn' },
  { kind: 'choice', key: 'is', label: 'Loại', options: options(words.formWords) },
  { kind: 'choice', key: 'level', label: 'Cấp', options: options(words.levelWords) },
  { kind: 'text', key: 'decidedBy', label: 'Thẩm quyền quyết định' },
  clause,
  subjects,
  kinds,
];

const forms: Edit = {
  kind: 'list',
  key: 'forms',
  label: 'Danh hiệu, hình thức',
  noun: 'danh hiệu, hình thức',
  title: 'name',
  brief: ['level'],
  hint: 'Tiêu chuẩn, tiền thưởng, phiếu, hồ sơ của từng danh hiệu, hình thức sửa ở trang riêng của nó.',
  blank: newForm,
  ids: true,
  item: head,
};

const limits: Edit[] = [
  {
    kind: 'list',
    key: 'limits',
    label: 'Thời hạn xử lý',
    noun: 'thời hạn',
    title: 'step',
    brief: ['days'],
    blank: { step: '', days: 10, ...unmarked },
    ids: true,
    item: [
      { kind: 'text', key: 'step', label: 'Bước' },
      { kind: 'whole', key: 'days', label: 'Thời hạn', suffix: 'ngày làm việc' },
      source,
    ],
  },
  {
    kind: 'list',
    key: 'deadlines',
    label: 'Mốc hằng năm',
    noun: 'mốc',
    title: 'what',
    brief: ['by'],
    blank: { what: '', by: '', ...unmarked },
    ids: true,
    item: [{ kind: 'text', key: 'what', label: 'Việc' }, { kind: 'text', key: 'by', label: 'Thời hạn' }, source],
  },
];

const bonusOf = (subject: AwardForm['subjects'][number]): Edit => ({
  kind: 'group',
  key: subject,
  label: words.subjectWords[subject],
  optional: true,
  edits: [
    { kind: 'decimal', key: 'value', label: 'Số lần mức lương cơ sở' },
    { kind: 'tick', key: 'atMost', label: 'Là mức tối đa: người quyết định có thể thưởng thấp hơn', optional: true },
    source,
  ],
});

const formEdits = (form: AwardForm): Edit[] => [
  ...head,
  {
    kind: 'lines',
    key: 'calledBy',
    label: 'Cách gọi trong kế hoạch',
    hint: 'Chữ thường không dấu, mỗi dòng một cách; dùng để nhận ra hình thức trong kế hoạch phong trào.',
  },
  {
    kind: 'list',
    key: 'standards',
    label: 'Tiêu chuẩn',
    noun: 'tiêu chuẩn',
    title: 'clause',
    brief: ['subjects'],
    blank: { clause: '', subjects: form.subjects, text: '' },
    ids: true,
    item: [clause, subjects, { kind: 'long', key: 'text', label: 'Nội dung' }],
  },
  {
    kind: 'list',
    key: 'movement',
    label: 'Được xét trong phong trào thi đua khi',
    noun: 'điều kiện',
    title: 'clause',
    brief: ['subjects'],
    hint: 'Không có điều kiện nào: không xét trong phong trào.',
    blank: {
      occasions: ['mid-term', 'final'],
      minYears: null,
      launchedBy: 'anyone',
      nationInsteadOfYears: false,
      subjects: form.subjects,
      clause: '',
    },
    ids: false,
    item: [
      clause,
      subjects,
      { kind: 'ticks', key: 'occasions', label: 'Dịp', options: options(words.occasionWords) },
      {
        kind: 'whole',
        key: 'minYears',
        label: 'Phong trào kéo dài ít nhất',
        suffix: 'năm',
        nullable: true,
        hint: 'Để trống: không đòi hỏi.',
      },
      { kind: 'choice', key: 'launchedBy', label: 'Phong trào do ai phát động', options: options(words.launchWords) },
      {
        kind: 'tick',
        key: 'nationInsteadOfYears',
        label: 'Phong trào do Chủ tịch nước, Thủ tướng Chính phủ phát động thì không cần đủ năm',
      },
    ],
  },
  {
    kind: 'group',
    key: 'bonus',
    label: 'Tiền thưởng',
    edits: form.subjects.map(bonusOf),
  },
  {
    kind: 'group',
    key: 'vote',
    label: 'Pháp luật định tỷ lệ phiếu của Hội đồng',
    optional: true,
    nullable: true,
    edits: [
      {
        kind: 'group',
        key: 'value',
        label: 'Tỷ lệ phiếu',
        edits: [
          { kind: 'decimal', key: 'percent', label: 'Từ, %' },
          { kind: 'choice', key: 'base', label: 'Tính trên', options: options(words.voteBaseWords) },
        ],
      },
      source,
    ],
  },
  {
    kind: 'list',
    key: 'dossier',
    label: 'Thành phần hồ sơ',
    noun: 'thành phần',
    title: 'name',
    brief: ['of'],
    blank: { name: '', is: 'attachment', of: 'dossier', required: true, clause: '' },
    ids: true,
    item: [
      { kind: 'text', key: 'name', label: 'Tên' },
      { kind: 'choice', key: 'is', label: 'Trong hệ thống là', options: options(words.partWords) },
      { kind: 'choice', key: 'of', label: 'Nộp theo', options: options(words.partOfWords) },
      { kind: 'tick', key: 'required', label: 'Bắt buộc' },
      clause,
    ],
  },
  sourced('publicList', 'Công khai danh sách', {
    kind: 'tick',
    key: 'value',
    label: 'Phải công khai danh sách trước khi đề nghị',
  }),
];

const salaries: Edit = {
  kind: 'list',
  key: 'rows',
  label: 'Mức lương cơ sở',
  noun: 'mức',
  title: 'from',
  brief: ['amount'],
  hint: 'Tiền thưởng tính theo mức của ngày ký quyết định. Quyết định đã ban hành giữ nguyên số tiền đã ghi.',
  blank: { from: '', amount: 0, ...unmarked },
  ids: false,
  item: [
    { kind: 'day', key: 'from', label: 'Từ ngày' },
    { kind: 'money', key: 'amount', label: 'Mức một tháng' },
    source,
  ],
};

const holidays: Edit = {
  kind: 'list',
  key: 'days',
  label: 'Ngày nghỉ, ngày làm bù',
  noun: 'ngày',
  title: 'name',
  brief: ['day', 'is'],
  hint: 'Thứ Bảy, Chủ nhật không cần ghi. Thời hạn tính bằng ngày làm việc dựa vào danh sách này.',
  blank: { day: '', name: '', is: 'off', ...unmarked },
  ids: false,
  item: [
    { kind: 'text', key: 'name', label: 'Tên' },
    { kind: 'day', key: 'day', label: 'Ngày' },
    { kind: 'choice', key: 'is', label: 'Nghỉ hay làm bù', options: options(words.dayWords) },
    source,
  ],
};

/** The parts in which a catalogue is edited; each form of commendation is one. */
export function catalogueParts(name: CatalogueName, doc: CatalogueDocument, units: Choice[]): CataloguePart[] {
  switch (kindOfCatalogue(name)) {
    case 'base-salary':
      return [{ id: 'noi-dung', name: 'Các mức lương cơ sở', keys: ['rows'], edits: [salaries] }];
    case 'holidays':
      return [{ id: 'noi-dung', name: 'Các ngày', keys: ['days'], edits: [holidays] }];
    case 'offices':
      return [
        {
          id: 'noi-dung',
          name: 'Các cơ quan',
          keys: ['registrar', 'watchers'],
          edits: [
            { kind: 'unit', key: 'registrar', label: 'Cơ quan giữ sổ khen thưởng của tỉnh', units },
            {
              kind: 'units',
              key: 'watchers',
              label: 'Cơ quan nhập kỷ luật, thanh tra, đơn thư',
              units,
            },
          ],
        },
      ];
    case 'law':
      return [
        {
          id: 'chung',
          name: 'Thông tin chung',
          keys: [
            'name',
            'from',
            'to',
            'note',
            'transition',
            'rounding',
            'notForMerit',
            'womenShare',
            'fundShare',
            'childAge',
          ],
          edits: basics,
        },
        { id: 'van-ban', name: 'Văn bản', keys: ['statutes'], edits: [statutes] },
        { id: 'thoi-han', name: 'Thời hạn', keys: ['limits', 'deadlines'], edits: limits },
        { id: 'danh-sach', name: 'Danh sách danh hiệu, hình thức', keys: ['forms'], edits: [forms] },
        ...(doc as LawVersion).forms.map((form) => ({
          id: form.id,
          name: form.shortName,
          keys: formEdits(form).map((edit) => edit.key),
          edits: formEdits(form),
          formId: form.id,
        })),
      ];
  }
}

type Dict = Record<string, unknown>;

/** What a part holds. */
export function partValue(doc: CatalogueDocument, part: CataloguePart): Dict {
  const from = part.formId ? (doc as LawVersion).forms.find((form) => form.id === part.formId) : doc;
  return Object.fromEntries(part.keys.map((key) => [key, (from as unknown as Dict | undefined)?.[key]]));
}

/** The document with another content of one part. */
export function withPart(doc: CatalogueDocument, part: CataloguePart, value: Dict): unknown {
  const { formId } = part;
  const put = (into: object): Dict => {
    const next: Dict = { ...into };
    for (const key of part.keys)
      if (value[key] === undefined) delete next[key];
      else next[key] = value[key];
    return next;
  };
  return formId
    ? { ...doc, forms: (doc as LawVersion).forms.map((form) => (form.id === formId ? put(form) : form)) }
    : put(doc);
}

/** Where an issue of the document stands in the form of a part: the path from the part on. */
export const pathInPart = (path: string, { formId }: CataloguePart): string =>
  formId && path.startsWith(`forms[${formId}].`) ? path.slice(`forms[${formId}].`.length) : path;
