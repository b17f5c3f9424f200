import type { TestApp } from './ctx.ts';

/** The signed paper of a decision, uploaded and checked. */
export async function insertSignedFile(t: Pick<TestApp, 'app'>, decisionId: string): Promise<string> {
  const at = new Date('2027-09-05T08:00:00Z');
  const { id } = await t.app.db
    .insertInto('file')
    .values({
      purpose: 'award',
      name: 'quyet-dinh-da-ky.pdf',
      declared_size: 1000,
      size: 1000,
      state: 'ready',
      media: 'application/pdf',
      kind: 'pdf',
      sha256: 'a'.repeat(64),
      created_at: at,
      ready_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await t.app.db
    .insertInto('award_file')
    .values({ file_id: id, decision_id: decisionId, role: 'signed', added_by_name: 'Thử', added_at: at })
    .execute();
  return id;
}
