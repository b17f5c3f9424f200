import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counts, tallyOf } from '#lib/domain/gallery/interaction.ts';
import { addDays, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { frozenTallies, publicTallies, tallies } from '#lib/server/gallery/tally.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import {
  external,
  freezeAt,
  galleryContest,
  interactionRules,
  like,
  share,
  showWorks,
  somebody,
  view,
} from '../support/interaction.ts';
import { insertContest } from '../support/programme.ts';

let t: TestApp;
let programme: StoredProgramme;
let works: string[];
let people: string[];

beforeAll(async () => {
  t = await testApp();
  const doc = galleryContest();
  const id = await insertContest(t, doc);
  programme = (await programmeById(t.app.db, id))!;
  works = await showWorks(t.app.db, programme, 5);
  people = await somebody(t.app.db, 12);
});
afterAll(() => t.close());

const clear = async () => {
  for (const table of ['gallery_like', 'gallery_share', 'gallery_view', 'external_count'] as const)
    await t.app.db.deleteFrom(table).execute();
};
const within = new Date('2026-08-15T08:00:00+07:00');
const of = (entry: number, at = within) => ({ programmeId: programme.id, entryId: works[entry]!, at });
const likes = async (...rows: ReturnType<typeof like>[]) => {
  await t.app.db.insertInto('gallery_like').values(rows).execute();
};
const shares = async (...rows: ReturnType<typeof share>[]) => {
  await t.app.db.insertInto('gallery_share').values(rows).execute();
};
const tally = async (entry: number, options: Parameters<typeof tallies>[2] = {}) =>
  (await tallies(t.app.db, programme, options)).get(works[entry]!)!;

