import { decideQuestion } from '#lib/domain/programme/questions.ts';
import type { ContestProgramme, PlanDocument, Round } from '#lib/domain/programme/types.ts';
import { clauses } from './y-tuong-so-2026/clauses.ts';
import { dossier } from './y-tuong-so-2026/dossier.ts';
import { questions } from './y-tuong-so-2026/questions.ts';

const toBeIssued = (id: string, kind: PlanDocument['kind'], title: string): PlanDocument => ({
  id,
  kind,
  title,
  number: null,
  date: null,
  issuer: 'Ban Chỉ đạo 2009 tỉnh Sơn La',
  public: true,
});

const open = <T>(note: string): { value: T | null; source: 'open'; note: string } => ({
  value: null,
  source: 'open',
  note,
});

/** What both rounds leave to the contest rules, until somebody decides. */
const notGiven = {
  judgesPerEntry: open<number>('Kế hoạch không nêu số giám khảo chấm mỗi bài.'),
  rubric: { criteria: [], source: 'open', note: 'Kế hoạch không nêu tiêu chí, thang điểm.' },
  aggregate: { method: 'mean', decimals: 2, rounding: 'half-up', source: 'open' },
  tieRules: [{ kind: 'decision' }],
  tieSource: 'open',
  maxSpreadPercent: open<number>('Kế hoạch không nêu mức lệch điểm phải xem lại.'),
} as const satisfies Partial<Round>;

/**
 * Sơn La's contest of 2026 as its plan prints it: Kế hoạch số 02-KH/BCĐ ngày 06/01/2026. What the plan leaves open is
 * `open` here, and every place where it contradicts itself waits in `questions`.
 */
