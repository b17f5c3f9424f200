import { decideQuestion } from '#lib/domain/programme/questions.ts';
import type { ContestProgramme, PlanDocument } from '#lib/domain/programme/types.ts';
import { clauses } from './tuyen-truyen-so-2024/clauses.ts';
import { dossier } from './tuyen-truyen-so-2024/dossier.ts';
import { questions } from './tuyen-truyen-so-2024/questions.ts';
import { tasks } from './tuyen-truyen-so-2024/tasks.ts';

const name = 'Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024';
const issuer = 'Ban Chỉ đạo Chuyển đổi số tỉnh Sơn La';

const toBeIssued = (id: string, kind: PlanDocument['kind'], title: string): PlanDocument => ({
  id,
  kind,
  title,
  number: null,
  date: null,
  issuer,
  public: true,
});

const open = <T>(note: string): { value: T | null; source: 'open'; note: string } => ({
  value: null,
  source: 'open',
  note,
});

const perPersonAndGroup = {
  value: 3,
  source: 'plan',
  note: 'Mỗi tác giả (nhóm tác giả) không quá 03 tác phẩm.',
} as const;

/**
 * Sơn La's video contest of 2024 as its plan prints it. What the plan leaves open is `open` here, and every place where it
 * contradicts itself or is silent waits in `questions`.
 */
