import type { LawVersion } from '../../src/lib/domain/catalogue/types.ts';

/** The fund since Thông tư 28/2025/TT-BTC; who pays stands in the law itself (Điều 11). */
export const money: Pick<LawVersion, 'fundShare' | 'payer' | 'highestOnly'> = {
  fundShare: { value: '20', source: 'Thông tư 28/2025/TT-BTC ngày 15/7/2025', verified: false },
  payer: {
    text: 'Người ra quyết định khen thưởng chi thưởng từ quỹ do cấp mình quản lý; khen thưởng của Chủ tịch nước, Chính phủ, Thủ tướng Chính phủ do cơ quan đã đề nghị chi.',
    source: 'Điều 11 khoản 4 Luật Thi đua, khen thưởng 2022',
    verified: false,
  },
  highestOnly: {
    value: true,
    source: 'Nhiều hình thức cùng lúc cho một thành tích chỉ hưởng mức cao nhất: cần tra nghị định',
    verified: false,
  },
};
