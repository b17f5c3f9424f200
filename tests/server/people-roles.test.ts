import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { excludedAuthors } from '#lib/domain/entry/exclusion.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { excludedRoleHolders, lockExclusion } from '#lib/server/people/exclusion.ts';
import { invitePerson } from '#lib/server/people/invite.ts';
import { listPeople, personDetail, setPersonDisabled, updatePerson } from '#lib/server/people/people.ts';
import { grantRole, revokeRole } from '#lib/server/people/roles.ts';
import { createUnit } from '#lib/server/people/unitActs.ts';
import { actorOfPerson } from '#lib/server/platform/auth/sessions.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { hasRole, systemActor } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { storedContest } from '../support/programme.ts';
import { refusal } from '../support/refusal.ts';

let test: TestApp;
let admin: Ctx;
let programmeId: string;
beforeAll(async () => {
  test = await testApp();
  admin = test.ctx(await test.person('Quản Trị', [{ role: 'admin' }]));
  programmeId = await createProgramme(test.ctx(systemActor()), { shipped: 'y-tuong-so-2026' });
});
afterAll(() => test.close());

let number = 0;
/** An entry with its authors, as the entry side writes them. */
async function entryOf(
  creator: string,
  authors: {
    personId?: string;
    email?: string;
    fullName: string;
    confirmed?: boolean;
    declined?: boolean;
    workplace?: string;
  }[],
  more: { state?: EntryState; title?: string; db?: TestApp['app']['db'] } = {},
): Promise<string> {
  const db = more.db ?? test.app.db;
  const at = new Date('2026-03-01T00:00:00Z');
  const title = more.title ?? 'Trợ lý số cho bản làng';
  number += 1;
  const { id } = await db
    .insertInto('entry')
    .values({
      programme_id: programmeId,
      code: more.state === 'draft' ? null : `CDS26-${String(number).padStart(5, '0')}`,
      state: more.state ?? 'submitted',
      title,
      folded: fold(title),
      created_by: creator,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (authors.length > 0)
    await db
      .insertInto('entry_author')
      .values(
        authors.map((author, i) => ({
          entry_id: id,
          person_id: author.personId ?? null,
          position: i + 1,
          full_name: author.fullName,
          email: author.email ?? null,
          workplace: author.workplace ?? null,
          confirmed_at: author.confirmed === false ? null : at,
          declined_at: author.declined ? at : null,
          created_at: at,
        })),
      )
      .execute();
  return id;
}

describe('appointments', () => {
  it('K26-2b: an author cannot become a judge; the refusal names the entry and the clause', async () => {
    const person = await test.person('Lò Văn Tác');
    const entryId = await entryOf(person.id, [{ personId: person.id, fullName: person.name }], {
      title: 'Chợ phiên trực tuyến',
    });
    for (const role of ['judge', 'jury-chair', 'organiser', 'secretary', 'support'] as const) {
      const refused = await refusal(grantRole(admin, { personId: person.id, role, programmeId }));
      expect(refused).toMatchObject({ code: 'role.author', clause: expect.stringContaining('II.2') });
      expect(refused.message).toContain('“Chợ phiên trực tuyến”');
      expect(refused.message).toContain('CDS26-');
    }
    // roles that the plan does not exclude
    await grantRole(admin, { personId: person.id, role: 'auditor' });
    await test.app.db.updateTable('entry').set({ state: 'withdrawn' }).where('id', '=', entryId).execute();
    await grantRole(admin, { personId: person.id, role: 'judge', programmeId });
    expect(hasRole((await actorOfPerson(test.app.db, person.id))!, admin.now, 'judge', { programmeId })).toBe(true);
  });

  it('K26-2b: drafts count, too, and who began one without naming authors yet', async () => {
    const named = await test.person('Lò Văn Nháp');
    await entryOf(named.id, [{ personId: named.id, fullName: named.name }], { state: 'draft', title: 'Bản nháp' });
    expect((await refusal(grantRole(admin, { personId: named.id, role: 'judge', programmeId }))).message).toContain(
      '“Bản nháp”',
    );
    const begun = await test.person('Lò Văn Mở');
    await entryOf(begun.id, [], { state: 'draft', title: '' });
    expect((await refusal(grantRole(admin, { personId: begun.id, role: 'judge', programmeId }))).code).toBe(
      'role.author',
    );
  });

  it('K26-2b: a co-author known only by address is the same person; one who declined is not', async () => {
    const other = await test.person('Cầm Thị Khác');
    const person = await test.person('Quàng Thị Mời');
    const declined = await test.person('Vì Văn Từ Chối');
    await entryOf(other.id, [
      { personId: other.id, fullName: other.name },
      { email: person.email!, fullName: 'Quàng Thị Mời' },
      { email: declined.email!, fullName: 'Vì Văn Từ Chối', confirmed: false, declined: true },
    ]);
    expect((await refusal(grantRole(admin, { personId: person.id, role: 'secretary', programmeId }))).code).toBe(
      'role.author',
    );
    await grantRole(admin, { personId: declined.id, role: 'secretary', programmeId });
  });

  it('K26-2b: an unconfirmed name in a draft, or the same name and workplace, asks a person to look', async () => {
    const unit = await createUnit(admin, { code: 'SKHCN', name: 'Sở Khoa học và Công nghệ', kind: 'agency' });
    const other = await test.person('Hoàng Thị Gõ');
    const invited = await test.person('Đèo Văn Được Mời');
    await entryOf(
      other.id,
      [
        { personId: other.id, fullName: other.name },
        { personId: invited.id, fullName: invited.name, confirmed: false },
      ],
      { state: 'draft' },
    );
    const double = await test.person('Trần Thị Trùng');
    await test.app.db.updateTable('person').set({ unit_id: unit.id }).where('id', '=', double.id).execute();
    await entryOf(other.id, [
      { email: 'khac@example.test', fullName: 'Trần Thị TRÙNG', workplace: 'Sở Khoa học và Công nghệ' },
    ]);
    for (const person of [invited, double]) {
      expect(await refusal(grantRole(admin, { personId: person.id, role: 'judge', programmeId }))).toMatchObject({
        code: 'role.look',
        field: 'looked',
      });
      await grantRole(admin, { personId: person.id, role: 'judge', programmeId, looked: true });
    }
  });

  it('K26-2b: holders are told to the entry side while their term runs or is still to come', async () => {
    const person = await test.person('Ma Thị Sắp Tới');
    const day = (text: string) => new Date(`${text}T00:00:00+07:00`);
    const { id } = await grantRole(admin, {
      personId: person.id,
      role: 'judge',
      programmeId,
      from: day('2026-07-01'),
      to: day('2026-09-01'),
    });
    const doc = await storedContest(test, programmeId);
    const found = async (at: string) =>
      excludedAuthors(
        doc,
        [{ personId: person.id, fullName: person.name, email: null }],
        await excludedRoleHolders(test.app.db, programmeId, day(at)),
      );
    expect((await found('2026-03-01'))[0]?.message).toContain('Ma Thị Sắp Tới là thành viên Ban Giám khảo');
    expect(await found('2026-09-02')).toEqual([]);
    await revokeRole(admin, { grantId: id, reason: 'Chuyển công tác' });
    expect(await found('2026-03-01')).toEqual([]);
  });

  it('K26-2b: an appointment and an entry at the same moment cannot both pass', async () => {
    for (let round = 0; round < 8; round++) {
      const person = await test.person(`Người Thứ ${round}`);
      const enter = test.app.db.transaction().execute(async (db) => {
        await lockExclusion(db, programmeId);
        const holders = await excludedRoleHolders(db, programmeId, admin.now);
        if (holders.some((holder) => holder.personId === person.id))
          throw new RuleError({ code: 'entry.excluded', message: 'x' });
        await new Promise((done) => setTimeout(done, 5));
        await entryOf(person.id, [{ personId: person.id, fullName: person.name }], { db });
      });
      const results = await Promise.allSettled(
        round % 2
          ? [enter, grantRole(admin, { personId: person.id, role: 'judge', programmeId })]
          : [grantRole(admin, { personId: person.id, role: 'judge', programmeId }), enter],
      );
      expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = results.find((one) => one.status === 'rejected');
      expect(lost?.reason).toMatchObject({ code: expect.stringMatching(/^(role\.author|entry\.excluded)$/) });
    }
  });

  it('have a scope, a term and one grant at a time', async () => {
    const person = await test.person('Lường Văn Hạn');
    const at = (text: string) => new Date(text);
    expect((await refusal(grantRole(admin, { personId: person.id, role: 'judge' }))).field).toBe('programmeId');
    expect((await refusal(grantRole(admin, { personId: person.id, role: 'unit-coordinator' }))).field).toBe('unitId');
    const from = at('2026-03-01T00:00:00Z');
    expect(
      (await refusal(grantRole(admin, { personId: person.id, role: 'judge', programmeId, from, to: from }))).field,
    ).toBe('to');
    await grantRole(admin, { personId: person.id, role: 'judge', programmeId, from, to: at('2026-04-01T00:00:00Z') });
    expect(
      (
        await refusal(
          grantRole(admin, { personId: person.id, role: 'judge', programmeId, from: at('2026-03-15T00:00:00Z') }),
        )
      ).code,
    ).toBe('role.same');
    await grantRole(admin, { personId: person.id, role: 'judge', programmeId, from: at('2026-05-01T00:00:00Z') });
    const actor = (await actorOfPerson(test.app.db, person.id))!;
    expect(
      ['2026-02-28', '2026-03-10', '2026-04-10', '2026-06-01'].map((day) =>
        hasRole(actor, at(`${day}T00:00:00Z`), 'judge', { programmeId }),
      ),
    ).toEqual([false, true, false, true]);
    expect((await refusal(grantRole(test.ctx(person), { personId: person.id, role: 'admin' }))).status).toBe(403);
    expect((await refusal(grantRole(admin, { personId: 'không phải mã', role: 'admin' }))).status).toBe(404);
  });
});

describe('administration of people', () => {
  it('finds, mends, blocks and reopens; the last administrator stays', async () => {
    const person = await test.person('Bạc Cầm Tìm');
    await test.app.db
      .updateTable('person')
      .set({ folded: fold(person.name), phone: '0912345678' })
      .where('id', '=', person.id)
      .execute();
    for (const q of ['bac cam', 'BẠC CẦM', '345 678', person.email!.toUpperCase()])
      expect((await listPeople(admin, { q })).people.map((p) => p.id)).toContain(person.id);
    expect((await listPeople(admin, { role: 'admin' })).total).toBe(1);
    await updatePerson(admin, { personId: person.id, fullName: 'Bạc Cầm Sửa', email: 'Moi.Nhat@example.test' });
    expect((await personDetail(admin, person.id)).person).toMatchObject({
      fullName: 'Bạc Cầm Sửa',
      email: 'moi.nhat@example.test',
      emailConfirmedAt: null,
    });
    expect(
      (await refusal(updatePerson(admin, { personId: person.id, fullName: 'Bạc Cầm Sửa', email: admin.actor.email! })))
        .code,
    ).toBe('email.taken');
    expect((await refusal(setPersonDisabled(admin, { personId: person.id, disabled: true, reason: ' ' }))).field).toBe(
      'reason',
    );
    await setPersonDisabled(admin, { personId: person.id, disabled: true, reason: 'Trùng tài khoản' });
    expect(await actorOfPerson(test.app.db, person.id)).toBeNull();
    await setPersonDisabled(admin, { personId: person.id, disabled: false, reason: '' });
    const grant = await test.app.db
      .selectFrom('role_grant')
      .select('id')
      .where('role', '=', 'admin')
      .executeTakeFirstOrThrow();
    expect((await refusal(revokeRole(admin, { grantId: grant.id, reason: 'thử' }))).code).toBe('role.last-admin');
    expect(
      (await refusal(setPersonDisabled(admin, { personId: admin.actor.id!, disabled: true, reason: 'thử' }))).code,
    ).toBe('role.last-admin');
    expect((await refusal(personDetail(test.visitor(), person.id))).status).toBe(403);
  });

  it('invites somebody with a role in one act, and refuses both together', async () => {
    const { personId, known } = await invitePerson(admin, {
      email: 'gk@example.test',
      fullName: 'Giám Khảo Mới',
      role: 'judge',
      programmeId,
    });
    expect(known).toBe(false);
    expect((await personDetail(admin, personId)).grants).toMatchObject([{ role: 'judge', current: true }]);
    const author = await test.person('Tác Giả Sẵn');
    await entryOf(author.id, [{ personId: author.id, fullName: author.name }]);
    const before = await listPeople(admin, {});
    expect(
      (
        await refusal(
          invitePerson(admin, { email: author.email!, fullName: 'Tác Giả Sẵn', role: 'judge', programmeId }),
        )
      ).code,
    ).toBe('role.author');
    expect((await listPeople(admin, {})).total).toBe(before.total);
  });
});
