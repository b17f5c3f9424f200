import { describe, expect, it } from 'vitest';
import { awardOffices, baseSalaries, holidays, lawVersions } from '#programmes/catalogue/index.ts';
import { bonusOf } from './bonus.ts';
import { checkCatalogue } from './check.ts';
import { diffCatalogue } from './diff.ts';
import { catalogueParts, partValue, withPart } from './editor.ts';
import { figuresOf, withFigure, withHonestMarks } from './figures.ts';
import { parseCatalogue } from './schema.ts';
import { lawChoices } from './transition.ts';
import type { AwardForm, CatalogueDocument, CatalogueName, LawVersion } from './types.ts';
import { voteRule } from './vote.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;
const form = (id: string): AwardForm => law.forms.find((one) => one.id === id)!;
const shipped: [CatalogueName, CatalogueDocument][] = [
  ...lawVersions.map((one): [CatalogueName, CatalogueDocument] => [`law:${one.id}`, one]),
  ['base-salary', baseSalaries],
  ['holidays', holidays],
  ['offices', awardOffices],
];

describe('the catalogues that ship', () => {
  it.each(shipped)('%s has the right shape, contradicts nothing, and claims nothing verified', (name, doc) => {
    expect(parseCatalogue(name, doc)).toMatchObject({ ok: true });
    expect(checkCatalogue(name, doc)).toEqual([]);
    expect(figuresOf(doc).filter((one) => one.verified || one.text === '' || one.label === '')).toEqual([]);
  });

  it.each(shipped)('%s goes through the form of each part unchanged', (name, doc) => {
    for (const part of catalogueParts(name, doc, []))
      expect(withPart(doc, part, partValue(doc, part)), part.id).toEqual(doc);
  });

  it('versions of the law follow one another without a gap', () => {
    const terms = lawVersions.map(({ from, to }) => [from, to]);
    expect(terms).toEqual([
      ['2024-01-01', '2025-06-30'],
      ['2025-07-01', '2026-09-30'],
      ['2026-10-01', null],
    ]);
  });

  it('Q25-7: the amended law carries everything over and says that all of it has to be looked up', () => {
    const amended = lawVersions.find((one) => one.id === 'luat-2026')!;
    expect(amended.forms.map((one) => one.id)).toEqual(law.forms.map((one) => one.id));
    expect(
      figuresOf(amended).filter((one) => one.path.startsWith('forms') && !/cần đối chiếu/.test(one.source)),
    ).toEqual([]);
  });
});

describe('K26-5a, Q25-7: bonuses', () => {
  const rounding = law.rounding.value;
  const amount = (id: string, subject: 'individual' | 'collective' | 'household', baseSalary: number, way = rounding) =>
    bonusOf({ form: form(id), subject, baseSalary, rounding: way })?.amount ?? null;

  it('are multiples of the base salary of the day, rounded as the province has set', () => {
    expect(amount('bang-khen-tinh', 'individual', 2_530_000)).toBe(3_800_000);
    expect(amount('bang-khen-tinh', 'individual', 2_530_000, { to: null, way: 'up' })).toBe(3_795_000);
    expect(amount('bang-khen-tinh', 'collective', 2_530_000)).toBe(7_590_000);
    expect(amount('giay-khen', 'individual', 2_530_000)).toBe(760_000);
    expect(amount('giay-khen', 'household', 2_340_000, { to: null, way: 'up' })).toBe(1_053_000);
    expect(amount('co-tinh', 'collective', 2_530_000)).toBe(20_240_000);
    expect(amount('giay-khen', 'individual', 2_530_000, { to: 10_000, way: 'nearest' })).toBe(760_000);
    expect(amount('bang-khen-tinh', 'individual', 2_530_000, { to: 10_000, way: 'nearest' })).toBe(3_800_000);
    expect(amount('co-tinh', 'individual', 2_530_000)).toBeNull();
    expect(
      bonusOf({ form: form('ky-niem-chuong-tinh'), subject: 'individual', baseSalary: 2_530_000, rounding }),
    ).toMatchObject({
      multiple: '0.6',
      atMost: true,
      verified: false,
    });
  });
});

