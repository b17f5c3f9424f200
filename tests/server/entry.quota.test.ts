import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { answerInvitation } from '#lib/server/entry/coAuthor.ts';
import { entriesNaming, quotaOf } from '#lib/server/entry/quota.ts';
import { findEntry } from '#lib/server/entry/record.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { restoreEntry, withdrawEntry } from '#lib/server/entry/withdraw.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { countQueries } from '#lib/server/platform/db/sql.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { disqualifyEntry, reinstateEntry } from '#lib/server/screening/check.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { publishContest, readyEntry, submittedEntry, versionOf } from '../support/entry.ts';
import { refusal } from '../support/refusal.ts';

type Person = Actor & { id: string };
const april = '2026-04-10T08:00:00+07:00';
let t: TestApp;
let programmeId: string;
let programme: StoredProgramme;
let secretary: Person;
let no = 0;

const threeEach = (doc: ContestProgramme): ContestProgramme => ({
  ...doc,
  eligibility: {
    ...doc.eligibility,
    maxEntriesPerPerson: { value: 3, source: 'decided' },
    maxEntriesPerGroup: { value: 2, source: 'decided' },
  },
});
const someone = () => t.person(`Tác Giả ${++no}`);
const begin = (by: Person, title = `Bài số ${++no}`) => startEntry(t.ctx(by, april), { programmeId, title });
const fill = async (by: Person, count: number) => {
  for (let i = 0; i < count; i++) await begin(by);
};
/** A draft of `lead` that names `other` with half the share. */
const together = async (lead: Person, other: Person): Promise<string> => {
  const { entryId } = await begin(lead);
  await nameToo(lead, entryId, other);
  return entryId;
};
const nameToo = async (lead: Person, entryId: string, other: Person) => {
  const entry = (await findEntry(t.app.db, entryId))!;
  const [first] = entry.authors;
  return saveAuthors(t.ctx(lead, april), {
    entryId,
    version: entry.version,
    authors: [
      { id: first!.id, fullName: first!.fullName, share: '50' },
      { fullName: other.name, email: other.email!, share: '50' },
    ],
  });
};
const accept = (by: Person, entryId: string) => answerInvitation(t.ctx(by, april), { entryId, accept: true });
const settled = async (all: Promise<unknown>[]) => {
  const results = await Promise.allSettled(all);
  const failed = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  return { done: results.length - failed.length, failed };
};
const broken = async () => (await checkInvariants(t.app)).filter((one) => one.name.startsWith('entry.max') && !one.ok);

beforeAll(async () => {
  t = await testApp();
  ({ programmeId } = await publishContest(t, threeEach));
  programme = (await programmeById(t.app.db, programmeId))!;
  secretary = await t.person('Thư Ký', [{ role: 'secretary', programmeId }]);
});
afterAll(() => t?.close());

describe('K24-5: at most three entries of a person', () => {
  it('K24-5: the fourth is refused with the clause, which ones count and what to do; withdrawing makes room', async () => {
    const mai = await someone();
    await fill(mai, 3);
    expect(await quotaOf(t.ctx(mai, april), programme)).toMatchObject({ used: 3, drafts: 3, full: true });
    const problem = await refusal(begin(mai));
    expect(problem).toMatchObject({ code: 'entry.max', clause: 'Mục II.2', issues: [{ field: 'title' }] });
    expect(problem.message).toContain('đã có 3/3 bài dự thi: “Bài số');
    expect(problem.hint).toContain('rút một bài');
    const [first] = (await quotaOf(t.ctx(mai, april), programme))!.entries;
    await withdrawEntry(t.ctx(mai, april), { entryId: first!.id, reason: '' });
    const { entryId } = await begin(mai);
    expect(await refusal(restoreEntry(t.ctx(mai, april), { entryId: first!.id }))).toMatchObject({ code: 'entry.max' });
    await withdrawEntry(t.ctx(mai, april), { entryId, reason: '' });
    await restoreEntry(t.ctx(mai, april), { entryId: first!.id });
  });

  it('K24-5: counts what one wrote with others; an invitation in a draft uses up nothing', async () => {
    const [lead, other] = [await someone(), await someone()];
    const invitations = [await together(lead, other), await together(lead, other)];
    expect(await quotaOf(t.ctx(other, april), programme)).toMatchObject({ used: 0 });
    await fill(other, 2);
    await accept(other, invitations[0]!);
    expect(await quotaOf(t.ctx(other, april), programme)).toMatchObject({ used: 3, full: true });
    const problem = await refusal(accept(other, invitations[1]!));
    expect(problem.code).toBe('entry.max');
    await answerInvitation(t.ctx(other, april), { entryId: invitations[1]!, accept: false });
  });

  it('K24-5: who is full cannot be named, and their titles are not told to others', async () => {
    const [lead, full] = [await someone(), await someone()];
    await fill(full, 3);
    const { entryId } = await begin(lead);
    const problem = await refusal(nameToo(lead, entryId, full));
    expect(problem.issues).toMatchObject([{ field: 'authors.1.email' }]);
    expect(problem.issues[0]!.message).toContain('đã có 3/3');
    expect(problem.issues[0]!.message).not.toContain('“');
  });

  it('K24-5: handing in with a co-author who became full meanwhile is refused', async () => {
    const [lead, other] = [await someone(), await someone()];
    const coAuthors = [{ fullName: other.name, email: other.email!, share: '50' }];
    const entryId = await readyEntry(t.ctx(lead, april), programmeId, { coAuthors });
    await fill(other, 3);
    const problem = await refusal(
      submitEntry(t.ctx(lead, april), { entryId, version: await versionOf(t.ctx(lead, april), entryId) }),
    );
    expect(problem.issues).toMatchObject([{ field: 'authors', message: expect.stringContaining('3/3') }]);
  });

  it('K24-5: a disqualification cannot be taken back above the limit', async () => {
    const mai = await someone();
    const { entryId } = await submittedEntry(t.ctx(mai, april), programmeId);
    const reason = 'Bài không đúng quy định của thể lệ cuộc thi.';
    await disqualifyEntry(t.ctx(secretary, april), { entryId, clause: 'II.2', reason });
    await fill(mai, 3);
    expect(await refusal(reinstateEntry(t.ctx(secretary, april), { entryId, reason }))).toMatchObject({
      code: 'entry.max',
    });
  });
});

