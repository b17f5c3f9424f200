import { describe, expect, it } from 'vitest';
import { contest2026Demo as contest, contest2024Demo } from '../../../../programmes/son-la/index.ts';
import { RuleError } from '../kernel/errors.ts';
import { consequences } from './consequences.ts';
import { frozenAt, frozenParts, type ProgrammeFacts, requireChangeAllowed } from './freeze.ts';
import { applySet } from './paths.ts';

const facts = (now: string, more: Partial<ProgrammeFacts> = {}): ProgrammeFacts => ({
  now: new Date(now),
  published: true,
  entriesStarted: 0,
  entriesSubmitted: 0,
  entriesRefined: 0,
  rounds: {},
  finalistsDecided: false,
  awardsDecided: 0,
  resultsPublished: false,
  interactionsFrozen: false,
  ...more,
});
const february = '2026-02-10T09:00:00+07:00';
const april = '2026-04-10T09:00:00+07:00';
const july = '2026-07-10T09:00:00+07:00';
const reason = 'Ban Tổ chức gia hạn do mưa lũ tại các xã.';

const refusal = (act: () => unknown): RuleError => {
  try {
    act();
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('not refused');
};

describe('freeze', () => {
  it('nothing of an unpublished programme is frozen', () => {
    const parts = frozenParts(contest, facts(july, { published: false }));
    expect(Object.values(parts).flat()).toEqual([]);
  });

  it('a period freezes when it begins, the later ones stay free', () => {
    expect(frozenAt(contest, 'timeline[intake].to', facts(april))).toContain('đã bắt đầu');
    expect(frozenAt(contest, 'timeline[final].to', facts(april))).toBeNull();
    expect(frozenAt(contest, 'dossier[submission].files[video]', facts(february))).toBeNull();
    expect(frozenAt(contest, 'dossier[submission].files[video]', facts(april))).toContain('đã bắt đầu');
    expect(frozenAt(contest, 'dossier[refinement]', facts(april))).toBeNull();
  });

  it('an entry handed in early freezes its rules too; an opened round freezes its rubric', () => {
    expect(frozenAt(contest, 'eligibility.minShare', facts(february, { entriesSubmitted: 1 }))).toContain('1 bài');
    const opened = facts(april, { rounds: { preliminary: { state: 'open', assignments: 3, sheetsSigned: 0 } } });
    expect(frozenAt(contest, 'rounds[preliminary].rubric', opened)).toContain('đã mở');
    expect(frozenAt(contest, 'rounds[final].rubric', opened)).toBeNull();
  });

  it('a frozen part changes only with a reason of at least 20 characters', () => {
    const after = applySet(contest, 'timeline[intake].to', '2026-06-30T12:00:00.000+07:00');
    const error = refusal(() =>
      requireChangeAllowed({ before: contest, after, facts: facts(april), reason: '   gia hạn      nhé     ' }),
    );
    expect(error).toMatchObject({ code: 'programme.reason', field: 'reason' });
    expect(requireChangeAllowed({ before: contest, after, facts: facts(april), reason })).toHaveLength(1);
    expect(requireChangeAllowed({ before: contest, after, facts: facts(february), reason: '' })[0]?.frozen).toBeNull();
  });

  it('attaching the signed copy or a missing number needs no reason; rewriting a published number does', () => {
    const fresh = applySet(contest, 'documents[plan].fileId', 'f1');
    expect(requireChangeAllowed({ before: contest, after: fresh, facts: facts(april), reason: '' })).toHaveLength(1);
    const numbered = applySet(contest, 'documents[rules].number', '01-TL/BTC');
    expect(requireChangeAllowed({ before: contest, after: numbered, facts: facts(april), reason: '' })).toHaveLength(1);
    const rewritten = applySet(contest, 'documents[plan].number', '03-KH/BCĐ');
    expect(
      refusal(() => requireChangeAllowed({ before: contest, after: rewritten, facts: facts(april), reason: '' })).code,
    ).toBe('programme.reason');
  });

  it('some things cannot change any more, whatever the reason', () => {
    const state = facts(july, {
      entriesSubmitted: 5,
      resultsPublished: true,
      rounds: { preliminary: { state: 'open', assignments: 9, sheetsSigned: 2 } },
    });
    const code = (path: string, value: unknown) =>
      refusal(() =>
        requireChangeAllowed({ before: contest, after: applySet(contest, path, value), facts: state, reason }),
      ).code;
    expect(code('code', 'CDS27')).toBe('programme.code-used');
    expect(code('slug', 'khac')).toBe('programme.slug-used');
    expect(code('rounds[preliminary]', undefined)).toBe('programme.round-opened');
    expect(code('rounds[preliminary].rubric.criteria[novelty].max', '30')).toBe('programme.rubric-signed');
    expect(code('rounds[preliminary].rubric.criteria[novelty]', undefined)).toBe('programme.rubric-signed');
    expect(code('prizes.tiers[first].amount', 1)).toBe('programme.results-published');
  });
});

describe('consequences', () => {
  const tell = (path: string, value: unknown, state: ProgrammeFacts) =>
    consequences(contest, applySet(contest, path, value), state).join(' ');

  it('says who is affected by a moved deadline', () => {
    expect(tell('timeline[intake].to', '2026-07-20T23:59:59.999+07:00', facts(july))).toContain('mở lại');
    expect(tell('timeline[intake].to', '2026-07-05T23:59:59.999+07:00', facts(april))).toContain('kéo dài');
    expect(tell('timeline[intake].to', '2026-06-15T23:59:59.999+07:00', facts(april))).toContain('kết thúc sớm hơn');
    expect(tell('timeline[intake].to', '2026-04-01T00:00:00.000+07:00', facts(april))).toContain(
      'kết thúc ngay khi lưu',
    );
  });

  it('counts entries and sheets', () => {
    const state = facts(july, {
      entriesStarted: 12,
      entriesSubmitted: 7,
      rounds: { preliminary: { state: 'open', assignments: 21, sheetsSigned: 4 } },
    });
    expect(tell('dossier[submission].fields[problem].required', false, state)).toMatch(
      /7 bài đã nộp giữ nguyên.*5 bản nháp/,
    );
    expect(tell('rounds[preliminary].aggregate.method', 'median', state)).toContain('thứ hạng tạm tính thay đổi');
    expect(tell('rounds[preliminary].judgesPerEntry.value', 5, state)).toContain('21 phân công');
    expect(consequences(contest, contest, state)).toEqual([]);
  });
});

describe('the parts that only some contests have', () => {
  const video = contest2024Demo;
  const june = '2024-06-10T09:00:00+07:00';
  const july2024 = '2024-07-30T09:00:00+07:00';
  const august = '2024-08-05T09:00:00+07:00';
  const change = (path: string, value: unknown) => applySet(video, path, value);

  it('K24-10: rules of interactions freeze when counting begins', () => {
    expect(frozenAt(video, 'interaction.weights.like', facts(july2024))).toBeNull();
    expect(frozenAt(video, 'interaction.weights.like', facts(august))).toContain('được tính từ');
    expect(frozenAt(video, 'interaction.ties', facts(august, { interactionsFrozen: true }))).toContain('đã chốt');
    const error = refusal(() =>
      requireChangeAllowed({
        before: video,
        after: change('interaction.weights.share', '5'),
        facts: facts(august),
        reason: '',
      }),
    );
    expect(error).toMatchObject({ code: 'programme.reason' });
    expect(error.message).toContain('Tương tác');
  });

  it('K24-4: consents freeze with the first entry; the combined score with its round; tasks stay open', () => {
    const one = facts('2024-05-20T09:00:00+07:00', { entriesSubmitted: 1 });
    expect(frozenAt(video, 'gallery.consents[gallery].text', one)).toContain('1 bài');
    expect(frozenAt(video, 'gallery.consents[gallery].text', facts('2024-05-20T09:00:00+07:00'))).toBeNull();
    expect(frozenAt(contest, 'gallery', facts(july))).toBeNull();
    const opened = facts(june, { rounds: { final: { state: 'open', assignments: 1, sheetsSigned: 0 } } });
    expect(frozenAt(video, 'combination', opened)).toContain('đã mở');
    expect(frozenAt(video, 'tasks[vi-1-1].due', facts(august))).toBeNull();
    expect(frozenParts(video, facts(august))).toMatchObject({ tasks: [], interaction: [expect.any(String)] });
  });

  it('says what a changed count or consent does', () => {
    const tell = (path: string, value: unknown, more: Partial<ProgrammeFacts>) =>
      consequences(video, change(path, value), facts(august, more)).join(' ');
    expect(tell('interaction.weights.like', '3', {})).toContain('tính lại theo quy định mới');
    expect(tell('interaction.weights.like', '3', { interactionsFrozen: true })).toContain('phải chốt lại');
    expect(tell('gallery.consents[gallery].version', 2, { entriesSubmitted: 3 })).toContain('hỏi lại');
  });
});
