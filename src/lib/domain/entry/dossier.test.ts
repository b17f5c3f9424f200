import { describe, expect, it } from 'vitest';
import { contest2024, contest2026 } from '#programmes/son-la/index.ts';
import type { Author } from './authors.ts';
import {
  blockingIssues,
  checkBasics,
  type DossierFacts,
  dossierStage,
  isComplete,
  summary,
  taskList,
} from './dossier.ts';

const stage = dossierStage(contest2026, 'submission');
const at = new Date(0);
const author = (n: number, share: string, more: Partial<Author> = {}): Author => ({
  personId: `p${n}`,
  fullName: `Tác giả ${n}`,
  email: `${n}@example.com`,
  workplace: null,
  share,
  confirmedAt: at,
  declinedAt: null,
  ...more,
});
const full: DossierFacts = {
  title: 'Sổ tay số',
  pillar: 'society',
  topics: ['skills'],
  unitId: null,
  values: {
    productKind: 'idea',
    summary: 'từ '.repeat(200).trim(),
    problem: 'a',
    novelty: 'b',
    feasibility: 'c',
    effect: 'd',
    beneficiaries: 'e',
    maturity: 'idea',
  },
  authors: [author(1, '60'), author(2, '40')],
  exclusions: [],
  quotas: [],
  files: ['video', 'explanation'].map((requirementId) => ({
    requirementId,
    name: `${requirementId}.x`,
    state: 'ready' as const,
  })),
  declarations: stage.declarations.filter((d) => d.required).map((d) => ({ declarationId: d.id, version: d.version })),
};
const tasks = (change: Partial<DossierFacts> = {}) => taskList(contest2026, stage, { ...full, ...change });
const one = (id: string, change: Partial<DossierFacts>) => tasks(change).find((task) => task.id === id)!;

describe('K26-4b: the task list of a dossier', () => {
  it('is done when everything is there', () => {
    expect(tasks().map((task) => [task.id, task.state])).toEqual([
      ['basics', 'done'],
      ['authors', 'done'],
      ['confirmations', 'done'],
      ['form', 'done'],
      ['file:video', 'done'],
      ['file:explanation', 'done'],
      ['declarations', 'done'],
    ]);
    expect(isComplete(tasks())).toBe(true);
    expect(summary(tasks())).toBe('Hồ sơ đã đủ, bạn có thể nộp.');
  });
  it('names everything missing in an empty draft', () => {
    const empty = tasks({ title: '', pillar: null, topics: [], values: {}, authors: [], files: [], declarations: [] });
    expect(empty.every((task) => task.state === 'missing' && task.blocking)).toBe(true);
    expect(blockingIssues(empty).map((issue) => issue.field)).toEqual(
      expect.arrayContaining([
        'title',
        'pillar',
        'topics',
        'authors',
        'summary',
        'file:video',
        'declarations.originality',
      ]),
    );
    expect(summary(empty)).toMatch(/^Còn 6 việc: .+ và Cam kết\.$/);
  });
  it('does not ask for the voluntary declaration', () => {
    expect(full.declarations.some((d) => d.declarationId === 'publicity')).toBe(false);
    expect(one('declarations', {}).state).toBe('done');
  });
  it('asks again when the text of a declaration has changed', () => {
    const old = full.declarations.map((d) => ({ ...d, version: 0 }));
    expect(one('declarations', { declarations: old }).detail).toContain('đã thay đổi');
  });
  it('K26-2a: co-authors who have not answered do not hinder, those who declined do', () => {
    const waiting = one('confirmations', { authors: [author(1, '60'), author(2, '40', { confirmedAt: null })] });
    expect(waiting).toMatchObject({ state: 'waiting', blocking: false });
    const declined = one('confirmations', { authors: [author(1, '60'), author(2, '40', { declinedAt: at })] });
    expect(declined).toMatchObject({ state: 'problem', blocking: true });
  });
  it('K26-2b: an author with an excluded role blocks', () => {
    const finding = {
      code: 'exclusion.role' as const,
      level: 'block' as const,
      holder: { personId: 'p1', fullName: 'A', email: null, role: 'judge' as const },
      author: full.authors[0]!,
      entry: null,
      message: 'A là thành viên Ban Giám khảo',
      clause: 'Mục II.2',
    };
    expect(one('authors', { exclusions: [finding] })).toMatchObject({ state: 'problem', blocking: true });
  });
  it('shows what became of each file', () => {
    const video = (state: 'uploading' | 'quarantine' | 'rejected', message?: string) =>
      one('file:video', { files: [{ requirementId: 'video', name: 'v.mp4', state, message: message ?? null }] });
    expect(video('uploading')).toMatchObject({ state: 'waiting', blocking: true });
    expect(video('quarantine')).toMatchObject({ state: 'waiting', blocking: true });
    expect(video('rejected', 'Video dài 11 phút.')).toMatchObject({
      state: 'problem',
      detail: 'Tệp v.mp4 không được nhận: Video dài 11 phút.',
    });
    const two = [1, 2].map((i) => ({ requirementId: 'video', name: `${i}.mp4`, state: 'ready' as const }));
    expect(one('file:video', { files: two }).detail).toContain('nhiều nhất 1 tệp');
  });
  it('K26-4d: the refinement asks for form, files and declarations only', () => {
    const list = taskList(contest2026, dossierStage(contest2026, 'refinement'), full);
    expect(list.map((task) => task.id)).toEqual([
      'form',
      'file:video',
      'file:explanation',
      'file:evidence',
      'declarations',
    ]);
  });
});

describe('K26-1: pillar and topics', () => {
  it('are those of the programme', () => {
    const fields = (change: Partial<DossierFacts>) =>
      checkBasics(contest2026, { ...full, ...change }).map((i) => i.field);
    expect(fields({ pillar: 'moon' })).toEqual(['pillar']);
    expect(fields({ topics: ['skills', 'moon'] })).toEqual(['topics']);
    expect(fields({ title: 'x'.repeat(301) })).toEqual(['title']);
  });
  it('K26-4a: a unit is asked for when there is no direct way', () => {
    const strict = { ...contest2026, screening: { ...contest2026.screening, directAllowed: false } };
    expect(checkBasics(strict, full).map((issue) => issue.field)).toEqual(['unitId']);
  });
});

describe('a contest without pillars (K24-1)', () => {
  const basics = { title: 'Chợ số vùng cao', pillar: null, topics: ['skills'], unitId: null };
  it('asks for a title and topics only, and says so', () => {
    expect(checkBasics(contest2024, basics)).toEqual([]);
    expect(checkBasics(contest2024, { ...basics, topics: [] })).toMatchObject([
      { field: 'topics', clause: 'Mục II.2' },
    ]);
    const [first] = taskList(contest2024, dossierStage(contest2024, 'submission'), { ...full, ...basics });
    expect(first).toMatchObject({ id: 'basics', label: 'Tên và nội dung của sản phẩm', state: 'done' });
    const bare = { ...contest2024, topics: { ...contest2024.topics, items: [] } };
    expect(checkBasics(bare, { ...basics, topics: [] })).toEqual([]);
  });
});
