import { describe, expect, it } from 'vitest';
import { sampleMovement as movement } from '../../../../tests/support/movement.ts';
import { RuleError } from '../kernel/errors.ts';
import { requireChangeAllowed } from '../programme/judge.ts';
import { applySet } from '../programme/paths.ts';
import { consequences } from './consequences.ts';
import { frozenAt, type MovementFacts, movementFreeze } from './freeze.ts';
import type { MovementProgramme } from './types.ts';

const facts = (more: Partial<MovementFacts> = {}): MovementFacts => ({
  now: new Date('2025-10-01T08:00:00+07:00'),
  published: true,
  figures: {},
  obligations: {},
  reportsAccepted: 0,
  examplesPublished: 0,
  summaries: 0,
  ...more,
});
const given = (more: Partial<MovementFacts['obligations'][string]> = {}) => ({
  total: 12,
  begun: 4,
  submitted: 0,
  accepted: 0,
  open: 12,
  ...more,
});
const set = (path: string, value: unknown): MovementProgramme => applySet(movement, path, value);
const allowed = (after: MovementProgramme, state: MovementFacts, reason = '') =>
  requireChangeAllowed(movementFreeze, { before: movement, after, facts: state, reason });
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof RuleError) return error.code;
    throw error;
  }
  return 'allowed';
};
const reason = 'Sửa theo công văn trả lời của Sở Nội vụ.';

describe('what of a movement is frozen', () => {
  it('nothing of a draft', () => {
    expect(frozenAt(movement, 'indicators[online].targets', facts({ published: false }))).toBeNull();
    expect(refusal(() => allowed(set('slug', 'khac'), facts({ published: false })))).toBe('allowed');
  });

  it('C21-2: how a figure is counted, once one is locked; a published target at once', () => {
    const locked = facts({ figures: { online: { entered: 5, locked: 2 } } });
    expect(frozenAt(movement, 'indicators[online].denominator', facts())).toBeNull();
    expect(frozenAt(movement, 'indicators[online].denominator', locked)).toContain('2 số liệu');
    expect(frozenAt(movement, 'indicators[online].lead', locked)).toBeNull();
    const easier = set('indicators[online].targets[commune-2025].value', '50');
    expect(refusal(() => allowed(easier, facts()))).toBe('programme.reason');
    expect(allowed(easier, facts(), reason)).toMatchObject([{ before: '60', after: '50' }]);
  });

  it('Q25-10: a due day once units were given it; who receives and when to remind stays free', () => {
    const state = facts({ obligations: { report: given() } });
    expect(refusal(() => allowed(set('obligations[report].due.day', 20), facts()))).toBe('allowed');
    expect(refusal(() => allowed(set('obligations[report].due.day', 20), state))).toBe('programme.reason');
    expect(refusal(() => allowed(set('obligations[report].receivers', ['SNV']), state))).toBe('allowed');
    expect(refusal(() => allowed(set('classes[communes].units.kinds', ['commune']), state))).toBe('programme.reason');
  });

  it('what the plan left open is filled in without a reason', () => {
    const open = { ...movement, parent: { ...movement.parent!, number: null } };
    const numbered = { ...open, parent: { ...open.parent, number: '923/QĐ-TTg' } };
    const args = { before: open, after: numbered, facts: facts(), reason: '' };
    expect(requireChangeAllowed(movementFreeze, args)).toHaveLength(1);
  });

  it('some things never change, whatever the reason', () => {
    const state = facts({
      figures: { online: { entered: 3, locked: 1 }, trained: { entered: 2, locked: 0 } },
      obligations: { report: given({ submitted: 3 }) },
    });
    const code = (path: string, value: unknown) => refusal(() => allowed(set(path, value), state, reason));
    expect(code('code', 'TD26')).toBe('programme.code-used');
    expect(code('slug', 'khac')).toBe('programme.slug-used');
    expect(code('indicators[trained]', undefined)).toBe('movement.indicator-used');
    expect(code('indicators[online].kind', 'amount')).toBe('movement.indicator-locked');
    expect(code('obligations[report]', undefined)).toBe('movement.rule-used');
    expect(code('obligations[report].period', 'half')).toBe('movement.rule-submitted');
    expect(code('indicators[platform]', undefined)).toBe('allowed');
    expect(code('obligations[plan]', undefined)).toBe('allowed');
  });
});

describe('what a change does', () => {
  const tell = (path: string, value: unknown, state: MovementFacts) =>
    consequences(movement, set(path, value), state).join(' ');

  it('to due days, drafts, figures and what was handed in', () => {
    const state = facts({
      figures: { online: { entered: 5, locked: 2 } },
      obligations: { report: given({ submitted: 3, open: 9 }) },
    });
    expect(tell('obligations[report].due.day', 20, state)).toMatch(/9 lượt đơn vị chưa nộp.*3 lượt đã nộp/);
    expect(tell('obligations[report].form.signedCopy', true, state)).toMatch(/1 bản đang soạn.*3 bản đã nộp/);
    expect(tell('indicators[online].targets[commune-2025].value', '50', state)).toContain('5 số liệu');
    expect(tell('indicators[online].aggregation.method', 'mean', state)).toContain('tính lại');
    expect(tell('name', 'Tên khác', facts())).toContain('Trang công khai đổi ngay khi lưu');
    expect(consequences(movement, movement, state)).toEqual([]);
  });
});
