import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { ContestProgramme, GalleryRules, InteractionRules } from '#lib/domain/programme/types.ts';
import type { DB } from '#lib/server/platform/db/schema.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';

const gallery: GalleryRules = {
  clause: 'II.2',
  name: 'Thư viện video',
  video: { stage: 'submission', requirementId: 'video' },
  summaryField: 'summary',
  consents: [],
  guardianBelowAge: 18,
};

export const interactionRules: InteractionRules = {
  clause: 'II.2',
  from: '2026-08-01T00:00:00.000+07:00',
  freezeAt: '2026-09-10T23:59:59.999+07:00',
  weights: { like: '1', share: '2', view: '0.1', source: 'demo' },
  sharesPerDay: { value: 3, source: 'demo' },
  view: { seconds: 30, fraction: '0.5' },
  external: { counted: { value: true, source: 'demo' }, weights: { like: '1', share: '1', comment: '0' } },
  hiddenUntilFreeze: { value: false, source: 'demo' },
  ties: ['likes', 'shares', 'score', 'earlier-submission', 'decision'],
};

/** A contest that counts interactions. */
export const galleryContest = (more: Partial<InteractionRules> = {}): ContestProgramme => ({
  ...structuredClone(contest2026Demo),
  gallery,
  interaction: { ...interactionRules, ...more },
});

export const freezeAt = new Date(interactionRules.freezeAt);

/** Puts works on show by SQL, without their files' content. @returns ids of the entries in the order of their codes */
export async function showWorks(
  db: Kysely<DB>,
  programme: { id: string; code: string },
  n: number,
  first = 90_001,
): Promise<string[]> {
  const at = new Date('2026-07-20T00:00:00Z');
  const person = await somebody(db, 1);
  const { rows } = await sql<{ entry_id: string }>`
    with new_file as (
      insert into file (purpose, name, declared_size, size, state, sha256, storage_key, created_at, ready_at)
      values ('entry', 'video.mp4', 1, 1, 'ready', repeat('0', 64), 'none', ${at}, ${at}) returning id
    ), made as (
      insert into entry (programme_id, code, state, title, created_by, created_at, updated_at, submitted_at)
      select ${programme.id}, ${`${programme.code}-`} || lpad((${first}::int + i)::text, 5, '0'), 'eligible', 'Tác phẩm số ' || (i + 1), ${person[0]!}, ${at}, ${at},
             ${at}::timestamptz - i * interval '1 minute'
        from generate_series(0, ${n - 1}::int) i returning *
    )
    insert into gallery_item (entry_id, programme_id, code, title, folded, authors, file_id, posted_at)
    select id, programme_id, code, title, lower(title), '[]', (select id from new_file), ${at} from made
    returning entry_id`.execute(db);
  const ids = rows.map((row) => row.entry_id);
  const ordered = await db.selectFrom('entry').select('id').where('id', 'in', ids).orderBy('code').execute();
  return ordered.map((row) => row.id);
}

/** Ids of so many new persons. */
export async function somebody(db: Kysely<DB>, n: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into person (full_name, folded, email, email_confirmed_at, created_at)
    select 'Người ' || i, 'nguoi ' || i, ${randomUUID()} || '-' || i || '@example.test', '2026-01-01', '2026-01-01'
      from generate_series(1, ${n}::int) i returning id`.execute(db);
  return rows.map((row) => row.id);
}

interface Happening {
  programmeId: string;
  entryId: string;
  at: Date;
  voidedAt?: Date | null;
}

const voided = ({ voidedAt }: Happening) => ({
  voided_at: voidedAt ?? null,
  voided_reason: voidedAt ? 'Bình chọn bằng tài khoản hàng loạt.' : null,
});

export const like = (personId: string, one: Happening & { takenBackAt?: Date | null }) => ({
  programme_id: one.programmeId,
  entry_id: one.entryId,
  person_id: personId,
  at: one.at,
  taken_back_at: one.takenBackAt ?? null,
  network: '203.0.113.1',
  challenge: 'solved' as const,
  ...voided(one),
});

export const share = (personId: string, one: Happening & { openedAt: Date | null }) => ({
  token: randomUUID(),
  programme_id: one.programmeId,
  entry_id: one.entryId,
  person_id: personId,
  at: one.at,
  network: '203.0.113.1',
  opened_at: one.openedAt,
  ...voided(one),
});

export const view = (viewer: string, one: Happening & { day: string }) => ({
  programme_id: one.programmeId,
  entry_id: one.entryId,
  viewer,
  day: one.day,
  at: one.at,
  seconds: 30,
  network: '203.0.113.1',
  ...voided(one),
});

export const external = (
  byId: string,
  one: { programmeId: string; entryId: string; takenAt: Date; at?: Date; likes: number; withdrawnAt?: Date | null },
  more: { source?: 'facebook' | 'zalo'; shares?: number; comments?: number } = {},
) => ({
  programme_id: one.programmeId,
  entry_id: one.entryId,
  source: more.source ?? ('facebook' as const),
  address: 'https://www.facebook.com/chuyendoisosonla/posts/1',
  taken_at: one.takenAt,
  likes: one.likes,
  shares: more.shares ?? 0,
  comments: more.comments ?? 0,
  by_id: byId,
  at: one.at ?? one.takenAt,
  withdrawn_at: one.withdrawnAt ?? null,
  withdrawn_reason: one.withdrawnAt ? 'Ghi nhầm bài.' : null,
});
