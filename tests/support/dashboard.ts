import { fold } from '#lib/domain/kernel/text.ts';
import type { TestApp } from './ctx.ts';

/** Communes "Xã C1" … made on 01/07/2025, ids by code. */
export async function moreCommunes(t: Pick<TestApp, 'app'>, codes: string[]): Promise<Record<string, string>> {
  const rows = await t.app.db
    .insertInto('unit')
    .values(
      codes.map((code) => ({
        code,
        name: `Xã ${code}`,
        folded: fold(`Xã ${code}`),
        kind: 'commune' as const,
        valid_from: '2025-07-01',
      })),
    )
    .returning(['id', 'code'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.code, row.id]));
}

/** indicator, unit's code, period, numerator (or the amount), denominator (null for an amount), state */
type Line = readonly [string, string, string, number, number | null, 'entered' | 'submitted' | 'verified' | 'locked'];

/** Figures straight into the table; what is locked is official. */
export async function boardFigures(
  t: Pick<TestApp, 'app'>,
  movementId: string,
  units: Record<string, string>,
  lines: readonly Line[],
): Promise<void> {
  const now = new Date('2027-01-10T08:00:00+07:00');
  await t.app.db
    .insertInto('indicator_value')
    .values(
      lines.map(([indicatorId, code, period, above, below, state]) => {
        const [numerator, denominator] = below === null ? [null, null] : [String(above), String(below)];
        const value = below === null ? String(above) : ((above * 100) / below).toFixed(6);
        const locked = state === 'locked';
        return {
          programme_id: movementId,
          indicator_id: indicatorId,
          unit_id: units[code]!,
          period,
          numerator,
          denominator,
          value,
          state,
          entered_at: now,
          updated_at: now,
          ...(locked
            ? {
                locked_at: now,
                official_version: 1,
                official_numerator: numerator,
                official_denominator: denominator,
                official_value: value,
              }
            : {}),
        };
      }),
    )
    .execute();
}