describe('tallies', () => {
  it('K24-8: the window is exact to the millisecond at both ends', async () => {
    await clear();
    const from = new Date(interactionRules.from);
    await likes(
      like(people[0]!, of(0, new Date(from.getTime() - 1))),
      like(people[1]!, of(0, from)),
      like(people[2]!, of(0, freezeAt)),
      like(people[3]!, of(0, new Date(freezeAt.getTime() + 1))),
    );
    expect((await tally(0)).likes).toBe(2);
    expect((await tally(0, { scope: 'page' })).likes).toBe(4);
    expect((await tally(0, { at: from })).likes).toBe(1);
    expect((await tally(1)).total).toBe('0');
  });

  it('K24-8: a like counts until it is taken back, a voided one never, and counting again at an instant gives the same', async () => {
    await clear();
    const later = addDays(within, 1);
    await likes(
      like(people[0]!, { ...of(0), takenBackAt: later }),
      like(people[1]!, { ...of(0), voidedAt: later }),
      like(people[2]!, { ...of(0), takenBackAt: addDays(freezeAt, 1) }),
    );
    expect((await tally(0, { at: new Date(later.getTime() - 1) })).likes).toBe(2);
    expect((await tally(0, { at: later })).likes).toBe(1);
    // taken back after the freeze: it stood at the freeze
    expect((await tally(0)).likes).toBe(1);
    expect((await tally(0, { scope: 'page' })).likes).toBe(0);
    // what was voided was still believed before
    expect((await tally(0, { known: within })).likes).toBe(2);
    await likes(like(people[0]!, of(0, addDays(within, 2))));
    expect((await tally(0)).likes).toBe(2);
  });

  it('K24-10: a share counts when somebody opens it, once a person, work and day, and so many a day as the programme allows', async () => {
    await clear();
    const at = (entry: number, minute: number, openedMinute: number | null) => ({
      ...of(entry, new Date(within.getTime() + minute * 60_000)),
      openedAt: openedMinute === null ? null : new Date(within.getTime() + openedMinute * 60_000),
    });
    await shares(
      share(people[0]!, at(0, 0, null)),
      share(people[0]!, at(0, 1, 50)),
      share(people[0]!, at(0, 2, 10)),
      share(people[0]!, at(1, 3, 20)),
      share(people[0]!, at(2, 4, 40)),
      share(people[0]!, at(3, 5, 30)),
      // the next day
      share(people[0]!, at(4, 24 * 60, 24 * 60)),
      share(people[0]!, at(0, 24 * 60 + 1, 24 * 60 + 1)),
      share(people[1]!, at(2, 0, 5)),
    );
    const all = await tallies(t.app.db, programme);
    // of the first person's day the works 0, 1 and 3 were opened first
    expect(works.map((id) => all.get(id)!.shares)).toEqual([2, 1, 1, 1, 1]);
    const early = await tallies(t.app.db, programme, { at: new Date(within.getTime() + 15 * 60_000) });
    expect(works.map((id) => early.get(id)!.shares)).toEqual([1, 0, 1, 0, 0]);
    // the limit goes over all works, also when only some are asked for
    expect([...(await tallies(t.app.db, programme, { entryIds: [works[2]!] })).values()].map((x) => x.shares)).toEqual([
      1,
    ]);
  });

  it('K24-4: of each page elsewhere the last snapshot before the freeze counts, unless it is withdrawn', async () => {
    await clear();
    const on = (likes: number, days: number, withdrawnAt?: Date) => ({
      ...of(0),
      takenAt: addDays(within, days),
      likes,
      withdrawnAt: withdrawnAt ?? null,
    });
    await t.app.db
      .insertInto('external_count')
      .values([
        external(people[0]!, on(10, 0)),
        external(people[0]!, on(25, 3)),
        external(people[0]!, on(900, 5, addDays(within, 6))),
        external(people[0]!, on(7, 1), { source: 'zalo', comments: 4 }),
        external(people[0]!, { ...on(5000, 0), takenAt: new Date(freezeAt.getTime() + 1) }),
      ])
      .execute();
    expect(await tally(0)).toMatchObject({ external: { likes: 32, shares: 0, comments: 4 }, total: '32' });
    expect((await tally(0, { at: addDays(within, 1) })).external.likes).toBe(17);
    expect((await tally(0, { scope: 'page' })).external.likes).toBe(5007);
  });

  it('K24-4: works that are not on show are left out unless they are asked for', async () => {
    await clear();
    await likes(like(people[0]!, of(4)));
    await t.app.db
      .updateTable('gallery_item')
      .set({ withdrawn_at: within, withdrawn_reason: 'Tác giả rút.' })
      .where('entry_id', '=', works[4]!)
      .execute();
    expect((await tallies(t.app.db, programme)).has(works[4]!)).toBe(false);
    expect((await tallies(t.app.db, programme, { at: new Date(within.getTime() - 1) })).has(works[4]!)).toBe(true);
    expect((await tally(4, { entryIds: [works[4]!] })).likes).toBe(1);
    await t.app.db
      .updateTable('gallery_item')
      .set({ withdrawn_at: null, withdrawn_reason: null })
      .where('entry_id', '=', works[4]!)
      .execute();
    expect(await tallies(t.app.db, programme, { entryIds: [] })).toEqual(new Map());
  });

  it('K24-4: the public sees no numbers until the freeze where the programme hides them', async () => {
    await clear();
    await likes(like(people[0]!, of(0)));
    const hidden = { ...programme, doc: galleryContest({ hiddenUntilFreeze: { value: true, source: 'decided' } }) };
    expect(await publicTallies(t.app.db, hidden, { now: freezeAt })).toBeNull();
    const open = await publicTallies(t.app.db, hidden, { now: addDays(freezeAt, 1), entryIds: [works[0]!] });
    expect(open?.get(works[0]!)?.likes).toBe(1);
    expect((await publicTallies(t.app.db, programme, { now: within }))?.size).toBe(5);
    expect(await frozenTallies(t.app.db, programme.id)).toBeNull();
  });
});

