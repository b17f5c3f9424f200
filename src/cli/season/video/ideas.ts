/** Works as people of the province could have made them for the contest of 2024; stories and numbers are made up. */
export interface VideoIdea {
  title: string;
  /** what the gallery says of it */
  summary: string;
  form: 'performance' | 'sketch' | 'situation' | 'other';
  topics: string[];
  from: 'commune' | 'agency' | 'school' | 'force' | 'anyone';
  /** code of the unit where the story is at home */
  unit?: string;
  /** what is not the authors' own */
  borrowed?: string;
}

export const videoIdeas: VideoIdea[] = [
  {
    title: 'Chữ ký số về bản',
    summary:
      'Bà cụ người Thái xuống xã xin xác nhận giấy tờ, gặp đúng hôm mạng chậm. Cô giáo của bản chỉ cho bà cách nộp hồ sơ ngay trên điện thoại của cháu, không phải đi lại lần nữa.',
    form: 'sketch',
    topics: ['skills', 'practices'],
    from: 'commune',
  },
  {
    title: 'Một ngày của em không dùng tiền mặt',
    summary:
      'Nhóm học sinh thử sống một ngày không có tiền mặt trong túi: mua xôi sáng, đóng quỹ lớp, đi xe buýt. Các em nhận ra chợ quê mình đã quét mã được nhiều hơn các em nghĩ.',
    form: 'situation',
    topics: ['experience', 'skills'],
    from: 'school',
    unit: 'TPSL',
  },
  {
    title: 'Cuộc gọi lúc nửa đêm',
    summary:
      'Một cuộc gọi xưng là công an yêu cầu chuyển tiền ngay. Tiểu phẩm dừng lại ở từng câu nói để người xem tự nhận ra dấu hiệu lừa đảo và biết gọi cho ai.',
    form: 'sketch',
    topics: ['knowledge', 'skills'],
    from: 'force',
    unit: 'CAT',
  },
  {
    title: 'Mận hậu lên sàn',
    summary:
      'Vườn mận ở Mộc Châu năm nay bán được giá nhờ hai mẹ con học livestream. Video kể lại cả những buổi không ai xem, và cách họ gắn mã truy xuất để khách tin.',
    form: 'situation',
    topics: ['practices', 'experience'],
    from: 'anyone',
    unit: 'TXMC',
  },
  {
    title: 'Bộ phận một cửa không ghế chờ',
    summary:
      'Hoạt cảnh về một buổi sáng ở bộ phận một cửa: hồ sơ trực tuyến đến trước người dân. Người đến lấy kết quả chỉ còn việc ký nhận.',
    form: 'performance',
    topics: ['own-unit', 'solutions'],
    from: 'commune',
  },
  {
    title: 'Ông nội học VNeID',
    summary:
      'Ông nội tám mươi tuổi nhất quyết không “cho cái máy biết mặt mình”. Cháu gái kiên nhẫn giải thích bằng chuyện con dấu ngày xưa của ông.',
    form: 'sketch',
    topics: ['knowledge', 'skills'],
    from: 'commune',
    borrowed: 'Nhạc nền: khèn bè do nghệ nhân của bản biểu diễn, đã đồng ý cho dùng.',
  },
  {
    title: 'Bản tin loa thông minh',
    summary:
      'Chiếc loa ở nhà văn hóa nay phát được cả tiếng Thái, tiếng Mông và hẹn giờ từ điện thoại của cán bộ xã. Video theo chân anh cán bộ văn hóa trong một ngày mưa lũ.',
    form: 'other',
    topics: ['solutions', 'own-unit'],
    from: 'commune',
  },
  {
    title: 'Sổ khám bệnh không bao giờ ướt',
    summary:
      'Một gia đình lội suối đưa con đi khám, cuốn sổ giấy nhòe hết chữ. Trạm y tế xã mở hồ sơ sức khỏe điện tử và mọi thứ vẫn còn đó.',
    form: 'performance',
    topics: ['knowledge', 'solutions'],
    from: 'agency',
    unit: 'SYT',
  },
  {
    title: 'Lớp học số dưới chân núi',
    summary:
      'Thầy giáo vùng cao dạy học sinh làm video về nghề dệt của mẹ. Từ một bài tập tin học, cả bản có trang giới thiệu sản phẩm.',
    form: 'situation',
    topics: ['practices', 'skills'],
    from: 'school',
    unit: 'HBY',
  },
  {
    title: 'Tổ công nghệ số cộng đồng gõ cửa từng nhà',
    summary:
      'Bốn đoàn viên với hai chiếc điện thoại đi qua sáu mươi ba nóc nhà. Video ghi lại những câu hỏi khó nhất mà bà con đặt ra, và cách tổ trả lời.',
    form: 'other',
    topics: ['practices', 'experience'],
    from: 'commune',
  },
  {
    title: 'Dữ liệu dân cư biết nói',
    summary:
      'Ba cán bộ cùng hỏi một người dân ba lần cùng một câu. Hoạt cảnh cho thấy dữ liệu dùng chung khiến hai câu hỏi sau trở nên thừa.',
    form: 'performance',
    topics: ['knowledge', 'own-unit'],
    from: 'agency',
  },
  {
    title: 'Mật khẩu của mẹ',
    summary:
      'Mẹ đặt mật khẩu là ngày sinh của con, con đặt mật khẩu là tên của mẹ. Một tối bị mất tài khoản, hai mẹ con cùng học cách giữ mình trên mạng.',
    form: 'sketch',
    topics: ['skills', 'knowledge'],
    from: 'school',
  },
  {
    title: 'Nhật ký mùa cà phê số',
    summary:
      'Hợp tác xã cà phê ghi nhật ký canh tác trên điện thoại: ngày tưới, ngày bón, ngày hái. Nhờ đó lô hàng có mã vùng trồng và bán được cho khách xa.',
    form: 'situation',
    topics: ['practices', 'solutions'],
    from: 'anyone',
  },
  {
    title: 'Họp bản qua nhóm Zalo',
    summary:
      'Trưởng bản thử mở một cuộc họp trên nhóm Zalo và gặp đủ chuyện: người ngủ gật, người gửi nhầm ảnh. Cuối cùng bản thống nhất được lịch làm đường.',
    form: 'sketch',
    topics: ['experience', 'practices'],
    from: 'commune',
  },
  {
    title: 'Ba phút nộp hồ sơ, năm phút uống trà',
    summary:
      'Cán bộ tư pháp hướng dẫn một đôi vợ chồng trẻ đăng ký khai sinh cho con trên Cổng dịch vụ công. Phần còn lại của buổi sáng là chuyện quanh ấm trà.',
    form: 'situation',
    topics: ['skills', 'own-unit'],
    from: 'commune',
  },
  {
    title: 'Tin giả đi nhanh hơn nước lũ',
    summary:
      'Một dòng tin “vỡ đập” lan khắp các nhóm trong mười phút. Video dựng lại đường đi của tin giả và ba việc nên làm trước khi bấm chia sẻ.',
    form: 'performance',
    topics: ['knowledge', 'skills'],
    from: 'force',
  },
  {
    title: 'Thư viện không cửa',
    summary:
      'Sinh viên tự số hóa giáo trình cũ và mở cho nhau đọc. Video kể chuyện nhóm bạn bắt đầu với một chiếc máy quét đi mượn.',
    form: 'other',
    topics: ['own-unit', 'practices'],
    from: 'school',
    unit: 'CDSL',
  },
  {
    title: 'Người gác rừng và chiếc máy bay nhỏ',
    summary:
      'Kiểm lâm địa bàn dùng ảnh vệ tinh và thiết bị bay để thấy khói từ rất sớm. Một buổi chiều khô hanh, cả đội chạy đua với đám cháy.',
    form: 'situation',
    topics: ['solutions', 'own-unit'],
    from: 'agency',
    unit: 'SNNMT',
  },
  {
    title: 'Chợ phiên quét mã',
    summary:
      'Phiên chợ vùng cao, chị bán rau treo tấm mã QR cạnh bó cải mèo. Người mua bỡ ngỡ, người bán cũng bỡ ngỡ, nhưng rồi cả hai cùng cười.',
    form: 'performance',
    topics: ['practices', 'experience'],
    from: 'commune',
  },
  {
    title: 'Văn phòng không giấy, kể từ thứ Hai',
    summary:
      'Một cơ quan quyết định không in văn bản nội bộ trong một tuần. Thứ Ba có người giấu máy in; thứ Sáu không ai nhắc đến nó nữa.',
    form: 'sketch',
    topics: ['own-unit', 'experience'],
    from: 'agency',
  },
  {
    title: 'Giữ điệu xòe bằng điện thoại',
    summary:
      'Nhóm thanh niên quay lại từng động tác xòe cổ với chú thích hai thứ tiếng. Ai ở xa cũng có thể học để về kịp ngày hội.',
    form: 'other',
    topics: ['practices', 'solutions'],
    from: 'anyone',
    borrowed: 'Nhạc xòe: đội văn nghệ của bản biểu diễn và đồng ý cho dùng trong video.',
  },
  {
    title: 'Đừng bấm vào đường liên kết ấy',
    summary:
      'Một tin nhắn báo trúng thưởng gửi đến cùng lúc cho cả cơ quan. Mỗi người xử lý một kiểu, và chỉ một người làm đúng.',
    form: 'situation',
    topics: ['knowledge', 'skills'],
    from: 'agency',
  },
  {
    title: 'Bài học từ chiếc điện thoại cũ',
    summary:
      'Lớp học xóa mù công nghệ cho phụ nữ bản mở vào buổi tối, sau giờ nương rẫy. Chiếc điện thoại cũ nhất lớp lại là chiếc được dùng nhiều nhất.',
    form: 'performance',
    topics: ['skills', 'experience'],
    from: 'commune',
  },
  {
    title: 'Bản đồ trong tay người đi tuần',
    summary:
      'Bộ đội biên phòng dùng bản đồ số khi tuần tra cột mốc. Video nói về kỷ luật dữ liệu: cái gì được ghi, cái gì tuyệt đối không chia sẻ.',
    form: 'other',
    topics: ['own-unit', 'knowledge'],
    from: 'force',
    unit: 'HSC',
  },
  {
    title: 'Hóa đơn nhỏ của quán phở lớn',
    summary:
      'Chủ quán phở ngại hóa đơn điện tử vì sợ rườm rà. Con trai về hè cài cho bố, và quán biết được món nào thật sự có lãi.',
    form: 'sketch',
    topics: ['experience', 'solutions'],
    from: 'anyone',
  },
  {
    title: 'Hội phụ nữ và kênh bán hàng chung',
    summary:
      'Mười hai chị em góp sản phẩm vào một gian hàng chung trên mạng, chia nhau chụp ảnh, trả lời khách, đóng gói. Video kể cả chuyện tranh cãi và cách cùng nhau giải quyết.',
    form: 'situation',
    topics: ['practices', 'experience'],
    from: 'commune',
    unit: 'HLHPN',
  },
  {
    title: 'Phòng học bộ môn trên mây',
    summary:
      'Giáo viên ba điểm trường soạn chung một kho học liệu. Học sinh điểm lẻ được xem thí nghiệm mà trước đây chỉ có ở điểm chính.',
    form: 'other',
    topics: ['own-unit', 'solutions'],
    from: 'school',
    unit: 'HMS',
  },
  {
    title: 'Con số biết giữ lời',
    summary:
      'Báo cáo của xã mỗi tuần một kiểu, cho đến khi cả ủy ban nhập vào một bảng. Hoạt cảnh vui về hành trình của một con số từ bản lên tỉnh.',
    form: 'performance',
    topics: ['own-unit', 'knowledge'],
    from: 'commune',
  },
];
