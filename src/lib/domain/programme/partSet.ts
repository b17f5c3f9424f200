import { type ProgrammePath, parsePath } from './paths.ts';

/** How the document of one kind of programme is divided into parts, and what its keys and words are called on pages. */
export interface PartSet {
  /** names of the parts by id, in the order of pages */
  names: Record<string, string>;
  /** which keys of the document each part holds; what stands in none belongs to `basics` and is not edited */
  keys: Record<string, string[]>;
  fieldName(key: string): string;
  /** Vietnamese words for the values of a key: `kinds` → { commune: 'Xã' }; 'null' for none */
  words?: Record<string, Record<string, string>>;
}

/** The part in which a path stands; everything without a part of its own is basic data. */
export function partAt(set: PartSet, path: ProgrammePath): string {
  const root = parsePath(path)[0]!;
  return Object.keys(set.keys).find((part) => set.keys[part]?.includes(root)) ?? 'basics';
}
