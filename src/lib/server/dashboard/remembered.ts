import { type OfIndicator, readFigures } from '#lib/domain/dashboard/reading.ts';
import type { Standing } from '#lib/domain/dashboard/standing.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import type { Succession } from '#lib/domain/movement/succession.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { figuresStamp, officialOf } from './figures.ts';

/** The official figures of a movement, read. Shared by readers: never change it in place, and ask `Board.sees` before a unit's figure goes out. */
export interface Reading {
  read: Map<string, OfIndicator>;
  /** years in which there are figures */
  measured: number[];
  /** how cells stand, by indicator, unit and year: filled as they are asked for */
  standings: Map<string, Standing>;
}

export const reading = (
  indicators: Indicator[],
  figures: Parameters<typeof readFigures>[1],
  succession: Succession,
): Reading => ({
  read: readFigures(indicators, figures, succession),
  measured: [...new Set(figures.map((row) => row.period))]
    .map(periodYear)
    .filter((year, i, all) => all.indexOf(year) === i)
    .sort((a, b) => a - b),
  standings: new Map(),
});

// Official figures change when somebody locks or corrects, and are read by everyone all day. Some megabytes each.
const remembered = new Map<string, { key: string; reading: Reading }>();
const mostRemembered = 6;

/** The official figures of all indicators of a movement, from memory where nothing was written since. */
export async function officialReading(ctx: Ctx, movement: StoredMovement, succession: Succession): Promise<Reading> {
  const { db } = ctx.app;
  const stamp = await figuresStamp(db, movement.id);
  const key = `${movement.version} ${stamp} ${JSON.stringify([...succession])}`;
  const known = remembered.get(movement.id);
  if (known?.key === key) return known.reading;
  const fresh = reading(movement.doc.indicators, await officialOf(db, { programmeId: movement.id }), succession);
  if (db.isTransaction) return fresh;
  remembered.delete(movement.id);
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value as string);
  remembered.set(movement.id, { key, reading: fresh });
  return fresh;
}
