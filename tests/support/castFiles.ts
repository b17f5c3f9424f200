import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { samplePdf, sampleVideo } from './samples.ts';
import type { TestServer } from './server.ts';

export type PutFile = (file: {
  purpose: 'entry' | 'letter' | 'document';
  name: string;
  ownerId: string;
  kind?: 'pdf' | 'video';
}) => Promise<string>;

/** Puts checked files into the store; the way through upload and quarantine has tests of its own. */
export function castFiles(server: TestServer): PutFile {
  const { db, files } = server.app;
  return async ({ purpose, name, ownerId, kind = 'pdf' }) => {
    const bytes = kind === 'pdf' ? samplePdf(`Tep ${randomUUID()}`) : sampleVideo();
    const stored = await files.put(Readable.from([bytes]));
    const at = new Date('2026-06-01T08:00:00+07:00');
    const { id } = await db
      .insertInto('file')
      .values({
        purpose,
        owner_id: ownerId,
        name,
        declared_size: stored.size,
        size: stored.size,
        media: kind === 'pdf' ? 'application/pdf' : 'video/mp4',
        kind,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        state: 'ready',
        facts: JSON.stringify(kind === 'video' ? { video: { seconds: 6, width: 640, height: 360, codec: 'avc' } } : {}),
        storage_key: stored.key,
        created_at: at,
        ready_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
}