export const contest2026: ContestProgramme = {
  schema: 1,
  kind: 'contest',
  code: 'CDS26',
  slug: 'y-tuong-so-2026',
  name: 'Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026',
  shortName: 'Ý tưởng số 2026',
  theme: 'Ý tưởng số - Lan tỏa sức mạnh số',
  summary:
    'Cuộc thi tìm kiếm ý tưởng, sáng kiến, giải pháp chuyển đổi số trên ba trụ cột chính quyền số, kinh tế số, xã hội số, dành cho mọi người trên địa bàn tỉnh Sơn La.',
  purposes: [
    'Giúp các cấp ủy, tổ chức đảng, cán bộ, đảng viên và Nhân dân nâng cao nhận thức về tầm quan trọng của chuyển đổi số, phát triển khoa học, công nghệ, đổi mới sáng tạo, góp phần thực hiện thắng lợi Nghị quyết số 57-NQ/TW.',
    'Cổ vũ, động viên các tập thể, cá nhân có những sáng kiến, cách làm hay, mô hình điển hình hiệu quả trong công tác chuyển đổi số tại địa phương, cơ quan, đơn vị.',
    'Phát hiện, nhân rộng các ý tưởng sáng tạo về chuyển đổi số có tính khả thi, đem lại hiệu quả thiết thực để triển khai, ứng dụng trên tất cả các lĩnh vực của đời sống, xã hội.',
  ],
  year: 2026,
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  standingAgency: 'Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn La',
  organisers: ['Ban Chỉ đạo 2009 tỉnh Sơn La', 'Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn La'],
  contacts: {
    email: open<string>('Kế hoạch in hai địa chỉ khác nhau ở Mục II.4.1 và Mục II.4.2.'),
    phone: open<string>('Kế hoạch không nêu số điện thoại.'),
  },
  documents: [
    {
      id: 'plan',
      kind: 'plan',
      title: 'Kế hoạch tổ chức Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026',
      number: '02-KH/BCĐ',
      date: '2026-01-06',
      issuer: 'Ban Chỉ đạo 2009 tỉnh Sơn La',
      signer: 'Lò Minh Hùng',
      public: true,
    },
    toBeIssued('rules', 'rules', 'Thể lệ Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026'),
    toBeIssued('organising-decision', 'committee', 'Quyết định thành lập Ban Tổ chức Cuộc thi'),
    toBeIssued('jury-decision', 'committee', 'Quyết định thành lập Ban Giám khảo Cuộc thi'),
    toBeIssued('secretariat-decision', 'committee', 'Quyết định thành lập Tổ Thư ký Cuộc thi'),
    toBeIssued('support-decision', 'committee', 'Quyết định thành lập Tổ giúp việc Cuộc thi'),
  ],
  clauses,
  questions,
  pillars: {
    clause: 'II.1',
    items: [
      { id: 'government', name: 'Chính quyền số', hint: 'Dữ liệu, nền tảng, dịch vụ công của cơ quan nhà nước' },
      { id: 'economy', name: 'Kinh tế số', hint: 'Quản trị, sản xuất, kinh doanh của doanh nghiệp, tổ chức, cá nhân' },
      { id: 'society', name: 'Xã hội số', hint: 'Kỹ năng số, dịch vụ số cho người dân' },
    ],
  },
  topics: {
    clause: 'II.1',
    items: [
      { id: 'data', name: 'Dữ liệu số' },
      { id: 'technology', name: 'Công nghệ số' },
      { id: 'platform', name: 'Nền tảng số' },
      { id: 'public-service', name: 'Dịch vụ công' },
      { id: 'security', name: 'An toàn thông tin mạng' },
      { id: 'ai', name: 'Ứng dụng trí tuệ nhân tạo của cơ quan nhà nước' },
      { id: 'business', name: 'Ứng dụng công nghệ số trong quản trị, sản xuất, kinh doanh' },
      { id: 'skills', name: 'Kỹ năng số' },
      { id: 'digital-use', name: 'Sử dụng dịch vụ số, công nghệ số' },
      { id: 'e-commerce', name: 'Thương mại điện tử' },
    ],
  },
  eligibility: {
    clause: 'II.2',
    entrants: [
      'Cán bộ, đảng viên, công chức, viên chức, người lao động',
      'Đoàn viên, hội viên',
      'Học sinh, sinh viên',
      'Lực lượng vũ trang',
      'Nhân dân trên địa bàn tỉnh',
    ],
    excludedRoles: ['organiser', 'judge', 'jury-chair', 'secretary', 'support'],
    excludedNote:
      'Thành viên Ban Tổ chức, Ban Giám khảo, Tổ Thư ký và cán bộ trực tiếp tham gia vào quá trình tổ chức Cuộc thi không được dự thi.',
    minShare: 30,
    shareDecimals: 2,
    recognisedProducts: { clause: 'II.2', declarationId: 'not-recognised', lookUp: true },
    maxEntriesPerPerson: open<number>('Kế hoạch không nêu số sản phẩm tối đa của một người.'),
  },
  timeline: [
    {
      id: 'setup',
      kind: 'setup',
      name: 'Chuẩn bị và triển khai',
      from: '2026-01-01T00:00:00.000+07:00',
      to: '2026-02-28T23:59:59.999+07:00',
      clause: 'II.3',
      actors: 'Ban Tuyên giáo và Dân vận Tỉnh ủy tham mưu thành lập Ban Tổ chức, Ban Giám khảo và Thể lệ',
      printed: 'Từ ngày 01/01/2026 - 28/02/2026',
    },
    {
      id: 'intake',
      kind: 'intake',
      name: 'Nhận sản phẩm dự thi',
      from: '2026-03-01T00:00:00.000+07:00',
      to: '2026-06-30T23:59:59.999+07:00',
      clause: 'II.3',
      actors: 'Tác giả nộp bài; cơ quan, đơn vị, địa phương sàng lọc và gửi về tỉnh; Ban Tổ chức tiếp nhận',
      printed: 'Từ ngày 01/3/2026 - 30/6/2026',
    },
    {
      id: 'preliminary',
      kind: 'preliminary',
      name: 'Chấm Sơ khảo',
      from: '2026-07-01T00:00:00.000+07:00',
      to: '2026-07-31T23:59:59.999+07:00',
      clause: 'II.3',
      actors: 'Ban Giám khảo chấm; Ban Tổ chức công bố sản phẩm vào vòng Chung khảo',
      printed: 'Từ ngày 01/7/2026 - 31/7/2026',
    },
    {
      id: 'refinement',
      kind: 'refinement',
      name: 'Hoàn thiện sản phẩm dự Chung khảo',
      from: '2026-08-01T00:00:00.000+07:00',
      to: '2026-08-31T23:59:59.999+07:00',
      clause: 'II.4.2',
      actors: 'Tác giả có sản phẩm vào Chung khảo hoàn thiện và gửi hồ sơ',
      printed: 'Từ ngày 01/8/2026 - 31/8/2026; hồ sơ gửi trước ngày 31/8/2026',
    },
    {
      id: 'final',
      kind: 'final',
      name: 'Chấm Chung khảo và trao giải',
      from: '2026-09-01T00:00:00.000+07:00',
      to: '2026-09-30T23:59:59.999+07:00',
      clause: 'II.3',
      actors: 'Tác giả trình bày; Ban Giám khảo chấm, trình; Ban Tổ chức quyết định và trao giải',
      printed: 'Trong tháng 9/2026',
    },
  ],
  dossier,
  screening: {
    clause: 'II.4.1',
    name: 'Sơ loại tại cơ quan, đơn vị, địa phương',
    enabled: true,
    directAllowed: true,
    requireLetter: true,
  },
  rounds: [
    {
      id: 'preliminary',
      name: 'Vòng Sơ khảo',
      kind: 'preliminary',
      periodId: 'preliminary',
      clause: 'II.4.1',
      blind: true,
      ...notGiven,
      tieRules: [...notGiven.tieRules],
      rubric: { ...notGiven.rubric, criteria: [] },
      advance: open<number>('Kế hoạch không nêu số sản phẩm vào vòng Chung khảo.'),
      drawnOrder: false,
    },
    {
      id: 'final',
      name: 'Vòng Chung khảo',
      kind: 'final',
      periodId: 'final',
      clause: 'II.4.3',
      blind: false,
      ...notGiven,
      tieRules: [...notGiven.tieRules],
      rubric: { ...notGiven.rubric, criteria: [] },
      advance: { value: null, source: 'plan', note: 'Giải thưởng do Ban Tổ chức quyết định theo cơ cấu giải.' },
      drawnOrder: true,
    },
  ],
  prizes: {
    clause: 'II.5.1',
    tiers: [
      {
        id: 'first',
        name: 'Giải Nhất',
        count: 1,
        amount: 15_000_000,
        clause: 'II.5.1',
        honours: 'Ủy ban nhân dân tỉnh tặng Bằng khen',
      },
      { id: 'second', name: 'Giải Nhì', count: 2, amount: 10_000_000, clause: 'II.5.1' },
      { id: 'third', name: 'Giải Ba', count: 3, amount: 5_000_000, clause: 'II.5.1' },
      { id: 'consolation', name: 'Giải Khuyến khích', count: 5, amount: 3_000_000, clause: 'II.5.1' },
    ],
    certificate: {
      title: 'Giấy chứng nhận',
      issuer: 'Ban Tổ chức Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026',
      signerTitle: 'Trưởng Ban Tổ chức',
      signerName: open<string>('Kế hoạch không nêu người ký Giấy chứng nhận.'),
    },
  },
  // Prizes are computed from `prizes` (65.000.000 đ); here stand only the lines that the secretariat adds.
  budget: { clause: 'II.5.3', lines: [] },
  committees: [
    { id: 'organising', name: 'Ban Tổ chức', members: [], public: true, documentId: 'organising-decision' },
    { id: 'jury', name: 'Ban Giám khảo', members: [], public: true, documentId: 'jury-decision' },
    { id: 'secretariat', name: 'Tổ Thư ký', members: [], public: true, documentId: 'secretariat-decision' },
    { id: 'support', name: 'Tổ giúp việc', members: [], public: true, documentId: 'support-decision' },
  ],
};

