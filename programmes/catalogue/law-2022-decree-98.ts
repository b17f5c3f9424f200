import type { LawVersion } from '../../src/lib/domain/catalogue/types.ts';
import { bonuses, childAge, deadlines, formsUnder, limits, rounding, votes } from './law-2022/decrees.ts';
import { circular1, circularStatistics, decree98, law2022 } from './statutes.ts';

const decree = 'Nghị định 98/2023/NĐ-CP (điều khoản cần tra)';

export const law2022Decree98: LawVersion = {
  schema: 1,
  id: 'luat-2022-nd-98',
  name: 'Luật số 06/2022/QH15 và Nghị định số 98/2023/NĐ-CP',
  from: '2024-01-01',
  to: '2025-06-30',
  note: 'Đã hết hiệu lực từ ngày 01/07/2025; giữ để đọc đúng những hồ sơ và quyết định của thời gian đó. Chưa có toàn văn nghị định: mức thưởng cần đối chiếu.',
  statutes: [law2022, decree98, circular1, circularStatistics],
  transition: null,
  forms: formsUnder({
    bonus: bonuses(
      { titles: decree, orders: decree, certificates: decree, household: decree },
      { individual: '0.15', collective: '0.3', household: '0.225' },
    ),
    votes: votes('Nghị định 98/2023/NĐ-CP Điều 30 khoản 7'),
  }),
  limits: limits(decree),
  deadlines: deadlines(decree),
  rounding,
  notForMerit: { value: [], source: `${decree}: chưa thấy quy định tương ứng`, verified: false },
  womenShare: { value: '70', source: decree, verified: false },
  childAge,
};
