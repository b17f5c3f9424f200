import type { StoredRole } from '#lib/server/platform/policy.ts';

export interface CastMember {
  /** by which the season and tests name them */
  key:
    | 'admin'
    | 'organiser'
    | 'chair'
    | 'judge'
    | 'conflictedJudge'
    | 'secretary'
    | 'auditor'
    | 'coordinator'
    | 'author'
    | 'coAuthor'
    | 'outsider'
    | 'emulation'
    | 'emulationLeader'
    | 'emulationLead'
    | 'office'
    | 'room'
    | 'chairman'
    | 'chief'
    | 'council'
    | 'watcher';
  /** as the printed table says */
  part: string;
  fullName: string;
  email: string;
  position: string;
  /** code of the unit they belong to */
  unit: string | null;
  role: StoredRole | null;
  /** where to begin */
  page: string;
}

/** One password for the whole season, easy on any keyboard: a demonstration prints it, and it opens nothing else. */
export const castPassword = 'lan toa dien tap 2026';

/** The unit whose coordinator and authors a demonstration shows: Xã Mường La. */
export const castUnit = '03808';
/** Where they belonged before communes took the place of districts on 01/07/2025: Huyện Mường La. */
export const castUnitBefore = 'HML';
/** The unit of the judge who meets a conflict: Sở Khoa học và Công nghệ. */
export const conflictUnit = 'SKHCN';

/** The people whom a demonstration lets you be. Addresses are of a reserved domain; names are made up. */
export const cast: readonly CastMember[] = [
  {
    key: 'author',
    part: 'Tác giả',
    fullName: 'Lò Thị Mây',
    email: 'tacgia@lantoa.example',
    position: 'Giáo viên',
    unit: castUnit,
    role: null,
    page: '/bai-du-thi',
  },
  {
    key: 'coAuthor',
    part: 'Đồng tác giả',
    fullName: 'Mùa A Sử',
    email: 'dongtacgia@lantoa.example',
    position: 'Bí thư Chi đoàn',
    unit: castUnit,
    role: null,
    page: '/bai-du-thi',
  },
  {
    key: 'coordinator',
    part: 'Đầu mối đơn vị',
    fullName: 'Lường Mai Anh',
    email: 'daumoi@lantoa.example',
    position: 'Công chức Văn hóa - Xã hội',
    unit: castUnit,
    role: 'unit-coordinator',
    page: '/don-vi',
  },
  {
    key: 'judge',
    part: 'Giám khảo',
    fullName: 'Bạc Cầm Thắng',
    email: 'giamkhao@lantoa.example',
    position: 'Chuyên gia chuyển đổi số',
    unit: 'DHTB',
    role: 'judge',
    page: '/cham-thi',
  },
  {
    key: 'conflictedJudge',
    part: 'Giám khảo có xung đột lợi ích',
    fullName: 'Vũ Hải Đăng',
    email: 'giamkhao2@lantoa.example',
    position: 'Trưởng phòng Chuyển đổi số',
    unit: conflictUnit,
    role: 'judge',
    page: '/cham-thi',
  },
  {
    key: 'chair',
    part: 'Trưởng Ban Giám khảo',
    fullName: 'Cầm Minh Nguyệt',
    email: 'truongban@lantoa.example',
    position: 'Trưởng Ban Giám khảo',
    unit: 'BTGDV',
    role: 'jury-chair',
    page: '/cham-thi',
  },
  {
    key: 'secretary',
    part: 'Thư ký',
    fullName: 'Trần Bảo Châu',
    email: 'thuky@lantoa.example',
    position: 'Tổ trưởng Tổ Thư ký',
    unit: 'BTGDV',
    role: 'secretary',
    page: '/dieu-hanh',
  },
  {
    key: 'organiser',
    part: 'Ban Tổ chức',
    fullName: 'Hoàng Quốc Trị',
    email: 'bantochuc@lantoa.example',
    position: 'Phó Trưởng Ban Tổ chức',
    unit: 'BTGDV',
    role: 'organiser',
    page: '/dieu-hanh',
  },
  {
    key: 'auditor',
    part: 'Người kiểm tra (nhật ký)',
    fullName: 'Đinh Chính Trực',
    email: 'kiemtra@lantoa.example',
    position: 'Thanh tra viên',
    unit: 'TTRA',
    role: 'auditor',
    page: '/quan-tri',
  },
  {
    key: 'admin',
    part: 'Quản trị hệ thống',
    fullName: 'Nguyễn Hạnh Nguyên',
    email: 'quantri@lantoa.example',
    position: 'Chuyên viên',
    unit: 'TTTT',
    role: 'admin',
    page: '/quan-tri',
  },
  {
    key: 'outsider',
    part: 'Người ngoài',
    fullName: 'Phạm Trang Đài',
    email: 'nguoingoai@lantoa.example',
    position: 'Người dân',
    unit: null,
    role: null,
    page: '/',
  },
];

