import { describe, expect, it } from 'vitest';
import { circleOf, followsItself } from './unitLine.ts';

const stay = (unitId: string, parentId: string | null, from: string | null = null, to: string | null = null) => ({
  unitId,
  parentId,
  from,
  to,
});

describe('C21-7: the line of units', () => {
  it('C21-7: a circle is found on the day on which it closes, not only today', () => {
    const stays = [
      stay('A', 'B', null, '2025-06-30'),
      stay('A', null, '2025-07-01'),
      stay('B', null, null, '2025-03-31'),
      stay('B', 'A', '2025-04-01'),
    ];
    expect(circleOf(stays, 'A')).toBe('2025-04-01');
    expect(circleOf(stays, 'B')).toBe('2025-04-01');
    expect(circleOf(stays.with(0, stay('A', 'B', null, '2025-03-31')), 'A')).toBe(null);
  });

  it('C21-7: a circle over others, in which the unit has no part, does not hold it up', () => {
    expect(circleOf([stay('A', 'B'), stay('B', 'C'), stay('C', 'B')], 'A')).toBe(null);
    expect(circleOf([stay('A', 'A')], 'A')).not.toBe(null);
  });

  it('C21-7: successors never lead back', () => {
    const links = [
      { unitId: 'A', successorId: 'B' },
      { unitId: 'B', successorId: 'C' },
    ];
    expect(followsItself(links, 'A')).toBe(false);
    expect(followsItself([...links, { unitId: 'C', successorId: 'A' }], 'A')).toBe(true);
  });
});
