import { describe, expect, it } from 'vitest';
import { sampleMovement } from '../../../../tests/support/movement.ts';
import { parseMovement } from './parse.ts';

const issuesOf = (input: unknown): Record<string, string> => {
  const parsed = parseMovement(input);
  return parsed.ok ? {} : Object.fromEntries(parsed.issues.map((issue) => [issue.path, issue.message]));
};

describe('parseMovement', () => {
  it('reads a movement as it is, also after a journey through JSON', () => {
    expect(parseMovement(JSON.parse(JSON.stringify(sampleMovement)))).toEqual({ ok: true, movement: sampleMovement });
  });

  it('names each fault in Vietnamese with its place', () => {
    const [indicator] = sampleMovement.indicators;
    expect(
      issuesOf({
        ...sampleMovement,
        from: '2025-02-30',
        inherits: undefined,
        unheardOf: 1,
        indicators: [
          {
            ...indicator!,
            decimals: 9,
            bounds: { min: '0,5', max: null },
            baseline: { value: { period: '2024-Q5', value: '10' }, source: 'demo' },
          },
        ],
        obligations: [{ ...sampleMovement.obligations[0]!, period: 'monthly' }],
      }),
    ).toEqual({
      from: 'Ngày này không có thật.',
      inherits: 'Thiếu mục này.',
      unheardOf: 'Mục này không có trong mẫu chương trình.',
      'indicators[online].decimals': 'Không được lớn hơn 4.',
      'indicators[online].bounds.min': 'Phải là số thập phân viết với dấu chấm, ví dụ "0.5".',
      'indicators[online].baseline.value.period': 'Phải là một kỳ, ví dụ 2025, 2025-H1 hoặc 2025-Q3.',
      'obligations[plan].period': 'Chỉ nhận một trong các giá trị: "once", "year", "half", "quarter".',
    });
  });

  it('refuses what is no movement at all', () => {
    expect(parseMovement(null)).toMatchObject({ ok: false });
    expect(parseMovement({ kind: 'contest' })).toMatchObject({ ok: false });
  });
});
