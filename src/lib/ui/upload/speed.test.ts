import { expect, it } from 'vitest';
import { SpeedMeter } from './speed.ts';

it('tells the speed of the last seconds, not of the whole upload', () => {
  const meter = new SpeedMeter();
  expect(meter.add(0, 0)).toBe(0);
  for (let second = 1; second <= 20; second += 1) meter.add(second * 1000, second * 1_000_000);
  let speed = 0;
  for (let second = 21; second <= 30; second += 1)
    speed = meter.add(second * 1000, 20_000_000 + (second - 20) * 100_000);
  expect(speed).toBe(100_000);
  meter.reset();
  expect(meter.add(40_000, 0)).toBe(0);
});
