import type { SheetKind } from '#lib/domain/imports/format.ts';
import type { ImportKind } from './kind.ts';
import { obligationsImport } from './obligations.ts';
import { valuesImport } from './values.ts';

/** Every kind of file that comes in through the background import. */
export const importKinds: Record<SheetKind, ImportKind> = { values: valuesImport, obligations: obligationsImport };

/** The kind of a stored job; null for kinds that come in elsewhere. */
export const kindOf = (name: string): ImportKind | null =>
  name === 'values' || name === 'obligations' ? importKinds[name] : null;
