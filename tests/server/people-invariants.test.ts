import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants, invariants } from '#lib/server/ledger/invariants.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { baitAward } from '../support/awardBait.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { galleryContest } from '../support/gallery.ts';
import { baitMovement } from '../support/movementBait.ts';
import { storedContest } from '../support/programme.ts';
import { baitRegister } from '../support/registerBait.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const broken = async () => (await checkInvariants(test.app)).filter((one) => !one.ok).map((one) => one.name);

it('every invariant runs, has a name of its own and an explanation', async () => {
  const results = await checkInvariants(test.app);
  // besides the queries: the freezes and the seal
  expect(results).toHaveLength(invariants.length + 2);
  expect(new Set(results.map((one) => one.name)).size).toBe(results.length);
  expect(results.filter((one) => !one.ok)).toEqual([]);
});

// Bait for each invariant: rows that no use case would write.
it('each invariant notices what it is there for', async () => {
  const { db, pool } = test.app;
  const at = new Date('2026-03-01T00:00:00Z');
  const programmeId = await createProgramme(test.ctx(systemActor()), {
    doc: {
      ...galleryContest,
      eligibility: {
        ...galleryContest.eligibility,
        maxEntriesPerPerson: { value: 1, source: 'demo' },
        maxEntriesPerGroup: { value: 1, source: 'demo' },
      },
    },
  });
  const doc = await storedContest(test, programmeId);
  const round = doc.rounds[0]!;
  const judge = await test.person('Giám Khảo', []);
  await db.updateTable('person').set({ password_hash: 'x' }).where('id', '=', judge.id).execute();
  const twin = test.person('Người Thứ Hai', []);
  const entry = async (no: number, state: 'submitted' | 'eligible' | 'awarded' | 'draft', withEvent = true) => {
    const { id } = await db
      .insertInto('entry')
      .values({
        programme_id: programmeId,
        code: state === 'draft' ? null : `${doc.code}-${String(no).padStart(5, '0')}`,
        state,
        title: 'Bài',
        created_by: judge.id,
        created_at: at,
        updated_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (withEvent)
      await db
        .insertInto('entry_event')
        .values({ entry_id: id, at, by_name: 'Ai', from_state: 'draft', to_state: state })
        .execute();
    return id;
  };
  const stranger = async (entryId: string) => {
    const rows = await db.selectFrom('entry_author').select('id').where('entry_id', '!=', entryId).execute();
    return rows[0]!.id;
  };
  const author = (entryId: string, share: string, personId: string | null = null, name = 'Tác Giả') =>
    db
      .insertInto('entry_author')
      .values({
        entry_id: entryId,
        person_id: personId,
        position: 1,
        full_name: name,
        share,
        created_at: at,
        confirmed_at: at,
      })
      .execute();

  const first = await entry(1, 'eligible');
  await author(first, '20', judge.id);
  await author(await entry(8, 'draft', false), '100');
  for (const no of [10, 11]) {
    const ofGroup = await entry(no, 'eligible');
    await author(ofGroup, '50', judge.id);
    await author(ofGroup, '50', (await twin).id, 'Người Thứ Hai');
  }
  const file = await db
    .insertInto('file')
    .values({ purpose: 'entry', name: 'video.mp4', declared_size: 1, state: 'quarantine', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('entry_file')
    .values({ entry_id: first, stage: 'submission', requirement_id: 'video', file_id: file.id, added_at: at })
    .execute();
  await db
    .insertInto('file')
    .values({ purpose: 'entry', name: 'mất.pdf', declared_size: 1, state: 'ready', created_at: at })
    .execute();
  await entry(7, 'submitted', false);
  const third = await entry(3, 'awarded');
  await db
    .insertInto('entry_event')
    .values({ entry_id: third, at, by_name: 'Ai', from_state: 'eligible', to_state: 'awarded' })
    .execute();
  await db
    .insertInto('role_grant')
    .values({ person_id: judge.id, role: 'secretary', programme_id: programmeId, valid_from: at, granted_at: at })
    .execute();

  const assign = await db
    .insertInto('assignment')
    .values({ programme_id: programmeId, round_id: round.id, entry_id: first, judge_id: judge.id, source: 'hand', at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const open = await db
    .insertInto('assignment')
    .values({ programme_id: programmeId, round_id: round.id, entry_id: third, judge_id: judge.id, source: 'hand', at })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(open.id).toBeTruthy();
  await db
    .insertInto('conflict')
    .values({
      programme_id: programmeId,
      judge_id: judge.id,
      entry_id: first,
      source: 'declared',
      ground: 'declared',
      reason: 'Người nhà',
      at,
    })
    .execute();
  await db
    .insertInto('score_sheet')
    .values({ assignment_id: assign.id, state: 'signed', total: '99', saved_at: at, signed_at: at })
    .execute();
  await db
    .insertInto('score')
    .values({ assignment_id: assign.id, criterion_id: round.rubric.criteria[0]!.id, value: '999' })
    .execute();
  await db
    .insertInto('round_state')
    .values({ programme_id: programmeId, round_id: round.id, state: 'closed' })
    .execute();

  const tier = doc.prizes.tiers.find((one) => one.count === 1)!;
  for (const entryId of [first, third]) {
    const award = await db
      .insertInto('award')
      .values({
        programme_id: programmeId,
        entry_id: entryId,
        tier_id: tier.id,
        // a prize by score is no side prize
        side: entryId === third,
        amount: 1,
        decided_by: judge.id,
        decided_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('certificate')
      .values({
        code: `CN-${entryId.slice(0, 8)}`,
        programme_id: programmeId,
        award_id: award.id,
        entry_id: entryId,
        entry_author_id: await stranger(entryId),
        recipient: 'Không Phải Tác Giả',
        entry_title: 'Bài',
        tier_name: tier.name,
        number: '1',
        issued_at: at,
      })
      .execute();
  }
  await db.updateTable('programme').set({ version: 9 }).where('id', '=', programmeId).execute();
  const unit = await db
    .insertInto('unit')
    .values({ code: 'V', name: 'Vòng', folded: 'vong', kind: 'other' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('unit')
    .set({ parent_id: unit.id, valid_from: '2026-01-01' })
    .where('id', '=', unit.id)
    .execute();
  await db
    .insertInto('unit_name')
    .values({ unit_id: unit.id, name: 'Tên cũ', folded: 'ten cu', valid_from: null, valid_to: '2025-12-31' })
    .execute();
  const next = await db
    .insertInto('unit')
    .values({ code: 'SAU', name: 'Đơn vị sau', folded: 'don vi sau', kind: 'other' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('unit_successor').values({ unit_id: unit.id, successor_id: next.id, share: '0.5' }).execute();
  await db.updateTable('person').set({ email: ' cach@example.test' }).where('id', '=', judge.id).execute();
  await db
    .insertInto('message')
    .values([
      { kind: 'x', to_address: 'a@example.test', subject: 'kẹt', body: '', state: 'sending', created_at: at },
      { kind: 'x', to_address: 'a@example.test', subject: 'chưa', body: '', state: 'sent', created_at: at },
    ])
    .execute();
  await pool.query(
    `insert into audit_event (at, actor_name, channel, act, summary, request_id, seal_no, hash) values (now(), 'x', 'cli', 'x', 'x', 'x', 1, 'giả')`,
  );

  await db.insertInto('agency_review').values({ entry_id: first, decision: 'choose', by_id: judge.id, at }).execute();
  await db
    .insertInto('decision')
    .values({ programme_id: programmeId, kind: 'finalists', decided_by: judge.id, decided_at: at, published_at: at })
    .execute();
  await db
    .insertInto('entry_list')
    .values({ programme_id: programmeId, closed_at: at, closed_by: judge.id, snapshot: '{}', sha256: 'giả' })
    .execute();
  await db
    .insertInto('gallery_item')
    .values({
      entry_id: first,
      programme_id: programmeId,
      code: 'X-1',
      title: 'Chưa được chọn',
      folded: 'chua duoc chon',
      authors: '[]',
      file_id: file.id,
      posted_at: at,
    })
    .execute();

  const interaction = { programme_id: programmeId, entry_id: first, person_id: judge.id, at, network: '203.0.113.9' };
  await db
    .insertInto('gallery_like')
    .values({ ...interaction, challenge: 'none' })
    .execute();
  await db
    .insertInto('gallery_share')
    .values({ ...interaction, token: 'tự mở', device: 'máy này', opened_device: 'máy này', opened_at: at })
    .execute();

  await baitMovement(test.app, { personId: judge.id, at });
  const { id: unitId } = await db.selectFrom('unit').select('id').limit(1).executeTakeFirstOrThrow();
  await baitAward(test.app, { unitId, at });
  await baitRegister(test.app, { unitId, at });

  const noticed = new Set(await broken());
  // the database itself forbids these; the invariant is the second line of defence
  const held = ['judging.one-sheet', 'gallery.likes-one'];
  expect(invariants.map((one) => one.name).filter((name) => !noticed.has(name))).toEqual(held);
  expect(noticed.has('ledger.seal')).toBe(true);
});
