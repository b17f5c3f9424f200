import type {
  AwardTier,
  BlankForm,
  Budget,
  Certificate,
  ClosingReport,
  Minutes,
  Ranking,
  Receipt,
  RegistrationForm,
  ScoreSheet,
  SubmissionLetter,
} from '#lib/domain/document/types.ts';
import type { DossierStage } from '#lib/domain/programme/types.ts';

export const contest = 'Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026';
export const madeAt = new Date('2026-03-05T01:02:03Z');

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const verification = { url: 'https://cuocthi.example.vn/xac-thuc/7KQM-2XPD-94TA', code: '7KQM-2XPD-94TA' };
const committee = { kind: 'party', parent: 'Tỉnh ủy Sơn La', issuer: 'Ban Tổ chức Cuộc thi' } as const;

export const certificate: Certificate = {
  kind: 'party',
  issuer: `Ban Tổ chức ${contest}`,
  title: 'Giấy chứng nhận',
  recipients: [
    { name: 'Lò Thị Hường', workplace: 'Trung tâm Phục vụ hành chính công xã Mường Chiên' },
    { name: 'Nguyễn Đức Thuận', workplace: 'Trung tâm Phục vụ hành chính công xã Mường Chiên' },
    { name: 'Quàng Văn Ổn', workplace: 'Trường THPT Chiềng Sinh' },
  ],
  prize: 'giải Nhất',
  entryTitle: 'Sổ tay số của bản: dữ liệu hộ dân, nhắc việc và đặt lịch một cửa bằng giọng nói tiếng Thái',
  contestName: contest,
  number: '01-GCN/BTC',
  registerNumber: '01',
  decision: { number: '15-QĐ/BTC', date: '2026-09-25' },
  place: 'Sơn La',
  date: '2026-09-28',
  signer: { capacity: ['T/M Ban Tổ chức', 'Trưởng ban'], name: 'Nguyễn Văn Mẫu' },
  verification,
};

export const receipt: Receipt = {
  madeAt,
  head: { ...committee, place: 'Sơn La', date: '2026-06-30' },
  contestName: contest,
  entryCode: 'CDS26-00042',
  receiptNumber: '42',
  version: 2,
  submittedAt: new Date('2026-06-30T16:59:58Z'),
  title: certificate.entryTitle,
  pillar: 'Chính quyền số',
  unit: 'UBND xã Mường Chiên',
  submittedBy: 'Lò Thị Hường',
  authors: [
    { name: 'Lò Thị Hường', workplace: 'UBND xã Mường Chiên', share: '40' },
    { name: 'Nguyễn Đức Thuận', workplace: 'UBND xã Mường Chiên', share: '30' },
    { name: 'Quàng Văn Ổn', workplace: 'Trường THPT Chiềng Sinh', share: '30' },
  ],
  files: [
    { label: 'Video giới thiệu', name: 'gioi-thieu-so-tay-so.mp4', bytes: 734_003_200, sha256: hash },
    { label: 'Bản thuyết minh', name: 'Thuyết minh sản phẩm (bản cuối).pdf', bytes: 2_411_724, sha256: hash },
  ],
  declarations: [
    'Sản phẩm do tác giả, nhóm tác giả tự nghiên cứu, xây dựng; không vi phạm quyền sở hữu trí tuệ.',
    'Sản phẩm chưa được cấp có thẩm quyền công nhận.',
  ],
  hash,
  verification: { url: 'https://cuocthi.example.vn/tra-cuu?ma=CDS26-00042', code: 'CDS26-00042' },
};

export const registration: RegistrationForm = {
  madeAt,
  head: { kind: 'state' as const, issuer: 'UBND xã Mường Chiên' },
  contestName: contest,
  entryCode: 'CDS26-00042',
  title: receipt.title,
  pillar: 'Chính quyền số',
  topics: ['Dữ liệu số', 'Dịch vụ công'],
  unit: 'UBND xã Mường Chiên',
  authors: receipt.authors.map((a, i) => ({
    ...a,
    birthYear: `${1988 + i}`,
    position: 'Công chức Văn phòng – Thống kê',
    phone: '0912 345 678',
    email: `tacgia${i + 1}@sonla.example.vn`,
  })),
  answers: [
    {
      label: 'Tóm tắt ý tưởng, giải pháp',
      value:
        'Người dân vùng cao khó đặt lịch làm thủ tục vì quen nói hơn quen gõ. Sổ tay số cho phép trưởng bản ghi dữ liệu hộ dân ngay tại nhà, không cần mạng, rồi đồng bộ khi có sóng.\nMỗi thủ tục được nhắc bằng giọng nói tiếng Thái và tiếng Việt; lịch hẹn chuyển thẳng đến bộ phận một cửa.',
    },
    { label: 'Tính mới', value: 'Lần đầu dùng giọng nói tiếng dân tộc để đặt lịch một cửa tại xã.' },
    {
      label: 'Hiệu quả dự kiến',
      value: 'Giảm 30% số lượt đi lại; 12 bản với 1.140 hộ có dữ liệu cập nhật hằng tháng.',
    },
  ],
  files: ['01 video clip giới thiệu (8 phút 30 giây)', '01 bản thuyết minh (PDF, 14 trang)'],
  declarations: receipt.declarations.map((text) => ({ text, accepted: true })),
  place: 'Mường Chiên',
  date: '2026-06-30',
  signers: [
    { capacity: ['Xác nhận của đơn vị'], note: '(Ký, đóng dấu)' },
    { capacity: ['Đại diện nhóm tác giả'], note: '(Ký, ghi rõ họ tên)', name: 'Lò Thị Hường' },
  ],
};

