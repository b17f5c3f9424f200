import { expect, it } from 'vitest';
import { fundState } from './fund.ts';

it('the fund warns when organising takes more than its share, or when bonuses cannot be paid', () => {
  const figures = { in: 100_000_000, work: 20_000_000, goods: 5_000_000, paid: 30_000_000, due: 10_000_000 };
  expect(fundState(figures, '20')).toMatchObject({ left: 35_000_000, workLimit: 20_000_000, warnings: [] });
  expect(fundState({ ...figures, work: 20_000_001 }, '20').warnings).toHaveLength(1);
  expect(fundState({ ...figures, due: 90_000_000 }, null)).toMatchObject({ left: -45_000_000, workLimit: null });
});
