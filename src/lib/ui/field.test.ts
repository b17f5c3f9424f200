import { describe, expect, it } from 'vitest';
import { clauseAnchor, clauseLabel } from './clause.ts';
import { fieldId, filled, issuesOf, ticked } from './field.ts';
import { formatDay, phaseOf, untilStart } from './format.ts';

describe('fields', () => {
  it('names of nested fields become ids that an error summary can link to', () => {
    expect(fieldId('title')).toBe('f-title');
    expect(fieldId('authors[0].share')).toBe('f-authors-0-share');
    expect(fieldId('authors[0]')).toBe('f-authors-0');
  });

  it('what was typed and refused comes before what is stored, also when it is empty', () => {
    expect(filled({ title: '' }, 'title', 'cũ')).toBe('');
    expect(filled({ other: 'x' }, 'title', 'cũ')).toBe('cũ');
    expect(filled(null, 'title', null)).toBe('');
  });

  it('no box ticked in a refused form means none, not the stored ones', () => {
    expect(ticked({ title: 'x' }, 'topics', ['ai'])).toEqual([]);
    expect(ticked({ topics: 'data' }, 'topics', ['ai'])).toEqual(['data']);
    expect(ticked(undefined, 'topics', ['ai'])).toEqual(['ai']);
  });

  it('a field takes only its own findings', () => {
    const errors = [
      { field: 'a', message: '1' },
      { field: 'b', message: '2' },
    ];
    expect(issuesOf(errors, 'b')).toEqual([{ field: 'b', message: '2' }]);
    expect(issuesOf(null, 'b')).toEqual([]);
  });
});

describe('clauses', () => {
  it('id and label lead to the same place', () => {
    expect(clauseAnchor('II.4.2')).toBe('muc-ii-4-2');
    expect(clauseAnchor('Mục II.4.2')).toBe('muc-ii-4-2');
    expect(clauseLabel('II.2')).toBe('Mục II.2');
    expect(clauseLabel('Mục II.2')).toBe('Mục II.2');
    expect(clauseLabel('Điều 3')).toBe('Điều 3');
  });
});

describe('K26-3: time on pages', () => {
  it('the last instant of a period still belongs to it', () => {
    const [from, to] = ['2026-03-01T00:00:00+07:00', '2026-06-30T23:59:59.999+07:00'];
    expect(phaseOf(from, to, '2026-06-30T23:59:59.999+07:00')).toBe('current');
    expect(phaseOf(from, to, '2026-07-01T00:00:00+07:00')).toBe('done');
    expect(phaseOf(from, to, '2026-02-28T23:59:59.999+07:00')).toBe('ahead');
  });

  it('near days carry their weekday, far beginnings are counted in days', () => {
    expect(formatDay('2026-07-31T12:00:00+07:00', '2026-07-28T12:00:00+07:00')).toBe('thứ Sáu 31/07/2026');
    expect(formatDay('2026-07-31T12:00:00+07:00', '2026-05-28T12:00:00+07:00')).toBe('31/07/2026');
    expect(untilStart('2026-06-27T14:00:00+07:00', '2026-08-01T00:00:00+07:00')).toBe('sau 35 ngày');
  });
});