describe('Q25-12: votes', () => {
  it('90 % for the fighters of nation and province, 80 % for flags, of all members; nothing prescribed for a Bằng khen', () => {
    expect(voteRule(form('cstd-tinh'))).toMatchObject({ percent: '90', base: 'members', verified: false });
    expect(voteRule(form('co-tinh'))).toMatchObject({
      percent: '80',
      words: 'Từ 80% trở lên, tính trên tổng số thành viên Hội đồng.',
    });
    expect(voteRule(form('bang-khen-tinh'))).toMatchObject({ percent: null, base: null });
  });
});

describe('Q25-12: under which text a dossier is judged', () => {
  const ids = (receivedOn: string, today: string) =>
    lawChoices(lawVersions, { receivedOn, today }).map((one) => [one.law.id, one.why]);

  it('that of the day of receipt, or the amended one where it is more favourable and in force', () => {
    expect(ids('2026-09-30', '2026-09-30')).toEqual([['luat-2022-nd-152', 'receipt']]);
    expect(ids('2026-09-30', '2026-10-01')).toEqual([
      ['luat-2022-nd-152', 'receipt'],
      ['luat-2026', 'more-favourable'],
    ]);
    expect(ids('2026-10-01', '2026-11-21')).toEqual([['luat-2026', 'receipt']]);
    // a version without a transition of its own is never taken instead
    expect(ids('2025-06-30', '2025-08-01')).toEqual([['luat-2022-nd-98', 'receipt']]);
  });
});

describe('Q25-7: a catalogue that contradicts itself or the law is refused', () => {
  const wrong = (change: (law: LawVersion) => void): string[] => {
    const copy = structuredClone(law);
    change(copy);
    return checkCatalogue(`law:${copy.id}`, copy).map((one) => one.path);
  };

  it.each<[string, (law: LawVersion) => void, string]>([
    [
      'a Bằng khen of a head of department',
      (one) => {
        one.forms.push({ ...form('bang-khen-tinh'), id: 'x', name: 'Bằng khen của Giám đốc Sở', level: 'agency' });
      },
      'forms[x].level',
    ],
    [
      'a bonus for somebody who cannot get the form',
      (one) => {
        one.forms.find((f) => f.id === 'co-tinh')!.bonus.individual = { value: '1', source: 'x', verified: false };
      },
      'forms[co-tinh].bonus.individual.value',
    ],
    [
      'more than all votes',
      (one) => {
        one.forms.find((f) => f.id === 'co-tinh')!.vote!.value.percent = '180';
      },
      'forms[co-tinh].vote.value.percent',
    ],
    [
      'a mark without the document',
      (one) => {
        one.rounding.verified = true;
      },
      'rounding',
    ],
    [
      'an end before the beginning',
      (one) => {
        one.to = '2020-01-01';
      },
      'to',
    ],
  ])('%s', (_name, change, path) => {
    expect(wrong(change)).toContain(path);
  });

  it('days: nobody makes up for a holiday on a Tuesday', () => {
    const doc = { ...holidays, days: [{ ...holidays.days[0]!, day: '2026-09-01', is: 'work' as const }] };
    expect(checkCatalogue('holidays', doc)).toMatchObject([{ path: 'days[0].is' }]);
  });
});

describe('marks', () => {
  it('Q25-7: a verified figure that changes has to be compared again, its neighbours keep their mark', () => {
    const mark = () => ({ verified: true, comparedWith: 'Công báo số 1' });
    const marked = ['rounding', 'forms[co-tinh].bonus.collective'].reduce(
      (doc, path) => withFigure(doc, path, mark),
      law,
    );
    expect(
      figuresOf(marked)
        .filter((one) => one.verified)
        .map((one) => one.path),
    ).toEqual(['forms[co-tinh].bonus.collective', 'rounding']);
    const changed = structuredClone(marked);
    changed.forms.find((one) => one.id === 'co-tinh')!.bonus.collective!.value = '9';
    const honest = withHonestMarks(marked, changed);
    expect(
      figuresOf(honest)
        .filter((one) => one.verified)
        .map((one) => one.path),
    ).toEqual(['rounding']);
    expect(diffCatalogue(`law:${law.id}`, marked, honest).map((one) => [one.label, one.after])).toContainEqual([
      'Danh hiệu, hình thức › Cờ thi đua của Ủy ban nhân dân tỉnh › Tiền thưởng (lần mức lương cơ sở) › Tập thể › Giá trị',
      '9',
    ]);
  });
});
