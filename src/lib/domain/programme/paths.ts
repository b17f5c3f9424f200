import type { Programme } from './types.ts';

/**
 * Where something stands in a programme: `timeline[refinement].to`, `rounds[preliminary].rubric.criteria[novelty].max`,
 * `purposes[0]`. Brackets address an element of a list by its `id` or, where elements have none, by its position.
 */
export type ProgrammePath = string;

type Json = unknown;
type Dict = Record<string, Json>;

const isDict = (value: Json): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `a.b[c.d].e` → ['a', 'b', 'c.d', 'e']; ids in brackets may hold dots (clause ids do). */
export function parsePath(path: ProgrammePath): string[] {
  const segments: string[] = [];
  const pattern = /(?:^|\.)([^.[\]]+)|\[([^\]]+)\]/gy;
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path);
    if (!match) throw new Error(`bad path: ${path}`);
    segments.push((match[1] ?? match[2])!);
  }
  if (segments.length === 0) throw new Error('empty path');
  // Paths come from forms as well: nothing may reach the prototype.
  if (segments.some((s) => s === '__proto__' || s === 'prototype' || s === 'constructor'))
    throw new Error(`bad path: ${path}`);
  return segments;
}

function indexIn(list: Json[], segment: string): number {
  const byId = list.findIndex((item) => isDict(item) && item.id === segment);
  if (byId >= 0) return byId;
  return /^\d+$/.test(segment) && Number(segment) < list.length ? Number(segment) : -1;
}

/** The value at a path; `undefined` where nothing stands. */
export function readPath(programme: unknown, path: ProgrammePath): unknown {
  let here: Json = programme;
  for (const segment of parsePath(path)) {
    if (Array.isArray(here)) here = here[indexIn(here, segment)];
    else if (isDict(here) && Object.hasOwn(here, segment)) here = here[segment];
    else return undefined;
  }
  return here;
}

/**
 * A copy of the programme with one value changed; parts off the path are shared with the original.
 * `undefined` removes the key (or the element of a list). Throws where the path leads nowhere, because a question whose
 * answer silently changes nothing is worse than one that fails.
 */
export function applySet<P extends object = Programme>(programme: P, path: ProgrammePath, value: unknown): P {
  return setAt(programme, parsePath(path), value, path) as P;
}

function setAt(here: Json, segments: string[], value: Json, path: string): Json {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (Array.isArray(here)) {
    const index = indexIn(here, segment);
    if (index < 0) throw new Error(`no element "${segment}" on path ${path}`);
    if (rest.length === 0 && value === undefined) return here.toSpliced(index, 1);
    return here.with(index, setAt(here[index], rest, value, path));
  }
  if (!isDict(here)) throw new Error(`nothing to set at "${segment}" on path ${path}`);
  if (rest.length === 0 && value === undefined) {
    const { [segment]: _removed, ...others } = here;
    return others;
  }
  if (rest.length > 0 && !Object.hasOwn(here, segment)) throw new Error(`no "${segment}" on path ${path}`);
  return { ...here, [segment]: setAt(here[segment], rest, value, path) };
}
