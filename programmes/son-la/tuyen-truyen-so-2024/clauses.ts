import type { Clause } from '#lib/domain/programme/types.ts';

/**
 * The clauses of Sơn La's plan of 2024, word for word: its mixed spelling ("Tỉnh uỷ", "Tỉnh ủy"), "BCD" and slips of grammar
 * stay as printed, so that people can compare with the signed copy. Only a sentence that a page break cut in two is joined.
 */
export const clauses: Clause[] = [
  {
    id: 'preamble',
    label: 'Phần mở đầu',
    title: 'Căn cứ ban hành',
    text: 'Thực hiện Quyết định số 206/QĐ-UBND ngày 02/02/2024 của Ủy ban nhân dân tỉnh phê duyệt Kế hoạch Chuyển đổi số tỉnh Sơn La năm 2024; Kế hoạch số 25-KH/BCĐ ngày 23/02/2024 của Ban Chỉ đạo Chuyển đổi số tỉnh về hoạt động của Ban Chỉ đạo Chuyển đổi số tỉnh Sơn La năm 2024, Ban Chỉ đạo Chuyển đổi số tỉnh ban hành Kế hoạch tổ chức Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024, như sau:',
  },
  {
    id: 'I',
    label: 'Mục I',
    title: 'Mục đích, yêu cầu',
    text: [
      '1. Mục đích',
      '- Tổ chức cuộc thi nhằm nâng cao nhận thức cho các cơ quan nhà nước, các tổ chức, doanh nghiệp, cán bộ, công chức, viên chức, doanh nhân, chiến sĩ lực lượng vũ trang, đoàn viên, hội viên, học sinh, sinh viên và Nhân dân về nội dung cốt lõi, chủ yếu, những điểm mới về chủ trương, chính sách của Đảng, pháp luật của Nhà nước trong công tác chuyển đổi số trên địa bàn tỉnh. Góp phần thực hiện thắng lợi Nghị quyết số 17-NQ/TU ngày 31/8/2021 của Ban Thường vụ Tỉnh ủy về chuyển đổi số tỉnh Sơn La giai đoạn 2021-2025, định hướng đến năm 2030.',
      '- Tuyên truyền sâu rộng về chuyển đổi số trọng tâm là số hoá các ngành kinh tế, quản trị số, dữ liệu số hướng đến lợi ích của người dân và doanh nghiệp. Cổ vũ, động viên, lan toả, chia sẻ các tập thể, cá nhân có những sáng kiến, cách làm hay, mô hình điển hình hiệu quả về chuyển đổi số của cơ quan nhà nước, của doanh nghiệp, của người dân, tạo sức lan toả mạnh mẽ trong toàn xã hội.',
      '2. Yêu cầu',
      '- Các cấp uỷ, tổ chức đảng, chính quyền, các sở, ban, ngành, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội, địa phương, cơ quan, đơn vị, doanh nghiệp tổ chức tuyên truyền, triển khai Cuộc thi sâu rộng đến cán bộ, đảng viên, công chức, viên chức, chiến sĩ lực lượng vũ trang, đoàn viên, hội viên và Nhân dân.',
      '- Công tác tổ chức Cuộc thi bảo đảm chất lượng, hiệu quả, tiết kiệm, thu hút được đông đảo cán bộ, đảng viên, công chức, viên chức, chiến sĩ lực lượng vũ trang, đoàn viên, hội viên và nhân dân quan tâm, hưởng ứng tham gia.',
    ].join('\n'),
  },
  {
    id: 'II.1',
    label: 'Mục II.1',
    title: 'Chủ đề Cuộc thi',
    text: 'Chủ đề Cuộc thi: “Số hoá các ngành kinh tế, quản trị số, dữ liệu số”',
  },
  {
    id: 'II.2',
    label: 'Mục II.2',
    title: 'Nội dung thi',
    text: 'Nội dung thi: Xây dựng video, clip về hoạt cảnh, tiểu phẩm, tình huống tuyên truyền về công tác chuyển đổi số tại cơ quan, đơn vị, địa phương; kiến thức, kỹ năng, kinh nghiệm, giải pháp, cách làm hay, sáng tạo về công tác chuyển đổi số gắn với chủ đề Cuộc thi.',
  },
  {
    id: 'III.1',
    label: 'Mục III.1',
    title: 'Đối tượng',
    text: [
      '- Cán bộ, đảng viên, công chức, viên chức, chiến sĩ lực lượng vũ trang đang công tác tại các cơ quan Đảng, Nhà nước, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội. Đoàn viên, hội viên, học sinh, sinh viên và nhân dân đang học tập, sinh sống và làm việc trên địa bàn tỉnh.',
      '- Thành viên Ban Tổ chức; Ban Giám khảo; Tổ Thư ký, giúp việc Cuộc thi không được tham gia dự thi.',
    ].join('\n'),
  },
  {
    id: 'III.2',
    label: 'Mục III.2',
    title: 'Hình thức',
    text: [
      'Cuộc thi được tổ chức theo hình thức trực tuyến, gồm 02 vòng thi:',
      '- Vòng Sơ loại: Cơ quan Thường trực Cuộc thi (Ban Tuyên giáo Tỉnh ủy) đánh giá sơ loại các tác phẩm dự thi gửi về. Xem xét, thẩm định, lựa chọn các tác phẩm bảo đảm về nội dung, hình thức, chất lượng tham gia vòng Chung kết.',
      '- Vòng Chung kết:',
      '+ Ban Giám khảo Cuộc thi tổ chức chấm các tác phẩm tham gia dự thi vòng Chung kết, đề nghị Ban Tổ chức Cuộc thi xem xét trao giải.',
      '+ Các tác phẩm tham gia dự thi vòng Chung kết sẽ được đăng tải trên trang Fanpage (facebook) nhằm mục đích tuyên truyền về công tác chuyển đổi số trên địa bàn tỉnh Sơn La.',
    ].join('\n'),
  },
  {
    id: 'III.3',
    label: 'Mục III.3',
    title: 'Số lượng',
    text: 'Số lượng: Mỗi tác giả (nhóm tác giả) được dự thi không quá 03 tác phẩm.',
  },
  {
    id: 'III.4',
    label: 'Mục III.4',
    title: 'Yêu cầu của tác phẩm dự thi',
    text: [
      '- Tác phẩm dự thi phải bảo đảm kết cấu, nội dung và bố cục rõ ràng, phù hợp với mục đích, ý nghĩa, chủ đề Cuộc thi. Là sản phẩm truyền thông nguyên bản, do tác giả (nhóm tác giả) xây dựng, không vi phạm các quy định về Luật Báo chí, Luật Sở hữu trí tuệ và các quy định khác của pháp luật.',
      '- Tác phẩm dự thi là các video được định dạng HD hoặc Full HD (MP4) đảm bảo về chất lượng hình ảnh và âm thanh. Tác phẩm dự thi có thời lượng từ 4 - 5 phút. Khuyến khích các tác phẩm dự thi có đầu tư về kỹ thuật (hiệu ứng hình ảnh, âm thanh, đồ họa...).',
      '- Tác phẩm dự thi chưa được công bố trên các phương tiện thông tin đại chúng và mạng xã hội trước thời điểm tổ chức phát động Cuộc thi (bảo đảm tính mới của tác phẩm).',
    ].join('\n'),
  },
  {
    id: 'III.5',
    label: 'Mục III.5',
    title: 'Thời gian nhận tác phẩm dự thi',
    text: 'Thời gian nhận tác phẩm dự thi: Từ thời điểm phát động cuộc thi (dự kiến tháng 6/2024) đến tháng 7/2024.',
  },
  {
    id: 'IV.1',
    label: 'Mục IV.1',
    title: 'Ban hành Kế hoạch',
    text: 'Tháng 5/2024: Ban hành Kế hoạch tổ chức Cuộc thi.',
  },
  {
    id: 'IV.2',
    label: 'Mục IV.2',
    title: 'Phát động',
    text: 'Tháng 6/2024: Tổ chức phát động Cuộc thi.',
  },
  {
    id: 'IV.3',
    label: 'Mục IV.3',
    title: 'Chốt danh sách tác phẩm',
    text: 'Ngày 31/7/2024: Chốt số lượng, danh sách tác phẩm dự thi.',
  },
  {
    id: 'IV.4',
    label: 'Mục IV.4',
    title: 'Sơ loại, đăng tải',
    text: 'Từ ngày 01-10/8/2024: Ban Giám khảo Cuộc thi tiến hành sơ loại, lựa chọn các tác phẩm tham gia vòng Chung kết. Tổ chức đăng tải các tác phẩm lên Trang thông tin điện tử (hoặc fanpage).',
  },
  {
    id: 'IV.5',
    label: 'Mục IV.5',
    title: 'Chấm',
    text: 'Từ ngày 11-30/8/2024: Ban Giám khảo Cuộc thi tổ chức chấm các tác phẩm dự thi.',
  },
  {
    id: 'IV.6',
    label: 'Mục IV.6',
    title: 'Chốt lượt tương tác',
    text: 'Ngày 10/9/2024: Chốt lượt tương tác của các tác phẩm đăng tải trên lên Trang thông tin điện tử (hoặc fanpage).',
  },
  {
    id: 'IV.7',
    label: 'Mục IV.7',
    title: 'Xét trao giải',
    text: 'Ngày 15/9/2024: Hội Ban Tổ chức Cuộc thi xét trao giải cho tác phẩm.',
  },
  {
    id: 'IV.8',
    label: 'Mục IV.8',
    title: 'Trao giải',
    text: 'Dự kiến ngày 10/10/2024: Tổ chức trao giải Cuộc thi.',
  },
  {
    id: 'V.1',
    label: 'Mục V.1',
    title: 'Giải theo điểm chấm của Ban Giám khảo',
    text: [
      '- Giải Nhất: Trị giá 5.000.000 đồng (Năm triệu đồng) và Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh.',
      '- Giải Nhì: Mỗi giải trị giá 3.000.000 đồng (Ba triệu đồng).',
      '- Giải Ba: Mỗi giải trị giá 2.000.000 đồng (Hai triệu đồng).',
      '- Giải Khuyến khích: Mỗi giải trị giá 1.000.000 đồng (Một triệu đồng).',
    ].join('\n'),
  },
  {
    id: 'V.2',
    label: 'Mục V.2',
    title: 'Giải phụ',
    text: 'Ban Tổ chức Cuộc thi trao 01 giải cho tác phẩm có lượng tương tác cao, trị giá 1.000.000 đồng (Một triệu đồng).',
  },
  {
    id: 'VI.1',
    label: 'Mục VI.1',
    title: 'Ban Tuyên giáo Tỉnh uỷ',
    text: [
      '- Chủ trì tham mưu cho Ban Chỉ đạo Chuyển đổi số tỉnh triển khai, thực hiện các nội dung bảo đảm tiến độ theo kế hoạch đã đề ra. Tham mưu quyết định thành lập Ban Tổ chức, Ban Giám khảo và Tổ Thư ký giúp việc Cuộc thi; xây dựng thể lệ cuộc thi. Tham mưu tổ chức Lễ phát động, tổng kết và trao giải cuộc thi; báo cáo tổng kết cuộc thi theo quy định.',
      '- Chỉ đạo, định hướng các cơ quan báo chí của tỉnh, các huyện uỷ, thành uỷ, đảng uỷ trực thuộc Tỉnh uỷ, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tuyên truyền, phổ biến sâu rộng về Cuộc thi.',
    ].join('\n'),
  },
  {
    id: 'VI.2',
    label: 'Mục VI.2',
    title: 'Sở Thông tin và Truyền thông',
    text: [
      '- Chỉ đạo, hướng dẫn các cơ quan thông tấn, báo chí trên địa bàn tỉnh đẩy mạnh công tác tuyên truyền trên các phương tiện thông tin đại chúng về Cuộc thi trực tuyến “Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024”.',
      '- Xây dựng Fanpage cuộc thi trực tuyến “Cuộc thi tìm hiểu, tuyên truyền về Chuyển đổi số tỉnh Sơn La năm 2024”. Phối hợp với Ban Tuyên giáo Tỉnh uỷ quản lý, vận hành, bảo đảm duy trì hoạt động ổn định Fanpage phục vụ cuộc thi trực tuyến an toàn, hiệu quả.',
    ].join('\n'),
  },
  {
    id: 'VI.3',
    label: 'Mục VI.3',
    title: 'Sở Tài chính',
    text: 'Tham mưu bố trí kinh phí tổ chức Cuộc thi bảo đảm thiết thực, hiệu quả, tiết kiệm theo quy định của pháp luật.',
  },
  {
    id: 'VI.4',
    label: 'Mục VI.4',
    title: 'Văn phòng Ủy ban nhân dân tỉnh',
    text: 'Chỉ đạo Trung tâm Thông tin đăng tải Kế hoạch, thể lệ nội dung Cuộc thi lên Cổng thông tin điện tử tỉnh Sơn La, các trang thành phần; Chuyên trang Chuyển đổi số tỉnh Sơn La (tại địa chỉ chuyendoiso.sonla.gov.vn).',
  },
  {
    id: 'VI.5',
    label: 'Mục VI.5',
    title: 'Các sở, ban, ngành; UBND các huyện, thành phố; các cơ quan Trung ương đóng trên địa bàn tỉnh',
    text: 'Kịp thời triển khai và hưởng ứng cuộc thi tại cơ quan, đơn vị, địa phương mình quản lý; vận động cán bộ, công chức nghiên cứu các nội dung, tài liệu và tích cực tham gia cuộc thi. Đẩy mạnh tuyên truyền, quảng bá về cuộc thi bằng nhiều hình thức như: Tuyên truyền về cuộc thi, đăng tải thể lệ, nội dung cuộc thi trên trang thông tin điện tử của cơ quan, đơn vị, địa phương đảm bảo cho cán bộ, công chức thuộc đơn vị, địa phương tham gia cuộc thi thuận tiện.',
  },
  {
    id: 'VI.6',
    label: 'Mục VI.6',
    title: 'Báo Sơn La; Đài Phát thanh - Truyền hình tỉnh',
    text: 'Đẩy mạnh tuyên truyền, giới thiệu về cuộc thi; kịp thời đưa tin, bài phản ánh về cuộc thi; tuyên truyền về Lễ phát động, tổng kết và trao giải cuộc thi. Tổ chức biên tập, đăng tải, phát sóng các tác phẩm chất lượng, đạt giải cao tại Cuộc thi, nhằm chia sẻ, lan toả cách làm hay, sáng tạo, giải pháp góp phần nâng cao chất lượng công tác chuyển đổi số trên địa bàn tỉnh Sơn La.',
  },
  {
    id: 'VI.7',
    label: 'Mục VI.7',
    title: 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, các tổ chức chính trị - xã hội',
    text: 'Kịp thời triển khai và hưởng ứng cuộc thi tại cơ quan, đơn vị, địa phương mình quản lý. Chỉ đạo tuyên truyền, vận động, khuyến khích cán bộ, đoàn viên, hội viên, học sinh, sinh viên tích cực hưởng ứng tham gia Cuộc thi.',
  },
];
