import type { LawVersion } from '../../src/lib/domain/catalogue/types.ts';
import { bonuses, childAge, deadlines, formsUnder, limits, rounding, votes } from './law-2022/decrees.ts';
import { money } from './money.ts';
import { circular15, circularFund, circularStatistics, decree152, law2022 } from './statutes.ts';

const decree = 'Nghị định 152/2025/NĐ-CP';

export const law2022Decree152: LawVersion = {
  schema: 1,
  id: 'luat-2022-nd-152',
  name: 'Luật số 06/2022/QH15 và Nghị định số 152/2025/NĐ-CP',
  from: '2025-07-01',
  to: '2026-09-30',
  note: 'Chính quyền hai cấp từ ngày 01/07/2025: chỗ nào Luật ghi “cấp huyện” thì thẩm quyền cần xác minh. Số liệu lấy từ bản sao công khai, chưa đối chiếu với Công báo.',
  statutes: [law2022, decree152, circular15, circularFund, circularStatistics],
  transition: null,
  forms: formsUnder({
    bonus: bonuses(
      {
        titles: `${decree} Điều 50, Điều 51`,
        orders: `${decree} Điều 52`,
        certificates: `${decree} Điều 54`,
        household: `${decree}: hộ gia đình bằng 1,5 lần cá nhân`,
      },
      { individual: '0.3', collective: '0.6', household: '0.45' },
    ),
    votes: votes('Nghị định 98/2023/NĐ-CP Điều 30 khoản 7; điều tương ứng của Nghị định 152/2025/NĐ-CP chưa tra được'),
  }),
  limits: limits(decree),
  deadlines: deadlines(decree),
  rounding,
  ...money,
  notForMerit: { value: ['unplanned', 'movement'], source: `${decree} Điều 4 khoản 3`, verified: false },
  womenShare: { value: '70', source: `${decree} Điều 4 khoản 6`, verified: false },
  childAge,
};
