import { describe, expect, it } from 'vitest';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import { draftIssues, missing, normalFields, readFigure } from './check.ts';
import { contentOf, emptyContent, fieldsOf } from './content.ts';
import { changedFields, textDifference } from './differences.ts';
import { fieldNames, reportForm } from './form.ts';
import { fingerprints, mergeFields } from './merge.ts';
import { formSteps, stepOf, stepState } from './steps.ts';

const rule = (id: string) => sampleMovement.obligations.find((one) => one.id === id)!;
const plan = () => reportForm(sampleMovement, rule('plan-commune'), 'communes', '2025');
const report = () => reportForm(sampleMovement, rule('report'), 'fronts', '2026');

describe('what a unit writes', () => {
  it('Q25-5: one text for each content line of the movement', () => {
    expect(plan().flatMap((part) => (part.kind === 'content' ? [`${part.label} ${part.title}`] : []))).toEqual([
      'a) Nâng cao nhận thức',
      'b) Học tập số',
    ]);
  });

  it('Q25-6: the criteria of its own class and no others', () => {
    const criteria = (parts: ReturnType<typeof plan>) => parts.filter((p) => p.kind === 'criterion').map((p) => p.key);
    expect(criteria(plan())).toEqual(['criteria.a1', 'criteria.a2']);
    expect(criteria(report())).toEqual(['criteria.b1']);
  });

  it('Q25-10: a plan registers targets for the indicators that its class reports, for every year to the end of the movement', () => {
    const targets = plan().flatMap((part) => (part.kind === 'target' ? [part] : []));
    expect(targets.map((one) => one.indicator.id)).toEqual(['online', 'trained']);
    expect(targets[0]!.years.map((one) => [one.year, one.printed])).toEqual([
      [2025, 'trên 60%'],
      ...[2026, 2027, 2028, 2029, 2030].map((year) => [year, null]),
    ]);
  });

  it('content and flat fields are two views of one thing', () => {
    const fields = {
      'contents.a': 'Đã làm',
      'criteria.a1.self': 'partly',
      'criteria.a1.text': 'Còn thiếu',
      'targets.online@2026': '70.5',
      'sections.difficulties': 'Không',
    };
    expect(fieldsOf(contentOf(fields))).toEqual(fields);
    expect(fieldNames(plan())).toContain('targets.online@2026');
  });
});

describe('checks', () => {
  it('reads figures as people write them, and refuses what could be two numbers', () => {
    expect(['1.234', '1.234,5', '62,5', '62.5', '60 %', '1,234', 'sáu mươi', '1.23.4'].map(readFigure)).toEqual([
      '1234',
      '1234.5',
      '62.5',
      '62.5',
      '60',
      null,
      null,
      null,
    ]);
  });

  it('what is stored is read as it is stored: a dot before three decimals is no dot between thousands', () => {
    expect(draftIssues(plan(), { 'targets.online@2025': '62.512' }, 'stored')).toEqual([]);
    expect(normalFields({ 'targets.online@2025': '62.512' }, 'stored')).toEqual({ 'targets.online@2025': '62.512' });
    expect(draftIssues(plan(), { 'targets.online@2025': '62.512' })).toHaveLength(1);
  });

  it('a target beyond what is possible is refused beside its field', () => {
    const issues = draftIssues(plan(), { 'targets.online@2025': '120' });
    expect(issues).toMatchObject([{ field: 'targets.online@2025', message: expect.stringContaining('cao nhất 100') }]);
    expect(normalFields({ 'targets.online@2025': '62,5', 'contents.a': '62,5' })).toEqual({
      'targets.online@2025': '62.5',
      'contents.a': '62,5',
    });
  });

  it('says what is missing, field by field; a criterion met in full needs no words', () => {
    const facts = { signedCopyAsked: true, signedCopies: 0, figures: null };
    const content = contentOf({
      'contents.a': 'Đã làm',
      'criteria.a1.self': 'full',
      'criteria.a2.self': 'not',
    });
    expect(missing(plan(), content, facts).map((one) => one.field)).toEqual([
      'contents.b',
      'criteria.a2.text',
      'signed',
    ]);
    expect(missing(plan(), emptyContent(), facts)).toHaveLength(5);
  });

  it('what was taken over from last year has to be looked through before it is handed in', () => {
    const content = {
      ...contentOf({ 'sections.difficulties': 'Cũ' }),
      taken: { 'sections.difficulties': 'báo cáo năm 2024' },
    };
    const found = missing(report(), content, { signedCopyAsked: false, signedCopies: 0, figures: null });
    expect(found.at(-1)).toMatchObject({
      field: 'sections.difficulties',
      message: expect.stringContaining('báo cáo năm 2024'),
    });
  });
});

