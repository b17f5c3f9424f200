import type { Random } from '#lib/domain/kernel/random.ts';

/** Plausible short texts of plans and reports; whoever writes is named by the unit. */
export interface Voice {
  random: Random;
  unit: string;
  year: number;
}

const did: Record<string, string[]> = {
  aware: [
    'Đưa nội dung chuyển đổi số vào sinh hoạt chuyên đề hằng quý; 100% công chức đã ký cam kết.',
    'Phát {n} tin, bài trên trang thông tin và loa truyền thanh; tổ chức {k} hội nghị quán triệt.',
    'Người đứng đầu trực tiếp chủ trì giao ban chuyển đổi số mỗi tháng một lần.',
  ],
  learn: [
    'Mở {k} lớp “Bình dân học vụ số”, {n} lượt người dự; Tổ công nghệ số cộng đồng hướng dẫn tại nhà văn hóa bản.',
    'Cử {k} người dự tập huấn kỹ năng số; đã hướng dẫn lại cho toàn đơn vị.',
    'Đoàn thanh niên tổ chức {k} buổi “cầm tay chỉ việc” vào ngày chợ phiên.',
  ],
  rule: [
    'Ban hành quy chế khai thác phần mềm dùng chung và phân công đầu mối theo dõi.',
    'Rà soát {k} quy trình nội bộ, cắt giảm {m} bước không cần thiết.',
  ],
  grid: [
    'Thay {k} máy tính cũ, bổ sung đường truyền dự phòng cho bộ phận một cửa.',
    'Phối hợp với doanh nghiệp viễn thông xóa {m} điểm lõm sóng.',
  ],
  gov: [
    'Tỷ lệ hồ sơ nộp trực tuyến tăng đều qua các quý; bố trí người hướng dẫn tại bộ phận một cửa.',
    'Văn bản đi được ký số, gửi nhận trên trục liên thông; chỉ in khi thật cần.',
    'Số hóa {n} hồ sơ, giấy tờ còn hiệu lực, tái sử dụng khi người dân nộp lần sau.',
  ],
  society: [
    'Hướng dẫn {n} người kích hoạt tài khoản định danh điện tử tại các buổi họp bản.',
    'Tổ công nghệ số cộng đồng ở các bản sinh hoạt đều, mỗi tháng {k} buổi.',
  ],
  economy: [
    'Đưa {m} sản phẩm của hợp tác xã lên sàn thương mại điện tử; hướng dẫn bán hàng trực tiếp trên mạng.',
    'Vận động {n} hộ kinh doanh nhận thanh toán không dùng tiền mặt.',
  ],
  safe: [
    'Cài phần mềm phòng, chống mã độc cho 100% máy trạm; không để xảy ra sự cố nghiêm trọng.',
    'Cử {m} người dự diễn tập ứng cứu sự cố an toàn thông tin mạng.',
  ],
  other: [
    'Triển khai theo kế hoạch đầu năm, gắn với nhiệm vụ chuyên môn; đã hoàn thành {k} đầu việc.',
    'Phân công rõ người, rõ việc, rõ thời gian; kiểm điểm hằng quý.',
  ],
};

const topics: [RegExp, string][] = [
  [/nhận thức|tuyên truyền|tư duy/i, 'aware'],
  [/học tập|kỹ năng/i, 'learn'],
  [/cơ chế|chính sách/i, 'rule'],
  [/hạ tầng/i, 'grid'],
  [/chính quyền|cơ quan nhà nước|chuyển đổi số toàn diện/i, 'gov'],
  [/xã hội|cửa hàng|hộ gia đình/i, 'society'],
  [/kinh tế/i, 'economy'],
  [/an toàn|an ninh/i, 'safe'],
];

const filled = (text: string, random: Random): string =>
  text
    .replace('{n}', String(random.int(40, 640)))
    .replace('{k}', String(random.int(2, 14)))
    .replace('{m}', String(random.int(2, 9)));

