/**
 * Days off beside Saturdays and Sundays (Bộ luật Lao động 2019 Điều 112; a day off that falls on a weekend is made up for on the next
 * working day, Điều 111 khoản 3). Tết and Giỗ Tổ follow the lunar calendar. Which days before and after are taken, and which days are
 * swapped, is announced year by year: an administrator adds them.
 */
import type { Holidays } from '../../src/lib/domain/catalogue/types.ts';

type Day = Holidays['days'][number];

const code = 'Bộ luật Lao động 2019 Điều 112 khoản 1';
const announced = 'phương án nghỉ do cơ quan có thẩm quyền thông báo hằng năm, cần xác minh';

const off = (day: string, name: string, source = code): Day => ({ day, name, is: 'off', source, verified: false });
const tet = (days: string[], note = ''): Day[] =>
  days.map((day) => off(day, 'Tết Âm lịch', `${code} điểm b, tính theo âm lịch; ${announced}${note}`));
const makesUp = (day: string, name: string, is: string): Day =>
  off(day, `${name} (nghỉ bù)`, `Bộ luật Lao động 2019 Điều 111 khoản 3: ${is}`);

export const holidays: Holidays = {
  schema: 1,
  days: [
    off('2025-01-01', 'Tết Dương lịch', `${code} điểm a`),
    ...tet(['2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31']),
    off('2025-04-07', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', `${code} điểm e, tính theo âm lịch`),
    off('2025-04-30', 'Ngày Chiến thắng', `${code} điểm c`),
    off('2025-05-01', 'Ngày Quốc tế Lao động', `${code} điểm d`),
    off('2025-09-01', 'Quốc khánh (ngày liền kề)', `${code} điểm đ; ${announced}`),
    off('2025-09-02', 'Quốc khánh', `${code} điểm đ`),
    off('2026-01-01', 'Tết Dương lịch', `${code} điểm a`),
    ...tet(['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20']),
    off('2026-04-26', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', `${code} điểm e, tính theo âm lịch`),
    makesUp('2026-04-27', 'Giỗ Tổ Hùng Vương', '26/04/2026 là Chủ nhật'),
    off('2026-04-30', 'Ngày Chiến thắng', `${code} điểm c`),
    off('2026-05-01', 'Ngày Quốc tế Lao động', `${code} điểm d`),
    off('2026-09-01', 'Quốc khánh (ngày liền kề)', `${code} điểm đ; ${announced}`),
    off('2026-09-02', 'Quốc khánh', `${code} điểm đ`),
    off('2027-01-01', 'Tết Dương lịch', `${code} điểm a`),
    ...tet(
      ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09', '2027-02-10'],
      '; mới ghi những ngày nghỉ theo mọi phương án, chưa đủ',
    ),
    off('2027-04-16', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', `${code} điểm e, tính theo âm lịch`),
    off('2027-04-30', 'Ngày Chiến thắng', `${code} điểm c`),
    off('2027-05-01', 'Ngày Quốc tế Lao động', `${code} điểm d`),
    makesUp('2027-05-03', 'Ngày Quốc tế Lao động', '01/05/2027 là thứ Bảy'),
    off('2027-09-02', 'Quốc khánh', `${code} điểm đ; ngày liền kề thứ hai chưa được thông báo`),
  ],
};