/** What is worth seeing of the video contest of 2024, and as whom; the pages of `cast` lead to both contests. */
export const videoPages: readonly { part: string; what: string; page: string }[] = [
  { part: 'Ai cũng xem', what: 'Thư viện tác phẩm, bình chọn', page: '/cuoc-thi/tuyen-truyen-so-2024/thu-vien' },
  { part: 'Ai cũng xem', what: 'Lượt tương tác, số liệu chốt', page: '/cuoc-thi/tuyen-truyen-so-2024/tuong-tac' },
  { part: 'Tác giả', what: 'Tác phẩm của mình, đồng ý đăng công khai', page: '/bai-du-thi' },
  { part: 'Giám khảo', what: 'Chấm Vòng Chung kết', page: '/cham-thi/tuyen-truyen-so-2024/final' },
  { part: 'Thư ký', what: 'Sơ loại', page: '/dieu-hanh/tuyen-truyen-so-2024/so-loai' },
  { part: 'Thư ký', what: 'Rà soát lượt tương tác', page: '/dieu-hanh/tuyen-truyen-so-2024/tuong-tac/soat' },
  { part: 'Thư ký', what: 'Các việc của Kế hoạch', page: '/dieu-hanh/tuyen-truyen-so-2024/nhiem-vu' },
  { part: 'Ban Tổ chức', what: 'Quyết định giải, giải phụ', page: '/dieu-hanh/tuyen-truyen-so-2024/quyet-dinh' },
];

/** Those whom the movements add; the coordinator of `cast` works for a commune in them, too. */
export const movementCast: readonly CastMember[] = [
  {
    key: 'emulation',
    part: 'Cơ quan thường trực (Sở Nội vụ)',
    fullName: 'Đặng Thu Hiền',
    email: 'thidua@lantoa.example',
    position: 'Chuyên viên theo dõi thi đua, khen thưởng',
    unit: 'SNV',
    role: 'secretary',
    page: '/dieu-hanh/phong-trao/thi-dua-2025-2030',
  },
  {
    key: 'emulationLeader',
    part: 'Lãnh đạo phong trào',
    fullName: 'Hà Trung Chiến',
    email: 'lanhdao@lantoa.example',
    position: 'Phó Giám đốc Sở Nội vụ',
    unit: 'SNV',
    role: 'organiser',
    page: '/dieu-hanh/phong-trao/thi-dua-2025-2030',
  },
  {
    key: 'emulationLead',
    part: 'Đầu mối Sở KH&CN (chủ trì chỉ tiêu)',
    fullName: 'Tòng Minh Đức',
    email: 'khcn@lantoa.example',
    position: 'Chuyên viên Phòng Chuyển đổi số',
    unit: 'SKHCN',
    role: 'unit-coordinator',
    page: '/dieu-hanh/phong-trao/thi-dua-2025-2030/so-lieu',
  },
  {
    key: 'office',
    part: 'Phòng theo dõi phong trào Văn phòng',
    fullName: 'Quàng Thị Ngân',
    email: 'vanphong@lantoa.example',
    position: 'Chuyên viên Phòng Tổ chức - Hành chính - Quản trị',
    unit: 'VPUB-TCHCQT',
    role: 'unit-coordinator',
    page: '/dieu-hanh/phong-trao/thi-dua-van-phong-2026-2030',
  },
  {
    key: 'room',
    part: 'Đầu mối một phòng của Văn phòng',
    fullName: 'Lê Hữu Phước',
    email: 'phong@lantoa.example',
    position: 'Chuyên viên Phòng Tổng hợp',
    unit: 'VPUB-TH',
    role: 'unit-coordinator',
    page: '/don-vi',
  },
];

