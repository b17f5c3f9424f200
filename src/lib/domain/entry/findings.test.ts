import { describe, expect, it } from 'vitest';
import { contest2026 } from '#programmes/son-la/y-tuong-so-2026.ts';
import { entryFindings, type FindingFacts, worstLevel } from './findings.ts';
import { type Initiative, matchInitiatives } from './recognised.ts';

const stage = contest2026.dossier[0]!;
const facts: FindingFacts = {
  title: 'Số hóa hồ sơ đất đai cấp xã',
  pillar: 'government',
  topics: ['data'],
  unitId: null,
  values: {},
  authors: [
    {
      personId: 'p1',
      fullName: 'Lò Thị Mai',
      email: 'mai@example.com',
      workplace: null,
      share: '100.00',
      confirmedAt: new Date(0),
      declinedAt: null,
    },
  ],
  exclusions: [],
  files: [],
  declarations: stage.declarations.map((d) => ({ declarationId: d.id, version: d.version })),
  submittedAt: new Date('2026-06-30T23:59:59.500+07:00'),
  initiatives: [],
  quotas: [],
};
const find = (rule: string, change: Partial<FindingFacts> = {}, programme = contest2026) =>
  entryFindings(programme, { ...facts, ...change }).find((finding) => finding.rule === rule);

const row = (title: string, authors: string): Initiative => ({
  id: title,
  title,
  authors,
  decisionNumber: '12/QĐ-SKHCN',
  authority: null,
  year: 2024,
});

describe('findings for the secretariat', () => {
  it('stand beside each rule, with its clause', () => {
    expect(entryFindings(contest2026, facts).map((finding) => [finding.rule, finding.level, finding.clause])).toEqual([
      ['authors', 'ok', 'Mục II.2'],
      ['exclusion', 'ok', 'Mục II.2'],
      ['recognised', 'ok', 'Mục II.2'],
      ['basics', 'ok', 'Mục II.1'],
      ['form', 'warn', 'Mục II.4.1'],
      ['file:video', 'warn', 'Mục II.4.1'],
      ['file:explanation', 'warn', 'Mục II.4.1'],
      ['declarations', 'ok', 'Mục II.4.1'],
      ['on-time', 'ok', 'Mục II.3'],
    ]);
    expect(worstLevel(entryFindings(contest2026, facts))).toBe('warn');
  });
  it('K26-3: say when it came too late', () => {
    expect(find('on-time', { submittedAt: new Date('2026-07-01T00:00:00+07:00') })).toMatchObject({
      level: 'block',
      message: 'Nộp lúc 00:00:00, thứ Tư 01/07/2026, sau hạn 23:59:59, thứ Ba 30/06/2026.',
    });
  });
  it('K26-2a: say when shares are wrong', () => {
    expect(find('authors', { authors: [{ ...facts.authors[0]!, share: '99.90' }] })).toMatchObject({ level: 'block' });
  });
  it('K24-5: count the entries of a person and a group only where the programme limits them', () => {
    const over = { author: 0, limit: 3, entries: [], clause: 'Mục III.3', message: 'Lò Thị Mai đã có 3/3 bài dự thi' };
    const quotas = [{ ...over, code: 'entry.max' as const }];
    expect(find('max-entries', { quotas })).toBeUndefined();
    const eligibility = { ...contest2026.eligibility, maxEntriesPerPerson: { value: 3, source: 'decided' as const } };
    expect(find('max-entries', { quotas }, { ...contest2026, eligibility })?.level).toBe('block');
    expect(find('max-entries', {}, { ...contest2026, eligibility })?.level).toBe('ok');
  });
});

describe('K26-2c: products already recognised', () => {
  const register = [
    row('SỐ HOÁ HỒ SƠ ĐẤT ĐAI CẤP XÃ', 'Lò Thị Mai, Cầm Văn Đức'),
    row('Số hóa hồ sơ đất đai tại cấp xã, phường', 'Vì Văn Toán'),
    row('Nuôi cá lồng trên lòng hồ', 'Lò Thị Mai'),
  ];
  const matches = matchInitiatives({ title: facts.title, authors: ['Lò Thị Mai'] }, register);
  it('are looked up by likeness, the likeliest first', () => {
    expect(matches.map((match) => match.title)).toEqual([register[0]!.title, register[1]!.title]);
    expect(matches[0]).toMatchObject({ similarity: 1, sameAuthors: ['Lò Thị Mai'] });
    expect(matchInitiatives({ title: 'Số', authors: ['Thị Mai'] }, register)).toEqual([]);
  });
  it('block with the same title and author, else ask a person', () => {
    expect(find('recognised', { initiatives: matches })).toMatchObject({
      level: 'block',
      details: [
        expect.stringContaining('giống 100%, cùng tác giả Lò Thị Mai'),
        expect.stringContaining('12/QĐ-SKHCN, 2024'),
      ],
    });
    expect(find('recognised', { initiatives: matches.slice(1) })?.level).toBe('ask');
    expect(find('recognised', { initiatives: null })?.level).toBe('ask');
  });
  it('need the declaration', () => {
    const declarations = facts.declarations.filter((d) => d.declarationId !== 'not-recognised');
    expect(find('recognised', { declarations })?.level).toBe('block');
  });
});