describe('two people in one report', () => {
  it('what only one of them changed is merged; what both changed is handed back', () => {
    const seen = { a: 'một', b: 'hai', c: 'ba', d: 'bốn' };
    const mine = { a: 'một của tôi', b: 'hai', c: 'ba của tôi', d: '' };
    const stored = { a: 'một', b: 'hai của họ', c: 'ba của họ', d: 'bốn' };
    const { fields, conflicts } = mergeFields(fingerprints(seen), mine, stored);
    expect(fields).toEqual({ a: 'một của tôi', b: 'hai của họ', c: 'ba của họ', d: '' });
    expect(conflicts).toEqual([{ field: 'c', mine: 'ba của tôi', theirs: 'ba của họ' }]);
  });

  it('both wrote the same: nothing to choose', () => {
    expect(mergeFields({}, { a: 'mới' }, { a: 'mới' }).conflicts).toEqual([]);
  });
});

describe('differences between two hand-ins', () => {
  it('names the fields and shows the words', () => {
    expect(changedFields({ a: 'x', b: 'y' }, { b: 'y', c: 'z' })).toEqual(['a', 'c']);
    expect(textDifference('Đã tập huấn 120 người', 'Đã tập huấn 180 người')).toEqual([
      { kind: 'same', text: 'Đã tập huấn' },
      { kind: 'removed', text: ' 120' },
      { kind: 'added', text: ' 180' },
      { kind: 'same', text: ' người' },
    ]);
  });
});

describe('a form as pages', () => {
  const state = (id: string, fields: Record<string, string>, taken?: Record<string, string>) => {
    const content = { ...contentOf(fields), ...(taken ? { taken } : {}) };
    const step = formSteps(plan()).find((one) => one.id === id)!;
    const facts = { signedCopyAsked: false, signedCopies: 0, figures: null };
    return stepState(step, content, missing(plan(), content, facts), new Set());
  };

  it('Q25-10: every field stands on just one page', () => {
    for (const parts of [plan(), report()]) {
      const steps = formSteps(parts);
      expect(steps.flatMap((step) => fieldNames(step.parts)).sort()).toEqual(fieldNames(parts).sort());
      for (const name of fieldNames(parts)) expect(stepOf(steps, name)).not.toBeNull();
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
    }
  });

  it('Q25-10: a page is empty, begun, to be looked through, complete, or need not be written', () => {
    expect(state('noi-dung-a', {})).toBe('empty');
    expect(state('noi-dung-a', { 'contents.a': 'Đã làm' })).toBe('complete');
    expect(state('noi-dung-a', { 'contents.a': 'Đã làm' }, { 'contents.a': 'báo cáo năm 2024' })).toBe('review');
    expect(state('tieu-chi', { 'criteria.a1.self': 'full' })).toBe('started');
    expect(state('tieu-chi', { 'criteria.a1.self': 'full', 'criteria.a2.self': 'full' })).toBe('complete');
    expect(state('tieu-chi', { 'criteria.a1.self': 'full', 'criteria.a2.self': 'partly' })).toBe('started');
    expect(state('chi-tieu', {})).toBe('optional');
  });
});