// Instants around the edges of the window, of days and of each other, so that every comparison is met.
const hours = fc.integer({ min: -30, max: 42 * 24 });
const instant = hours.map((h) => new Date(new Date(interactionRules.from).getTime() + h * 3_600_000));
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { freq: 2 });
const entryNo = fc.integer({ min: 0, max: 4 });
const personNo = fc.integer({ min: 0, max: 3 });

describe('tallies against a naive count', () => {
  it('K24-8, K24-10: the statement counts as the rules say, in whatever order things happened', async () => {
    const story = fc.record({
      likes: fc.array(fc.record({ entry: entryNo, at: instant, held: maybe(fc.nat(200)), voided: maybe(instant) }), {
        maxLength: 10,
      }),
      shares: fc.array(
        fc.record({ entry: entryNo, person: personNo, at: instant, after: maybe(fc.nat(40)), voided: maybe(instant) }),
        { maxLength: 25 },
      ),
      views: fc.array(fc.record({ entry: entryNo, person: personNo, at: instant }), { maxLength: 10 }),
      at: instant,
      page: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ at, page, ...told }) => {
        await clear();
        const hour = 3_600_000;
        const given = told.likes.map((one, i) => ({
          ...one,
          person: people[i]!,
          back: one.held === null ? null : new Date(one.at.getTime() + one.held * hour),
        }));
        const passed = told.shares.map((one, i) => ({
          ...one,
          // no two at the same instant, so that "first opened" has one meaning
          opened: one.after === null ? null : new Date(one.at.getTime() + one.after * hour + i),
        }));
        const seen = [
          ...new Map(told.views.map((one) => [`${one.entry}${one.person}${isoDateLocal(one.at)}`, one])).values(),
        ];
        if (given.length > 0)
          await likes(
            ...given.map((one) =>
              like(one.person, { ...of(one.entry, one.at), takenBackAt: one.back, voidedAt: one.voided }),
            ),
          );
        if (passed.length > 0)
          await shares(
            ...passed.map((one) =>
              share(people[one.person]!, { ...of(one.entry, one.at), openedAt: one.opened, voidedAt: one.voided }),
            ),
          );
        if (seen.length > 0)
          await t.app.db
            .insertInto('gallery_view')
            .values(seen.map((one) => view(`p:${one.person}`, { ...of(one.entry, one.at), day: isoDateLocal(one.at) })))
            .execute();

        const from = page ? new Date(0) : new Date(interactionRules.from);
        const until = page || at < freezeAt ? at : freezeAt;
        const inside = (x: Date | null): x is Date => x !== null && x >= from && x <= until;
        const naive = new Map<string, Counts>(
          works.map((id) => [id, { likes: 0, shares: 0, views: 0, external: { likes: 0, shares: 0, comments: 0 } }]),
        );
        for (const one of given)
          if (inside(one.at) && !one.voided && (one.back === null || one.back > until))
            naive.get(works[one.entry]!)!.likes += 1;
        for (const one of seen) if (inside(one.at)) naive.get(works[one.entry]!)!.views += 1;
        const pairs = new Set<string>();
        const days = new Map<string, number>();
        for (const one of passed
          .filter((x) => inside(x.opened) && !x.voided)
          .sort((a, b) => a.opened!.getTime() - b.opened!.getTime())) {
          const pair = `${one.entry} ${one.person} ${isoDateLocal(one.at)}`;
          const day = `${one.person} ${isoDateLocal(one.at)}`;
          if (pairs.has(pair)) continue;
          pairs.add(pair);
          const before = days.get(day) ?? 0;
          days.set(day, before + 1);
          if (before < 3) naive.get(works[one.entry]!)!.shares += 1;
        }
        const expected = new Map([...naive].map(([id, counts]) => [id, tallyOf(interactionRules, counts)]));
        const counted = await tallies(t.app.db, programme, { at, scope: page ? 'page' : 'prize', entryIds: works });
        expect(new Map([...counted].sort())).toEqual(new Map([...expected].sort()));
      }),
      { numRuns: 60 },
    );
  });
});
