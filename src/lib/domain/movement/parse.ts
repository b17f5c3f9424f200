import { type ParseIssue, parseWith } from '../programme/parse.ts';
import { movementSchema } from './schema.ts';
import type { MovementProgramme } from './types.ts';

/** Reads a movement from unknown JSON; every fault is named in Vietnamese with its place. */
export function parseMovement(
  input: unknown,
): { ok: true; movement: MovementProgramme } | { ok: false; issues: ParseIssue[] } {
  const parsed = parseWith(movementSchema, input);
  return parsed.ok ? { ok: true, movement: parsed.output } : parsed;
}
