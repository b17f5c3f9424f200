import type { Criterion, OpenQuestion, Rubric } from '#lib/domain/programme/types.ts';

/**
 * Where the plan contradicts itself or is silent. Nothing here is guessed: a person picks an option, or enters a value of
 * their own on the programme's pages. Values that an option sets are `decided`; a demonstration marks them `demo`.
 */

const criterion = (id: string, name: string, max: string, hint: string): Criterion => ({
  id,
  name,
  hint,
  min: '0',
  max,
  step: '0.5',
  weight: '1',
});

const suggested = (criteria: Criterion[]): Rubric => ({
  criteria,
  source: 'decided',
  note: 'Kế hoạch không nêu thang điểm. Đây là tiêu chí gợi ý, tổng 100 điểm.',
});

const preliminaryRubric = suggested([
  criterion('novelty', 'Tính mới, tính sáng tạo', '25', 'Khác với cách đang làm ở điểm nào; có gì chưa từng có.'),
  criterion('feasibility', 'Tính khả thi', '20', 'Làm được với nguồn lực, công nghệ, thời gian đã nêu.'),
  criterion('effect', 'Hiệu quả thiết thực', '25', 'Lợi ích cho người dân, cơ quan, doanh nghiệp; có số liệu.'),
  criterion('spread', 'Khả năng nhân rộng', '20', 'Nơi khác trong tỉnh áp dụng được, chi phí hợp lý.'),
  criterion('dossier', 'Chất lượng hồ sơ', '10', 'Video, thuyết minh rõ ràng, đầy đủ, dễ hiểu.'),
]);

const finalRubric = suggested([
  criterion('impact', 'Kết quả sử dụng thực tế', '35', 'Minh chứng tại đơn vị cụ thể hoặc số liệu người dùng.'),
  criterion('novelty', 'Tính mới, tính sáng tạo', '20', 'Giá trị mới của sản phẩm sau khi hoàn thiện.'),
  criterion('spread', 'Khả năng nhân rộng', '20', 'Sẵn sàng triển khai ở nơi khác trong tỉnh.'),
  criterion('presentation', 'Trình bày', '15', 'Rõ ràng, đúng thời gian, có minh họa.'),
  criterion('answers', 'Trả lời câu hỏi', '10', 'Đúng trọng tâm, hiểu rõ sản phẩm.'),
]);

const noDecision = { decision: null, blocksPublication: false } as const;
const decided = <T>(value: T, note?: string) => ({ value, source: 'decided', ...(note ? { note } : {}) });
const later = (label: string, consequence: string) => ({ id: 'later', label, consequence });

