import { describe, expect, it } from 'vitest';
import { weeksOf } from './duty.ts';

describe('weeks', () => {
  it('what came stands in the week of its arrival, what is open in the week in which it is due', () => {
    const weeks = weeksOf(
      [
        { due: '2025-11-09', handedIn: '2025-11-03', late: false },
        { due: '2025-11-09', handedIn: '2025-11-10', late: true },
        { due: '2025-11-09', handedIn: null, late: true },
        { due: '2024-11-09', handedIn: null, late: true },
      ],
      '2025-01-01',
      '2025-12-31',
    );
    expect(weeks[0]!.from).toBe('2024-12-30');
    expect(weeks).toHaveLength(53);
    const busy = weeks.filter((week) => week.onTime + week.late + week.open > 0);
    expect(busy).toEqual([
      { from: '2025-11-03', to: '2025-11-09', onTime: 1, late: 0, open: 1 },
      { from: '2025-11-10', to: '2025-11-16', onTime: 0, late: 1, open: 0 },
    ]);
  });
});