describe('K24-5: at most two entries of the same group', () => {
  it('K24-5: the same people in another order are the same group; another group is not', async () => {
    const [a, b] = [await someone(), await someone()];
    await accept(b, await together(a, b));
    await accept(a, await together(b, a));
    const third = await together(a, b);
    expect(await refusal(accept(b, third))).toMatchObject({ code: 'entry.max-group' });
    const c = await someone();
    await accept(b, await together(c, b));
  });
});

describe('K24-5: at the same moment', () => {
  it('K24-5: twenty beginnings at once leave three', async () => {
    const mai = await someone();
    const { done, failed } = await settled(Array.from({ length: 20 }, () => begin(mai, 'Cùng lúc')));
    expect(done).toBe(3);
    expect(new Set(failed.map((problem) => problem.code))).toEqual(new Set(['entry.max']));
  });

  it('K24-5: invitations accepted and entries begun at once leave three', async () => {
    const other = await someone();
    const leads = await Promise.all(Array.from({ length: 8 }, someone));
    const invitations: string[] = [];
    for (const lead of leads) invitations.push(await together(lead, other));
    const { done, failed } = await settled([
      ...invitations.map((entryId) => accept(other, entryId)),
      ...Array.from({ length: 6 }, () => begin(other)),
    ]);
    expect(done).toBe(3);
    expect(failed.every((problem) => problem.code === 'entry.max')).toBe(true);
  });

  it('K24-5: five entries that name one person, handed in at once: three are', async () => {
    const other = await someone();
    const coAuthors = [{ fullName: other.name, email: other.email!, share: '50' }];
    const leads = await Promise.all(Array.from({ length: 5 }, someone));
    const ready: { lead: Person; entryId: string; version: number }[] = [];
    for (const lead of leads) {
      const entryId = await readyEntry(t.ctx(lead, april), programmeId, { coAuthors });
      ready.push({ lead, entryId, version: await versionOf(t.ctx(lead, april), entryId) });
    }
    const { done, failed } = await settled(ready.map(({ lead, ...args }) => submitEntry(t.ctx(lead, april), args)));
    expect(done).toBe(3);
    expect(failed.every((problem) => problem.code === 'entry.incomplete')).toBe(true);
  });

  it('K24-5: accepted and handed in at once, with restores and a reinstatement, never above', async () => {
    const mai = await someone();
    const reason = 'Bài không đúng quy định của thể lệ cuộc thi.';
    const { entryId: out } = await submittedEntry(t.ctx(mai, april), programmeId);
    await disqualifyEntry(t.ctx(secretary, april), { entryId: out, clause: 'II.2', reason });
    const drafts = [];
    for (let i = 0; i < 3; i++) {
      const { entryId } = await begin(mai);
      await withdrawEntry(t.ctx(mai, april), { entryId, reason: '' });
      drafts.push(entryId);
    }
    const { done } = await settled([
      ...drafts.map((entryId) => restoreEntry(t.ctx(mai, april), { entryId })),
      reinstateEntry(t.ctx(secretary, april), { entryId: out, reason }),
      begin(mai),
      begin(mai),
    ]);
    expect(done).toBe(3);
    expect(await broken()).toEqual([]);
  });
});

it('K24-5: the invariant finds who is above, and the count is one query', async () => {
  const people = [await someone(), await someone(), await someone()];
  for (const one of people) await fill(one, 3);
  const named = people.map((one) => ({ personId: one.id, email: one.email }));
  const { result, queries } = await countQueries(t.app.db, (db) => entriesNaming(db, programme, named));
  expect([result.length, queries]).toEqual([9, 1]);
  expect(await broken()).toEqual([]);
  await sql`insert into entry (programme_id, state, title, created_by, created_at, updated_at)
    values (${programmeId}, 'draft', 'Lách', ${people[0]!.id}, now(), now())`.execute(t.app.db);
  await sql`insert into entry_author (entry_id, person_id, position, full_name, share, confirmed_at, created_at)
    select id, created_by, 1, 'Người lách', 100, now(), now() from entry where title = 'Lách'`.execute(t.app.db);
  expect(await broken()).toMatchObject([
    { name: 'entry.max-per-person', offending: [{ detail: expect.stringContaining('4 bài') }] },
  ]);
});
