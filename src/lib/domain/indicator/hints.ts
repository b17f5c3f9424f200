import { abs, compare, equals, isZero, mul, sub } from '../kernel/decimal.ts';
import type { Indicator } from '../movement/types.ts';
import { figureText } from './text.ts';

interface Parts {
  numerator: string | null;
  denominator: string | null;
  value: string | null;
}

/** a percentage that jumps by more than this many points, an amount that grows or shrinks by more than this share */
const points = '30';
const share = '0.5';

/**
 * What a verifier might look at twice: hints, never decisions.
 * @param before the same unit's figure a year earlier, null where there is none
 */
export function hints(indicator: Indicator, now: Parts, before: Parts | null): string[] {
  if (now.value === null) return [];
  const found: string[] = [];
  if (indicator.measure === '%' && compare(now.value, 100) > 0) found.push('Trên 100%.');
  if (!before || before.value === null || indicator.kind === 'yes-no') return found;
  const same = (['numerator', 'denominator', 'value'] as const).every((key) =>
    now[key] === null || before[key] === null ? now[key] === before[key] : equals(now[key], before[key]),
  );
  if (same && !isZero(now.value)) return [...found, 'Giống hệt số năm trước.'];
  const jump = abs(sub(now.value, before.value));
  const limit = indicator.measure === '%' ? points : mul(abs(before.value), share);
  if (!isZero(before.value) && compare(jump, limit) > 0) {
    const way = compare(now.value, before.value) > 0 ? 'Tăng' : 'Giảm';
    found.push(`${way} mạnh so với năm trước (${figureText(indicator, before.value)}).`);
  }
  return found;
}
