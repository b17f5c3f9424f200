import { type Kysely, sql } from 'kysely';
import { figureText } from '#lib/domain/indicator/text.ts';
import { periodDays } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import type { DB, ValueState } from '../platform/db/schema.ts';

/** A figure of an indicator as a plan or report shows it and keeps it when it is handed in. Numbers are decimal strings. */
export interface ReportFigure {
  indicatorId: string;
  name: string;
  measure: string;
  kind: Indicator['kind'];
  decimals: number;
  period: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  state: ValueState;
  /** locked: the official figure */
  official: boolean;
}

/**
 * The figures of a unit that lie within a period, by indicator, in the order of the movement: what is being worked on, or the locked
 * figure where there is one and nothing newer. One query.
 */
export async function figuresOf(
  db: Kysely<DB>,
  args: { programmeId: string; unitId: string; period: string; indicators: readonly Indicator[] },
): Promise<ReportFigure[]> {
  if (args.indicators.length === 0) return [];
  const rows = await db
    .selectFrom('indicator_value')
    .select(['indicator_id', 'period', 'state', 'version', 'official_version'])
    .select([
      sql<string | null>`value::text`.as('value'),
      sql<string | null>`numerator::text`.as('numerator'),
      sql<string | null>`denominator::text`.as('denominator'),
    ])
    .where('programme_id', '=', args.programmeId)
    .where('unit_id', '=', args.unitId)
    .where(
      'indicator_id',
      'in',
      args.indicators.map((one) => one.id),
    )
    .orderBy('period')
    .execute();
  const { from, to } = periodDays(args.period);
  const within = rows.filter((row) => {
    const days = periodDays(row.period);
    return days.from >= from && days.to <= to;
  });
  return args.indicators.flatMap((indicator) =>
    within
      .filter((row) => row.indicator_id === indicator.id)
      .map((row) => ({
        indicatorId: indicator.id,
        name: indicator.name,
        measure: indicator.measure,
        kind: indicator.kind,
        decimals: indicator.decimals,
        period: row.period,
        value: row.value,
        numerator: row.numerator,
        denominator: row.denominator,
        state: row.state,
        official: row.official_version !== null && row.official_version === row.version,
      })),
  );
}

/** "62,5%", "Có", "1.204 người": a figure as people read it. */
export const shownFigure = (one: Pick<ReportFigure, 'value' | 'kind' | 'measure' | 'decimals'>): string =>
  one.value === null ? 'chưa có' : figureText(one, one.value);
