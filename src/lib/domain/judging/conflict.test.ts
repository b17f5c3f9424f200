import { describe, expect, it } from 'vitest';
import { type ConflictEntry, type ConflictJudge, detectConflicts } from './conflict.ts';

const judge = (more: Partial<ConflictJudge> = {}): ConflictJudge => ({
  id: 'j1',
  fullName: 'Lò Thị Hòa',
  email: 'hoa@sonla.gov.vn',
  unitIds: ['room', 'agency'],
  unitName: 'Sở Khoa học và Công nghệ',
  ...more,
});
const entry = (
  author: Partial<ConflictEntry['authors'][number]> = {},
  unitIds: string[] = ['commune'],
): ConflictEntry => ({
  id: 'e1',
  unitIds,
  authors: [{ personId: 'p9', fullName: 'Quàng Văn Nam', email: 'nam@example.vn', ...author }],
});
const codes = (e: ConflictEntry, j = judge()) => detectConflicts({ judges: [j], entries: [e] }).map((c) => c.code);

describe('detectConflicts', () => {
  it('K26-2b: a judge who is author or co-author', () => {
    expect(codes(entry({ personId: 'j1' }))).toEqual(['author']);
  });

  it('same e-mail, whatever the case', () => {
    expect(codes(entry({ email: ' HOA@SonLa.gov.vn' }))).toEqual(['same-email']);
  });

  it('same name, whatever the marks; so that the secretariat looks', () => {
    expect(codes(entry({ fullName: 'lò thị hoà' }))).toEqual(['same-name']);
  });

  it('same unit as the entry or an author, by id or by the typed workplace; a unit of the same agency counts', () => {
    expect(codes(entry({}, ['other-room', 'agency']))).toEqual(['same-unit']);
    expect(codes(entry({ unitIds: ['agency'] }))).toEqual(['same-unit']);
    expect(codes(entry({ workplace: 'sở khoa học và công nghệ' }))).toEqual(['same-unit']);
  });

  it('nothing in common, no conflict; empty texts are nothing in common', () => {
    expect(codes(entry())).toEqual([]);
    expect(codes(entry({ email: null, workplace: ' ' }), judge({ email: null, unitName: '' }))).toEqual([]);
  });

  it('one conflict a judge and entry, with the strongest ground; declarations count', () => {
    const all = detectConflicts({
      judges: [judge(), judge({ id: 'j2', fullName: 'Vì Văn Sơn', email: null, unitIds: [], unitName: null })],
      entries: [entry({ personId: 'j1', email: 'hoa@sonla.gov.vn' }, ['agency'])],
      declared: [
        { judgeId: 'j1', entryId: 'e1', reason: 'Tôi là tác giả.' },
        { judgeId: 'j2', entryId: 'e1', reason: 'Tác giả là cháu tôi.' },
      ],
    });
    expect(all.map((c) => [c.judgeId, c.code, c.source])).toEqual([
      ['j1', 'author', 'detected'],
      ['j2', 'declared', 'declared'],
    ]);
    expect(all[1]?.reason).toBe('Tác giả là cháu tôi.');
  });
});
