/** How the words of the catalogues are called on pages and in forms. */
import type { OccasionKind } from '../movement/types.ts';
import type {
  AwardForm,
  AwardKind,
  AwardLevel,
  DossierPart,
  Holidays,
  MovementCondition,
  SubjectKind,
} from './types.ts';

export const subjectWords: Record<SubjectKind, string> = {
  collective: 'Tập thể',
  individual: 'Cá nhân',
  household: 'Hộ gia đình',
};
export const awardKindWords: Record<AwardKind, string> = {
  merit: 'Công trạng',
  unplanned: 'Đột xuất',
  movement: 'Phong trào thi đua',
  contribution: 'Quá trình cống hiến',
  tenure: 'Niên hạn',
  external: 'Đối ngoại',
};
export const levelWords: Record<AwardLevel, string> = {
  state: 'Cấp Nhà nước',
  province: 'Cấp tỉnh',
  agency: 'Cấp sở, cơ quan, đơn vị',
  commune: 'Cấp xã',
};
export const formWords: Record<AwardForm['is'], string> = {
  title: 'Danh hiệu thi đua',
  form: 'Hình thức khen thưởng',
};
export const occasionWords: Record<OccasionKind, string> = {
  yearly: 'Hằng năm',
  'mid-term': 'Sơ kết',
  final: 'Tổng kết',
};
export const launchWords: Record<MovementCondition['launchedBy'], string> = {
  anyone: 'Mọi cấp',
  province: 'Tỉnh trở lên',
  nation: 'Chủ tịch nước, Thủ tướng Chính phủ',
};
export const voteBaseWords = { members: 'Tổng số thành viên Hội đồng', present: 'Số thành viên có mặt' };
export const roundingWords = { up: 'Làm tròn lên', nearest: 'Làm tròn đến số gần nhất' };
export const partWords: Record<DossierPart['is'], string> = {
  letter: 'Tờ trình',
  report: 'Báo cáo thành tích',
  minutes: 'Biên bản',
  initiative: 'Chứng nhận sáng kiến, đề tài',
  proof: 'Xác nhận thành tích',
  attachment: 'Tệp khác',
};
export const partOfWords: Record<DossierPart['of'], string> = {
  dossier: 'Mỗi đối tượng một bản',
  submission: 'Một bản cho cả đợt đề nghị của đơn vị',
};
export const dayWords: Record<Holidays['days'][number]['is'], string> = { off: 'Nghỉ', work: 'Làm bù' };

const fields: Record<string, string> = {
  amount: 'Mức lương cơ sở (đồng)',
  atMost: 'Là mức tối đa',
  base: 'Tính trên',
  bonus: 'Tiền thưởng (lần mức lương cơ sở)',
  by: 'Thời hạn',
  calledBy: 'Cách gọi trong kế hoạch',
  childAge: 'Tuổi trẻ em',
  clause: 'Điều khoản',
  collective: 'Tập thể',
  comparedWith: 'Đã đối chiếu với',
  day: 'Ngày',
  days: 'Số ngày làm việc',
  deadlines: 'Mốc hằng năm',
  decidedBy: 'Thẩm quyền quyết định',
  dossier: 'Thành phần hồ sơ',
  forms: 'Danh hiệu, hình thức',
  from: 'Từ ngày',
  household: 'Hộ gia đình',
  individual: 'Cá nhân',
  is: 'Loại',
  issued: 'Ngày ban hành',
  kinds: 'Loại hình khen thưởng',
  launchedBy: 'Phong trào do ai phát động',
  level: 'Cấp',
  limits: 'Thời hạn xử lý',
  minYears: 'Số năm ít nhất',
  movement: 'Điều kiện trong phong trào',
  name: 'Tên',
  nationInsteadOfYears: 'Phong trào toàn quốc không cần đủ năm',
  note: 'Ghi chú',
  notForMerit: 'Không làm căn cứ khen công trạng',
  number: 'Số, ký hiệu',
  origin: 'Nguồn',
  occasions: 'Dịp',
  of: 'Nộp theo',
  percent: 'Tỷ lệ (%)',
  publicList: 'Phải công khai danh sách',
  registrar: 'Cơ quan giữ sổ khen thưởng',
  required: 'Bắt buộc',
  rounding: 'Làm tròn tiền thưởng',
  rows: 'Mức lương cơ sở',
  shortName: 'Tên ngắn',
  source: 'Nguồn',
  standards: 'Tiêu chuẩn',
  statutes: 'Văn bản',
  step: 'Bước',
  subjects: 'Đối tượng',
  text: 'Nội dung',
  title: 'Tên gọi',
  to: 'Đến ngày',
  transition: 'Chuyển tiếp',
  unlessMoreFavourable: 'Trừ khi quy định mới có lợi hơn',
  value: 'Giá trị',
  verified: 'Đã xác minh',
  vote: 'Tỷ lệ phiếu',
  watchers: 'Cơ quan theo dõi kỷ luật, thanh tra, đơn thư',
  way: 'Cách làm tròn',
  what: 'Việc',
  fundShare: 'Tỷ lệ quỹ chi tổ chức phong trào (%)',
  payer: 'Cơ quan chi thưởng',
  highestOnly: 'Cùng thành tích chỉ hưởng mức cao nhất',
  womenShare: 'Tỷ lệ nữ được ưu tiên (%)',
};

export const fieldName = (key: string): string => fields[key] ?? key;
