/** What differs between two revisions of a catalogue, in words. */
import { formatDecimal } from '../kernel/decimal.ts';
import { formatDate } from '../kernel/time.ts';
import { diffProgramme, showChange } from '../programme/diff.ts';
import type { PartSet } from '../programme/partSet.ts';
import * as words from './labels.ts';
import { kindOfCatalogue } from './names.ts';
import type { BaseSalaries, CatalogueDocument, CatalogueName, Holidays } from './types.ts';

export interface ChangeWords {
  path: string;
  label: string;
  before: string;
  after: string;
}

const parts: PartSet = {
  names: {},
  keys: {},
  fieldName: words.fieldName,
  words: {
    subjects: words.subjectWords,
    kinds: words.awardKindWords,
    level: words.levelWords,
    occasions: words.occasionWords,
    launchedBy: words.launchWords,
    is: { ...words.formWords, ...words.partWords, ...words.dayWords },
    of: words.partOfWords,
    base: words.voteBaseWords,
    way: words.roundingWords,
    value: words.awardKindWords,
  },
};

type Dict = Record<string, unknown>;

/** A figure is compared leaf by leaf, its mark too, with decimals as people read them. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Dict).map(([key, inner]) => {
      const decimal = (key === 'value' || key === 'percent') && typeof inner === 'string';
      return [key === 'source' ? 'origin' : key, decimal ? formatDecimal(inner) : open(inner)];
    }),
  );
}

/** Rows that have no id are known by their day. */
function withIds(name: CatalogueName, doc: CatalogueDocument): object {
  const kind = kindOfCatalogue(name);
  if (kind === 'base-salary')
    return {
      rows: (doc as BaseSalaries).rows.map((row) => ({ id: row.from, label: `Từ ${formatDate(row.from)}`, ...row })),
    };
  if (kind === 'holidays')
    return { days: (doc as Holidays).days.map((one) => ({ id: one.day, label: formatDate(one.day), ...one })) };
  return doc;
}

/** @param before null: the catalogue is new, which is one change */
export function diffCatalogue(
  name: CatalogueName,
  before: CatalogueDocument | null,
  after: CatalogueDocument,
): ChangeWords[] {
  if (!before) return [];
  return diffProgramme(open(withIds(name, before)) as object, open(withIds(name, after)) as object, parts).map(
    (change) => {
      const [was, is] = showChange(change, parts);
      return { path: change.path, label: change.label, before: was, after: is };
    },
  );
}
