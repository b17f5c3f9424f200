import { describe, expect, it } from 'vitest';
import { contest2026, contest2026Demo } from '../../../../programmes/son-la/index.ts';
import { diffProgramme, showValue } from './diff.ts';
import { applySet, parsePath, readPath } from './paths.ts';
import { decideQuestion } from './questions.ts';

describe('paths', () => {
  it('reads segments; brackets may hold dots', () => {
    expect(parsePath('clauses[II.4.1].text')).toEqual(['clauses', 'II.4.1', 'text']);
    expect(parsePath('rounds[preliminary].rubric.criteria[0].max')).toEqual([
      'rounds',
      'preliminary',
      'rubric',
      'criteria',
      '0',
      'max',
    ]);
  });

  it.each(['', 'a..b', 'a[', 'a]b', '__proto__.x', 'a[constructor]', 'a[]'])('refuses %j', (path) => {
    expect(() => parsePath(path)).toThrow();
  });

  it('sets a value by id without touching the original', () => {
    const before = structuredClone(contest2026);
    const after = applySet(contest2026, 'timeline[refinement].to', '2026-08-30T23:59:59.999+07:00');
    expect(readPath(after, 'timeline[refinement].to')).toBe('2026-08-30T23:59:59.999+07:00');
    expect(contest2026).toEqual(before);
    expect(after.rounds).toBe(contest2026.rounds);
  });

  it('fails where the path leads nowhere, and removes with undefined', () => {
    expect(() => applySet(contest2026, 'timeline[nothing].to', 'x')).toThrow('nothing');
    expect(() => applySet(contest2026, 'theme.deep', 'x')).toThrow();
    expect(() => applySet(contest2026, 'nowhere.deep', 'x')).toThrow();
    expect(applySet(contest2026, 'timeline[setup]', undefined).timeline).toHaveLength(4);
    expect(applySet(contest2026, 'prizes.tiers[first].honours', undefined).prizes.tiers[0]).not.toHaveProperty(
      'honours',
    );
  });
});

describe('decideQuestion', () => {
  const answer = { by: 'Lò Văn An', at: '2026-01-20T08:00:00.000+07:00', reason: 'Theo Thể lệ' };

  it('K26-4d: the ⚠ deadline is set by the person who decides, with who, when and why', () => {
    const end30 = decideQuestion(contest2026, { questionId: 'refinement-deadline', optionId: 'end-of-30', ...answer });
    expect(end30.timeline[3]?.to).toBe('2026-08-30T23:59:59.999+07:00');
    const end31 = decideQuestion(contest2026, { questionId: 'refinement-deadline', optionId: 'end-of-31', ...answer });
    expect(end31.timeline[3]?.to).toBe('2026-08-31T23:59:59.999+07:00');
    expect(end31.questions.find((q) => q.id === 'refinement-deadline')?.decision).toEqual({
      optionId: 'end-of-31',
      ...answer,
    });
  });

  it('K26-4b: a real decision is marked decided, a demonstration demo', () => {
    const real = decideQuestion(contest2026, { questionId: 'mailbox', optionId: 'cuocthi', ...answer });
    expect(real.contacts.email).toEqual({ value: 'cuocthichuyendoiso@sonla.gov.vn', source: 'decided' });
    expect(contest2026Demo.contacts.email.source).toBe('demo');
    expect(contest2026Demo.rounds[0]?.rubric.source).toBe('demo');
    expect(contest2026Demo.rounds[0]?.tieSource).toBe('demo');
  });

  it('refuses an unknown option', () => {
    expect(() => decideQuestion(contest2026, { questionId: 'mailbox', optionId: 'third', ...answer })).toThrow(
      'không có',
    );
  });
});

describe('diffProgramme', () => {
  it('names each changed place in Vietnamese, with before and after', () => {
    const after = applySet(contest2026, 'timeline[intake].to', '2026-07-05T23:59:59.999+07:00');
    expect(diffProgramme(contest2026, after)).toEqual([
      {
        path: 'timeline[intake].to',
        part: 'timeline',
        before: '2026-06-30T23:59:59.999+07:00',
        after: '2026-07-05T23:59:59.999+07:00',
        label: 'Tiến độ › Nhận sản phẩm dự thi › Kết thúc',
      },
    ]);
  });

  it('matches elements by id: removal, addition, order', () => {
    const tiers = contest2026.prizes.tiers;
    const after = applySet(contest2026, 'prizes.tiers', [tiers[1], tiers[0], { ...tiers[2], id: 'special' }, tiers[3]]);
    expect(diffProgramme(contest2026, after).map((c) => c.path)).toEqual([
      'prizes.tiers[third]',
      'prizes.tiers[special]',
      'prizes.tiers',
    ]);
    expect(diffProgramme(contest2026, structuredClone(contest2026))).toEqual([]);
  });

  it('shows values as people read them', () => {
    expect(showValue('2026-06-30T23:59:59.999+07:00')).toContain('30/06/2026');
    expect(showValue({ value: null, source: 'open' })).toBe('chưa quy định');
    expect(showValue({ value: null, source: 'decided', note: 'Không giới hạn' })).toBe('Không giới hạn');
    expect(showValue(true)).toBe('có');
    expect(showValue([{ kind: 'decision' }])).toBe('quyết định của Ban Tổ chức');
  });
});
