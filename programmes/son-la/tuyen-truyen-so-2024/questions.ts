import type { Criterion, OpenQuestion, Rubric } from '#lib/domain/programme/types.ts';

/**
 * Where the plan of 2024 contradicts itself or is silent. Nothing here is guessed: a person picks an option, or enters a
 * value of their own on the programme's pages.
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

const rubric: Rubric = {
  criteria: [
    criterion('content', 'Nội dung, bố cục, đúng chủ đề', '40', 'Đúng chủ đề Cuộc thi; kết cấu, bố cục rõ ràng.'),
    criterion('creativity', 'Sáng tạo', '25', 'Cách kể, cách thể hiện mới, gần với người xem.'),
    criterion(
      'technique',
      'Hình ảnh, âm thanh, kỹ thuật',
      '20',
      'Hình rõ, tiếng rõ; hiệu ứng, đồ họa hợp với nội dung.',
    ),
    criterion('spread', 'Sức lan tỏa', '15', 'Người xem nhớ được, làm theo được.'),
  ],
  source: 'decided',
  note: 'Kế hoạch không nêu thang điểm. Đây là tiêu chí gợi ý, tổng 100 điểm.',
};

const noDecision = { decision: null, blocksPublication: false } as const;
const blocking = { decision: null, blocksPublication: true } as const;
const decided = <T>(value: T, note?: string) => ({ value, source: 'decided', ...(note ? { note } : {}) });
const later = (label: string, consequence: string) => ({ id: 'later', label, consequence });
const video = 'dossier[submission].files[video].video';

const contradictions: OpenQuestion[] = [
  {
    id: 'who-screens',
    clause: 'IV.4',
    question: 'Ai sơ loại tác phẩm: Cơ quan Thường trực hay Ban Giám khảo?',
    evidence: [
      'Mục III.2: “Cơ quan Thường trực Cuộc thi (Ban Tuyên giáo Tỉnh ủy) đánh giá sơ loại các tác phẩm dự thi gửi về”',
      'Mục IV.4: “Từ ngày 01-10/8/2024: Ban Giám khảo Cuộc thi tiến hành sơ loại”',
    ],
    options: [
      {
        id: 'agency',
        label: 'Cơ quan Thường trực: Ban Tuyên giáo Tỉnh ủy',
        consequence: 'Theo Mục III.2. Cán bộ của Cơ quan Thường trực xem từng tác phẩm và chọn vào vòng Chung kết.',
        set: [{ path: 'screening.agency.name', value: 'Ban Tuyên giáo Tỉnh ủy' }],
      },
      {
        id: 'jury',
        label: 'Ban Giám khảo',
        consequence:
          'Theo Mục IV.4. Trang Cuộc thi ghi Ban Giám khảo sơ loại; việc ghi vào hệ thống vẫn do Tổ Thư ký làm.',
        set: [{ path: 'screening.agency.name', value: 'Ban Giám khảo' }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'posting-place',
    clause: 'IV.4',
    question: 'Tác phẩm đăng ở đâu, ai đăng?',
    evidence: [
      'Mục III.2: “… sẽ được đăng tải trên trang Fanpage (facebook)”',
      'Mục IV.4: “Tổ chức đăng tải các tác phẩm lên Trang thông tin điện tử (hoặc fanpage)”, không nêu ai đăng',
    ],
    options: [
      {
        id: 'gallery',
        label: 'Đăng ở thư viện của hệ thống; fanpage đăng lại nếu cần',
        consequence: 'Tổ Thư ký đăng ngay khi có danh sách vào vòng Chung kết. Fanpage dẫn về thư viện.',
        set: [{ path: 'gallery.name', value: 'Thư viện tác phẩm' }],
      },
      {
        id: 'both',
        label: 'Đăng song song ở thư viện và fanpage',
        consequence: 'Số liệu của fanpage nhập vào hệ thống bằng ảnh chụp hoặc tệp.',
        set: [{ path: 'gallery.name', value: 'Thư viện tác phẩm (đăng cùng fanpage)' }],
      },
    ],
    ...noDecision,
  },
];

const dates: OpenQuestion[] = [
  {
    id: 'launch-date',
    clause: 'III.5',
    question: 'Phát động Cuộc thi và bắt đầu nhận tác phẩm vào ngày nào?',
    evidence: [
      'Mục III.5: “Từ thời điểm phát động cuộc thi (dự kiến tháng 6/2024)”',
      'Mục III.4: “chưa được công bố … trước thời điểm tổ chức phát động Cuộc thi” nên cần ngày cụ thể',
    ],
    options: [
      {
        id: 'first-of-june',
        label: 'Ngày 01/6/2024',
        consequence: 'Nhận tác phẩm từ 0 giờ ngày 01/6/2024; cam đoan về tính mới ghi ngày này.',
        set: [
          { path: 'timeline[intake].from', value: '2024-06-01T00:00:00.000+07:00' },
          {
            path: 'dossier[submission].declarations[not-published].text',
            value:
              'Tôi (chúng tôi) cam đoan tác phẩm dự thi chưa được công bố trên các phương tiện thông tin đại chúng và mạng xã hội trước thời điểm tổ chức phát động Cuộc thi, ngày 01/6/2024.',
          },
        ],
      },
      {
        id: 'own-date',
        label: 'Một ngày khác, Ban Tổ chức ấn định',
        consequence: 'Nhập ngày bắt đầu ở phần Tiến độ và sửa cam đoan về tính mới ở phần Hồ sơ trước khi công bố.',
      },
    ],
    ...blocking,
  },
  {
    id: 'interactions-from',
    clause: 'IV.6',
    question: 'Lượt tương tác tính từ khi nào?',
    evidence: [
      'Mục IV.4: đăng tải trong “ngày 01-10/8/2024”',
      'Mục IV.6: “Ngày 10/9/2024: Chốt lượt tương tác”, không nêu tính từ ngày nào',
    ],
    options: [
      {
        id: 'from-posting',
        label: 'Từ khi tác phẩm được đăng, sớm nhất là 01/8/2024',
        consequence: 'Tác phẩm đăng trước có nhiều ngày hơn; nên đăng tất cả cùng một lúc.',
        set: [{ path: 'interaction.from', value: '2024-08-01T00:00:00.000+07:00' }],
      },
      {
        id: 'from-final',
        label: 'Từ 0 giờ ngày 11/8/2024, như nhau cho mọi tác phẩm',
        consequence: 'Lượt tương tác trước ngày 11/8/2024 không tính vào giải phụ.',
        set: [{ path: 'interaction.from', value: '2024-08-11T00:00:00.000+07:00' }],
      },
    ],
    ...noDecision,
  },
];

const works: OpenQuestion[] = [
  {
    id: 'length-tolerance',
    clause: 'III.4',
    question: 'Video ngắn hơn 4 phút hoặc dài hơn 5 phút một chút có được nhận?',
    evidence: ['Mục III.4: “Tác phẩm dự thi có thời lượng từ 4 - 5 phút”, không nêu sai số'],
    options: [
      {
        id: 'two-seconds',
        label: 'Cho lệch tối đa 2 giây ở mỗi đầu',
        consequence: 'Máy quay và phần mềm dựng thường làm tròn thời lượng; nhận từ 3 phút 58 giây đến 5 phút 02 giây.',
        set: [{ path: `${video}.toleranceSeconds`, value: 2 }],
      },
      {
        id: 'none',
        label: 'Không cho lệch',
        consequence: 'Chỉ nhận từ đúng 4 phút đến đúng 5 phút.',
        set: [{ path: `${video}.toleranceSeconds`, value: 0 }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'upright-video',
    clause: 'III.4',
    question: 'Có nhận video quay dọc?',
    evidence: ['Mục III.4: “định dạng HD hoặc Full HD (MP4)”, không nêu quay ngang hay dọc'],
    options: [
      {
        id: 'lying',
        label: 'Chỉ nhận quay ngang: 1280×720 hoặc 1920×1080',
        consequence: 'Video quay dọc bị từ chối khi tải lên.',
        set: [{ path: `${video}.portrait`, value: false }],
      },
      {
        id: 'both',
        label: 'Nhận cả quay dọc: 720×1280, 1080×1920',
        consequence: 'Thư viện hiện video dọc với khung đứng.',
        set: [{ path: `${video}.portrait`, value: true }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'min-share',
    clause: 'III.3',
    question: 'Đồng tác giả phải đóng góp ít nhất bao nhiêu phần trăm?',
    evidence: ['Kế hoạch chỉ viết “tác giả (nhóm tác giả)”, không nêu tỷ lệ đóng góp'],
    options: [
      {
        id: 'none',
        label: 'Không quy định mức tối thiểu',
        consequence: 'Mỗi đồng tác giả ghi từ 1% trở lên, tổng 100%.',
        set: [{ path: 'eligibility.minShare', value: 1 }],
      },
      {
        id: 'ten',
        label: 'Từ 10% trở lên',
        consequence: 'Một nhóm có nhiều nhất 10 tác giả.',
        set: [{ path: 'eligibility.minShare', value: 10 }],
      },
    ],
    ...noDecision,
  },
];

const gallery: OpenQuestion[] = [
  {
    id: 'guardian-age',
    clause: 'III.1',
    question: 'Tác giả dưới bao nhiêu tuổi cần người giám hộ đồng ý?',
    evidence: [
      'Mục III.1: học sinh được dự thi; Kế hoạch không nêu sự đồng ý của cha mẹ, người giám hộ',
      'Luật Trẻ em: trẻ em là người dưới 16 tuổi; Luật Bảo vệ dữ liệu cá nhân: công khai dữ liệu của trẻ em cần người đại diện đồng ý',
    ],
    options: [
      {
        id: 'sixteen',
        label: 'Dưới 16 tuổi',
        consequence: 'Theo độ tuổi trẻ em trong luật.',
        set: [{ path: 'gallery.guardianBelowAge', value: 16 }],
      },
      {
        id: 'eighteen',
        label: 'Dưới 18 tuổi',
        consequence: 'Mọi người chưa thành niên đều cần người giám hộ đồng ý.',
        set: [{ path: 'gallery.guardianBelowAge', value: 18 }],
      },
    ],
    ...noDecision,
  },
  {
    id: 'count-visible',
    clause: 'IV.6',
    question: 'Trước khi chốt, mọi người có thấy số lượt tương tác?',
    evidence: ['Kế hoạch không nêu việc công khai số liệu trước ngày chốt'],
    options: [
      {
        id: 'shown',
        label: 'Thấy',
        consequence: 'Số lượt hiện ở trang tác phẩm và được cập nhật liên tục.',
        set: [{ path: 'interaction.hiddenUntilFreeze', value: decided(false) }],
      },
      {
        id: 'hidden',
        label: 'Không thấy cho đến khi chốt',
        consequence: 'Người xem không bị ảnh hưởng bởi số lượt đang có.',
        set: [{ path: 'interaction.hiddenUntilFreeze', value: decided(true) }],
      },
    ],
    ...noDecision,
  },
];

const interactions: OpenQuestion[] = [
  {
    id: 'what-counts',
    clause: 'V.2',
    question: '“Lượng tương tác” gồm những gì, mỗi loại tính mấy điểm?',
    evidence: ['Mục V.2: “tác phẩm có lượng tương tác cao”; Kế hoạch không nêu tính lượt thích, chia sẻ hay lượt xem'],
    options: [
      {
        id: 'like-share',
        label: 'Lượt thích 1 điểm, lượt chia sẻ 2 điểm, không tính lượt xem',
        consequence: 'Của một người, mỗi ngày tính nhiều nhất 3 lượt chia sẻ. Lượt xem vẫn được đếm để thống kê.',
        set: [
          { path: 'interaction.weights', value: { like: '1', share: '2', view: '0', source: 'decided' } },
          { path: 'interaction.sharesPerDay', value: decided(3) },
        ],
      },
      {
        id: 'all-equal',
        label: 'Thích, chia sẻ, xem đều 1 điểm',
        consequence: 'Của một người, mỗi ngày tính nhiều nhất 1 lượt chia sẻ.',
        set: [
          { path: 'interaction.weights', value: { like: '1', share: '1', view: '1', source: 'decided' } },
          { path: 'interaction.sharesPerDay', value: decided(1) },
        ],
      },
    ],
    ...blocking,
  },
  {
    id: 'fanpage-counts',
    clause: 'IV.6',
    question: 'Số liệu của fanpage (facebook) có được tính?',
    evidence: [
      'Mục IV.6: “lượt tương tác của các tác phẩm đăng tải trên lên Trang thông tin điện tử (hoặc fanpage)”',
      'Số liệu của facebook không kiểm tra được từng lượt',
    ],
    options: [
      {
        id: 'counted',
        label: 'Có: cộng lượt thích 1 điểm, chia sẻ 2 điểm, không tính bình luận',
        consequence: 'Số liệu nhập theo từng lần chụp, có ảnh chụp kèm theo; lần chụp cuối trước khi chốt được tính.',
        set: [
          {
            path: 'interaction.external',
            value: { counted: decided(true), weights: { like: '1', share: '2', comment: '0' } },
          },
        ],
      },
      {
        id: 'not-counted',
        label: 'Không: chỉ tính lượt ở thư viện của hệ thống',
        consequence: 'Số liệu fanpage nếu có nhập vào chỉ để tham khảo.',
        set: [
          {
            path: 'interaction.external',
            value: { counted: decided(false), weights: { like: '0', share: '0', comment: '0' } },
          },
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'side-prize-tie',
    clause: 'V.2',
    question: 'Hai tác phẩm có lượng tương tác bằng nhau thì trao giải phụ cho tác phẩm nào?',
    evidence: ['Mục V.2: “trao 01 giải”, không nêu cách xét khi bằng nhau'],
    options: [
      {
        id: 'likes-score',
        label: 'Xét lượt thích, rồi điểm của Ban Giám khảo, rồi Ban Tổ chức quyết định',
        consequence: 'Vẫn bằng nhau thì chờ một quyết định có lý do.',
        set: [{ path: 'interaction.ties', value: ['likes', 'score', 'decision'] }],
      },
      {
        id: 'decision',
        label: 'Ban Tổ chức quyết định',
        consequence: 'Chờ một quyết định có lý do.',
        set: [{ path: 'interaction.ties', value: ['decision'] }],
      },
    ],
    ...noDecision,
  },
];

const judging: OpenQuestion[] = [
  {
    id: 'scale',
    clause: 'III.2',
    question: 'Ban Giám khảo chấm theo tiêu chí và thang điểm nào?',
    evidence: ['Mục III.2 và IV.5 nói “chấm các tác phẩm” nhưng không nêu tiêu chí, thang điểm, cách tính điểm chung'],
    options: [
      {
        id: 'scale-100',
        label: 'Thang 100 điểm gợi ý, bốn tiêu chí, lấy trung bình cộng',
        consequence: 'Điểm của tác phẩm là trung bình cộng điểm các giám khảo, hai chữ số thập phân.',
        set: [
          { path: 'rounds[final].rubric', value: rubric },
          { path: 'rounds[final].aggregate.source', value: 'decided' },
        ],
      },
      later('Chờ Thể lệ', 'Chưa mở được vòng chấm khi chưa có tiêu chí.'),
    ],
    ...noDecision,
  },
  {
    id: 'judges-per-entry',
    clause: 'IV.5',
    question: 'Mỗi tác phẩm do mấy giám khảo chấm, khi nào cần xem lại?',
    evidence: ['Kế hoạch không nêu số giám khảo chấm mỗi tác phẩm'],
    options: [
      {
        id: 'five',
        label: '5 giám khảo; lệch từ 20% thang điểm thì xem lại',
        consequence: 'Hệ thống phân công đều; tác phẩm có điểm lệch nhiều được báo cho Trưởng ban.',
        set: [
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
    clause: 'V.1',
    question: 'Các tác phẩm bằng điểm thì xếp thế nào?',
    evidence: ['Kế hoạch không nêu cách xếp hạng khi bằng điểm'],
    options: [
      {
        id: 'by-spread',
        label: 'Xét độ đồng thuận của giám khảo, rồi Ban Tổ chức quyết định',
        consequence:
          'Tác phẩm mà điểm của các giám khảo gần nhau hơn đứng trước; vẫn bằng nhau thì Ban Tổ chức quyết định.',
        set: [
          { path: 'rounds[final].tieRules', value: [{ kind: 'lowest-spread' }, { kind: 'decision' }] },
          { path: 'rounds[final].tieSource', value: 'decided' },
        ],
      },
      {
        id: 'decision-only',
        label: 'Luôn do Ban Tổ chức quyết định',
        consequence: 'Mỗi nhóm bằng điểm chờ một quyết định có lý do.',
        set: [
          { path: 'rounds[final].tieRules', value: [{ kind: 'decision' }] },
          { path: 'rounds[final].tieSource', value: 'decided' },
        ],
      },
    ],
    ...noDecision,
  },
  {
    id: 'prize-numbers',
    clause: 'V.1',
    question: 'Có bao nhiêu giải Nhất, Nhì, Ba, Khuyến khích?',
    evidence: [
      'Mục V.1: “Giải Nhất: Trị giá 5.000.000 đồng …”, “Giải Nhì: Mỗi giải trị giá 3.000.000 đồng …”, không nêu số lượng',
    ],
    options: [
      {
        id: 'one-two-three-five',
        label: '01 Nhất, 02 Nhì, 03 Ba, 05 Khuyến khích',
        consequence: 'Tổng 22.000.000 đồng, chưa kể giải phụ.',
        set: [
          { path: 'prizes.tiers[first].count', value: 1 },
          { path: 'prizes.tiers[second].count', value: 2 },
          { path: 'prizes.tiers[third].count', value: 3 },
          { path: 'prizes.tiers[consolation].count', value: 5 },
        ],
      },
      {
        id: 'before-results',
        label: 'Ban Tổ chức ấn định sau',
        consequence: 'Nhập số lượng ở phần Giải thưởng; chưa có thì chưa công bố được kết quả.',
      },
    ],
    ...noDecision,
  },
];

const paperwork: OpenQuestion[] = [
  {
    id: 'plan-number',
    clause: 'preamble',
    question: 'Kế hoạch mang số, ngày nào?',
    evidence: ['Bản đang có không in số, ký hiệu và ngày ban hành; Mục IV.1 chỉ ghi “Tháng 5/2024”'],
    options: [
      {
        id: 'from-original',
        label: 'Lấy theo bản ký',
        consequence: 'Nhập số, ngày ở phần Văn bản khi có bản ký.',
      },
      later('Chờ Cơ quan Thường trực cung cấp', 'Các trang chưa ghi số, ngày của Kế hoạch.'),
    ],
    ...noDecision,
  },
  {
    id: 'contacts',
    clause: 'VI.1',
    question: 'Tác giả hỏi và gửi tác phẩm qua địa chỉ nào?',
    evidence: ['Kế hoạch không nêu hòm thư, số điện thoại của Ban Tổ chức'],
    options: [
      {
        id: 'this-site',
        label: 'Gửi trên hệ thống này; địa chỉ liên hệ nhập ở phần Thông tin chung',
        consequence: 'Trang Cuộc thi chưa ghi địa chỉ liên hệ cho đến khi có người nhập.',
      },
      later('Chờ Thể lệ', 'Trang Cuộc thi chưa ghi địa chỉ liên hệ.'),
    ],
    ...noDecision,
  },
];

export const questions: OpenQuestion[] = [
  ...contradictions,
  ...dates,
  ...works,
  ...gallery,
  ...interactions,
  ...judging,
  ...paperwork,
];
