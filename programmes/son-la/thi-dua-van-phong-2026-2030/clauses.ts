import type { Clause } from '#lib/domain/programme/types.ts';

/** The draft plan of the Office of the People's Committee, word for word, with its slips; its number and date are blank. */
export const clauses: Clause[] = [
  {
    id: 'preamble',
    label: 'Phần mở đầu',
    title: 'Tên Kế hoạch, căn cứ',
    text: [
      'KẾ HOẠCH',
      'Phát động Phong trào thi đua “Đổi mới sáng tạo, phát triển khoa học, công nghệ, chuyển đổi số, chuyển đổi xanh” giai đoạn 2026-2030 của Văn phòng UBND tỉnh',
      'Căn cứ Quyết định số 1031/QĐ-UBND ngày 27/4/2026 của UBND tỉnh về ban hành Kế hoạch phát động Phong trào thi đua “Đổi mới sáng tạo, phát triển khoa học, công nghệ, chuyển đổi số, chuyển đổi xanh” giai đoạn 2026-2030 trên địa bàn tỉnh Sơn La. Văn phòng UBND tỉnh ban hành Kế hoạch triển khai thực hiện như sau:',
    ].join('\n'),
  },
  {
    id: 'I.1',
    label: 'Mục I.1',
    title: 'Mục đích',
    text: [
      '- Tạo khí thế thi đua sôi nổi, khơi dậy tinh thần chủ động, sáng tạo, trách nhiệm của công chức, viên chức và người lao động trong việc ứng dụng khoa học, công nghệ, thúc đẩy đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh vào hoạt động quản lý, điều hành, tham mưu tổng hợp và phục vụ hoạt động chỉ đạo, điều hành của UBND tỉnh.',
      '- Khơi dậy mạnh mẽ khát vọng phát triển, phát huy tính chủ động, sáng tạo trong toàn hệ thống chính trị; khai thác tối đa nội lực; lấy người dân, doanh nghiệp làm trung tâm, chủ thể và mục tiêu phục vụ; nâng cao chất lượng môi trường sống, bảo đảm phát triển nhanh và bền vững.',
      '- Thông qua phong trào thi đua góp phần thực hiện thắng lợi các mục tiêu phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh theo tinh thần Nghị quyết Đại hội XIV của Đảng, Nghị quyết Đại hội Đảng bộ tỉnh Sơn La lần thứ XVI.',
      '- Kịp thời phát hiện, bồi dưỡng, biểu dương, tôn vinh và khen thưởng các tập thể, cá nhân có thành tích xuất sắc; nhân rộng các điển hình tiên tiến, sáng kiến, kinh nghiệm hay trong phong trào thi đua.',
    ].join('\n'),
  },
  {
    id: 'I.2',
    label: 'Mục I.2',
    title: 'Yêu cầu',
    text: [
      '- Phong trào thi đua phải được triển khai sâu rộng, đồng bộ, gắn với phong trào thi đua do Thủ tướng Chính phủ phát động và nhiệm vụ chính trị thường xuyên của Văn phòng UBND tỉnh; bảo đảm thiết thực, hiệu quả, tránh hình thức.',
      '- Thường xuyên kiểm tra, giám sát, đánh giá kết quả thực hiện; kịp thời tháo gỡ khó khăn, vướng mắc; phát hiện, biểu dương, nhân rộng các mô hình hay, cách làm sáng tạo.',
      '- Công tác khen thưởng phải bảo đảm dân chủ, chính xác, công khai, minh bạch, đúng đối tượng, đúng thành tích, đúng quy định hiện hành.',
      '- Nội dung triển khai phải thiết thực, phù hợp với từng phòng, đơn vị; bảo đảm tính khả thi, đồng bộ, tiết kiệm và hiệu quả.',
    ].join('\n'),
  },
  {
    id: 'II.1',
    label: 'Mục II.1',
    title: 'Đối tượng thi đua',
    text: [
      '- Tập thể: Lãnh đạo Văn phòng, Các phòng chuyên môn, đơn vị trực thuộc Văn phòng UBND tỉnh.',
      '- Cá nhân: Công chức, viên chức, người lao động thuộc Văn phòng UBND tỉnh có nhiều đóng góp, sáng kiến, giải pháp hiệu quả trong triển khai khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh.',
    ].join('\n'),
  },
  {
    id: 'II.2',
    label: 'Mục II.2',
    title: 'Nội dung thi đua',
    text: [
      '- Thi đua đổi mới tư duy, nâng cao nhận thức: xác định khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và chuyển đổi xanh là động lực then chốt thúc đẩy phát triển kinh tế - xã hội; nâng cao vai trò người đứng đầu trong lãnh đạo, chỉ đạo; tạo chuyển biến mạnh mẽ trong nhận thức và hành động của công chức, viên chức.',
      '- Thi đua phát triển hạ tầng số và hạ tầng xanh: đẩy mạnh xây dựng hạ tầng số phục vụ công tác chỉ đạo, điều hành; tăng cường ứng dụng nền tảng số, dữ liệu số; thúc đẩy sử dụng tiết kiệm năng lượng, văn phòng xanh, thân thiện môi trường.',
      '- Thi đua thúc đẩy đổi mới sáng tạo, ứng dụng khoa học và công nghệ: khuyến khích nghiên cứu, đề xuất sáng kiến, cải tiến quy trình công tác; ứng dụng khoa học, công nghệ trong xử lý công việc, cải cách hành chính, nâng cao chất lượng tham mưu tổng hợp.',
      '- Thi đua phát triển chuyển đổi số toàn diện: xây dựng chính quyền số, văn phòng số; nâng cao hiệu quả quản lý, điều hành; thúc đẩy sử dụng chữ ký số, hồ sơ điện tử, xử lý văn bản trên môi trường mạng; bảo đảm mục tiêu “3 an”: an ninh, an toàn và an dân trong môi trường số.',
      '- Thi đua chuyển đổi xanh, phát triển bền vững: thực hành tiết kiệm, chống lãng phí; giảm sử dụng giấy tờ, điện năng; thúc đẩy mô hình làm việc xanh, ứng dụng công nghệ trong bảo vệ môi trường và phát triển bền vững.',
    ].join('\n'),
  },
  {
    id: 'III.1',
    label: 'Mục III.1',
    title: 'Tiêu chí thi đua',
    text: [
      '- Hoàn thành có chất lượng, đạt và vượt các mục tiêu, nhiệm vụ được giao về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh.',
      '- Chủ động tham mưu ban hành hoặc đề xuất cơ chế, chính sách tháo gỡ khó khăn, vướng mắc; cải cách thủ tục hành chính; nâng cao hiệu quả quản trị, điều hành.',
      '- Thực hiện có hiệu quả chuyển đổi số trong hoạt động của cơ quan; nâng cao chất lượng xử lý công việc trên môi trường điện tử; góp phần xây dựng chính quyền số.',
      '- Có sáng kiến, giải pháp mới, cách làm hiệu quả; ứng dụng khoa học, công nghệ góp phần nâng cao hiệu lực, hiệu quả quản lý nhà nước..',
      '- Thực hiện tốt việc sử dụng tiết kiệm tài nguyên, năng lượng; xây dựng môi trường làm việc xanh, văn minh, hiện đại.',
    ].join('\n'),
  },
  {
    id: 'III.2',
    label: 'Mục III.2',
    title: 'Hình thức khen thưởng',
    text: [
      '- Khen thưởng hằng năm: Giấy khen của Chánh Văn phòng UBND tỉnh.',
      '- Khen thưởng sơ kết, tổng kết: Bằng khen của Chủ tịch UBND tỉnh; Giấy khen của Chánh Văn phòng UBND tỉnh; đề nghị cấp có thẩm quyền khen thưởng theo quy định.',
    ].join('\n'),
  },
  {
    id: 'III.3',
    label: 'Mục III.3',
    title: 'Tiêu chuẩn khen thưởng',
    text: 'Việc xét khen thưởng thực hiện theo Luật Thi đua, khen thưởng và các văn bản hướng dẫn hiện hành; bảo đảm đúng đối tượng, đúng thành tích, đúng thẩm quyền.',
  },
  {
    id: 'IV.1',
    label: 'Mục IV.1',
    title: 'Lãnh đạo, chỉ đạo',
    text: 'Tăng cường sự lãnh đạo của cấp ủy, tổ chức đảng; nâng cao hiệu lực chỉ đạo, điều hành của Lãnh đạo Văn phòng và trách nhiệm của người đứng đầu các phòng, đơn vị trong tổ chức thực hiện phong trào thi đua.',
  },
  {
    id: 'IV.2',
    label: 'Mục IV.2',
    title: 'Tuyên truyền',
    text: 'Đẩy mạnh công tác tuyên truyền, nâng cao nhận thức và trách nhiệm của công chức, viên chức, người lao động về mục đích, ý nghĩa của phong trào thi đua; xác định đổi mới sáng tạo, chuyển đổi số, chuyển đổi xanh là nhiệm vụ trọng tâm.',
  },
  {
    id: 'IV.3',
    label: 'Mục IV.3',
    title: 'Ứng dụng công nghệ thông tin',
    text: 'Tăng cường ứng dụng công nghệ thông tin, nền tảng số trong xử lý công việc; nâng cao chất lượng tham mưu, phục vụ hoạt động chỉ đạo, điều hành của UBND tỉnh.',
  },
  {
    id: 'IV.4',
    label: 'Mục IV.4',
    title: 'Kiểm tra, giám sát, sơ kết, tổng kết',
    text: 'Tổ chức kiểm tra, giám sát, sơ kết, tổng kết định kỳ; kịp thời phát hiện, biểu dương, khen thưởng các tập thể, cá nhân tiêu biểu xuất sắc.',
  },
  {
    id: 'IV.5',
    label: 'Mục IV.5',
    title: 'Ưu tiên sáng kiến, giải pháp',
    text: 'Ưu tiên khen thưởng các tập thể, cá nhân có sáng kiến, giải pháp thiết thực, có giá trị ứng dụng cao trong cải cách hành chính, chuyển đổi số và xây dựng môi trường làm việc xanh.',
  },
  {
    id: 'V.1',
    label: 'Mục V.1',
    title: 'Giai đoạn 1 (từ 2026-2027)',
    text: [
      '- Tổ chức triển khai phong trào thi đua sâu rộng trong toàn Văn phòng UBND tỉnh.',
      '- Năm 2027 tổ chức sơ kết; đánh giá kết quả thực hiện; khen thưởng theo thẩm quyền và đề nghị cấp có thẩm quyền khen thưởng các tập thể, cá nhân tiêu biểu.',
    ].join('\n'),
  },
  {
    id: 'V.2',
    label: 'Mục V.2',
    title: 'Giai đoạn 2 (từ 2028-2030)',
    text: [
      '- Tiếp tục triển khai, nâng cao chất lượng, hiệu quả phong trào thi đua.',
      '- Năm 2030 tổ chức tổng kết; đánh giá toàn diện kết quả thực hiện; đề nghị khen thưởng đối với các tập thể, cá nhân có thành tích xuất sắc.',
    ].join('\n'),
  },
  {
    id: 'VI.1',
    label: 'Mục VI.1',
    title: 'Phòng Tổ chức - Hành chính - Quản trị',
    text: [
      '- Tham mưu cho Lãnh đạo Văn phòng UBND tỉnh chỉ đạo triển khai phong trào thi đua bảo đảm đồng bộ, hiệu quả, đúng tiến độ; định kỳ kiểm tra, đánh giá kết quả thực hiện; chỉ đạo xử lý các khó khăn, vướng mắc phát sinh.',
      '- Chủ trì tham mưu, giúp Lãnh đạo Văn phòng UBND tỉnh theo dõi, đôn đốc, tổng hợp kết quả thực hiện; tham mưu sơ kết, tổng kết và công tác thi đua, khen thưởng theo quy định.',
    ].join('\n'),
  },
  {
    id: 'VI.2',
    label: 'Mục VI.2',
    title: 'Các phòng, đơn vị trực thuộc',
    text: 'Căn cứ Kế hoạch này, xây dựng nội dung triển khai cụ thể phù hợp với chức năng, nhiệm vụ; tổ chức thực hiện nghiêm túc, hiệu quả; định kỳ báo cáo kết quả thực hiện.',
  },
  {
    id: 'VI.3',
    label: 'Mục VI.3',
    title: 'Trung tâm thông tin',
    text: 'Đăng tải Kế hoạch trên Cổng thông tin điện tử của tỉnh; phối hợp tuyên truyền, phổ biến nội dung Kế hoạch đến toàn thể công chức, viên chức, người lao động thuộc Văn phòng UBND tỉnh.',
  },
  {
    id: 'closing',
    label: 'Phần kết',
    title: 'Yêu cầu chung',
    text: 'Yêu cầu các phòng, đơn vị trực thuộc nghiêm túc triển khai thực hiện; trong quá trình thực hiện nếu có khó khăn, vướng mắc, kịp thời báo cáo Lãnh đạo Văn phòng UBND tỉnh (qua Phòng Tổ chức - Hành chính - Quản trị) để xem xét, chỉ đạo giải quyết./.',
  },
];
