import { Readable } from 'node:stream';
import type { TestApp } from './ctx.ts';

const body = Buffer.from('%PDF-1.7 thử\n', 'utf8');

/** A paper of a letter to those above, uploaded and checked: the signed letter or an answer. */
export async function insertForwardingFile(
  t: Pick<TestApp, 'app'>,
  forwardingId: string,
  role: 'letter' | 'answer',
): Promise<string> {
  const at = new Date('2030-10-07T02:00:00Z');
  const stored = await t.app.files.put(Readable.from([body]));
  const { id } = await t.app.db
    .insertInto('file')
    .values({
      purpose: 'award',
      name: `${role}.pdf`,
      declared_size: stored.size,
      size: stored.size,
      state: 'ready',
      media: 'application/pdf',
      kind: 'pdf',
      sha256: stored.sha256,
      storage_key: stored.key,
      created_at: at,
      ready_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await t.app.db
    .insertInto('award_file')
    .values({ file_id: id, forwarding_id: forwardingId, role, label: role, added_by_name: 'Thử', added_at: at })
    .execute();
  return id;
}