const demoAnswers: Record<string, string> = {
  mailbox: 'cuocthi',
  'refinement-deadline': 'end-of-30',
  'screening-name': 'two-steps',
  numbering: 'misnumbered',
  'contest-name': 'same',
  'rules-name': 'rules',
  'merit-giver': 'chairman',
  'final-date': 'whole-month',
  'form-template': 'suggested',
  'direct-entry': 'allowed',
  'max-entries': 'unlimited',
  anonymity: 'blind',
  scale: 'scale-100',
  'judges-per-entry': 'three-five',
  ties: 'by-criterion',
  finalists: 'twenty',
};

/** The same contest with every question answered for the demonstration; the answers and values say `demo`. */
export const contest2026Demo: ContestProgramme = {
  ...Object.entries(demoAnswers).reduce(
    (programme, [questionId, optionId]) =>
      decideQuestion(programme, {
        questionId,
        optionId,
        by: 'Bản trình diễn',
        at: '2026-01-20T08:00:00.000+07:00',
        reason: 'Giá trị minh họa để diễn tập, không phải quyết định của Ban Tổ chức.',
        demo: true,
      }),
    contest2026,
  ),
  budget: {
    clause: 'II.5.3',
    lines: [
      {
        id: 'preliminary-judging',
        name: 'Bồi dưỡng chấm Sơ khảo (số liệu minh họa)',
        unit: 'phiếu',
        quantity: 900,
        unitPrice: 30_000,
      },
      {
        id: 'final-judging',
        name: 'Bồi dưỡng chấm Chung khảo (số liệu minh họa)',
        unit: 'người/buổi',
        quantity: 10,
        unitPrice: 500_000,
      },
      {
        id: 'ceremony',
        name: 'Tổ chức lễ trao giải (số liệu minh họa)',
        unit: 'buổi',
        quantity: 1,
        unitPrice: 20_000_000,
      },
      {
        id: 'communication',
        name: 'Ấn phẩm tuyên truyền (số liệu minh họa)',
        unit: 'gói',
        quantity: 1,
        unitPrice: 10_000_000,
      },
    ],
  },
};