export const contest2024: ContestProgramme = {
  schema: 1,
  kind: 'contest',
  code: 'CDS24',
  slug: 'tuyen-truyen-so-2024',
  name,
  shortName: 'Tuyên truyền số 2024',
  theme: 'Số hoá các ngành kinh tế, quản trị số, dữ liệu số',
  summary:
    'Cuộc thi trực tuyến bằng video từ 4 đến 5 phút: hoạt cảnh, tiểu phẩm, tình huống tuyên truyền về chuyển đổi số, dành cho mọi người đang học tập, sinh sống và làm việc trên địa bàn tỉnh Sơn La.',
  purposes: [
    'Nâng cao nhận thức của cán bộ, đảng viên và Nhân dân về nội dung cốt lõi, những điểm mới về chủ trương, chính sách của Đảng, pháp luật của Nhà nước trong công tác chuyển đổi số trên địa bàn tỉnh.',
    'Tuyên truyền sâu rộng về chuyển đổi số, trọng tâm là số hoá các ngành kinh tế, quản trị số, dữ liệu số hướng đến lợi ích của người dân và doanh nghiệp.',
    'Cổ vũ, động viên, lan toả, chia sẻ các tập thể, cá nhân có sáng kiến, cách làm hay, mô hình điển hình hiệu quả về chuyển đổi số.',
  ],
  year: 2024,
  province: 'Sơn La',
  timeZone: 'Asia/Ho_Chi_Minh',
  standingAgency: 'Ban Tuyên giáo Tỉnh ủy Sơn La',
  organisers: [issuer, 'Ban Tuyên giáo Tỉnh ủy Sơn La'],
  contacts: {
    email: open<string>('Kế hoạch không nêu hòm thư.'),
    phone: open<string>('Kế hoạch không nêu số điện thoại.'),
  },
  documents: [
    {
      id: 'plan',
      kind: 'plan',
      title: `Kế hoạch tổ chức ${name}`,
      number: null,
      date: null,
      issuer,
      signer: 'Hoàng Quốc Khánh',
      public: true,
    },
    toBeIssued('rules', 'rules', `Thể lệ ${name}`),
    toBeIssued('organising-decision', 'committee', 'Quyết định thành lập Ban Tổ chức Cuộc thi'),
    toBeIssued('jury-decision', 'committee', 'Quyết định thành lập Ban Giám khảo Cuộc thi'),
    toBeIssued('secretariat-decision', 'committee', 'Quyết định thành lập Tổ Thư ký giúp việc Cuộc thi'),
  ],
  clauses,
  questions,
  // The plan has one theme and no pillars; the works are sorted by what II.2 asks them to tell.
  pillars: { clause: 'II.1', items: [] },
  topics: {
    clause: 'II.2',
    items: [
      { id: 'own-unit', name: 'Chuyển đổi số tại cơ quan, đơn vị, địa phương' },
      { id: 'knowledge', name: 'Kiến thức' },
      { id: 'skills', name: 'Kỹ năng' },
      { id: 'experience', name: 'Kinh nghiệm' },
      { id: 'solutions', name: 'Giải pháp' },
      { id: 'practices', name: 'Cách làm hay, sáng tạo' },
    ],
  },
  eligibility: {
    clause: 'III.1',
    entrants: [
      'Cán bộ, đảng viên, công chức, viên chức, chiến sĩ lực lượng vũ trang đang công tác tại các cơ quan Đảng, Nhà nước, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội',
      'Đoàn viên, hội viên, học sinh, sinh viên và nhân dân đang học tập, sinh sống và làm việc trên địa bàn tỉnh',
    ],
    excludedRoles: ['organiser', 'judge', 'jury-chair', 'secretary', 'support'],
    excludedNote: 'Thành viên Ban Tổ chức; Ban Giám khảo; Tổ Thư ký, giúp việc Cuộc thi không được tham gia dự thi.',
    minShare: 1,
    shareDecimals: 2,
    maxEntriesPerPerson: { ...perPersonAndGroup },
    maxEntriesPerGroup: { ...perPersonAndGroup },
  },
  timeline: [
    {
      id: 'setup',
      kind: 'setup',
      name: 'Ban hành Kế hoạch, chuẩn bị',
      from: '2024-05-01T00:00:00.000+07:00',
      to: '2024-05-31T23:59:59.999+07:00',
      clause: 'IV.1',
      actors: 'Ban Tuyên giáo Tỉnh ủy tham mưu thành lập Ban Tổ chức, Ban Giám khảo, Tổ Thư ký và xây dựng Thể lệ',
      printed: 'Tháng 5/2024',
    },
    {
      id: 'intake',
      kind: 'intake',
      name: 'Phát động, nhận tác phẩm dự thi',
      from: '2024-06-01T00:00:00.000+07:00',
      to: '2024-07-31T23:59:59.999+07:00',
      clause: 'IV.3',
      actors: 'Tác giả gửi tác phẩm; Ban Tổ chức tiếp nhận, chốt danh sách',
      printed: 'Từ thời điểm phát động cuộc thi (dự kiến tháng 6/2024) đến tháng 7/2024; ngày 31/7/2024 chốt danh sách',
    },
    {
      id: 'screening',
      kind: 'screening',
      name: 'Sơ loại, đăng tải tác phẩm',
      from: '2024-08-01T00:00:00.000+07:00',
      to: '2024-08-10T23:59:59.999+07:00',
      clause: 'IV.4',
      actors: 'Cơ quan Thường trực sơ loại, chọn tác phẩm vào vòng Chung kết; đăng tải các tác phẩm được chọn',
      printed: 'Từ ngày 01-10/8/2024',
    },
    {
      id: 'final',
      kind: 'final',
      name: 'Chấm Chung kết',
      from: '2024-08-11T00:00:00.000+07:00',
      to: '2024-08-30T23:59:59.999+07:00',
      clause: 'IV.5',
      actors: 'Ban Giám khảo chấm, đề nghị Ban Tổ chức xét trao giải; mọi người xem, bình chọn',
      printed: 'Từ ngày 11-30/8/2024',
    },
    {
      id: 'interaction',
      kind: 'interaction',
      name: 'Chốt lượt tương tác',
      from: '2024-08-31T00:00:00.000+07:00',
      to: '2024-09-10T23:59:59.999+07:00',
      clause: 'IV.6',
      actors: 'Mọi người xem, bình chọn; Tổ Thư ký chốt số liệu',
      printed: 'Ngày 10/9/2024',
    },
    {
      id: 'decision',
      kind: 'decision',
      name: 'Xét trao giải',
      from: '2024-09-11T00:00:00.000+07:00',
      to: '2024-09-15T23:59:59.999+07:00',
      clause: 'IV.7',
      actors: 'Ban Tổ chức xét trao giải',
      printed: 'Ngày 15/9/2024',
    },
    {
      id: 'ceremony',
      kind: 'ceremony',
      name: 'Trao giải',
      from: '2024-09-16T00:00:00.000+07:00',
      to: '2024-10-10T23:59:59.999+07:00',
      clause: 'IV.8',
      actors: 'Ban Tổ chức tổng kết và trao giải',
      printed: 'Dự kiến ngày 10/10/2024',
    },
  ],
  dossier,
  screening: {
    clause: 'III.2',
    name: 'Vòng Sơ loại',
    enabled: false,
    directAllowed: true,
    requireLetter: false,
    agency: {
      name: 'Ban Tuyên giáo Tỉnh ủy',
      clause: 'III.2',
      periodId: 'screening',
      checklist: [
        { id: 'theme', label: 'Phù hợp với mục đích, ý nghĩa, chủ đề Cuộc thi', clause: 'III.4' },
        { id: 'content', label: 'Bảo đảm về nội dung, kết cấu và bố cục rõ ràng', clause: 'III.4' },
        { id: 'form', label: 'Bảo đảm về hình thức: video, clip về hoạt cảnh, tiểu phẩm, tình huống', clause: 'II.2' },
        { id: 'quality', label: 'Bảo đảm chất lượng hình ảnh và âm thanh', clause: 'III.4' },
        { id: 'original', label: 'Nguyên bản, do tác giả (nhóm tác giả) xây dựng', clause: 'III.4' },
        { id: 'new', label: 'Chưa được công bố trước thời điểm phát động', clause: 'III.4' },
        { id: 'lawful', label: 'Không vi phạm Luật Báo chí, Luật Sở hữu trí tuệ và pháp luật khác', clause: 'III.4' },
      ],
    },
  },
  rounds: [
    {
      id: 'final',
      name: 'Vòng Chung kết',
      kind: 'final',
      periodId: 'final',
      clause: 'III.2',
      // The works of this round are shown to everybody with their authors (III.2).
      blind: false,
      judgesPerEntry: open<number>('Kế hoạch không nêu số giám khảo chấm mỗi tác phẩm.'),
      rubric: { criteria: [], source: 'open', note: 'Kế hoạch không nêu tiêu chí, thang điểm.' },
      aggregate: { method: 'mean', decimals: 2, rounding: 'half-up', source: 'open' },
      tieRules: [{ kind: 'decision' }],
      tieSource: 'open',
      maxSpreadPercent: open<number>('Kế hoạch không nêu mức lệch điểm phải xem lại.'),
      advance: { value: null, source: 'plan', note: 'Ban Tổ chức xem xét trao giải theo cơ cấu giải.' },
      drawnOrder: false,
    },
  ],
  prizes: {
    clause: 'V.1',
    tiers: [
      {
        id: 'first',
        name: 'Giải Nhất',
        count: null,
        amount: 5_000_000,
        clause: 'V.1',
        honours: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
      },
      { id: 'second', name: 'Giải Nhì', count: null, amount: 3_000_000, clause: 'V.1' },
      { id: 'third', name: 'Giải Ba', count: null, amount: 2_000_000, clause: 'V.1' },
      { id: 'consolation', name: 'Giải Khuyến khích', count: null, amount: 1_000_000, clause: 'V.1' },
      {
        id: 'interaction',
        name: 'Giải phụ: tác phẩm có lượng tương tác cao',
        count: 1,
        amount: 1_000_000,
        clause: 'V.2',
        basis: 'interactions',
      },
    ],
    certificate: {
      title: 'Giấy chứng nhận',
      issuer: `Ban Tổ chức ${name}`,
      signerTitle: 'Trưởng Ban Tổ chức',
      signerName: open<string>('Kế hoạch không nêu Giấy chứng nhận và người ký.'),
    },
  },
  // Prizes are computed from `prizes`; here stand only the lines that the secretariat adds.
  budget: { clause: 'VI.3', lines: [] },
  committees: [
    { id: 'organising', name: 'Ban Tổ chức', members: [], public: true, documentId: 'organising-decision' },
    { id: 'jury', name: 'Ban Giám khảo', members: [], public: true, documentId: 'jury-decision' },
    { id: 'secretariat', name: 'Tổ Thư ký giúp việc', members: [], public: true, documentId: 'secretariat-decision' },
  ],
  gallery: {
    clause: 'III.2',
    name: 'Thư viện tác phẩm',
    video: { stage: 'submission', requirementId: 'video' },
    summaryField: 'summary',
    consents: [
      {
        id: 'gallery',
        text: 'Tôi đồng ý để Ban Tổ chức đăng công khai video dự thi cùng họ tên, đơn vị, địa phương của tôi trong thư viện tác phẩm, nếu tác phẩm vào vòng Chung kết.',
        version: 1,
        clause: 'III.2',
        needed: true,
      },
      {
        id: 'fanpage',
        text: 'Tôi đồng ý để Ban Tổ chức đăng video dự thi cùng họ tên của tôi trên trang Fanpage (facebook) của Cuộc thi.',
        version: 1,
        clause: 'III.2',
        needed: false,
      },
      {
        id: 'broadcast',
        text: 'Tôi đồng ý để Báo Sơn La, Đài Phát thanh - Truyền hình tỉnh biên tập, đăng tải, phát sóng tác phẩm nếu đạt giải.',
        version: 1,
        clause: 'VI.6',
        needed: false,
      },
    ],
    guardianBelowAge: 18,
  },
  interaction: {
    clause: 'V.2',
    from: '2024-08-01T00:00:00.000+07:00',
    freezeAt: '2024-09-10T23:59:59.999+07:00',
    weights: { like: '1', share: '1', view: '1', source: 'open' },
    sharesPerDay: open<number>('Kế hoạch không nêu cách đếm lượt chia sẻ.'),
    view: { seconds: 30, fraction: '0.5' },
    external: {
      counted: open<boolean>('Kế hoạch không nêu cách cộng số liệu của fanpage.'),
      weights: { like: '1', share: '1', comment: '1' },
    },
    hiddenUntilFreeze: open<boolean>('Kế hoạch không nêu việc công khai số liệu trước ngày chốt.'),
    ties: ['decision'],
  },
  tasks,
};

