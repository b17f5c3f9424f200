import type { OpenQuestion } from '#lib/domain/programme/types.ts';

/** Where the plan of 2025-2030 contradicts itself or is silent. Nothing here is guessed: a person picks an option. */

const noDecision = { decision: null, blocksPublication: false } as const;
const blocking = { decision: null, blocksPublication: true } as const;
const decided = <T>(value: T) => ({ value, source: 'decided' });
const note = (id: string, label: string, consequence: string) => ({ id, label, consequence });

const readings = (value: 'before' | 'through') =>
  ['plan', 'plan-commune', 'report'].map((id) => ({
    path: `obligations[${id}].due.reading`,
    value: decided(value),
  }));

const reviewDue = (id: string, month: number, day: number, printed: string) => ({
  path: `obligations[${id}].due`,
  value: { month, day, yearOffset: 0, printed, reading: decided('before') },
});

/** Which criteria stand under IV.1.a; VI.1 asks every unit of II.1.a for a report on them. */
const agencyCriteria = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5'];

export const questions: OpenQuestion[] = [
  {
    id: 'due-reading',
    clause: 'VI.1',
    question: '“Trước ngày 10/11” có gồm cả ngày 10/11 không?',
    evidence: [
      'Mục VI.1: “trước ngày 30/6/2025 (đối với UBND cấp cơ sở gửi về Sở Nội vụ trước ngày 30/7/2025)”',
      'Mục VI.1: “trước ngày 10/11 hàng năm”',
    ],
    options: [
      {
        id: 'before',
        label: 'Không: hạn cuối là ngày liền trước (29/6/2025, 29/7/2025, 09/11)',
        consequence: 'Đúng theo câu chữ. Gửi trong ngày 10/11 tính là muộn một ngày.',
        set: readings('before'),
      },
      {
        id: 'through',
        label: 'Có: hạn cuối là hết ngày đó (30/6/2025, 30/7/2025, 10/11)',
        consequence: 'Đơn vị có thêm một ngày. Nên nói rõ trong văn bản đôn đốc.',
        set: readings('through'),
      },
    ],
    ...blocking,
  },
  {
    id: 'phases',
    clause: 'II.2',
    question: 'Năm 2027 thuộc giai đoạn nào?',
    evidence: ['Mục II.2: “Giai đoạn 1 (từ 2025 - 2027)”', 'Mục II.2: “Giai đoạn 2 (từ 2027 - 2030)”'],
    options: [
      {
        id: 'first',
        label: 'Giai đoạn 1: đến hết năm 2027; giai đoạn 2 từ năm 2028',
        consequence: 'Sơ kết năm 2027 (Mục V.3) nhìn lại trọn giai đoạn 1.',
        set: [
          { path: 'phases[1].to', value: '2027-12-31' },
          { path: 'phases[2].from', value: '2028-01-01' },
        ],
      },
      {
        id: 'second',
        label: 'Giai đoạn 2: từ đầu năm 2027; giai đoạn 1 đến hết năm 2026',
        consequence: 'Sơ kết năm 2027 nhìn lại hai năm 2025 và 2026.',
        set: [
          { path: 'phases[1].to', value: '2026-12-31' },
          { path: 'phases[2].from', value: '2027-01-01' },
        ],
      },
      {
        id: 'both',
        label: 'Cả hai, như bản in',
        consequence: 'Kết quả năm 2027 được xét ở cả hai giai đoạn; hệ thống tiếp tục nhắc về sự chồng nhau.',
        set: [
          { path: 'phases[1].to', value: '2027-12-31' },
          { path: 'phases[2].from', value: '2027-01-01' },
        ],
      },
    ],
    ...blocking,
  },
  {
    id: 'indicators',
    clause: 'III.1',
    question: 'Theo dõi những chỉ tiêu nào?',
    evidence: [
      'Mục III.1: “phấn đấu hoàn thành các mục tiêu cơ bản, nhiệm vụ và giải pháp theo Kế hoạch số 333-KH/TU; Kế hoạch số 142/KH-UBND, Kế hoạch số 136/KH-UBND, Kế hoạch số 110/KH-UBND”',
      'Kế hoạch này không in chỉ tiêu nào bằng số.',
    ],
    options: [
      note(
        'from-plans',
        'Chọn trong các kế hoạch được dẫn, nhập thành chỉ tiêu của phong trào',
        'Nhập từng chỉ tiêu cùng mức, năm và cơ quan chủ trì ở phần Chỉ tiêu, ghi rõ kế hoạch nào nêu.',
      ),
      note(
        'own-plans',
        'Không có chỉ tiêu chung: mỗi đơn vị tự nêu trong kế hoạch của mình',
        'Không có bảng so sánh giữa các đơn vị; báo cáo chỉ gồm lời.',
      ),
    ],
    ...noDecision,
  },
  {
    id: 'review-dates',
    clause: 'V.3',
    question: 'Đơn vị gửi báo cáo sơ kết 2027, tổng kết 2030 trước ngày nào?',
    evidence: [
      'Mục V.3: “Năm 2027, 2030: Sơ kết, tổng kết Phong trào thi đua”, không nêu ngày',
      'Mục VI.1: báo cáo hằng năm “trước ngày 10/11 hàng năm”',
    ],
    options: [
      {
        id: 'with-yearly',
        label: 'Cùng hạn báo cáo năm: trước ngày 10/11',
        consequence: 'Năm 2027 và 2030, đơn vị gửi hai báo cáo cùng một hạn.',
        set: [
          reviewDue('mid-term', 11, 10, 'trước ngày 10/11/2027 (theo hạn báo cáo năm)'),
          reviewDue('final', 11, 10, 'trước ngày 10/11/2030 (theo hạn báo cáo năm)'),
        ],
      },
      {
        id: 'earlier',
        label: 'Sớm hơn: trước ngày 30/9',
        consequence: 'Có thời gian tổng hợp, xét khen thưởng trong năm; số liệu mới đến hết quý II.',
        set: [
          reviewDue('mid-term', 9, 30, 'trước ngày 30/9/2027 (Sở Nội vụ ấn định)'),
          reviewDue('final', 9, 30, 'trước ngày 30/9/2030 (Sở Nội vụ ấn định)'),
        ],
      },
      note(
        'by-guidance',
        'Chờ hướng dẫn sơ kết, tổng kết',
        'Chưa sinh nghĩa vụ; nhập hạn ở phần Nghĩa vụ khi có văn bản.',
      ),
    ],
    ...noDecision,
  },
  {
    id: 'who-accepts',
    clause: 'VI.1',
    question: 'Sở Nội vụ hay Sở Khoa học và Công nghệ tiếp nhận báo cáo năm?',
    evidence: [
      'Mục VI.1: báo cáo “về Sở Nội vụ, Sở Khoa học và Công nghệ”',
      'Mục VI.6.d: Sở Nội vụ “tham mưu xây dựng báo cáo kết quả”',
    ],
    options: [
      {
        id: 'snv',
        label: 'Sở Nội vụ tiếp nhận hoặc trả lại; Sở Khoa học và Công nghệ cùng xem',
        consequence: 'Một đầu mối; cả hai sở đọc được mọi báo cáo.',
        set: [{ path: 'obligations[report].receivers', value: ['SNV', 'SKHCN'] }],
      },
      {
        id: 'skhcn',
        label: 'Sở Khoa học và Công nghệ tiếp nhận hoặc trả lại; Sở Nội vụ cùng xem',
        consequence: 'Hợp với việc Sở Khoa học và Công nghệ theo dõi chỉ tiêu (Mục VI.5).',
        set: [{ path: 'obligations[report].receivers', value: ['SKHCN', 'SNV'] }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'criteria-of-bodies',
    clause: 'IV.1.a',
    question: 'Cơ quan Đảng, lực lượng vũ trang, đơn vị sự nghiệp được xét theo tiêu chí nào?',
    evidence: [
      'Mục II.1.a nêu Văn phòng Tỉnh ủy và các cơ quan giúp việc Tỉnh ủy, lực lượng vũ trang, các đơn vị sự nghiệp là đối tượng',
      'Mục IV.1 chỉ có tiêu chí cho sở, ban, ngành, địa phương; Mặt trận và đoàn thể; doanh nghiệp; cá nhân',
    ],
    options: [
      {
        id: 'as-agencies',
        label: 'Theo tiêu chí của sở, ban, ngành, địa phương (Mục IV.1.a)',
        consequence: 'Các đơn vị này tự đánh giá theo năm tiêu chí a).',
        set: agencyCriteria.map((id) => ({
          path: `criteria[${id}].classIds`,
          value: ['agencies', 'communes', 'bodies'],
        })),
      },
      note('none', 'Chưa có tiêu chí riêng', 'Các đơn vị này vẫn báo cáo, không tự đánh giá theo tiêu chí.'),
    ],
    ...noDecision,
  },
  {
    id: 'inspection-lead',
    clause: 'VI.5.c',
    question: 'Sở nào chủ trì kiểm tra, giám sát?',
    evidence: [
      'Mục VI.5.c: Sở Khoa học và Công nghệ “Phối hợp với các đơn vị liên quan thường xuyên theo dõi, kiểm tra, giám sát”',
      'Mục VI.6.a: Sở Nội vụ “Phối hợp với Sở Khoa học và Công nghệ, các cơ quan liên quan tổ chức kiểm tra, đôn đốc”',
    ],
    options: [
      {
        id: 'snv',
        label: 'Sở Nội vụ',
        consequence: 'Lịch kiểm tra dẫn Mục VI.6.a.',
        set: [{ path: 'inspection.clause', value: 'VI.6.a' }],
      },
      {
        id: 'skhcn',
        label: 'Sở Khoa học và Công nghệ',
        consequence: 'Lịch kiểm tra dẫn Mục VI.5.c.',
        set: [{ path: 'inspection.clause', value: 'VI.5.c' }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'state-forms-2027',
    clause: 'V.3',
    question: 'Có đề nghị Thủ tướng Chính phủ khen thưởng vào dịp sơ kết năm 2027 không?',
    evidence: [
      'Mục IV.2.a: “Khen thưởng cấp Nhà nước (tổng kết)”',
      'Mục V.3: “Năm 2027, 2030 … được Chủ tịch UBND tỉnh xem xét đề nghị Thủ tướng Chính phủ khen thưởng”',
    ],
    options: [
      {
        id: 'final-only',
        label: 'Chỉ khi tổng kết năm 2030',
        consequence: 'Theo Mục IV.2.a.',
        set: [{ path: 'commendations[prime-minister].occasions', value: ['final'] }],
      },
      {
        id: 'both',
        label: 'Cả khi sơ kết năm 2027',
        consequence: 'Theo Mục V.3; chỉ Bằng khen của Thủ tướng Chính phủ.',
        set: [{ path: 'commendations[prime-minister].occasions', value: ['mid-term', 'final'] }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'letter-f',
    clause: 'III.2.f',
    question: 'Giữ cách đánh chữ “e), f), g)” của bản in?',
    evidence: ['Mục III.2 đánh a), b), c), d), đ), e), f), g); bảng chữ cái tiếng Việt không có f'],
    options: [
      {
        id: 'as-printed',
        label: 'Giữ như bản in',
        consequence: 'Trích dẫn khớp với văn bản đã ký.',
        set: [{ path: 'contents[f].label', value: 'f)' }],
      },
      {
        id: 'relabel',
        label: 'Đánh lại thành g), h)',
        consequence: 'Chỉ đổi chữ hiện trên trang; điều khoản vẫn dẫn Mục III.2.f, III.2.g.',
        set: [
          { path: 'contents[f].label', value: 'g)' },
          { path: 'contents[g].label', value: 'h)' },
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'cut-sentence',
    clause: 'I.1.c',
    question: 'Câu cuối Mục I.1.c kết thúc bằng dấu phẩy: có thiếu chữ không?',
    evidence: ['Mục I.1.c: “… nhằm phổ cập tri thức cơ bản về chuyển đổi số,”'],
    options: [
      note('complete', 'Không thiếu, chỉ sai dấu câu', 'Giữ nguyên văn.'),
      note('look-up', 'Phải tra bản ký', 'Sửa lời điều khoản ở phần Văn bản sau khi tra.'),
    ],
    ...noDecision,
  },
];