/** What was done, or will be done, for one content line. */
export function contentText(voice: Voice, title: string, plan: boolean): string {
  const topic = topics.find(([pattern]) => pattern.test(title))?.[1] ?? 'other';
  const said = voice.random
    .sample(did[topic]!, voice.random.int(1, 2))
    .map((one) => filled(one, voice.random))
    .join(' ');
  return plan ? `Năm ${voice.year}: ${said}` : said;
}

const sections: Record<string, string[]> = {
  results: [
    'Hoàn thành các nhiệm vụ được giao trong năm; một số chỉ tiêu đạt sớm hơn kế hoạch.',
    'Các phong trào nhánh được cán bộ và Nhân dân hưởng ứng; chỉ tiêu về dịch vụ công trực tuyến tiến bộ rõ.',
    'Đạt phần lớn chỉ tiêu đăng ký; chỉ tiêu còn chậm đã có biện pháp khắc phục trong quý tới.',
  ],
  examples: [
    'Mô hình “Thứ Bảy số” hướng dẫn người dân nộp hồ sơ trực tuyến.',
    'Tổ công nghệ số cộng đồng ở bản vùng cao do cán bộ trẻ phụ trách.',
    '',
  ],
  commended: [
    'Giấy khen của thủ trưởng đơn vị: 02 tập thể, 05 cá nhân.',
    'Giấy khen của thủ trưởng đơn vị: 01 tập thể, 03 cá nhân.',
    '',
  ],
  difficulties: [
    'Một số bản chưa có điện lưới ổn định, máy tính của bộ phận một cửa đã cũ.',
    'Người phụ trách công nghệ thông tin kiêm nhiệm nhiều việc.',
    'Người cao tuổi ngại dùng thiết bị; cần thêm thời gian hướng dẫn.',
  ],
  proposals: [
    'Đề nghị tỉnh hỗ trợ thiết bị cho Tổ công nghệ số cộng đồng.',
    'Đề nghị mở lớp tập huấn theo cụm để thuận tiện đi lại.',
    '',
  ],
  leadership: [
    'Thủ trưởng đơn vị trực tiếp chỉ đạo; một phó thủ trưởng theo dõi hằng tuần; đầu mối là văn phòng.',
    'Thành lập tổ giúp việc gồm 05 người, giao ban vào ngày 25 hằng tháng.',
  ],
  measures: [
    'Chia việc theo quý; quý III hoàn thành số hóa hồ sơ, quý IV đánh giá và chọn điển hình.',
    'Gắn kết quả thi đua với đánh giá cuối năm; kiểm tra chéo giữa các bộ phận mỗi quý một lần.',
  ],
};

/** A section of the rule's own; a required one is never empty. */
export function sectionText(voice: Voice, id: string, required: boolean): string {
  const pool = sections[id] ?? [`${voice.unit} thực hiện theo kế hoạch.`];
  const said = voice.random.pick(pool);
  return said || !required ? said : pool[0]!;
}

export const selfText = (random: Random, self: 'full' | 'partly' | 'not'): string =>
  self === 'full'
    ? ''
    : self === 'partly'
      ? random.pick([
          'Còn hai nhiệm vụ chuyển sang năm sau vì chờ hướng dẫn.',
          'Tuyên truyền ở các bản xa chưa đều.',
          'Sáng kiến đã có nhưng chưa được hội đồng công nhận.',
        ])
      : random.pick(['Chưa có điển hình được công nhận trong năm.', 'Chưa bố trí được kinh phí.']);

export const returnReasons = [
  'Phần kết quả mới nêu chung, chưa có số liệu. Đề nghị bổ sung số liệu của từng nội dung rồi gửi lại.',
  'Bản ký kèm theo thiếu trang cuối có chữ ký, con dấu. Đề nghị quét lại đủ trang.',
  'Chưa nêu nguyên nhân của các chỉ tiêu chưa đạt. Đề nghị bổ sung ở mục khó khăn, vướng mắc.',
];
