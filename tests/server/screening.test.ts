import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { entryOnBehalf } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { createPersonOnBehalf } from '#lib/server/people/invite.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { readDossier } from '#lib/server/screening/dossier.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { letterFiles } from '#lib/server/screening/files.ts';
import { forwardEntries, forwardingsOf } from '#lib/server/screening/forward.ts';
import { entriesOnBehalf } from '#lib/server/screening/onBehalf.ts';
import { moveRank, reviewEntry, setRanks } from '#lib/server/screening/review.ts';
import { myUnits, unitEntries, unitRoom } from '#lib/server/screening/unit.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { putEntryFile, submissionValues, versionOf } from '../support/entry.ts';
import { refusal } from '../support/refusal.ts';
import { handInAgain, mailsTo, type Stage, stage, stateOf } from './screening.support.ts';

let t: TestApp;
let s: Stage;
let coordinator: Actor & { id: string };
let neighbour: Actor & { id: string };
const during = '2026-06-15T09:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  s = await stage(t);
  coordinator = await t.person('Cầm Văn Đầu', [{ role: 'unit-coordinator', unitId: s.units.department }]);
  neighbour = await t.person('Quàng Thị Láng', [{ role: 'unit-coordinator', unitId: s.units.commune }]);
});
afterAll(() => t?.close());