const contradictions: OpenQuestion[] = [
  {
    id: 'mailbox',
    clause: 'II.4.1',
    question: 'Hòm thư của Cuộc thi là địa chỉ nào?',
    evidence: [
      'Mục II.4.1: “… qua hòm thư điện tử của Cuộc thi tại địa chỉ: cuoethichuyendoiso@sonla.gov.vn”',
      'Mục II.4.2: “… qua địa chỉ: cuocthichuyendoiso@sonla.gov.vn”',
    ],
    options: [
      {
        id: 'cuocthi',
        label: 'cuocthichuyendoiso@sonla.gov.vn',
        consequence: 'Trang Cuộc thi và thư gửi tác giả in địa chỉ này.',
        set: [{ path: 'contacts.email', value: decided('cuocthichuyendoiso@sonla.gov.vn') }],
      },
      {
        id: 'cuoethi',
        label: 'cuoethichuyendoiso@sonla.gov.vn',
        consequence: 'Trang Cuộc thi và thư gửi tác giả in địa chỉ này.',
        set: [{ path: 'contacts.email', value: decided('cuoethichuyendoiso@sonla.gov.vn') }],
      },
    ],
    blocksPublication: true,
    decision: null,
  },
  {
    id: 'refinement-deadline',
    clause: 'II.4.2',
    question: 'Hồ sơ hoàn thiện nhận đến hết ngày nào?',
    evidence: [
      'Mục II.3: “Từ ngày 01/8/2026 - 31/8/2026: … hoàn thiện sản phẩm, hồ sơ tham dự vòng Chung khảo, gửi Ban Tổ chức”',
      'Mục II.4.2: “Hồ sơ gửi về Ban Tổ chức trước ngày 31/8/2026”',
    ],
    options: [
      {
        id: 'end-of-30',
        label: 'Hết ngày 30/8/2026 (23:59:59)',
        consequence: 'Theo Mục II.4.2. Ngày 31/8/2026 không nhận hồ sơ nữa.',
        set: [{ path: 'timeline[refinement].to', value: '2026-08-30T23:59:59.999+07:00' }],
      },
      {
        id: 'end-of-31',
        label: 'Hết ngày 31/8/2026 (23:59:59)',
        consequence: 'Theo Mục II.3. Nhận cả ngày 31/8/2026.',
        set: [{ path: 'timeline[refinement].to', value: '2026-08-31T23:59:59.999+07:00' }],
      },
    ],
    blocksPublication: true,
    decision: null,
  },
  {
    id: 'screening-name',
    clause: 'II.4.1',
    question: '“Vòng Sơ loại” và “vòng Sơ khảo” là hai bước hay một?',
    evidence: [
      'Mục II.4.1, tên mục: “Vòng Sơ loại”',
      'Mục II.4.1, nội dung: các đơn vị sàng lọc rồi “gửi sản phẩm tham gia vòng Sơ khảo Cuộc thi”',
      'Mục III.6: “gửi tham gia vòng Sơ loại cấp tỉnh”',
    ],
    options: [
      {
        id: 'two-steps',
        label: 'Hai bước: Sơ loại ở đơn vị, Sơ khảo ở tỉnh',
        consequence: 'Đơn vị sàng lọc (Sơ loại) rồi gửi về tỉnh; Ban Giám khảo chấm vòng Sơ khảo.',
        set: [
          { path: 'screening.name', value: 'Sơ loại tại cơ quan, đơn vị, địa phương' },
          { path: 'rounds[preliminary].name', value: 'Vòng Sơ khảo' },
        ],
      },
      {
        id: 'one-step',
        label: 'Một bước, hai tên: vòng chấm đầu tiên ở tỉnh',
        consequence:
          'Việc sàng lọc ở đơn vị chỉ gọi là lựa chọn; vòng chấm ở tỉnh gọi là “Vòng Sơ khảo (Sơ loại cấp tỉnh)”.',
        set: [
          { path: 'screening.name', value: 'Đánh giá, lựa chọn tại cơ quan, đơn vị, địa phương' },
          { path: 'rounds[preliminary].name', value: 'Vòng Sơ khảo (Sơ loại cấp tỉnh)' },
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'numbering',
    clause: 'II.5.3',
    question: 'Sau mục 5.1 là mục 5.3: đánh số nhầm hay thiếu mục 5.2?',
    evidence: ['Mục II.5: “5.1. Cơ cấu giải thưởng” rồi đến “5.3. Kinh phí”'],
    options: [
      {
        id: 'misnumbered',
        label: 'Đánh số nhầm, không thiếu nội dung',
        consequence: 'Các trang vẫn trích dẫn “Mục II.5.3” như bản ký.',
      },
      {
        id: 'missing',
        label: 'Thiếu một mục, chờ cơ quan ban hành đính chính',
        consequence: 'Khi có bản đính chính, bổ sung vào phần Văn bản và các mục liên quan.',
      },
    ],
    ...noDecision,
  },
  {
    id: 'contest-name',
    clause: 'II.5.3',
    question: '“Hội thi” ở mục Kinh phí có phải là Cuộc thi này?',
    evidence: ['Mục II.5.3: “cấp kinh phí tổ chức Hội thi”; các mục khác đều viết “Cuộc thi”'],
    options: [
      {
        id: 'same',
        label: 'Cùng một Cuộc thi',
        consequence: 'Dự trù kinh phí và mọi văn bản dùng chữ “Cuộc thi”.',
      },
      {
        id: 'other',
        label: 'Là một hội thi khác',
        consequence: 'Mục II.5.3 không áp dụng cho Cuộc thi này; cần văn bản khác về kinh phí.',
      },
    ],
    ...noDecision,
  },
  {
    id: 'rules-name',
    clause: 'II.3',
    question: '“Thẻ lệ Cuộc thi” có phải là Thể lệ?',
    evidence: ['Mục II.3: “… Ban Giám khảo Cuộc thi và Thẻ lệ Cuộc thi”; Mục III.1: “tham mưu Thể lệ Cuộc thi”'],
    options: [
      {
        id: 'rules',
        label: 'Lỗi đánh máy, đúng là “Thể lệ”',
        consequence: 'Các trang viết “Thể lệ”; nguyên văn giữ như bản ký.',
      },
      later('Chờ cơ quan ban hành trả lời', 'Các trang chưa nhắc đến văn bản này.'),
    ],
    ...noDecision,
  },
  {
    id: 'merit-giver',
    clause: 'II.5.1',
    question: 'Bằng khen kèm giải Nhất do ai tặng?',
    evidence: [
      'Mục II.5.1: “Ủy ban nhân dân tỉnh tặng Bằng khen”',
      'Luật Thi đua, khen thưởng: Chủ tịch Ủy ban nhân dân cấp tỉnh quyết định tặng Bằng khen cấp tỉnh',
    ],
    options: [
      {
        id: 'chairman',
        label: 'Chủ tịch Ủy ban nhân dân tỉnh',
        consequence: 'Trang giải thưởng ghi theo thẩm quyền trong luật; cần hồ sơ đề nghị khen thưởng riêng.',
        set: [{ path: 'prizes.tiers[first].honours', value: 'Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen' }],
      },
      {
        id: 'as-printed',
        label: 'Ghi như Kế hoạch: Ủy ban nhân dân tỉnh',
        consequence: 'Trang giải thưởng ghi nguyên văn Kế hoạch.',
        set: [{ path: 'prizes.tiers[first].honours', value: 'Ủy ban nhân dân tỉnh tặng Bằng khen' }],
      },
    ],
    ...noDecision,
  },
];

const gaps: OpenQuestion[] = [
  {
    id: 'final-date',
    clause: 'II.3',
    question: 'Chấm Chung khảo và trao giải vào những ngày nào của tháng 9/2026?',
    evidence: ['Mục II.3: “Trong tháng 9/2026: Tổ chức chấm Chung khảo Cuộc thi và trao giải Cuộc thi.”'],
    options: [
      {
        id: 'whole-month',
        label: 'Trong cả tháng, từ 01/9 đến hết 30/9/2026',
        consequence: 'Trang Cuộc thi ghi “trong tháng 9/2026”; ngày cụ thể báo sau bằng tin và thư.',
        set: [
          { path: 'timeline[final].from', value: '2026-09-01T00:00:00.000+07:00' },
          { path: 'timeline[final].to', value: '2026-09-30T23:59:59.999+07:00' },
        ],
      },
      {
        id: 'own-dates',
        label: 'Ban Tổ chức ấn định ngày cụ thể',
        consequence: 'Nhập ngày ở phần Tiến độ; các ngày còn lại của tháng 9 không tính vào bước này.',
      },
    ],
    ...noDecision,
  },
  {
    id: 'form-template',
    clause: 'II.4.1',
    question: 'Phiếu đăng ký dự thi gồm những mục nào?',
    evidence: ['Mục II.4.1: “Phiếu đăng ký dự thi (theo mẫu)”; Kế hoạch không kèm mẫu'],
    options: [
      {
        id: 'suggested',
        label: 'Dùng các mục gợi ý',
        consequence: 'Tóm tắt 150 đến 300 từ và các mục đang có ở phần Hồ sơ.',
      },
      later('Chờ mẫu của Ban Tổ chức', 'Sửa các mục ở phần Hồ sơ trước khi nhận bài.'),
    ],
    ...noDecision,
  },
  {
    id: 'direct-entry',
    clause: 'II.4.1',
    question: 'Người không thuộc cơ quan, đơn vị nào có được gửi bài thẳng về tỉnh?',
    evidence: [
      'Mục II.2: “… và Nhân dân trên địa bàn tỉnh”',
      'Mục II.4.1: “Các cơ quan, đơn vị, địa phương tổ chức đánh giá, sàng lọc, lựa chọn … gửi sản phẩm tham gia”',
    ],
    options: [
      {
        id: 'allowed',
        label: 'Được: bài không chọn đơn vị thì gửi thẳng Tổ Thư ký',
        consequence: 'Bài có đơn vị vẫn qua Sơ loại của đơn vị.',
        set: [{ path: 'screening.directAllowed', value: true }],
      },
      {
        id: 'through-unit',
        label: 'Không: mọi bài qua một đơn vị hoặc xã, phường',
        consequence: 'Tác giả phải chọn đơn vị hoặc xã, phường nơi ở khi nộp bài.',
        set: [{ path: 'screening.directAllowed', value: false }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'max-entries',
    clause: 'II.2',
    question: 'Một người được dự thi nhiều nhất mấy sản phẩm?',
    evidence: ['Kế hoạch không nêu số sản phẩm tối đa của một tác giả'],
    options: [
      {
        id: 'unlimited',
        label: 'Không giới hạn',
        consequence: 'Không kiểm tra số sản phẩm của một người.',
        set: [{ path: 'eligibility.maxEntriesPerPerson', value: decided(null, 'Không giới hạn') }],
      },
      {
        id: 'three',
        label: 'Tối đa 03 sản phẩm',
        consequence: 'Tính theo từng người, kể cả khi là đồng tác giả.',
        set: [{ path: 'eligibility.maxEntriesPerPerson', value: decided(3) }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'anonymity',
    clause: 'II.4.1',
    question: 'Vòng Sơ khảo có chấm ẩn danh không?',
    evidence: ['Kế hoạch không nêu giám khảo có biết tên tác giả khi chấm hay không'],
    options: [
      {
        id: 'blind',
        label: 'Ẩn danh: giám khảo không thấy tác giả, đơn vị',
        consequence: 'Các mục dễ lộ danh tính không hiện với giám khảo vòng Sơ khảo.',
        set: [{ path: 'rounds[preliminary].blind', value: true }],
      },
      {
        id: 'open',
        label: 'Không ẩn danh',
        consequence: 'Giám khảo thấy toàn bộ hồ sơ.',
        set: [{ path: 'rounds[preliminary].blind', value: false }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'scale',
    clause: 'II.4.1',
    question: 'Chấm theo tiêu chí và thang điểm nào?',
    evidence: ['Mục II.4.1 và II.4.3 nói “chấm điểm” nhưng không nêu tiêu chí, thang điểm, cách tính điểm chung'],
    options: [
      {
        id: 'scale-100',
        label: 'Thang 100 điểm gợi ý, năm tiêu chí mỗi vòng, lấy trung bình cộng',
        consequence: 'Điểm của bài là trung bình cộng điểm các giám khảo, hai chữ số thập phân.',
        set: [
          { path: 'rounds[preliminary].rubric', value: preliminaryRubric },
          { path: 'rounds[preliminary].aggregate.source', value: 'decided' },
          { path: 'rounds[final].rubric', value: finalRubric },
          { path: 'rounds[final].aggregate.source', value: 'decided' },
        ],
      },
      later('Chờ Thể lệ', 'Chưa mở được vòng chấm khi chưa có tiêu chí.'),
    ],
    ...noDecision,
  },
  {
    id: 'judges-per-entry',
    clause: 'II.4.1',
    question: 'Mỗi bài do mấy giám khảo chấm, khi nào cần xem lại?',
    evidence: ['Kế hoạch không nêu số giám khảo chấm mỗi bài'],
    options: [
      {
        id: 'three-five',
        label: 'Sơ khảo 3, Chung khảo 5 giám khảo; lệch từ 20% thang điểm thì xem lại',
        consequence: 'Hệ thống phân công đều; bài có điểm lệch nhiều được báo cho Trưởng ban.',
        set: [
          { path: 'rounds[preliminary].judgesPerEntry', value: decided(3) },
          { path: 'rounds[preliminary].maxSpreadPercent', value: decided(20) },
          { path: 'rounds[final].judgesPerEntry', value: decided(5) },
          { path: 'rounds[final].maxSpreadPercent', value: decided(20) },
        ],
      },
      later('Chờ Thể lệ', 'Chưa phân công được giám khảo.'),
    ],
    ...noDecision,
  },
  {
    id: 'ties',
    clause: 'II.4.3',
    question: 'Các bài bằng điểm thì xếp thế nào?',
    evidence: ['Kế hoạch không nêu cách xếp hạng khi bằng điểm'],
    options: [
      {
        id: 'by-criterion',
        label: 'Xét lần lượt tiêu chí quan trọng, rồi Ban Tổ chức quyết định',
        consequence:
          'Sơ khảo: hiệu quả, tính mới, độ đồng thuận. Chung khảo: kết quả thực tế, tính mới, điểm Sơ khảo. Vẫn bằng nhau thì Ban Tổ chức quyết định.',
        set: [
          {
            path: 'rounds[preliminary].tieRules',
            value: [
              { kind: 'criterion', criterionId: 'effect' },
              { kind: 'criterion', criterionId: 'novelty' },
              { kind: 'lowest-spread' },
              { kind: 'decision' },
            ],
          },
          { path: 'rounds[preliminary].tieSource', value: 'decided' },
          {
            path: 'rounds[final].tieRules',
            value: [
              { kind: 'criterion', criterionId: 'impact' },
              { kind: 'criterion', criterionId: 'novelty' },
              { kind: 'round', roundId: 'preliminary' },
              { kind: 'decision' },
            ],
          },
          { path: 'rounds[final].tieSource', value: 'decided' },
        ],
      },
      {
        id: 'decision-only',
        label: 'Luôn do Ban Tổ chức quyết định',
        consequence: 'Mỗi nhóm bằng điểm chờ một quyết định có lý do.',
        set: [
          { path: 'rounds[preliminary].tieRules', value: [{ kind: 'decision' }] },
          { path: 'rounds[preliminary].tieSource', value: 'decided' },
          { path: 'rounds[final].tieRules', value: [{ kind: 'decision' }] },
          { path: 'rounds[final].tieSource', value: 'decided' },
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'finalists',
    clause: 'II.4.1',
    question: 'Bao nhiêu sản phẩm vào vòng Chung khảo?',
    evidence: ['Mục II.4.1: “công bố các sản phẩm được chọn tham gia vòng Chung khảo”, không nêu số lượng'],
    options: [
      {
        id: 'twenty',
        label: '20 sản phẩm',
        consequence: 'Hệ thống gợi ý 20 bài đầu bảng; Ban Tổ chức vẫn quyết định từng bài.',
        set: [{ path: 'rounds[preliminary].advance', value: decided(20) }],
      },
      {
        id: 'free',
        label: 'Ban Tổ chức quyết định khi có kết quả Sơ khảo',
        consequence: 'Hệ thống không gợi ý số lượng.',
        set: [{ path: 'rounds[preliminary].advance', value: decided(null, 'Ban Tổ chức quyết định') }],
      },
    ],
    ...noDecision,
  },
];

export const questions: OpenQuestion[] = [...contradictions, ...gaps];
