import { describe, expect, it } from 'vitest';
import { movement2021, movement2025, movement2025Demo, movementOffice } from '../../../../programmes/son-la/index.ts';
import { completeness } from './completeness.ts';
import type { MovementProgramme } from './types.ts';

const verdicts = (doc: MovementProgramme) => Object.fromEntries(completeness(doc).map((one) => [one.id, one.found]));
const complete = Object.fromEntries(completeness(movement2025).map((one) => [one.id, 'yes']));

describe('completeness by Điều 17', () => {
  it('lists the contents of its five paragraphs, in order, with the clauses of the plan', () => {
    const list = completeness(movement2025);
    expect(list.map((one) => one.law)).toEqual([
      ...Array.from({ length: 8 }, () => 'khoản 1 Điều 17'),
      'khoản 2 Điều 17',
      'khoản 3 Điều 17',
      'khoản 4 Điều 17',
      'khoản 5 Điều 17',
      'khoản 5 Điều 17',
    ]);
    const clauses = new Set(movement2025.clauses.map((one) => one.id));
    for (const one of list) {
      expect(one.where.every((id) => clauses.has(id))).toBe(true);
      expect(one.missing === null).toBe(one.found === 'yes');
    }
  });

  it('Q25-4: shows what is contradictory as found in part, until it is decided', () => {
    expect(verdicts(movement2025)).toEqual({ ...complete, criteria: 'partly', time: 'partly' });
    // Party bodies, forces and public service units are judged by the criteria of departments in the demonstration.
    expect(verdicts(movement2025Demo)).toEqual(complete);
  });

  it('V26-1: the draft of the Office lacks its number', () => {
    expect(verdicts(movementOffice)).toEqual({ ...complete, plan: 'partly' });
  });

  it('C21-1: the directive of 2021 has no criteria, no inspection of its own, no mid-term review', () => {
    expect(verdicts(movement2021)).toEqual({
      ...complete,
      criteria: 'no',
      plan: 'partly',
      inspection: 'partly',
      examples: 'partly',
      reviews: 'partly',
    });
  });

  it('says no to an empty movement', () => {
    const empty: MovementProgramme = {
      ...movement2021,
      organiserUnit: '',
      aims: [],
      scope: null,
      classes: [],
      contents: [],
      measures: [],
      phases: [],
      occasions: [],
      commendations: [],
      documents: [],
      tasks: [],
    };
    expect(new Set(Object.values(verdicts(empty)))).toEqual(new Set(['no']));
  });
});
