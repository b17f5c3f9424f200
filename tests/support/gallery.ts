import { Readable } from 'node:stream';
import { type Kysely, sql } from 'kysely';
import { entryCode } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { DB } from '#lib/server/platform/db/schema.ts';
import type { FileStore } from '#lib/server/platform/files/store.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { interactionRules } from './interaction.ts';

/** A contest whose videos are shown to everyone. */
export const galleryContest: ContestProgramme = {
  ...contest2026Demo,
  slug: 'video-cua-ban',
  code: 'VID26',
  name: 'Cuộc thi video của bản',
  shortName: 'Video của bản',
  gallery: {
    clause: contest2026Demo.topics.clause,
    name: 'Thư viện bài dự thi',
    video: { stage: 'submission', requirementId: 'video' },
    summaryField: 'summary',
    consents: [
      {
        id: 'gallery',
        text: 'Tôi đồng ý để Ban Tổ chức đăng công khai video của tôi.',
        version: 1,
        clause: contest2026Demo.topics.clause,
        needed: true,
      },
    ],
    guardianBelowAge: 16,
  },
  interaction: { ...interactionRules, from: '2026-06-01T00:00:00.000+07:00' },
};

export interface Work {
  title: string;
  authors?: { name: string; workplace: string | null }[];
  unit?: { id: string; name: string };
  topics?: string[];
  summary?: string;
  withdrawn?: boolean;
}

export interface PostedWork {
  entryId: string;
  fileId: string;
  code: string;
  /** as it stands in addresses */
  slug: string;
}

const at = new Date('2026-06-01T08:00:00+07:00');

/** Puts the video of an entry on show. */
export async function postWork(
  db: Kysely<DB>,
  args: { programmeId: string; entryId: string; fileId: string; code: string; work: Work },
): Promise<PostedWork> {
  const { programmeId, entryId, fileId, code, work } = args;
  const authors = work.authors ?? [{ name: 'Lò Thị Bài', workplace: null }];
  const summary = work.summary ?? '';
  await db
    .insertInto('gallery_item')
    .values({
      entry_id: entryId,
      programme_id: programmeId,
      code,
      title: work.title,
      folded: fold([work.title, ...authors.map((a) => a.name), work.unit?.name ?? '', summary].join(' ')),
      authors: JSON.stringify(authors),
      unit_id: work.unit?.id ?? null,
      unit_name: work.unit?.name ?? null,
      topics: work.topics ?? [],
      summary,
      file_id: fileId,
      duration: '252.4',
      posted_at: at,
      ...(work.withdrawn ? { withdrawn_at: at, withdrawn_reason: 'Tác giả rút đồng ý công khai.' } : {}),
    })
    .execute();
  // each author agreed to it before
  await sql`
    insert into publication_consent (entry_id, entry_author_id, author_name, purpose_id, version, text, who, answer, at, person_id, channel)
    select ${entryId}, a.id, a.full_name, c->>'id', (c->>'version')::int, c->>'text', 'author', true, ${at}, a.person_id, 'web'
      from entry_author a, programme p, jsonb_array_elements(p.doc->'gallery'->'consents') as c
     where a.entry_id = ${entryId} and p.id = ${programmeId}`.execute(db);
  return { entryId, fileId, code, slug: code.toLowerCase() };
}

/** Puts works on show as rows; the way there through screening has tests of its own. */
export async function insertWorks(
  { db, files }: { db: Kysely<DB>; files: FileStore },
  { programmeId, code, works, video }: { programmeId: string; code: string; works: Work[]; video: Buffer },
): Promise<PostedWork[]> {
  const posted: PostedWork[] = [];
  const { id: personId } = await db
    .insertInto('person')
    .values({
      full_name: 'Lò Văn Đăng',
      folded: 'lo van dang',
      email: `${code.toLowerCase()}@dang.example`,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [i, work] of works.entries()) {
    const entryNo = entryCode(code, i + 1);
    const { key, size } = await files.put(Readable.from([video]));
    const { id: fileId } = await db
      .insertInto('file')
      .values({
        purpose: 'entry',
        owner_id: personId,
        name: 'video.mp4',
        declared_size: size,
        size,
        media: 'video/mp4',
        kind: 'video',
        sha256: String(i).padStart(64, '0'),
        state: 'ready',
        facts: JSON.stringify({ video: { seconds: 252.4, width: 1280, height: 720, codec: 'avc' } }),
        storage_key: key,
        created_at: at,
        ready_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id: entryId } = await db
      .insertInto('entry')
      .values({
        programme_id: programmeId,
        code: entryNo,
        state: 'shortlisted',
        title: work.title,
        folded: fold(work.title),
        pillar: 'society',
        topics: work.topics ?? [],
        unit_id: work.unit?.id ?? null,
        form: '{}',
        created_by: personId,
        created_at: at,
        updated_at: at,
        submitted_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    posted.push(await postWork(db, { programmeId, entryId, fileId, code: entryNo, work }));
  }
  return posted;
}

/** Every author of an entry, all grown up, agrees to everything that the contest asks about publication. */
export async function agreeToAll(db: Kysely<DB>, entryId: string, when: Date = at): Promise<void> {
  await db.updateTable('entry_author').set({ birth_year: 1985 }).where('entry_id', '=', entryId).execute();
  await sql`
    insert into publication_consent (entry_id, entry_author_id, author_name, purpose_id, version, text, who, answer, at, channel)
    select e.id, a.id, a.full_name, c->>'id', (c->>'version')::int, c->>'text', 'author', true, ${when}, 'web'
      from entry e join programme p on p.id = e.programme_id join entry_author a on a.entry_id = e.id
      cross join jsonb_array_elements(p.doc->'gallery'->'consents') c
     where e.id = ${entryId}`.execute(db);
}
