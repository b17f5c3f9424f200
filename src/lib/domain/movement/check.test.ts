import { describe, expect, it } from 'vitest';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import { applySet } from '../programme/paths.ts';
import { checkMovement } from './check.ts';
import type { MovementProgramme } from './types.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

type Change = [path: string, value: unknown];

const changed = (...changes: Change[]): MovementProgramme =>
  changes.reduce((doc, [path, value]) => applySet(doc, path, value), sampleMovement);

/** "severity code" at each path where the changed movement has a finding that the sample does not have. */
function found(...changes: Change[]): Record<string, string> {
  const known = new Set(checkMovement(sampleMovement, law).map((one) => one.code + one.path));
  return Object.fromEntries(
    checkMovement(changed(...changes), law)
      .filter((one) => !known.has(one.code + one.path))
      .map((one) => [one.path, `${one.severity} ${one.code.split('.')[1]}`]),
  );
}

const [online, trained, platform] = sampleMovement.indicators;
const [certificate] = sampleMovement.commendations;
const form = (more: object) => [
  { ...certificate!, level: 'province', decidedBy: 'Chủ tịch Ủy ban nhân dân tỉnh', occasions: ['final'], ...more },
];

describe('checkMovement', () => {
  it('finds no error in a sound movement, and names the part in which each finding stands', () => {
    const findings = checkMovement(sampleMovement, law);
    expect(findings.filter((one) => one.severity === 'error')).toEqual([]);
    const parts = checkMovement(changed(['parent.clause', 'X'], ['aims[aim].clause', 'X'], ['clauses', []]), law);
    expect(new Set(parts.filter((one) => one.severity === 'error').map((one) => one.part))).toEqual(
      new Set([
        'relations',
        'statements',
        'classes',
        'contents',
        'criteria',
        'phases',
        'occasions',
        'indicators',
        'obligations',
        'commendations',
        'inspection',
      ]),
    );
  });

  it.each<[string, Change[], Record<string, string>]>([
    ['an unknown clause', [['aims[aim].clause', 'IX']], { 'aims[aim].clause': 'error unknown-clause' }],
    [
      'an id used twice',
      [['contents', [...sampleMovement.contents, sampleMovement.contents[0]]]],
      { 'contents[2]': 'error duplicate-id' },
    ],
    ['no organiser', [['organiserUnit', ' ']], { organiserUnit: 'error no-organiser' }],
    ['no standing unit', [['standingUnit', '']], { standingUnit: 'error no-standing-unit' }],
    [
      'a class that selects nothing',
      [['classes[fronts].units.kinds', []]],
      { 'classes[fronts].units': 'error class-empty' },
    ],
    [
      'a class whose units an earlier one takes',
      [['classes[fronts].units.kinds', ['ward']]],
      { 'classes[fronts].units': 'warning class-shadowed' },
    ],
    ['a criterion of nobody', [['criteria[a1].classIds', []]], { 'criteria[a1].classIds': 'error criterion-class' }],
    [
      'a criterion of an unknown class',
      [['criteria[a1].classIds', ['x']]],
      { 'criteria[a1].classIds': 'error unknown-class' },
    ],
    ['no criteria at all', [['criteria', []]], { criteria: 'warning no-criteria' }],
  ])('who and what: %s', (_name, changes, expected) => {
    expect(found(...changes)).toMatchObject(expected);
  });

  it('Q25-4: phases that overlap or leave a gap are pointed out, not refused', () => {
    expect(found(['phases[2].from', '2027-01-01'])).toEqual({ 'phases[2].from': 'warning phase-overlap' });
    expect(found(['phases[2].from', '2028-03-01'])).toEqual({ 'phases[2].from': 'warning phase-gap' });
    const overlap = checkMovement(changed(['phases[2].from', '2027-01-01']), law).find(
      (f) => f.code === 'movement.phase-overlap',
    );
    expect(overlap?.message).toBe(
      '"Giai đoạn 1" (từ 2025 - 2027) và "Giai đoạn 2" (từ 2027 - 2030) chồng nhau từ 01/01/2027 đến 31/12/2027.',
    );
  });

  it.each<[string, Change[], Record<string, string>]>([
    ['an end before the beginning', [['to', '2025-01-01']], { to: 'error ends-first' }],
    ['a phase outside', [['phases[2].to', '2031-01-01']], { 'phases[2]': 'error phase-outside' }],
    ['a phase turned round', [['phases[2].to', '2027-06-01']], { 'phases[2].to': 'error phase-ends-first' }],
    ['a review after the movement', [['occasions[mid].year', 2031]], { 'occasions[mid].year': 'error occasion-order' }],
    ['a review before it', [['occasions[mid].year', 2024]], { 'occasions[mid].year': 'error occasion-outside' }],
    [
      'a yearly one with a year',
      [['occasions[yearly].year', 2026]],
      { 'occasions[yearly].year': 'error occasion-year' },
    ],
    ['no final review', [['occasions', sampleMovement.occasions.slice(0, 2)]], { occasions: 'warning no-final' }],
  ])('calendar: %s', (_name, changes, expected) => {
    expect(found(...changes)).toMatchObject(expected);
  });

  it('C21-4: the final review may follow the last year of the movement', () => {
    expect(found(['occasions[final].year', 2031])).toEqual({});
    expect(found(['occasions[final].year', 2032])).toEqual({ 'occasions[final].year': 'error occasion-outside' });
  });

  it.each<[string, Change[], Record<string, string>]>([
    ['no receiver', [['obligations[plan].receivers', []]], { 'obligations[plan].receivers': 'error no-receiver' }],
    [
      'a blank receiver',
      [['obligations[plan].receivers', [' ']]],
      { 'obligations[plan].receivers': 'error no-receiver' },
    ],
    [
      'persons',
      [['obligations[plan].classIds', ['persons']]],
      { 'obligations[plan].classIds': 'error obligation-class' },
    ],
    [
      'years outside',
      [['obligations[report].lastYear', 2031]],
      { 'obligations[report].firstYear': 'error obligation-years' },
    ],
    [
      'once over years',
      [['obligations[plan].lastYear', 2026]],
      { 'obligations[plan].lastYear': 'error obligation-once' },
    ],
    ['no such day', [['obligations[plan].due.day', 31]], { 'obligations[plan].due': 'error due-day' }],
    [
      'an open reading',
      [['obligations[plan].due.reading', { value: null, source: 'open' }]],
      { 'obligations[plan].due.reading': 'warning due-open' },
    ],
    [
      'an empty form',
      [
        [
          'obligations[plan].form',
          { contents: false, criteria: false, indicators: 'none', sections: [], signedCopy: false },
        ],
      ],
      { 'obligations[plan].form': 'error form-empty' },
    ],
  ])('Q25-10: obligations: %s', (_name, changes, expected) => {
    expect(found(...changes)).toMatchObject(expected);
  });

  it.each<[string, Change[], Record<string, string>]>([
    [
      'unknown content',
      [['indicators[online].contentId', 'z']],
      { 'indicators[online].contentId': 'error unknown-content' },
    ],
    [
      'nobody reports',
      [['indicators[online].reportedBy', []]],
      { 'indicators[online].reportedBy': 'error no-reporter' },
    ],
    [
      'a ratio without names',
      [['indicators[online].denominator', null]],
      { 'indicators[online]': 'error ratio-parts' },
    ],
    [
      'percentages added up',
      [['indicators[online].aggregation', { method: 'sum' }]],
      { 'indicators[online].aggregation.method': 'error aggregation' },
    ],
    [
      'an amount weighed by a denominator',
      [['indicators[trained].aggregation', { method: 'weighted-mean' }]],
      { 'indicators[trained].aggregation.method': 'error aggregation' },
    ],
    [
      'a formula of an unknown indicator',
      [['indicators[trained].aggregation', { method: 'formula', formula: '100 * {nobody} / {platform}' }]],
      { 'indicators[trained].aggregation.formula': 'error formula-unknown' },
    ],
    [
      'a formula that runs code',
      [['indicators[trained].aggregation', { method: 'formula', formula: 'alert({platform})' }]],
      { 'indicators[trained].aggregation.formula': 'error formula' },
    ],
    [
      'formulas in a circle',
      [
        ['indicators[trained].aggregation', { method: 'formula', formula: '{platform} + 1' }],
        ['indicators[platform].aggregation', { method: 'formula', formula: '{trained} * 2' }],
      ],
      {
        'indicators[trained].aggregation.formula': 'error formula-circle',
        'indicators[platform].aggregation.formula': 'error formula-circle',
      },
    ],
    [
      'bounds turned round',
      [['indicators[online].bounds.min', '100']],
      { 'indicators[online].bounds': 'error bounds' },
    ],
    [
      'a target of an unknown level',
      [['indicators[online].targets[all-2030].level', 'x']],
      { 'indicators[online].targets[all-2030].level': 'error target-level' },
    ],
    [
      'a target of a class that does not report',
      [['indicators[online].targets[all-2030].level', 'agencies']],
      { 'indicators[online].targets[all-2030].level': 'error target-level' },
    ],
    [
      'a target after the end',
      [['indicators[online].targets[all-2030].year', 2031]],
      { 'indicators[online].targets[all-2030].year': 'error target-year' },
    ],
    [
      'a range turned round',
      [
        [
          'indicators[online].targets[all-2030]',
          { ...online!.targets[1]!, comparator: 'range', value: '10', max: '5' },
        ],
      ],
      { 'indicators[online].targets[all-2030].max': 'error range' },
    ],
    [
      'a target beyond the bounds',
      [['indicators[online].targets[all-2030].value', '120']],
      { 'indicators[online].targets[all-2030].value': 'error target-bounds' },
    ],
    [
      'a target that nothing can exceed',
      [['indicators[online].targets[all-2030].comparator', '>']],
      { 'indicators[online].targets[all-2030].value': 'error target-bounds' },
    ],
    [
      'the wrong way',
      [['indicators[online].targets[all-2030].comparator', '<=']],
      { 'indicators[online].targets[all-2030].comparator': 'warning target-direction' },
    ],
    [
      'two targets for one year',
      [['indicators[online].targets[all-2030]', { ...online!.targets[0]!, id: 'all-2030' }]],
      { 'indicators[online].targets[all-2030]': 'error target-twice' },
    ],
    [
      'yes-no by half',
      [['indicators[platform].targets[agency-2027].value', '0.5']],
      { 'indicators[platform].targets[agency-2027].value': 'warning target-decimals' },
    ],
    [
      'a figure made up',
      [['indicators[trained].source', 'demo']],
      { 'indicators[trained].source': 'warning demo-value' },
    ],
  ])('C21-1: indicators: %s', (_name, changes, expected) => {
    expect(found(...changes)).toMatchObject(expected);
  });

  it('C21-1: a line that lost its beginning is shown as incomplete', () => {
    const incomplete = { printed: 'công việc tại cấp huyện và …', note: 'Mất phần đầu.' };
    expect(found(['indicators', [{ ...trained!, incomplete }, online, platform]])).toEqual({
      'indicators[trained].incomplete': 'warning incomplete',
    });
  });

  it.each<[string, object, Record<string, string>]>([
    [
      'no Bằng khen of a head of department (Điều 75, 79, 80)',
      { name: 'Bằng khen của Giám đốc Sở Khoa học và Công nghệ' },
      { 'commendations[certificate].name': 'error no-such-form' },
    ],
    [
      'nor under another signature',
      { name: 'Bằng khen', level: 'agency', decidedBy: 'Chánh Văn phòng' },
      { 'commendations[certificate].name': 'error no-such-form' },
    ],
    [
      'the flag of the province only at the final review (Điều 26 khoản 2)',
      { name: 'Cờ thi đua của UBND tỉnh', occasions: ['mid-term', 'final'], subjects: ['collective'] },
      { 'commendations[certificate].occasions': 'error commendation-occasion' },
    ],
    [
      'and only for collectives',
      { name: 'Cờ thi đua của UBND tỉnh', subjects: ['individual'] },
      { 'commendations[certificate].subjects': 'error commendation-subject' },
    ],
    [
      'the flag of the Government at a review, not every year (Điều 25 khoản 3)',
      { name: 'Cờ thi đua của Chính phủ', level: 'state', occasions: ['yearly'], subjects: ['collective'] },
      { 'commendations[certificate].occasions': 'error commendation-occasion' },
    ],
    [
      'a Giấy khen of the province',
      { name: 'Giấy khen', level: 'province' },
      { 'commendations[certificate].level': 'error commendation-level' },
    ],
    [
      'nobody',
      { name: 'Bằng khen', subjects: [] },
      { 'commendations[certificate].subjects': 'error commendation-subject' },
    ],
    [
      'no occasion',
      { name: 'Bằng khen', occasions: [] },
      { 'commendations[certificate].occasions': 'error commendation-occasion' },
    ],
  ])('Q25-7: commendations by law: %s', (_name, more, expected) => {
    expect(found(['commendations', form(more)])).toEqual(expected);
  });

  it('Q25-7: what the length and the origin of a movement allow', () => {
    const two: Change[] = [
      ['to', '2027-06-19'],
      ['phases', []],
      ['obligations', []],
      ['indicators', []],
      ['occasions[mid].year', 2026],
      ['occasions[final].year', 2027],
    ];
    const flag = { name: 'Cờ thi đua của UBND tỉnh', subjects: ['collective'] };
    const pm = { name: 'Bằng khen của Thủ tướng Chính phủ', level: 'state' };
    const order = { name: 'Huân chương Lao động', level: 'state', subjects: ['collective'] };
    expect(found(['commendations', form(flag)])).toEqual({});
    expect(found(...two, ['commendations', form(flag)])).toEqual({
      'commendations[certificate]': 'error commendation-years',
    });
    // Launched by the Prime Minister: no minimum of years for his Bằng khen (Điều 73 khoản 4 điểm d).
    expect(found(...two, ['commendations', form(pm)])).toEqual({});
    expect(found(...two, ['parent', null], ['commendations', form(pm)])).toEqual({
      'commendations[certificate]': 'error commendation-years',
    });
    expect(found(['commendations', form(order)])).toEqual({});
    // Five years are enough for the third class, whoever launched the movement (Điều 44 khoản 4 điểm c) …
    expect(found(['parent', null], ['commendations', form(order)])).toEqual({});
    expect(found(...two, ['parent', null], ['commendations', form(order)])).toHaveProperty(
      'commendations[certificate]',
    );
    // … the first needs one of the nation (Điều 42 khoản 4 điểm c).
    const first = { ...order, name: 'Huân chương Lao động hạng Nhất' };
    expect(found(['parent', null], ['commendations', form(first)])).toEqual({
      'commendations[certificate]': 'error commendation-launch',
    });
  });
});
