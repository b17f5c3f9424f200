import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { TestApp } from './ctx.ts';

/** The document of a contest as it is stored now. */
export async function storedContest(t: Pick<TestApp, 'app'>, programmeId?: string): Promise<ContestProgramme> {
  const { doc } = await t.app.db
    .selectFrom('programme')
    .select('doc')
    .where('kind', '=', 'contest')
    .$if(programmeId !== undefined, (q) => q.where('id', '=', programmeId as string))
    .executeTakeFirstOrThrow();
  return doc as ContestProgramme;
}

/** Puts a published contest into a test database, without its drafts and decisions. */
export async function insertContest(
  t: Pick<TestApp, 'app'>,
  doc: ContestProgramme,
  since = new Date('2026-01-06T00:00:00Z'),
): Promise<string> {
  const { id } = await t.app.db
    .insertInto('programme')
    .values({
      slug: doc.slug,
      code: doc.code,
      kind: 'contest',
      status: 'published',
      version: 1,
      doc: JSON.stringify(doc),
      published_at: since,
      created_at: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
