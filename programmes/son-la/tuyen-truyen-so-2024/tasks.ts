import type { PlanTask } from '#lib/domain/programme/types.ts';

const noDate: PlanTask['due'] = { value: null, source: 'open', note: 'Kế hoạch không nêu thời hạn.' };
const printed = (value: string, note: string): PlanTask['due'] => ({ value, source: 'plan', note });

const propaganda = 'Ban Tuyên giáo Tỉnh uỷ';
const information = 'Sở Thông tin và Truyền thông';
const everyAgency = 'Các sở, ban, ngành; UBND các huyện, thành phố; các cơ quan Trung ương đóng trên địa bàn tỉnh';
const press = 'Báo Sơn La; Đài Phát thanh - Truyền hình tỉnh';
const front = 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, các tổ chức chính trị - xã hội';

/** The duties of section VI in the plan's words (K24-11); a date stands only where the plan prints one for that work. */
export const tasks: PlanTask[] = [
  {
    id: 'vi-1-1',
    clause: 'VI.1',
    agency: propaganda,
    text: 'Chủ trì tham mưu cho Ban Chỉ đạo Chuyển đổi số tỉnh triển khai, thực hiện các nội dung bảo đảm tiến độ theo kế hoạch đã đề ra.',
    due: noDate,
  },
  {
    id: 'vi-1-2',
    clause: 'VI.1',
    agency: propaganda,
    text: 'Tham mưu quyết định thành lập Ban Tổ chức, Ban Giám khảo và Tổ Thư ký giúp việc Cuộc thi',
    due: noDate,
  },
  { id: 'vi-1-3', clause: 'VI.1', agency: propaganda, text: 'Xây dựng thể lệ cuộc thi.', due: noDate },
  {
    id: 'vi-1-4',
    clause: 'VI.1',
    agency: propaganda,
    text: 'Tham mưu tổ chức Lễ phát động, tổng kết và trao giải cuộc thi',
    due: printed(
      '2024-10-10',
      'Phát động trong tháng 6/2024 (Mục IV.2); trao giải dự kiến ngày 10/10/2024 (Mục IV.8).',
    ),
  },
  {
    id: 'vi-1-5',
    clause: 'VI.1',
    agency: propaganda,
    text: 'Báo cáo tổng kết cuộc thi theo quy định.',
    due: noDate,
  },
  {
    id: 'vi-1-6',
    clause: 'VI.1',
    agency: propaganda,
    text: 'Chỉ đạo, định hướng các cơ quan báo chí của tỉnh, các huyện uỷ, thành uỷ, đảng uỷ trực thuộc Tỉnh uỷ, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tuyên truyền, phổ biến sâu rộng về Cuộc thi.',
    due: noDate,
  },
  {
    id: 'vi-2-1',
    clause: 'VI.2',
    agency: information,
    text: 'Chỉ đạo, hướng dẫn các cơ quan thông tấn, báo chí trên địa bàn tỉnh đẩy mạnh công tác tuyên truyền trên các phương tiện thông tin đại chúng về Cuộc thi trực tuyến “Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024”.',
    due: noDate,
  },
  {
    id: 'vi-2-2',
    clause: 'VI.2',
    agency: information,
    text: 'Xây dựng Fanpage cuộc thi trực tuyến “Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024”.',
    due: noDate,
  },
  {
    id: 'vi-2-3',
    clause: 'VI.2',
    agency: information,
    text: 'Phối hợp với Ban Tuyên giáo Tỉnh uỷ quản lý, vận hành, bảo đảm duy trì hoạt động ổn định Fanpage phục vụ cuộc thi trực tuyến an toàn, hiệu quả.',
    due: noDate,
  },
  {
    id: 'vi-3-1',
    clause: 'VI.3',
    agency: 'Sở Tài chính',
    text: 'Tham mưu bố trí kinh phí tổ chức Cuộc thi bảo đảm thiết thực, hiệu quả, tiết kiệm theo quy định của pháp luật.',
    due: noDate,
  },
  {
    id: 'vi-4-1',
    clause: 'VI.4',
    agency: 'Văn phòng Ủy ban nhân dân tỉnh',
    text: 'Chỉ đạo Trung tâm Thông tin đăng tải Kế hoạch, thể lệ nội dung Cuộc thi lên Cổng thông tin điện tử tỉnh Sơn La, các trang thành phần; Chuyên trang Chuyển đổi số tỉnh Sơn La (tại địa chỉ chuyendoiso.sonla.gov.vn).',
    due: noDate,
  },
  {
    id: 'vi-5-1',
    clause: 'VI.5',
    agency: everyAgency,
    text: 'Kịp thời triển khai và hưởng ứng cuộc thi tại cơ quan, đơn vị, địa phương mình quản lý; vận động cán bộ, công chức nghiên cứu các nội dung, tài liệu và tích cực tham gia cuộc thi.',
    due: noDate,
  },
  {
    id: 'vi-5-2',
    clause: 'VI.5',
    agency: everyAgency,
    text: 'Đẩy mạnh tuyên truyền, quảng bá về cuộc thi bằng nhiều hình thức như: Tuyên truyền về cuộc thi, đăng tải thể lệ, nội dung cuộc thi trên trang thông tin điện tử của cơ quan, đơn vị, địa phương đảm bảo cho cán bộ, công chức thuộc đơn vị, địa phương tham gia cuộc thi thuận tiện.',
    due: noDate,
  },
  {
    id: 'vi-6-1',
    clause: 'VI.6',
    agency: press,
    text: 'Đẩy mạnh tuyên truyền, giới thiệu về cuộc thi; kịp thời đưa tin, bài phản ánh về cuộc thi',
    due: noDate,
  },
  {
    id: 'vi-6-2',
    clause: 'VI.6',
    agency: press,
    text: 'Tuyên truyền về Lễ phát động, tổng kết và trao giải cuộc thi.',
    due: noDate,
  },
  {
    id: 'vi-6-3',
    clause: 'VI.6',
    agency: press,
    text: 'Tổ chức biên tập, đăng tải, phát sóng các tác phẩm chất lượng, đạt giải cao tại Cuộc thi, nhằm chia sẻ, lan toả cách làm hay, sáng tạo, giải pháp góp phần nâng cao chất lượng công tác chuyển đổi số trên địa bàn tỉnh Sơn La.',
    due: noDate,
  },
  {
    id: 'vi-7-1',
    clause: 'VI.7',
    agency: front,
    text: 'Kịp thời triển khai và hưởng ứng cuộc thi tại cơ quan, đơn vị, địa phương mình quản lý.',
    due: noDate,
  },
  {
    id: 'vi-7-2',
    clause: 'VI.7',
    agency: front,
    text: 'Chỉ đạo tuyên truyền, vận động, khuyến khích cán bộ, đoàn viên, hội viên, học sinh, sinh viên tích cực hưởng ứng tham gia Cuộc thi.',
    due: noDate,
  },
];