export const scoreSheet: ScoreSheet = {
  madeAt,
  head: {
    kind: 'committee',
    parent: 'Ban Tổ chức Cuộc thi',
    issuer: 'Ban Giám khảo',
    place: 'Sơn La',
    date: '2026-07-15',
  },
  contestName: contest,
  roundName: 'Vòng Sơ khảo',
  judge: { name: 'Trần Thị Ngọc Ánh', position: 'Phó Giám đốc Sở Khoa học và Công nghệ' },
  entry: { code: 'CDS26-00042', title: receipt.title },
  criteria: [
    {
      name: 'Tính mới, tính sáng tạo',
      hint: 'Chưa có ở địa phương, cách giải quyết khác biệt',
      max: '30',
      score: '26.5',
    },
    {
      name: 'Khả năng ứng dụng và nhân rộng',
      max: '30',
      score: '27',
      comment: 'Đã dùng thử tại hai bản, cần thêm số liệu.',
    },
    { name: 'Hiệu quả kinh tế - xã hội', max: '25', score: '21' },
    { name: 'Chất lượng hồ sơ, video, thuyết minh', max: '15', score: '13.5' },
  ],
  max: '100',
  total: '88.0',
  comment: 'Ý tưởng gần dân, dễ nhân rộng.\nNhóm nên bổ sung phương án bảo vệ dữ liệu cá nhân của hộ dân.',
  signature: { at: new Date('2026-07-15T03:39:42Z'), hash },
};

const entries = [
  'Sổ tay số của bản: dữ liệu hộ dân, nhắc việc và đặt lịch một cửa bằng giọng nói tiếng Thái',
  'Truy xuất nguồn gốc mận hậu Mộc Châu bằng mã QR và nhật ký canh tác điện tử',
  'Cảnh báo sớm lũ quét bằng cảm biến giá rẻ và tin nhắn thoại',
  'Lớp học số vùng cao: bài giảng ngoại tuyến cho điểm trường chưa có mạng',
  'Chợ phiên trực tuyến cho nông sản Phù Yên',
];

export const ranking = (judges: number, rows = 12): Ranking => ({
  judges: Array.from({ length: judges }, (_, i) => `GK${i + 1}`),
  rows: Array.from({ length: rows }, (_, i) => ({
    rank: i === 2 ? 2 : i + 1,
    code: `CDS26-000${10 + i}`,
    title: entries[i % entries.length]!,
    authors: 'Lò Thị Hường, Nguyễn Đức Thuận',
    scores: Array.from({ length: judges }, (_, j) => (i === 3 && j === 1 ? null : `${90 - i - (j % 3)}.50`)),
    mean: `${90 - i}.00`,
    note: i === 1 || i === 2 ? 'Bằng điểm; xét điểm Tính mới' : i < 5 ? 'Vào Chung khảo' : '',
  })),
  notes: [
    'GK1: Trần Thị Ngọc Ánh; GK2: Hà Văn Dũng; GK3: Cầm Thị Nhung. Điểm là trung bình cộng, làm tròn hai chữ số thập phân.',
    'Bằng điểm: lần lượt xét điểm tiêu chí Tính mới, thời điểm nộp sớm hơn, quyết định của Ban Giám khảo. Dấu “–”: không được phân công chấm.',
  ],
});

