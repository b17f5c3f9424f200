import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contest2026, contest2026Demo, demoProgrammes, programmes } from './index.ts';

const stage = (id: string) => contest2026.dossier.find((s) => s.id === id)!;
const units = (name: string) =>
  readFileSync(new URL(`units/${name}`, import.meta.url), 'utf8')
    .replace(/\n$/, '')
    .split('\n');

describe('contest 2026, as printed', () => {
  it('K26-1: theme, three pillars, suggested topics', () => {
    expect(contest2026.theme).toBe('Ý tưởng số - Lan tỏa sức mạnh số');
    expect(contest2026.pillars.items.map((p) => p.name)).toEqual(['Chính quyền số', 'Kinh tế số', 'Xã hội số']);
    expect(contest2026.topics.items.length).toBeGreaterThanOrEqual(10);
  });

  it('K26-2a, K26-2b: thirty percent, and who may not enter', () => {
    expect(contest2026.eligibility.minShare).toBe(30);
    expect(contest2026.eligibility.excludedRoles).toEqual(['organiser', 'judge', 'jury-chair', 'secretary', 'support']);
  });

  it('K26-2c: a declaration of its own', () => {
    const declarations = stage('submission').declarations;
    expect(declarations.filter((d) => d.required).map((d) => d.id)).toEqual([
      'originality',
      'not-recognised',
      'truth',
      'consent',
    ]);
    expect(declarations.find((d) => d.id === 'publicity')?.required).toBe(false);
  });

  it('K26-3: five periods with their instants in +07:00', () => {
    expect(contest2026.timeline.map((p) => [p.id, p.from, p.to])).toEqual([
      ['setup', '2026-01-01T00:00:00.000+07:00', '2026-02-28T23:59:59.999+07:00'],
      ['intake', '2026-03-01T00:00:00.000+07:00', '2026-06-30T23:59:59.999+07:00'],
      ['preliminary', '2026-07-01T00:00:00.000+07:00', '2026-07-31T23:59:59.999+07:00'],
      ['refinement', '2026-08-01T00:00:00.000+07:00', '2026-08-31T23:59:59.999+07:00'],
      ['final', '2026-09-01T00:00:00.000+07:00', '2026-09-30T23:59:59.999+07:00'],
    ]);
  });

  it('K26-4b: one video of at most ten minutes and an explanation', () => {
    const files = stage('submission').files;
    expect(files.map((f) => [f.id, f.required, f.maxCount])).toEqual([
      ['video', true, 1],
      ['explanation', true, 1],
    ]);
    expect(files[0]?.video?.maxSeconds).toBe(600);
    expect(files[0]?.maxBytes).toBe(2 * 1024 ** 3);
  });

  it('K26-4d: evidence of use at a unit or of real user numbers', () => {
    const { fields, files } = stage('refinement');
    expect(fields.find((f) => f.id === 'evidenceKind')?.options?.map((o) => o.id)).toEqual(['unit', 'users']);
    expect(fields.filter((f) => f.showIf?.field === 'evidenceKind').length).toBeGreaterThanOrEqual(4);
    expect(files.map((f) => f.id)).toEqual(['video', 'explanation', 'evidence']);
  });

  it('K26-4e: the final is presented in a drawn order', () => {
    expect(contest2026.rounds.map((r) => [r.id, r.blind, r.drawnOrder])).toEqual([
      ['preliminary', true, false],
      ['final', false, true],
    ]);
  });

  it('K26-5a: eleven prizes', () => {
    expect(contest2026.prizes.tiers.map((t) => [t.count, t.amount])).toEqual([
      [1, 15_000_000],
      [2, 10_000_000],
      [3, 5_000_000],
      [5, 3_000_000],
    ]);
  });

  it('⚠ nothing is decided in the plan as printed, and no value is made up', () => {
    expect(contest2026.questions.every((q) => q.decision === null)).toBe(true);
    expect(JSON.stringify({ ...contest2026, questions: [] })).not.toMatch(/"(source|tieSource)":"(demo|decided)"/);
  });

  it('every clause of the plan is there, misprints as printed', () => {
    const ids = [
      'I',
      'II.1',
      'II.2',
      'II.3',
      'II.4.1',
      'II.4.2',
      'II.4.3',
      'II.5.1',
      'II.5.3',
      'III.1',
      'III.2',
      'III.3',
      'III.4',
      'III.5',
      'III.6',
    ];
    expect(contest2026.clauses.map((c) => c.id)).toEqual(['preamble', ...ids]);
    const all = contest2026.clauses.map((c) => c.text).join('\n');
    for (const misprint of [
      'Thẻ lệ Cuộc thi',
      'cuoethichuyendoiso@',
      'cuocthichuyendoiso@',
      'tổ chức Hội thi',
      'trước ngày 31/8/2026',
    ])
      expect(all).toContain(misprint);
    expect(all).toBe(all.normalize('NFC'));
  });
});

describe('contest 2026 for the demonstration', () => {
  it('answers every question, marked as made up', () => {
    expect(contest2026Demo.questions.map((q) => q.decision?.demo)).toEqual(contest2026.questions.map(() => true));
    expect(JSON.stringify({ ...contest2026Demo, questions: [] })).not.toContain('"source":"decided"');
    expect(programmes).toContain(contest2026);
    expect(demoProgrammes).toContain(contest2026Demo);
  });
});

describe('units of Sơn La', () => {
  it('75 communes, 12 former districts, agencies with parents that exist', () => {
    expect(units('communes.tsv')).toHaveLength(75);
    const [head, ...districts] = units('districts.tsv').map((line) => line.split('\t'));
    expect(head).toEqual(['code', 'name', 'kind', 'parent', 'validFrom', 'validTo']);
    expect(districts).toHaveLength(12);
    expect(districts.every((d) => d[2] === 'district' && d[5] === '2025-06-30')).toBe(true);
    const agencies = units('agencies.tsv')
      .slice(1)
      .map((line) => line.split('\t'));
    const codes = new Set(agencies.map((a) => a[0]));
    expect(codes.size).toBe(agencies.length);
    expect(agencies.filter((a) => a[3] && !codes.has(a[3]))).toEqual([]);
    expect(agencies.every((a) => a.length === 7)).toBe(true);
  });
});