/** Those whom commendation adds; officers of `movementCast` are award officers in it, too. */
export const awardCast: readonly CastMember[] = [
  {
    key: 'chairman',
    part: 'Chủ tịch UBND tỉnh (quyết định)',
    fullName: 'Lò Quang Vinh',
    email: 'chutich@lantoa.example',
    position: 'Chủ tịch Ủy ban nhân dân tỉnh',
    unit: 'SL',
    role: 'leader',
    page: '/xet-khen',
  },
  {
    key: 'chief',
    part: 'Chánh Văn phòng (quyết định)',
    fullName: 'Nguyễn Thành Sơn',
    email: 'chanhvanphong@lantoa.example',
    position: 'Chánh Văn phòng',
    unit: 'VPUB',
    role: 'leader',
    page: '/xet-khen',
  },
  {
    key: 'council',
    part: 'Ủy viên Hội đồng TĐKT',
    fullName: 'Vì Thị Bình',
    email: 'hoidong@lantoa.example',
    position: 'Phó Chủ tịch Ủy ban Mặt trận Tổ quốc',
    unit: 'MTTQ',
    role: null,
    page: '/hoi-dong',
  },
  {
    key: 'watcher',
    part: 'Thanh tra tỉnh (cho ý kiến)',
    fullName: 'Cà Văn Chung',
    email: 'thanhtra@lantoa.example',
    position: 'Thanh tra viên chính',
    unit: 'TTRA',
    role: 'award-officer',
    page: '/xet-khen',
  },
];

/** What is worth seeing of the movements, and as whom. */
export const movementPages: readonly { part: string; what: string; page: string }[] = [
  { part: 'Ai cũng xem', what: 'Các phong trào, chỉ tiêu đã khóa', page: '/phong-trao' },
  { part: 'Ai cũng xem', what: 'Năm năm chỉ tiêu 2021-2025', page: '/phong-trao/thi-dua-2021-2025/chi-tieu' },
  { part: 'Ai cũng xem', what: 'Điển hình tiên tiến', page: '/phong-trao/thi-dua-2025-2030/dien-hinh' },
  { part: 'Sở Nội vụ', what: 'Chỉ tiêu theo đơn vị', page: '/dieu-hanh/phong-trao/thi-dua-2025-2030/chi-tieu' },
  { part: 'Sở Nội vụ', what: 'Việc phải nộp của đơn vị', page: '/dieu-hanh/phong-trao/thi-dua-2025-2030/nghia-vu' },
  { part: 'Sở KH&CN', what: 'Xác nhận số liệu', page: '/dieu-hanh/phong-trao/thi-dua-2025-2030/so-lieu' },
  { part: 'Đầu mối đơn vị', what: 'Số liệu, báo cáo của xã', page: '/don-vi' },
];

/** What is worth seeing of commendation, and as whom. */
export const awardPages: readonly { part: string; what: string; page: string }[] = [
  { part: 'Ai cũng xem', what: 'Tra cứu khen thưởng, danh sách lấy ý kiến', page: '/khen-thuong' },
  { part: 'Ai cũng xem', what: 'Ai được khen gì, khi nào, tiền thưởng', page: '/khen-thuong/quy-dinh' },
  { part: 'Sở Nội vụ', what: 'Việc của tôi trong xét khen thưởng', page: '/xet-khen' },
  { part: 'Sở Nội vụ', what: 'Sổ khen thưởng', page: '/xet-khen/so' },
  { part: 'Đầu mối đơn vị', what: 'Đề nghị khen thưởng của xã', page: '/don-vi' },
  { part: 'Ủy viên Hội đồng', what: 'Phiên họp, hồ sơ, phiếu', page: '/hoi-dong' },
  { part: 'Chủ tịch UBND tỉnh', what: 'Dự thảo chờ duyệt', page: '/xet-khen' },
];

/** @throws Error when there is no such part */
export function castMember(key: CastMember['key']): CastMember {
  const member = [...cast, ...movementCast, ...awardCast].find((m) => m.key === key);
  if (!member) throw new Error(`no ${key} in the cast`);
  return member;
}
