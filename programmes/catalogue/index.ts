/** The catalogues that ship: the law on commendation by version, base salaries, days off, offices. A stored revision replaces them. */
import type { AwardOffices, BaseSalaries, LawVersion } from '../../src/lib/domain/catalogue/types.ts';
import { law2022Decree98 } from './law-2022-decree-98.ts';
import { law2022Decree152 } from './law-2022-decree-152.ts';
import { lawAmended2026 } from './law-2026.ts';

export { holidays } from './holidays.ts';

export const lawVersions: LawVersion[] = [law2022Decree98, law2022Decree152, lawAmended2026];

export const baseSalaries: BaseSalaries = {
  schema: 1,
  rows: [
    { from: '2023-07-01', amount: 1_800_000, source: 'Nghị định 24/2023/NĐ-CP', verified: false },
    { from: '2024-07-01', amount: 2_340_000, source: 'Nghị định 73/2024/NĐ-CP', verified: false },
    { from: '2026-07-01', amount: 2_530_000, source: 'Nghị định 161/2026/NĐ-CP Điều 3 khoản 2', verified: false },
  ],
};

export const awardOffices: AwardOffices = { schema: 1, registrar: 'SNV', watchers: ['TTRA', 'CAT', 'UBKTTU', 'SNV'] };