const demoAnswers: Record<string, string> = {
  'who-screens': 'agency',
  'posting-place': 'gallery',
  'launch-date': 'first-of-june',
  'interactions-from': 'from-posting',
  'length-tolerance': 'two-seconds',
  'upright-video': 'lying',
  'min-share': 'none',
  'guardian-age': 'sixteen',
  'count-visible': 'shown',
  'what-counts': 'like-share',
  'fanpage-counts': 'counted',
  'side-prize-tie': 'likes-score',
  scale: 'scale-100',
  'judges-per-entry': 'five',
  ties: 'by-spread',
  'prize-numbers': 'one-two-three-five',
  'plan-number': 'later',
  contacts: 'this-site',
};

/** The same contest with every question answered for the demonstration; the answers and values say `demo`. */
export const contest2024Demo: ContestProgramme = {
  ...Object.entries(demoAnswers).reduce(
    (programme, [questionId, optionId]) =>
      decideQuestion(programme, {
        questionId,
        optionId,
        by: 'Bản trình diễn',
        at: '2024-05-15T08:00:00.000+07:00',
        reason: 'Giá trị minh họa để diễn tập, không phải quyết định của Ban Tổ chức.',
        demo: true,
      }),
    contest2024,
  ),
  budget: {
    clause: 'VI.3',
    lines: [
      {
        id: 'judging',
        name: 'Bồi dưỡng chấm Chung kết (số liệu minh họa)',
        unit: 'phiếu',
        quantity: 150,
        unitPrice: 30_000,
      },
      {
        id: 'ceremony',
        name: 'Tổ chức lễ trao giải (số liệu minh họa)',
        unit: 'buổi',
        quantity: 1,
        unitPrice: 10_000_000,
      },
    ],
  },
};