export const minutes = (judges = 3): Minutes => ({
  madeAt,
  head: { ...committee, issuer: 'Ban Giám khảo Cuộc thi', number: '03-BB/BGK', place: 'Sơn La', date: '2026-07-28' },
  about: `tổng hợp kết quả chấm vòng Sơ khảo ${contest}`,
  opening: [
    'Hồi 14 giờ 00 phút, ngày 28 tháng 7 năm 2026, tại phòng họp Ban Tuyên giáo và Dân vận Tỉnh ủy, Ban Giám khảo tổng hợp kết quả chấm vòng Sơ khảo.',
  ],
  attendance: [
    {
      title: '1. Ban Giám khảo',
      people: [
        { name: 'Trần Thị Ngọc Ánh', position: 'Phó Giám đốc Sở Khoa học và Công nghệ, Trưởng ban', present: true },
        { name: 'Hà Văn Dũng', position: 'Giảng viên Trường Đại học Tây Bắc, thành viên', present: true },
        {
          name: 'Cầm Thị Nhung',
          position: 'Phó Chánh Văn phòng UBND tỉnh, thành viên',
          present: false,
          reason: 'đi công tác, đã chấm trên hệ thống',
        },
      ],
    },
    { title: '2. Tổ Thư ký', people: [{ name: 'Vì Văn Khoa', position: 'Chuyên viên, thư ký', present: true }] },
  ],
  content: [
    'Tổ Thư ký báo cáo: đã tiếp nhận 128 sản phẩm dự thi, 12 sản phẩm đủ điều kiện được chấm; 36 phiếu chấm đã được ký trên hệ thống, không có phiếu bị hủy.',
  ],
  ranking: ranking(judges),
  conclusions: [
    'Ban Giám khảo thống nhất kết quả nêu trên và trình Ban Tổ chức quyết định 05 sản phẩm vào vòng Chung khảo.',
  ],
  closing:
    'Biên bản kết thúc hồi 16 giờ 30 phút cùng ngày, đã đọc cho các thành viên dự họp cùng nghe, nhất trí và ký tên.',
  signers: [
    { capacity: ['Thư ký'], name: 'Vì Văn Khoa' },
    { capacity: ['Trưởng Ban Giám khảo'], name: 'Trần Thị Ngọc Ánh' },
  ],
});

export const letter: SubmissionLetter = {
  madeAt,
  head: {
    kind: 'state',
    parent: 'Ủy ban nhân dân tỉnh Sơn La',
    issuer: 'Sở Y tế',
    number: null,
    place: 'Sơn La',
    date: null,
    year: 2026,
    draft: true,
  },
  kind: 'letter',
  about: `gửi sản phẩm tham dự ${contest}`,
  to: [`Ban Tổ chức ${contest}`],
  basis: [],
  paragraphs: [
    'Thực hiện Kế hoạch số 02-KH/BCĐ ngày 06/01/2026 của Ban Chỉ đạo về tổ chức Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026, Sở Y tế đã phát động, đánh giá, lựa chọn sản phẩm của cán bộ, viên chức trong ngành.',
    'Sở Y tế gửi Ban Tổ chức 03 sản phẩm tham gia vòng Sơ khảo như sau:',
  ],
  items: entries.slice(0, 3).map((title, i) => ({
    code: `CDS26-0010${i}`,
    title,
    authors: ['Lò Thị Hường', 'Nguyễn Đức Thuận'].slice(0, 1 + (i % 2)),
    rank: i + 1,
  })),
  closing: ['Hồ sơ điện tử của các sản phẩm đã được gửi trên hệ thống của Cuộc thi.', 'Trân trọng./.'],
  receivers: ['Như trên;', 'Lưu: VT, VP.'],
  signer: { capacity: ['Giám đốc'] },
};

export const budget: Budget = {
  madeAt,
  head: {
    kind: 'party',
    parent: 'Tỉnh ủy Sơn La',
    issuer: 'Ban Tuyên giáo và Dân vận',
    number: null,
    place: 'Sơn La',
    date: null,
    year: 2026,
    draft: true,
  },
  about: `tổ chức ${contest}`,
  opening: [
    'Căn cứ Kế hoạch số 02-KH/BCĐ ngày 06/01/2026, Ban Tuyên giáo và Dân vận Tỉnh ủy lập dự trù kinh phí tổ chức Cuộc thi như sau:',
  ],
  sections: [
    {
      title: 'Giải thưởng (Mục II.5.1)',
      lines: [
        { name: 'Giải Nhất', unit: 'giải', quantity: 1, unitPrice: 15_000_000, note: 'Kèm Bằng khen' },
        { name: 'Giải Nhì', unit: 'giải', quantity: 2, unitPrice: 10_000_000 },
        { name: 'Giải Ba', unit: 'giải', quantity: 3, unitPrice: 5_000_000 },
        { name: 'Giải Khuyến khích', unit: 'giải', quantity: 5, unitPrice: 3_000_000 },
      ],
    },
    {
      title: 'Tổ chức Cuộc thi',
      lines: [
        { name: 'Thù lao chấm thi của Ban Giám khảo', unit: 'phiếu', quantity: 640, unitPrice: 50_000 },
        { name: 'In giấy chứng nhận, khung', unit: 'bộ', quantity: 11, unitPrice: 120_000 },
      ],
    },
  ],
  notes: ['Số lượng phiếu chấm là tạm tính, quyết toán theo thực tế.'],
  receivers: ['Thường trực Tỉnh ủy;', 'Văn phòng Tỉnh ủy;', 'Lưu.'],
  signer: { capacity: ['K/T Trưởng ban', 'Phó Trưởng ban'] },
};

