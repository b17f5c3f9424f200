import type { Clause } from '#lib/domain/programme/types.ts';

/**
 * The clauses of Kế hoạch số 02-KH/BCĐ, word for word. Misprints stay as printed ("Thẻ lệ", two spellings of the mailbox,
 * "Hội thi"): people must be able to compare with the signed copy. Only sentences that a page break cut in two are joined.
 */
export const clauses: Clause[] = [
  {
    id: 'preamble',
    label: 'Phần mở đầu',
    title: 'Căn cứ ban hành',
    text: 'Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia; Kế hoạch số 148-KH/TU ngày 28/4/2025 của Ban Thường vụ Tỉnh ủy về thực hiện Kết luận số 148-KL/TW ngày 08/4/2025 của Bộ Chính trị, Ban Bí thư về kết quả kiểm tra một số chuyên đề công tác trọng tâm năm 2025 của Bộ Chính trị, Ban Bí thư; Chương trình số 01-CTr/BCĐ ngày 07/6/2025 của Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số tỉnh Sơn La về chương trình công tác năm 2025, Ban Chỉ đạo 2009 tỉnh ban hành kế hoạch tổ chức Cuộc thi về chuyển đổi số tỉnh Sơn La năm 2026, như sau:',
  },
  {
    id: 'I',
    label: 'Mục I',
    title: 'Mục đích, yêu cầu',
    text: [
      '1. Mục đích',
      '- Giúp các cấp ủy, tổ chức đảng, cán bộ, đảng viên và Nhân dân nâng cao nhận thức về tầm quan trọng và quán triệt sâu sắc các quan điểm, chủ trương, chính sách của Đảng, Nhà nước về chuyển đổi số, phát triển khoa học, công nghệ, đổi mới sáng tạo; xác định rõ trách nhiệm, quyết liệt lãnh đạo, chỉ đạo và gương mẫu thực hiện trong cán bộ, đảng viên, tạo khí thế mới trong toàn xã hội về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia, góp phần thực hiện thắng lợi Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị.',
      '- Cổ vũ, động viên các tập thể, cá nhân có những sáng kiến, cách làm hay, mô hình điển hình hiệu quả trong công tác chuyển đổi số tại địa phương, cơ quan, đơn vị; phát hiện, nhân rộng các ý tưởng sáng tạo về chuyển đổi số có tính khả thi, đem lại hiệu quả thiết thực để triển khai, ứng dụng trên tất cả các lĩnh vực của đời sống, xã hội.',
      '2. Yêu cầu',
      'Cuộc thi phải được chuẩn bị chu đáo, khoa học, nghiêm túc, tránh hình thức. Thực hiện tốt công tác tuyên truyền trước, trong và sau khi kết thúc Cuộc thi với nhiều hình thức phù hợp để cán bộ, đảng viên và Nhân dân hưởng ứng tham gia cuộc thi.',
    ].join('\n'),
  },
  {
    id: 'II.1',
    label: 'Mục II.1',
    title: 'Nội dung Cuộc thi',
    text: [
      '- Chủ đề Cuộc thi: “Ý tưởng số - Lan tỏa sức mạnh số”.',
      '- Nội dung: Chuyển đổi số trên 03 trụ cột là chính quyền số, kinh tế số, xã hội số. Một số nội dung định hướng: Dữ liệu số, công nghệ số, nền tảng số, dịch vụ công, an toàn thông tin mạng, ứng dụng trí tuệ nhân tạo của cơ quan nhà nước; ứng dụng công nghệ số trong hoạt động quản trị, sản xuất, kinh doanh của doanh nghiệp, tổ chức và cá nhân; kỹ năng số, sử dụng dịch vụ số, công nghệ số, thương mại điện tử của người dân và doanh nghiệp.',
    ].join('\n'),
  },
  {
    id: 'II.2',
    label: 'Mục II.2',
    title: 'Đối tượng dự thi',
    text: [
      '- Cán bộ, đảng viên, công chức, viên chức, người lao động, đoàn viên, hội viên, học sinh, sinh viên, lực lượng vũ trang và Nhân dân trên địa bàn tỉnh (trừ thành viên Ban Tổ chức, Ban Giám khảo, Tổ Thư ký và cán bộ trực tiếp tham gia vào quá trình tổ chức Cuộc thi). Sản phẩm tham dự Cuộc thi theo tác giả hoặc nhóm tác giả (cá nhân được xác định là đồng tác giả khi tỷ lệ đóng góp vào sản phẩm dự thi từ 30% trở lên).',
      '- Các sản phẩm là ý tưởng, sáng kiến, giải pháp đã được cấp có thẩm quyền công nhận không thuộc đối tượng tham gia dự thi (nhằm đảm bảo tính mới ý tưởng, giải pháp, sản phẩm).',
    ].join('\n'),
  },
  {
    id: 'II.3',
    label: 'Mục II.3',
    title: 'Tiến độ thời gian triển khai Cuộc thi',
    text: [
      '- Từ ngày 01/01/2026 - 28/02/2026: Thành lập Ban Tổ chức Cuộc thi, Ban Giám khảo Cuộc thi và Thẻ lệ Cuộc thi; triển khai Cuộc thi.',
      '- Từ ngày 01/3/2026 - 30/6/2026: Ban Tổ chức Cuộc thi tiếp nhận sản phẩm tham gia Cuộc thi (vòng Sơ khảo).',
      '- Từ ngày 01/7/2026 - 31/7/2026: Ban Giám khảo chấm sản phẩm tham dự Cuộc thi (vòng Sơ khảo); Ban Tổ chức Cuộc thi công bố các sản phẩm dự thi được tham gia vòng Chung khảo Cuộc thi.',
      '- Từ ngày 01/8/2026 - 31/8/2026: Các tác giả, nhóm tác giả có sản phẩm được tham gia vòng Chung khảo Cuộc thi hoàn thiện sản phẩm, hồ sơ tham dự vòng Chung khảo, gửi Ban Tổ chức Cuộc thi.',
      '- Trong tháng 9/2026: Tổ chức chấm Chung khảo Cuộc thi và trao giải Cuộc thi.',
    ].join('\n'),
  },
  {
    id: 'II.4.1',
    label: 'Mục II.4.1',
    title: 'Vòng Sơ loại',
    text: [
      '- Các cơ quan, đơn vị, địa phương tổ chức đánh giá, sàng lọc, lựa chọn các ý tưởng, sáng kiến, giải pháp, gửi sản phẩm tham gia vòng Sơ khảo Cuộc thi qua hòm thư điện tử của Cuộc thi tại địa chỉ: cuoethichuyendoiso@sonla.gov.vn. Hồ sơ gồm: Phiếu đăng ký dự thi (theo mẫu); 01 video clip giới thiệu về ý tưởng, sáng kiến, giải pháp (tối đa 10 phút); bản thuyết minh mô tả ý tưởng, sáng kiến, giải pháp.',
      '- Ban Tổ chức, Ban Giám khảo Cuộc thi thẩm định, đánh giá, chấm điểm sản phẩm tham gia vòng Sơ khảo; công bố các sản phẩm được chọn tham gia vòng Chung khảo.',
    ].join('\n'),
  },
  {
    id: 'II.4.2',
    label: 'Mục II.4.2',
    title: 'Hoàn thiện sản phẩm tham gia vòng Chung khảo',
    text: [
      'Các tác giả, nhóm tác giả hoàn thiện sản phẩm tại một đơn vị cụ thể hoặc chứng minh số liệu người dùng thực tế.',
      'Hồ sơ gửi về Ban Tổ chức trước ngày 31/8/2026 qua địa chỉ: cuocthichuyendoiso@sonla.gov.vn, gồm: 01 video clip giới thiệu về ý tưởng, sáng kiến, giải pháp (tối đa 10 phút); bản thuyết minh mô tả ý tưởng, sáng kiến, giải pháp.',
    ].join('\n'),
  },
  {
    id: 'II.4.3',
    label: 'Mục II.4.3',
    title: 'Vòng Chung khảo',
    text: [
      '- Tác giả, nhóm tác giả trình bày trực tiếp ý tưởng, sáng kiến, giải pháp tham gia Cuộc thi và trả lời câu hỏi của Ban Giám khảo.',
      '- Ban Giám khảo chấm điểm, trình Ban Tổ chức Cuộc thi quyết định các sản phẩm là ý tưởng, sáng kiến, giải pháp đạt giải để trao giải theo cơ cấu giải thưởng.',
    ].join('\n'),
  },
  {
    id: 'II.5.1',
    label: 'Mục II.5.1',
    title: 'Cơ cấu giải thưởng',
    text: [
      'Tác giả, nhóm tác giả đạt giải được Ban Tổ chức Cuộc thi cấp Giấy Chứng nhận và mức giải thưởng như sau:',
      '- 01 giải Nhất: 15.000.000 đồng/giải (Ủy ban nhân dân tỉnh tặng Bằng khen).',
      '- 02 giải Nhì: 10.000.000 đồng/giải.',
      '- 03 giải Ba: 5.000.000 đồng/giải.',
      '- 05 giải Khuyến khích: 3.000.000 đồng/giải.',
    ].join('\n'),
  },
  {
    id: 'II.5.3',
    label: 'Mục II.5.3',
    title: 'Kinh phí',
    text: 'Ban Tuyên giáo và Dân vận Tỉnh ủy lập dự trù kinh phí, phối hợp với Văn phòng Tỉnh ủy trình Thường trực Tỉnh ủy phê duyệt, cấp kinh phí tổ chức Hội thi.',
  },
  {
    id: 'III.1',
    label: 'Mục III.1',
    title: 'Ban Tuyên giáo và Dân vận Tỉnh ủy',
    text: [
      '- Chủ trì, tham mưu cho Ban Chỉ đạo 2009 tỉnh triển khai, thực hiện các nội dung bảo đảm tiến độ theo Kế hoạch; tham mưu Thể lệ Cuộc thi, thành lập Ban Tổ chức, Ban Giám khảo, Tổ Thư ký, Tổ giúp việc Cuộc thi; tiếp nhận, tổng hợp sản phẩm dự thi và tham mưu tổ chức các vòng thi; tham mưu tổ chức tổng kết và trao giải Cuộc thi, báo cáo tổng kết Cuộc thi theo quy định.',
      '- Chỉ đạo, hướng dẫn các cơ quan thông tấn, báo chí trên địa bàn tỉnh đẩy mạnh công tác tuyên truyền trên các phương tiện thông tin đại chúng; cung cấp tài liệu tuyên truyền về Cuộc thi.',
    ].join('\n'),
  },
  {
    id: 'III.2',
    label: 'Mục III.2',
    title: 'Giao Đảng ủy Ủy ban nhân dân tỉnh chỉ đạo Ủy ban nhân dân tỉnh',
    text: [
      '- Chỉ đạo các sở, ban, ngành, cơ quan, đơn vị kịp thời triển khai Cuộc thi; vận động cán bộ, công chức nghiên cứu các nội dung, tài liệu và tích cực tham gia cuộc thi. Đẩy mạnh tuyên truyền, quảng bá về Cuộc thi; đăng tải thể lệ, nội dung Cuộc thi trên trang thông tin điện tử của cơ quan, đơn vị; đảm bảo cho cán bộ, công chức tham gia Cuộc thi thuận tiện.',
      '- Chỉ đạo các cơ quan, đơn vị có liên quan (Sở Khoa học và Công nghệ, Sở Văn hóa, Thể thao và Du lịch, Văn phòng Ủy ban nhân dân tỉnh...): (1) Phối hợp với Ban Tuyên giáo và Dân vận Tỉnh ủy triển khai, thực hiện các nội dung bảo đảm tiến độ theo kế hoạch đã đề ra; (2) Xây dựng, thiết kế các ấn phẩm truyền thông (banner, infographic...) tuyên truyền về Cuộc thi; (3) Đăng tải Kế hoạch, thể lệ Cuộc thi lên Cổng thông tin điện tử tỉnh Sơn La, các trang thành phần; Chuyên trang Chuyển đổi số tỉnh Sơn La (tại địa chỉ chuyendoiso.sonla.gov.vn).',
    ].join('\n'),
  },
  {
    id: 'III.3',
    label: 'Mục III.3',
    title: 'Văn phòng Tỉnh ủy',
    text: 'Phối hợp với Ban Tuyên giáo và Dân vận Tỉnh ủy bảo đảm cơ sở vật chất, kinh phí, các điều kiện tổ chức Cuộc thi theo quy định.',
  },
  {
    id: 'III.4',
    label: 'Mục III.4',
    title: 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, các tổ chức chính trị - xã hội',
    text: 'Kịp thời triển khai Cuộc thi tại cơ quan, đơn vị mình và tuyên truyền, vận động cán bộ, công chức, đoàn viên, hội viên, học sinh, sinh viên nghiên cứu các nội dung, tài liệu và tích cực tham gia cuộc thi. Đẩy mạnh tuyên truyền, quảng bá về Cuộc thi; đăng tải thể lệ, nội dung Cuộc thi trên Trang thông tin điện tử của cơ quan, đơn vị.',
  },
  {
    id: 'III.5',
    label: 'Mục III.5',
    title: 'Báo và phát thanh, truyền hình Sơn La',
    text: 'Đẩy mạnh tuyên truyền, giới thiệu về Cuộc thi trên phương tiện thông tin đại chúng, internet, mạng xã hội...; kịp thời đưa tin, bài phản ánh về Cuộc thi; tuyên truyền về Lễ phát động, tổng kết và trao giải Cuộc thi. Tổ chức biên tập, đăng tải, chia sẻ, lan tỏa cách làm hay, sáng tạo, giải pháp góp phần nâng cao chất lượng công tác chuyển đổi số trên địa bàn tỉnh Sơn La.',
  },
  {
    id: 'III.6',
    label: 'Mục III.6',
    title: 'Các đảng ủy trực thuộc Tỉnh ủy',
    text: [
      'Triển khai kịp thời Cuộc thi ở cấp mình; chỉ đạo tuyên truyền, vận động, khuyến khích cán bộ, đảng viên và nhân dân tích cực hưởng ứng tham gia Cuộc thi. Tổng hợp, rà soát, lựa chọn các ý tưởng, sản phẩm dự thi chất lượng gửi về Ban Tổ chức cuộc thi đảm bảo tiến độ đề ra.',
      'Khuyến khích các cơ quan, đơn vị, địa phương tổ chức Cuộc thi hoặc tổ chức đánh giá, lựa chọn các ý tưởng, giải pháp, sản phẩm chất lượng, gửi tham gia vòng Sơ loại cấp tỉnh; có cơ chế khuyến khích, tạo điều kiện cho các tác giả (nhóm tác giả) có ý tưởng, sản phẩm dự thi./.',
    ].join('\n'),
  },
];
