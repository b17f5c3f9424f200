import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import type { Random } from '#lib/domain/kernel/random.ts';

export const positions = [
  'Chuyên viên',
  'Công chức Văn hóa - Xã hội',
  'Phó Trưởng phòng',
  'Bí thư Đoàn thanh niên',
  'Tổ trưởng Tổ công nghệ số cộng đồng',
  'Trưởng bản',
  'Giáo viên',
  'Phó Chủ tịch',
] as const;

const works = [
  'Đưa 46 thủ tục hành chính lên trực tuyến toàn trình, rút thời gian xử lý trung bình từ 5 ngày xuống 2 ngày',
  'Lập 12 tổ công nghệ số cộng đồng, đến từng hộ hướng dẫn thanh toán không tiền mặt và nộp hồ sơ trực tuyến',
  'Số hóa 8.400 trang hồ sơ lưu trữ, tra cứu bằng mã thay cho tìm giấy',
  'Mở 24 lớp học tối về kỹ năng số cho người cao tuổi và phụ nữ dân tộc thiểu số',
  'Xây dựng bộ hướng dẫn bằng hình và tiếng Thái, tiếng Mông cho các dịch vụ công thường dùng',
  'Dùng bảng theo dõi chung thay cho báo cáo giấy hằng tuần của các bản',
  'Lắp 18 điểm truy cập internet công cộng ở nhà văn hóa bản bằng nguồn xã hội hóa',
] as const;

const citations = [
  'Đã có thành tích xuất sắc trong phong trào thi đua đẩy mạnh chuyển đổi số (mô phỏng)',
  'Đã có thành tích xuất sắc trong phổ cập kỹ năng số cho nhân dân (mô phỏng)',
  'Đã có thành tích xuất sắc trong xây dựng chính quyền số tại cơ sở (mô phỏng)',
] as const;

/** Part I of a report, by kind of subject. */
export const background = (kind: SubjectKind, name: string, unit: string): string =>
  kind === 'collective'
    ? `${name} được giao nhiệm vụ chuyển đổi số, cải cách hành chính; nội bộ đoàn kết, tổ chức đảng và đoàn thể hoạt động đều (mô phỏng).`
    : kind === 'household'
      ? `${name} sinh sống tại ${unit}, chấp hành tốt chủ trương, pháp luật (mô phỏng).`
      : `${name} công tác tại ${unit}, hoàn thành tốt nhiệm vụ các năm, được tập thể tín nhiệm giới thiệu (mô phỏng).`;

/** Part II: what was done, with figures. */
export function achievements(random: Random, unit: string): string {
  const some = random.shuffle([...works]).slice(0, 3);
  return [
    `Trong thời gian tham gia phong trào tại ${unit}:`,
    ...some.map((work, i) => `${i + 1}. ${work} (mô phỏng).`),
    'Kết quả được đơn vị xác nhận; cách làm đã được đơn vị bạn đến học.',
  ].join('\n');
}

export const citation = (random: Random): string => random.pick(citations);
