import type { Kysely } from 'kysely';
import { type ChangeWords, diffCatalogue } from '#lib/domain/catalogue/diff.ts';
import { isLaw, titleOf } from '#lib/domain/catalogue/names.ts';
import type { CatalogueDocument, CatalogueName } from '#lib/domain/catalogue/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { awardOffices, baseSalaries, holidays, lawVersions } from '#programmes/catalogue/index.ts';
import type { DB } from '../platform/db/schema.ts';

/** A catalogue as it stands: the newest revision, or what ships (revision 0). */
export interface StoredCatalogue {
  name: CatalogueName;
  title: string;
  doc: CatalogueDocument;
  revision: number;
  at: Date | null;
  byName: string | null;
}

const shipped = (): Map<CatalogueName, CatalogueDocument> =>
  new Map<CatalogueName, CatalogueDocument>([
    ...lawVersions.map((law): [CatalogueName, CatalogueDocument] => [`law:${law.id}`, law]),
    ['base-salary', baseSalaries],
    ['holidays', holidays],
    ['offices', awardOffices],
  ]);

/** All catalogues, versions of the law first and the newest of them on top. */
export async function cataloguesOf(db: Kysely<DB>): Promise<StoredCatalogue[]> {
  const rows = await db
    .selectFrom('catalogue_revision')
    .select(['catalogue', 'revision', 'doc', 'at', 'by_name as byName'])
    .distinctOn('catalogue')
    .orderBy('catalogue')
    .orderBy('revision', 'desc')
    .execute();
  const all = new Map<CatalogueName, StoredCatalogue>(
    [...shipped()].map(([name, doc]) => [
      name,
      { name, title: titleOf(name, doc), doc, revision: 0, at: null, byName: null },
    ]),
  );
  for (const { catalogue, ...row } of rows) {
    const name = catalogue as CatalogueName;
    all.set(name, { name, title: titleOf(name, row.doc), ...row });
  }
  const from = ({ name, doc }: StoredCatalogue) => (isLaw(name) ? (doc as { from: string }).from : '');
  return [...all.values()].toSorted((a, b) => (from(a) > from(b) ? -1 : from(a) < from(b) ? 1 : 0));
}

/** @throws RuleError 'not-found' */
export async function catalogueOf(db: Kysely<DB>, name: CatalogueName): Promise<StoredCatalogue> {
  const row = await db
    .selectFrom('catalogue_revision')
    .select(['revision', 'doc', 'at', 'by_name as byName'])
    .where('catalogue', '=', name)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  const doc = row?.doc ?? shipped().get(name);
  if (!doc) throw notFound('Danh mục này');
  return {
    name,
    title: titleOf(name, doc),
    doc,
    revision: row?.revision ?? 0,
    at: row?.at ?? null,
    byName: row?.byName ?? null,
  };
}

export interface RevisionLine {
  revision: number;
  at: Date | null;
  byName: string;
  reason: string;
  changes: ChangeWords[];
}

/** Every revision with what it changed, the newest first; what ships is revision 0. */
export async function revisionsOf(db: Kysely<DB>, name: CatalogueName): Promise<RevisionLine[]> {
  const rows = await db
    .selectFrom('catalogue_revision')
    .select(['revision', 'doc', 'at', 'by_name as byName', 'reason'])
    .where('catalogue', '=', name)
    .orderBy('revision')
    .execute();
  const first = shipped().get(name) ?? null;
  let before = first;
  const lines: RevisionLine[] = first
    ? [{ revision: 0, at: null, byName: 'Bản cài đặt', reason: 'Nội dung ban đầu, chưa ai sửa.', changes: [] }]
    : [];
  for (const { doc, ...row } of rows) {
    lines.push({ ...row, changes: diffCatalogue(name, before, doc) });
    before = doc;
  }
  return lines.toReversed();
}