export const tiers: AwardTier[] = [
  {
    name: 'Giải Nhất',
    amount: 15_000_000,
    winners: [
      {
        code: 'CDS26-00042',
        title: entries[0]!,
        authors: certificate.recipients,
        honours: 'Ủy ban nhân dân tỉnh tặng Bằng khen',
      },
    ],
  },
  {
    name: 'Giải Nhì',
    amount: 10_000_000,
    winners: [
      {
        code: 'CDS26-00011',
        title: entries[1]!,
        authors: [{ name: 'Hà Văn Dũng', workplace: 'HTX Nông nghiệp Mộc Châu' }],
      },
      { code: 'CDS26-00012', title: entries[2]!, authors: [{ name: 'Sùng A Phử', workplace: 'xã Mường Lạn' }] },
    ],
  },
];

export const closingReport: ClosingReport = {
  madeAt,
  head: { ...committee, number: '20-BC/BTC', place: 'Sơn La', date: '2026-10-02' },
  about: `tổng kết ${contest}`,
  opening: ['Thực hiện Kế hoạch số 02-KH/BCĐ ngày 06/01/2026, Ban Tổ chức báo cáo kết quả Cuộc thi như sau:'],
  sections: [
    {
      title: 'I. Công tác triển khai',
      paragraphs: ['Cuộc thi được phát động từ ngày 01/3/2026; 61 cơ quan, đơn vị, địa phương có sản phẩm gửi về.'],
      tables: [
        {
          title: 'Số sản phẩm theo trụ cột',
          columns: ['Trụ cột', 'Đã nộp', 'Đủ điều kiện', 'Vào Chung khảo'],
          rows: [
            ['Chính quyền số', '61', '58', '6'],
            ['Kinh tế số', '34', '30', '4'],
            ['Xã hội số', '33', '31', '5'],
            ['Cộng', '128', '119', '15'],
          ],
          totals: true,
        },
      ],
    },
    { title: 'II. Kết quả', paragraphs: ['Ban Tổ chức quyết định trao các giải thưởng sau:'], awards: true },
    { title: 'III. Đánh giá chung', paragraphs: ['Các sản phẩm bám sát chủ đề, nhiều ý tưởng xuất phát từ cơ sở./.'] },
  ],
  tiers,
  receivers: ['Thường trực Tỉnh ủy;', 'Ban Chỉ đạo 2009 tỉnh;', 'Lưu VPTU.'],
  signer: { capacity: ['T/M Ban Tổ chức', 'Trưởng ban'], name: 'Nguyễn Văn Mẫu' },
};

export const blankForm: BlankForm = {
  contestName: contest,
  theme: 'Ý tưởng số - Lan tỏa sức mạnh số',
  year: 2026,
  place: 'Sơn La',
  pillars: ['Chính quyền số', 'Kinh tế số', 'Xã hội số'],
  topics: ['Dữ liệu số', 'Công nghệ số', 'Nền tảng số', 'Dịch vụ công', 'An toàn thông tin mạng'],
  maxAuthors: 3,
  minShare: 30,
};

export const dossier: DossierStage = {
  id: 'submission',
  periodId: 'intake',
  name: 'Hồ sơ dự thi',
  clause: 'II.4.1',
  fields: [
    { id: 'summary', type: 'textarea', label: 'Tóm tắt ý tưởng, giải pháp', required: true, maxWords: 300 },
    { id: 'novelty', type: 'textarea', label: 'Tính mới', hint: 'so với cách làm hiện nay', required: true },
    {
      id: 'applied',
      type: 'radio',
      label: 'Đã áp dụng thử chưa',
      required: false,
      options: [
        { id: 'no', label: 'Chưa' },
        { id: 'yes', label: 'Đã áp dụng thử' },
      ],
    },
  ],
  files: [
    {
      id: 'video',
      label: '01 video clip giới thiệu',
      hint: 'tối đa 10 phút',
      required: true,
      accept: ['video'],
      minCount: 1,
      maxCount: 1,
      maxBytes: 2 ** 31,
      clause: 'II.4.1',
    },
    {
      id: 'explanation',
      label: 'Bản thuyết minh',
      required: true,
      accept: ['pdf', 'docx'],
      minCount: 1,
      maxCount: 1,
      maxBytes: 2 ** 25,
      clause: 'II.4.1',
    },
  ],
  declarations: [
    {
      id: 'original',
      text: 'Sản phẩm do tác giả, nhóm tác giả tự nghiên cứu, xây dựng.',
      version: 1,
      clause: 'II.2',
      required: true,
    },
  ],
};