const letterFile = async (state: 'ready' | 'quarantine' = 'ready', unitId = s.units.department) =>
  (
    await t.app.db
      .insertInto('file')
      .values({
        purpose: 'letter',
        name: 'to-trinh.pdf',
        declared_size: 10,
        state,
        target: JSON.stringify({ programmeId: s.programmeId, unitId }),
        created_at: new Date(during),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;
const forward = (
  entryIds: string[],
  more: Partial<Parameters<typeof forwardEntries>[1]> = {},
  at = during,
  who = coordinator,
) =>
  forwardEntries(t.ctx(who, at), {
    programmeId: s.programmeId,
    unitId: s.units.department,
    entryIds,
    letterNumber: '12/TTr-SKHCN',
    letterDate: '10/06/2026',
    letterFileId: '',
    note: '',
    ...more,
  });
const accept = (entryId: string, at = during) =>
  reviewEntry(t.ctx(coordinator, at), { entryId, decision: 'accept', comment: '' });
const ranks = async () =>
  (await t.app.db
    .selectFrom('screening_review')
    .select(['entry_id', 'rank'])
    .where('rank', 'is not', null)
    .orderBy('rank')
    .execute()) as {
    entry_id: string;
    rank: number;
  }[];
const scope = () => ({ programmeId: s.programmeId, unitId: s.units.department });

describe('a unit screens the entries of its people', () => {
  it('K26-4a: accepts, and the entry stays with the unit until it is forwarded', async () => {
    const { id } = await s.entry();
    await accept(id);
    expect(await stateOf(t, id)).toBe('with-unit');
    const [row] = (await unitEntries(t.app.db, { programmeId: s.programmeId, unitIds: [s.units.department] })).filter(
      (e) => e.id === id,
    );
    expect(row).toMatchObject({ stage: 'accepted', decision: 'accept', again: false });
  });

  it('K26-4a: returns only with a reason, which the author reads in a mail', async () => {
    const { id } = await s.entry({ authors: [{ name: 'Lò Văn An', share: '100', email: 'an@example.test' }] });
    const missing = await refusal(
      reviewEntry(t.ctx(coordinator, during), { entryId: id, decision: 'return', comment: '  ' }),
    );
    expect(missing).toMatchObject({ code: 'screening.reason-required', field: 'comment' });
    await reviewEntry(t.ctx(coordinator, during), {
      entryId: id,
      decision: 'return',
      comment: 'Thiếu số liệu về hiệu quả.',
    });
    expect(await stateOf(t, id)).toBe('returned');
    const [mail] = await mailsTo(t, id);
    expect(mail).toMatchObject({ to_address: 'an@example.test', kind: 'entry.returned' });
    expect(mail!.body).toContain('Thiếu số liệu về hiệu quả.');
    expect(mail!.body).toContain('23:59:59, thứ Ba 30/06/2026');
    const event = await t.app.db
      .selectFrom('entry_event')
      .selectAll()
      .where('entry_id', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(event).toMatchObject({
      from_state: 'with-unit',
      to_state: 'returned',
      reason: 'Thiếu số liệu về hiệu quả.',
    });
  });

  it('K26-4a: rejects with a reason; the rejection can be taken back while intake runs', async () => {
    const { id } = await s.entry();
    await reviewEntry(t.ctx(coordinator, during), {
      entryId: id,
      decision: 'reject',
      comment: 'Không thuộc nội dung Cuộc thi.',
    });
    expect(await stateOf(t, id)).toBe('with-unit');
    expect((await mailsTo(t, id)).map((m) => m.kind)).toEqual(['screening.rejected']);
    await accept(id);
    const row = await t.app.db
      .selectFrom('screening_review')
      .selectAll()
      .where('entry_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.decision).toBe('accept');
  });

  it('tells the person who entered on behalf of a citizen without an address', async () => {
    const { id } = await s.entry({
      onBehalf: true,
      createdBy: coordinator.id,
      authors: [{ name: 'Vì Thị Dân', share: '100', email: null }],
    });
    await reviewEntry(t.ctx(coordinator, during), {
      entryId: id,
      decision: 'return',
      comment: 'Bổ sung bản thuyết minh.',
    });
    const mails = await mailsTo(t, id);
    expect(mails.map((m) => m.to_address)).toEqual([coordinator.email]);
    expect(mails[0]!.body).toContain('báo lại cho tác giả');
  });

  it('K26-4a: to the coordinator of another unit, unit and entries do not exist (404); of the unit above they do', async () => {
    const below = await s.entry({ unitId: s.units.room });
    const other = await refusal(
      reviewEntry(t.ctx(neighbour, during), { entryId: below.id, decision: 'accept', comment: '' }),
    );
    expect(other).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusal(unitRoom(t.ctx(neighbour, during), s.units.department))).toMatchObject({ status: 404 });
    expect(await refusal(unitRoom(t.visitor(during), s.units.department))).toMatchObject({ status: 404 });
    await accept(below.id);
    const room = await unitRoom(t.ctx(coordinator, during), s.units.department);
    expect(room.unitIds).toContain(s.units.room);
    expect((await unitRoom(t.ctx(coordinator, during), s.units.room)).unit.name).toBe('Văn phòng Sở');
    const sub = await t.person('Đầu mối phòng', [{ role: 'unit-coordinator', unitId: s.units.room }]);
    expect(await refusal(unitRoom(t.ctx(sub, during), s.units.department))).toMatchObject({ status: 404 });
  });

  it('a grant for another contest opens nothing here', async () => {
    const elsewhere = await t.person('Đầu mối cuộc khác', [
      { role: 'unit-coordinator', unitId: s.units.commune, programmeId: s.programmeId },
    ]);
    const { id } = await s.entry();
    expect(
      await refusal(reviewEntry(t.ctx(elsewhere, during), { entryId: id, decision: 'accept', comment: '' })),
    ).toMatchObject({ status: 404 });
  });

  it('refuses a decision about an entry that changed since it was read', async () => {
    const { id } = await s.entry();
    await handInAgain(t, id, '2026-06-14T08:00:00+07:00', 'with-unit');
    const late = await refusal(
      reviewEntry(t.ctx(coordinator, during), { entryId: id, decision: 'accept', comment: '', version: 1 }),
    );
    expect(late).toMatchObject({ status: 409, code: 'stale' });
  });
});

describe('ranks', () => {
  beforeEach(async () => {
    await t.app.db.updateTable('screening_review').set({ rank: null }).execute();
  });

  it('K26-4a: no two entries of one rank, typed or moved', async () => {
    const [a, b] = [await s.entry(), await s.entry()];
    for (const e of [a, b]) await accept(e.id);
    const twice = await refusal(setRanks(t.ctx(coordinator, during), { ...scope(), ranks: { [a.id]: 1, [b.id]: 1 } }));
    expect(twice.issues).toHaveLength(1);
    expect(twice.issues[0]!.message).toContain('cùng xếp thứ 1');
    await setRanks(t.ctx(coordinator, during), { ...scope(), ranks: { [a.id]: 2, [b.id]: 1 } });
    const find = async (id: string) => (await ranks()).find((r) => r.entry_id === id)!.rank;
    expect([await find(a.id), await find(b.id)]).toEqual([2, 1]);
    await moveRank(t.ctx(coordinator, during), { ...scope(), entryId: a.id, direction: 'up' });
    expect([await find(a.id), await find(b.id)]).toEqual([1, 2]);
  });

  it('K26-4a: many who reorder at the same moment still leave 1, 2, 3 …', async () => {
    const entries = [await s.entry(), await s.entry(), await s.entry(), await s.entry()];
    for (const e of entries) await accept(e.id);
    await Promise.all(
      entries.flatMap((e) => [
        moveRank(t.ctx(coordinator, during), { ...scope(), entryId: e.id, direction: 'up' }),
        moveRank(t.ctx(coordinator, during), { ...scope(), entryId: e.id, direction: 'down' }),
      ]),
    );
    const given = (await ranks()).map((r) => r.rank);
    expect(given).toEqual(given.map((_, i) => i + 1));
  });

  it('who is no longer chosen gives the place back', async () => {
    const { id } = await s.entry();
    await accept(id);
    await setRanks(t.ctx(coordinator, during), { ...scope(), ranks: { [id]: 7 } });
    await reviewEntry(t.ctx(coordinator, during), { entryId: id, decision: 'reject', comment: 'Trùng nội dung.' });
    expect((await ranks()).some((r) => r.entry_id === id)).toBe(false);
  });
});

describe('forwarding to the province', () => {
  it('K26-4a: forwards chosen and ranked entries with a covering letter, and tells the authors', async () => {
    const [a, b] = [await s.entry({ authors: [{ name: 'Hà A', email: 'ha@example.test' }] }), await s.entry()];
    for (const e of [a, b]) await accept(e.id);
    const file = await letterFile();
    const unranked = await refusal(forward([a.id, b.id], { letterFileId: file }));
    expect(unranked.issues[0]!.message).toContain('phải xếp thứ tự');
    await setRanks(t.ctx(coordinator, during), { ...scope(), ranks: { [a.id]: 101, [b.id]: 102 } });
    const { forwardingId } = await forward([a.id, b.id], { letterFileId: file });
    expect([await stateOf(t, a.id), await stateOf(t, b.id)]).toEqual(['submitted', 'submitted']);
    expect((await mailsTo(t, a.id)).map((m) => m.kind)).toEqual(['screening.forwarded']);
    const [sent] = await forwardingsOf(t.ctx(coordinator, during), scope());
    expect(sent).toMatchObject({
      id: forwardingId,
      letterNumber: '12/TTr-SKHCN',
      letterDate: '2026-06-10',
      letterFileId: file,
    });
    expect(sent!.entries.map((e) => e.code)).toEqual([a.code, b.code]);
    const audit = await t.app.db.selectFrom('audit_event').selectAll().where('act', '=', 'screening.forward').execute();
    expect(audit.at(-1)!.summary).toContain('gửi 2 bài về tỉnh kèm văn bản số 12/TTr-SKHCN');
  });

  it('K26-4a: more can be forwarded later, with another letter; what is forwarded cannot be screened again', async () => {
    const { id } = await s.entry();
    await accept(id);
    await forward([id], { letterFileId: await letterFile(), letterNumber: '15/TTr-SKHCN' });
    expect(await refusal(accept(id))).toMatchObject({ status: 409, code: 'screening.not-with-unit' });
    expect(await refusal(forward([id], { letterFileId: await letterFile() }))).toMatchObject({
      code: 'screening.forward',
    });
  });

  it('K26-4a: asks for number, date and signed copy of the letter', async () => {
    const { id } = await s.entry();
    await accept(id);
    const refused = await refusal(forward([id], { letterNumber: '', letterDate: '31/02/2026' }));
    expect(refused.issues.map((i) => i.field)).toEqual(['letterDate', 'letterNumber', 'letterFileId']);
    const checking = await refusal(forward([id], { letterFileId: await letterFile('quarantine') }));
    expect(checking.issues[0]!.message).toContain('đang được kiểm tra');
    const foreign = await refusal(forward([id], { letterFileId: await letterFile('ready', s.units.commune) }));
    expect(foreign.issues[0]!.field).toBe('letterFileId');
    expect(await stateOf(t, id)).toBe('with-unit');
  });

  it('K26-4a: an entry that its author changed after it was chosen has to be chosen again', async () => {
    const { id } = await s.entry();
    await accept(id, '2026-06-01T08:00:00+07:00');
    await handInAgain(t, id, '2026-06-02T08:00:00+07:00', 'with-unit');
    const refused = await refusal(forward([id], { letterFileId: await letterFile() }));
    expect(refused.issues[0]!.message).toContain('tác giả đã nộp lại sau khi chọn');
  });

  it('K26-3: is possible until the last second of intake, and refused one second later with the exact time', async () => {
    const [a, b] = [await s.entry(), await s.entry()];
    for (const e of [a, b]) await accept(e.id);
    await forward([a.id], { letterFileId: await letterFile() }, '2026-06-30T23:59:59.999+07:00');
    expect(await stateOf(t, a.id)).toBe('submitted');
    const late = await refusal(forward([b.id], { letterFileId: await letterFile() }, '2026-07-01T00:00:00+07:00'));
    expect(late.message).toContain('kết thúc lúc 23:59:59, thứ Ba 30/06/2026');
    expect(late.message).toContain('Bây giờ là 00:00:00, thứ Tư 01/07/2026');
    expect(late.clause).toBe('Mục II.3');
    expect(await stateOf(t, b.id)).toBe('with-unit');
    expect(await refusal(accept(b.id, '2026-07-01T00:00:00+07:00'))).toMatchObject({ code: 'period.closed' });
  });

  it('K26-4a: an entry of another unit in the form is answered like one that does not exist', async () => {
    const mine = await s.entry();
    const theirs = await s.entry({ unitId: s.units.commune });
    await accept(mine.id);
    expect(await refusal(forward([mine.id, theirs.id], { letterFileId: await letterFile() }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(forward([mine.id], {}, during, neighbour))).toMatchObject({ status: 404 });
    expect(await stateOf(t, mine.id)).toBe('with-unit');
  });

  it('two who forward the same entry at the same moment forward it once', async () => {
    const { id } = await s.entry();
    await accept(id);
    const file = await letterFile();
    const results = await Promise.allSettled([
      forward([id], { letterFileId: file }),
      forward([id], { letterFileId: file }),
    ]);
    expect(results.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const events = await t.app.db
      .selectFrom('entry_event')
      .selectAll()
      .where('entry_id', '=', id)
      .where('to_state', '=', 'submitted')
      .execute();
    expect(events).toHaveLength(1);
  });
});

describe('from the first word to the province', () => {
  it('K26-4a, K26-4b: entered on behalf of a citizen, screened, returned, handed in again, forwarded, checked', async () => {
    const at = (day: number) => `2026-06-${String(day).padStart(2, '0')}T09:00:00+07:00`;
    const { personId } = await createPersonOnBehalf(t.ctx(coordinator, at(1)), {
      fullName: 'Lò Thị Bản',
      phone: '0912345678',
      unitId: s.units.department,
    });
    const who = { programmeId: s.programmeId, unitId: s.units.department, personId, title: 'Máy tuốt ngô thông minh' };
    expect(await refusal(entryOnBehalf(t.ctx(coordinator, at(1)), { ...who, paperSigned: false }))).toMatchObject({
      field: 'paperSigned',
    });
    expect(await refusal(entryOnBehalf(t.ctx(neighbour, at(1)), { ...who, paperSigned: true }))).toMatchObject({
      status: 404,
    });
    const { entryId } = await entryOnBehalf(t.ctx(coordinator, at(1)), { ...who, paperSigned: true });
    expect((await entriesOnBehalf(t.ctx(coordinator, at(1)), who)).find((e) => e.id === entryId)?.state).toBe('draft');
    const now = t.ctx(coordinator, at(10));
    await saveEntryForm(now, {
      entryId,
      version: 1,
      title: who.title,
      pillar: 'economy',
      topics: ['data'],
      unitId: s.units.department,
      values: submissionValues,
    });
    await putEntryFile(now, { entryId, stage: 'submission', requirementId: 'video' }, 'gioi-thieu.mp4');
    await putEntryFile(now, { entryId, stage: 'submission', requirementId: 'explanation' }, 'thuyet-minh.pdf');
    await agreeDeclarations(now, { entryId, declarationIds: ['originality', 'not-recognised', 'truth', 'consent'] });
    const handIn = async (day: number) => {
      const ctx = t.ctx(coordinator, at(day));
      return submitEntry(ctx, { entryId, version: await versionOf(ctx, entryId) });
    };
    expect((await handIn(10)).state).toBe('with-unit');
    await reviewEntry(t.ctx(coordinator, at(11)), { entryId, decision: 'return', comment: 'Bổ sung số liệu.' });
    expect((await handIn(12)).state).toBe('with-unit');
    expect(await refusal(forward([entryId], { letterFileId: await letterFile() }, at(12)))).toMatchObject({
      code: 'screening.forward',
    });
    await accept(entryId, at(13));
    await forward([entryId], { letterFileId: await letterFile() }, at(13));
    const programme = (await programmeById(t.app.db, s.programmeId))!;
    const checks = (await checksOf(t.app.db, programme, [entryId], new Date(at(14)))).get(entryId)!;
    expect(checks.filter((f) => f.open).map((f) => f.rule)).toEqual(['recognised']);
    const dossier = await readDossier(t.app.db, entryId, async () => ({ contacts: true }));
    expect(dossier.stages[0]!.files.map((f) => f.name)).toEqual(['gioi-thieu.mp4', 'thuyet-minh.pdf']);
    expect(dossier.authors[0]).toMatchObject({
      fullName: 'Lò Thị Bản',
      phone: '0912345678',
      confirmChannel: 'paper',
    });
    expect(dossier.screening).toMatchObject({ letterNumber: '12/TTr-SKHCN' });
    const [receipt, ...rest] = (await mailsTo(t, entryId)).map((m) => m.kind);
    expect(receipt).toContain('receipt');
    expect(rest).toContain('screening.forwarded');
  });
});

describe('letters and lists', () => {
  it('letters are uploaded and read by the own unit, read by the secretariat, by nobody else', async () => {
    const target = { programmeId: s.programmeId, unitId: s.units.department };
    const name = { name: 'a.pdf', size: 10 };
    await expect(letterFiles.authorise(t.ctx(coordinator, during), target, name)).resolves.toMatchObject({
      accept: ['pdf', 'image'],
    });
    expect(await refusal(letterFiles.authorise(t.ctx(neighbour, during), target, name))).toMatchObject({ status: 404 });
    const id = await letterFile();
    const row = await t.app.db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const secretary = await t.person('Thư ký', [{ role: 'secretary', programmeId: s.programmeId }]);
    const judge = await t.person('Giám khảo', [{ role: 'judge', programmeId: s.programmeId }]);
    const may = (who: Actor) => letterFiles.mayRead(t.ctx(who, during), row);
    expect([await may(coordinator), await may(secretary), await may(neighbour), await may(judge)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('my units count what waits, units below included', async () => {
    const before = (await myUnits(t.ctx(coordinator, during)))[0]!;
    await s.entry({ unitId: s.units.room });
    const after = (await myUnits(t.ctx(coordinator, during)))[0]!;
    expect(after.waiting).toBe(before.waiting + 1);
    expect(after.below).toBe(1);
    expect((await myUnits(t.ctx(neighbour, during))).map((u) => u.name)).toEqual(['Xã Thuận Châu']);
    expect(await myUnits(t.visitor(during))).toEqual([]);
  });
});
