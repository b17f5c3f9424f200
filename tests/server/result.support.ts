import type { EntryState } from '#lib/domain/entry/states.ts';
import { entryCode } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { type Actor, visitor } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp, testPerson } from '../support/ctx.ts';
import type { Browser } from '../support/http.ts';
import type { TestServer } from '../support/server.ts';

type Person = Actor & { id: string };

export const after = {
  preliminary: '2026-07-30T09:00:00+07:00',
  final: '2026-09-26T09:00:00+07:00',
};

/** The contest after a round was closed, with its cast. */
export interface Judged {
  t: TestApp;
  programmeId: string;
  admin: Person;
  organiser: Person;
  deputy: Person;
  secretary: Person;
  chair: Person;
  auditor: Person;
  author: Person;
  stored(): Promise<NonNullable<Awaited<ReturnType<typeof programmeById>>>>;
  stateOf(entryId: string): Promise<EntryState>;
  /** an entry with two authors; the second has no account */
  entry(no: number, state: EntryState, options?: { onBehalf?: boolean }): Promise<string>;
  /** what the jury's closing of a round leaves behind; ranks as given */
  close(roundId: string, rows: { entryId: string; rank: number; score: string; tied?: boolean }[]): Promise<void>;
  propose(kind: 'finalist' | 'prize', rows: { entryId: string; tierId?: string }[]): Promise<void>;
}

/** @param on an app that already runs; default: a new one without a web server */
export async function judgedContest(change: Partial<ContestProgramme> = {}, on?: TestApp): Promise<Judged> {
  const t = on ?? (await testApp());
  const admin = await t.person('Hoàng Văn Quản', [{ role: 'admin' }]);
  const at = '2026-02-01T08:00:00+07:00';
  const programmeId = await createProgramme(t.ctx(admin, at), { doc: { ...contest2026Demo, ...change } });
  await publishProgramme(t.ctx(admin, at), { programmeId, version: 1 });
  const holder = (name: string, role: 'organiser' | 'secretary' | 'jury-chair' | 'auditor') =>
    t.person(name, [{ role, programmeId }]);
  const [organiser, deputy] = [await holder('Lò Minh Trưởng', 'organiser'), await holder('Cầm Thị Phó', 'organiser')];
  const [secretary, chair] = [await holder('Quàng Thị Thư', 'secretary'), await holder('Vì Văn Khảo', 'jury-chair')];
  const auditor = await holder('Tòng Thị Soát', 'auditor');
  const author = await t.person('Nguyễn Thị Tác');
  const { db } = t.app;
  const now = new Date('2026-06-20T08:00:00+07:00');

  return {
    t,
    programmeId,
    admin,
    organiser,
    deputy,
    secretary,
    chair,
    auditor,
    author,
    stored: async () => (await programmeById(db, programmeId))!,
    stateOf: async (entryId) =>
      (await db.selectFrom('entry').select('state').where('id', '=', entryId).executeTakeFirstOrThrow()).state,
    async entry(no, state, options = {}) {
      const title = `Sản phẩm số ${no}`;
      const { id } = await db
        .insertInto('entry')
        .values({
          programme_id: programmeId,
          code: entryCode('CDS26', no),
          state,
          title,
          folded: fold(title),
          pillar: ['government', 'economy', 'society'][no % 3]!,
          created_by: author.id,
          on_behalf: options.onBehalf ?? false,
          created_at: now,
          updated_at: now,
          submitted_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const line = { entry_id: id, workplace: 'UBND xã Mường Chiên', created_at: now };
      await db
        .insertInto('entry_author')
        .values([
          { ...line, person_id: author.id, position: 1, full_name: author.name, email: author.email, share: '60' },
          {
            ...line,
            person_id: null,
            position: 2,
            full_name: `Lò Văn ${no}`,
            email: `ban${no}@example.test`,
            share: '40',
          },
        ])
        .execute();
      return id;
    },
    async close(roundId, rows) {
      await db
        .insertInto('round_state')
        .values({ programme_id: programmeId, round_id: roundId, state: 'closed', closed_at: now, closed_by: chair.id })
        .execute();
      await db
        .insertInto('round_result')
        .values(
          rows.map((row) => ({
            programme_id: programmeId,
            round_id: roundId,
            entry_id: row.entryId,
            rank: row.rank,
            tied: row.tied ?? false,
            score: row.score,
            detail: JSON.stringify({ tieNote: null }),
          })),
        )
        .execute();
    },
    async propose(kind, rows) {
      await db
        .insertInto('proposal')
        .values(
          rows.map((row) => ({
            programme_id: programmeId,
            entry_id: row.entryId,
            kind,
            tier_id: row.tierId ?? null,
            proposed_by: chair.id,
            at: now,
          })),
        )
        .execute();
    },
  };
}

/** The contest with `count` finalists ranked 1, 2, 3 … by the final, their list published. */
export async function finalJudged(count: number, change: Partial<ContestProgramme> = {}, on?: TestApp) {
  const contest = await judgedContest(change, on);
  const ids: string[] = [];
  for (let no = 1; no <= count; no++) ids.push(await contest.entry(no, 'shortlisted'));
  await contest.close(
    'final',
    ids.map((entryId, i) => ({ entryId, rank: i + 1, score: String(95 - i) })),
  );
  await contest.t.app.db
    .insertInto('decision')
    .values({
      programme_id: contest.programmeId,
      kind: 'finalists',
      decided_by: contest.organiser.id,
      decided_at: new Date(after.preliminary),
      published_at: new Date(after.preliminary),
    })
    .execute();
  return { ...contest, ids };
}

/** The same cast on a running server: acts are made at the server's moment unless one is given. */
export const onServer = (server: TestServer): TestApp => {
  const ctx: TestApp['ctx'] = (actor, at) => ({
    ...server.ctx(actor),
    channel: 'web',
    ...(at ? { now: new Date(at) } : {}),
  });
  return {
    app: server.app,
    ctx,
    visitor: (at) => ctx(visitor, at),
    person: (name, grants) => testPerson(server.app.db, name, grants),
    close: () => server.stop(),
  } as TestApp;
};

/** A browser in which this person is signed in. */
export async function signedIn(server: TestServer, person: { id: string }): Promise<Browser> {
  const browser = server.browser();
  const secret = await createSession(server.app.db, person.id, { ip: null, userAgent: null });
  browser.cookies.set(sessionCookie, secret);
  return browser;
}
