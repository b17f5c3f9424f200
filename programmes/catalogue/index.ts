/** The catalogues that ship: the law on commendation by version, base salaries, days off, offices. A stored revision replaces them. */
import type { AwardOffices, BaseSalaries, Holidays, LawVersion } from '../../src/lib/domain/catalogue/types.ts';
import { law2022Decree152 } from './law-2022-decree-152.ts';

export const lawVersions: LawVersion[] = [law2022Decree152];

export const baseSalaries: BaseSalaries = {
  schema: 1,
  rows: [
    { from: '2024-07-01', amount: 2_340_000, source: 'Nghị định 73/2024/NĐ-CP', verified: false },
    { from: '2026-07-01', amount: 2_530_000, source: 'Nghị định 161/2026/NĐ-CP Điều 3 khoản 2', verified: false },
  ],
};

export const holidays: Holidays = { schema: 1, days: [] };

export const awardOffices: AwardOffices = { schema: 1, registrar: 'SNV', watchers: ['TTRA', 'CAT', 'UBKTTU', 'SNV'] };
