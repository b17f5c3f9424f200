/** Texts on commendation with the days on which they held. */
import type { Statute } from '../../src/lib/domain/catalogue/types.ts';

const statute = (
  id: string,
  number: string,
  title: string,
  issued: string | null,
  from: string,
  to: string | null = null,
): Statute => ({
  id,
  number,
  title,
  issued,
  from,
  to,
  source: 'Bản sao công khai; chưa đối chiếu với Công báo',
  verified: false,
});

export const law2022 = statute('luat-06-2022', '06/2022/QH15', 'Luật Thi đua, khen thưởng', '2022-06-15', '2024-01-01');
export const law2026 = statute(
  'luat-06-2026',
  '06/2026/QH16',
  'Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng',
  '2026-04-23',
  '2026-10-01',
);
export const decree98 = statute(
  'nd-98-2023',
  '98/2023/NĐ-CP',
  'Nghị định quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng',
  '2023-12-31',
  '2024-01-01',
  '2025-06-30',
);
export const decree152 = statute(
  'nd-152-2025',
  '152/2025/NĐ-CP',
  'Nghị định quy định về phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của Luật Thi đua, khen thưởng',
  '2025-06-14',
  '2025-07-01',
);
export const circular1 = statute(
  'tt-01-2024',
  '01/2024/TT-BNV',
  'Thông tư quy định biện pháp thi hành Luật Thi đua, khen thưởng',
  null,
  '2024-01-01',
  '2025-08-04',
);
export const circular15 = statute(
  'tt-15-2025',
  '15/2025/TT-BNV',
  'Thông tư quy định biện pháp thi hành Luật Thi đua, khen thưởng',
  null,
  '2025-08-05',
);
export const circularFund = statute(
  'tt-28-2025',
  '28/2025/TT-BTC',
  'Thông tư hướng dẫn quản lý, sử dụng quỹ thi đua, khen thưởng',
  null,
  '2025-07-15',
);
export const circularStatistics = statute(
  'tt-02-2023',
  '02/2023/TT-BNV',
  'Thông tư quy định chế độ báo cáo thống kê ngành Nội vụ',
  null,
  '2023-01-01',
);
