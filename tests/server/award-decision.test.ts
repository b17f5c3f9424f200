import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { correctDecision, correctLine } from '#lib/server/award/decision/correct.ts';
import {
  approveDecision,
  cancelDecision,
  recallDecision,
  returnDecision,
  sendLineBack,
  submitDecision,
} from '#lib/server/award/decision/decide.ts';
import { addWaiting, createDecision, moveLine, saveLine } from '#lib/server/award/decision/draft.ts';
import { issueDecision, numberDecision } from '#lib/server/award/decision/issue.ts';
import { linesOf, requireDecision } from '#lib/server/award/decision/queries.ts';
import { awardDuties } from '#lib/server/award/myWork.ts';
import { eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import { awardScope, type StoredCall } from '#lib/server/award/scope.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { insertSignedFile } from '../support/awardDecision.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-09-06T08:00:00+07:00';
let calls = 0;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.second = await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SL! }]);
  people.chairman = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
});
afterAll(() => t.close());

const as = (who: string) => t.ctx(people[who]!, moment);

async function newCall(): Promise<StoredCall> {
  calls += 1;
  return insertCall(t, { doc: { ...sampleCall, code: `QD${calls}` }, slug: `dot-quyet-dinh-${calls}` });
}

const waiting = (call: StoredCall, name: string, unit = 'X1', kind: SubjectKind = 'individual') =>
  insertDossier(t, {
    call,
    unitId: units[unit]!,
    subject: { kind, name, unitId: units[unit]!, unitName: unit },
    stepId: 'decide',
  });

async function draftOf(call: StoredCall): Promise<string> {
  return createDecision(as('officer'), { slug: call.slug, stepId: 'decide', formIds: ['bang-khen-tinh'] });
}

async function place(call: StoredCall, decisionId: string) {
  const { version } = await requireDecision(t.app.db, call.id, decisionId);
  return { slug: call.slug, decisionId, version };
}

async function approved(call: StoredCall): Promise<string> {
  const id = await draftOf(call);
  await submitDecision(as('officer'), await place(call, id));
  await approveDecision(as('chairman'), await place(call, id));
  return id;
}

async function issued(call: StoredCall, number: string): Promise<string> {
  const id = await approved(call);
  await numberDecision(as('officer'), { ...(await place(call, id)), number, date: '05/09/2027' });
  await insertSignedFile(t, id);
  await issueDecision(as('officer'), await place(call, id));
  return id;
}

describe('a decision is prepared and decided', () => {
  it('Q25-12: dossiers at the step are gathered in the order of lists; the Chairman approves', async () => {
    const call = await newCall();
    const first = await waiting(call, 'Lò Thị Mai', 'X1');
    await waiting(call, 'Hộ ông Cà Văn Pâng', 'X1', 'household');
    await waiting(call, 'Phòng Tổng hợp', 'SKHCN', 'collective');
    await waiting(call, 'Vũ Đức Anh', 'SKHCN');
    const id = await draftOf(call);
    const names = async () => (await linesOf(t.app.db, id)).map((line) => line.printed.name);
    expect(await names()).toEqual(['Phòng Tổng hợp', 'Vũ Đức Anh', 'Lò Thị Mai', 'Hộ ông Cà Văn Pâng']);
    const { body } = await requireDecision(t.app.db, call.id, id);
    expect(body.capacity).toEqual(['CHỦ TỊCH']);
    expect(body.head.issuer).toBe('Ủy ban nhân dân tỉnh Sơn La');

    await moveLine(as('officer'), { ...(await place(call, id)), dossierId: first.id, to: 1 });
    expect((await names())[0]).toBe('Lò Thị Mai');
    const late = await waiting(call, 'Đến Sau');
    expect(await addWaiting(as('officer'), await place(call, id))).toBe(1);
    expect((await linesOf(t.app.db, id)).at(-1)!.dossierId).toBe(late.id);

    await expect(refusal(approveDecision(as('chairman'), await place(call, id)))).resolves.toMatchObject({
      code: 'award.decision-state',
    });
    await submitDecision(as('officer'), await place(call, id));
    expect(await refusal(approveDecision(as('officer'), await place(call, id)))).toMatchObject({
      code: 'award.not-leader',
    });
    expect(
      await refusal(moveLine(as('officer'), { ...(await place(call, id)), dossierId: first.id, to: 2 })),
    ).toMatchObject({ code: 'award.decision-submitted' });
    await approveDecision(as('chairman'), await place(call, id));
    expect((await requireDecision(t.app.db, call.id, id)).approvedByName).toBe('Hà Trung Chiến');
    expect((await eventsOf(t.app.db, first.id)).at(-1)).toMatchObject({ what: 'approved', byName: 'Hà Trung Chiến' });
  });

  it('Q25-12: a single dossier goes back with a reason, the others go on; a whole draft goes back, too', async () => {
    const call = await newCall();
    const bad = await waiting(call, 'Cầm Văn Sai');
    await waiting(call, 'Cầm Thị Đúng');
    const id = await draftOf(call);
    await submitDecision(as('officer'), await place(call, id));
    const back = { dossierId: bad.id, to: 'appraise', reason: 'Chưa rõ thành tích năm 2026.' };
    expect(await refusal(sendLineBack(as('officer'), { ...(await place(call, id)), ...back }))).toMatchObject({
      code: 'award.not-leader',
    });
    expect(
      await refusal(sendLineBack(as('chairman'), { ...(await place(call, id)), ...back, reason: '' })),
    ).toMatchObject({ field: 'reason' });
    await sendLineBack(as('chairman'), { ...(await place(call, id)), ...back });
    expect(await requireDossier(t.app.db, bad.id)).toMatchObject({ state: 'in-progress', stepId: 'appraise' });
    expect(await linesOf(t.app.db, id)).toHaveLength(1);
    await returnDecision(as('chairman'), { ...(await place(call, id)), reason: 'Ghi lại căn cứ.' });
    expect(await requireDecision(t.app.db, call.id, id)).toMatchObject({
      state: 'draft',
      submittedAt: null,
      returnedReason: 'Ghi lại căn cứ.',
    });
  });

  it('two people at once: the second one reads that the draft has changed', async () => {
    const call = await newCall();
    const one = await waiting(call, 'Lò Văn Một');
    await waiting(call, 'Lò Văn Hai');
    const id = await draftOf(call);
    const seen = await place(call, id);
    const words = { name: 'Lò Văn Mốt', place: '', citation: '' };
    const results = await Promise.all(
      ['officer', 'second'].map((who) =>
        refusal(saveLine(as(who), { ...seen, dossierId: one.id, input: words, withoutBonus: '' })).catch(() => null),
      ),
    );
    expect(results.filter((result) => result !== null)).toMatchObject([{ code: 'stale', status: 409 }]);
    expect(await refusal(draftOf(call))).toMatchObject({ code: 'award.none-waiting' });
  });

  it('a cancelled draft leaves its dossiers waiting for another one', async () => {
    const call = await newCall();
    const one = await waiting(call, 'Quàng Thị Chờ');
    const id = await approved(call);
    await recallDecision(as('officer'), { ...(await place(call, id)), reason: 'Sửa nơi nhận.' });
    await cancelDecision(as('officer'), { ...(await place(call, id)), reason: 'Lập lại từ đầu.' });
    const again = await draftOf(call);
    expect((await linesOf(t.app.db, again)).map((line) => line.dossierId)).toEqual([one.id]);
  });
});

describe('a decision is issued', () => {
  it('Q25-12: it needs number, day and the signed file; then bonuses, register, payments and dossiers follow', async () => {
    const call = await newCall();
    const one = await waiting(call, 'Lò Thị Mai');
    const team = await waiting(call, 'Phòng Tổng hợp', 'SKHCN', 'collective');
    const unpaid = await waiting(call, 'Hà Văn Không');
    const id = await draftOf(call);
    await saveLine(as('officer'), {
      ...(await place(call, id)),
      dossierId: unpaid.id,
      input: { name: 'Hà Văn Không', place: '', citation: '' },
      withoutBonus: 'Đã thưởng theo quyết định khác',
    });
    await submitDecision(as('officer'), await place(call, id));
    await approveDecision(as('chairman'), await place(call, id));
    expect(await refusal(issueDecision(as('officer'), await place(call, id)))).toMatchObject({
      code: 'award.not-numbered',
    });
    for (const [date, field] of [
      ['12/13/1980', 'date'],
      ['07/09/2027', 'date'],
      ['28/02/2027', 'date'],
    ])
      expect(
        await refusal(
          numberDecision(as('officer'), { ...(await place(call, id)), number: '100/QĐ-UBND', date: date! }),
        ),
        date,
      ).toMatchObject({ issues: [{ field }] });
    await numberDecision(as('officer'), { ...(await place(call, id)), number: '100/qđ-ubnd', date: '05/09/2027' });
    expect(await refusal(issueDecision(as('officer'), await place(call, id)))).toMatchObject({
      code: 'award.no-signed-file',
    });
    await insertSignedFile(t, id);
    await issueDecision(as('officer'), await place(call, id));

    const decision = await requireDecision(t.app.db, call.id, id);
    expect(decision).toMatchObject({ state: 'issued', number: '100/QĐ-UBND', baseSalary: 2_530_000 });
    expect(decision.rounding).toMatchObject({ to: expect.anything() });
    const lines = await linesOf(t.app.db, id);
    expect(lines.map((line) => [line.printed.name, line.goldenNo, line.state])).toEqual([
      ['Phòng Tổng hợp', 1, 'awarded'],
      ['Hà Văn Không', 2, 'awarded'],
      ['Lò Thị Mai', 3, 'awarded'],
    ]);
    const bonus = new Map(lines.map((line) => [line.dossierId, line.bonus]));
    expect(bonus.get(unpaid.id)).toBe(0);
    expect(bonus.get(one.id)! * 2).toBeGreaterThanOrEqual(bonus.get(team.id)!);
    const payments = await t.app.db
      .selectFrom('award_payment as p')
      .innerJoin('award_record as r', 'r.id', 'p.record_id')
      .select(['r.dossier_id', 'p.amount', 'p.state'])
      .where('r.decision_id', '=', id)
      .execute();
    expect(payments).toHaveLength(2);
    for (const payment of payments)
      expect(payment).toMatchObject({ amount: bonus.get(payment.dossier_id!), state: 'due' });
    const mails = await t.app.db.selectFrom('message').select('to_name').where('kind', '=', 'award.issued').execute();
    expect(mails.map((one_) => one_.to_name)).toEqual(['Lường Mai Anh']);
  });

  it('Q25-12: a decision number used twice by one office in a year is refused beside the field, also at the same second', async () => {
    const call = await newCall();
    await waiting(call, 'Người Một');
    await issued(call, '200/QĐ-UBND');
    await waiting(call, 'Người Hai');
    const second = await approved(call);
    const number = (decisionId: string, text: string) =>
      place(call, decisionId).then((on) => numberDecision(as('officer'), { ...on, number: text, date: '05/09/2027' }));
    expect(await refusal(number(second, '0200/qđ-ubnd'))).toMatchObject({
      code: 'award.number-taken',
      field: 'number',
      status: 409,
    });
    await waiting(call, 'Người Ba');
    const third = await approved(call);
    const results = await Promise.allSettled([number(second, '201/QĐ-UBND'), number(third, '201/QĐ-UBND')]);
    expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(
      t.app.db
        .updateTable('award_decision')
        .set({ number: '200/qđ-ubnd', date: '2027-01-01' })
        .where('id', '=', third)
        .execute(),
    ).rejects.toThrow('award_decision_number');
  });

  it('a dossier that was withdrawn in between keeps the whole decision from being issued', async () => {
    const call = await newCall();
    const gone = await waiting(call, 'Người Rút');
    await waiting(call, 'Người Ở');
    const id = await approved(call);
    await numberDecision(as('officer'), { ...(await place(call, id)), number: '300/QĐ-UBND', date: '05/09/2027' });
    await insertSignedFile(t, id);
    await t.app.db.updateTable('award_dossier').set({ state: 'withdrawn' }).where('id', '=', gone.id).execute();
    const before = await t.app.db.selectFrom('award_record').select('id').execute();
    expect(await refusal(issueDecision(as('officer'), await place(call, id)))).toMatchObject({
      code: 'award.moved',
      status: 409,
    });
    expect(await t.app.db.selectFrom('award_record').select('id').execute()).toHaveLength(before.length);
  });

  it('Q25-2: a misprint is corrected with a reason, the register follows, what stood there stays in the history', async () => {
    const call = await newCall();
    const one = await waiting(call, 'Lò Thị Mại');
    const id = await issued(call, '400/QĐ-UBND');
    const input = { name: 'Lò Thị Mai', place: 'Xã Chiềng Mung', citation: 'Có thành tích.' };
    expect(
      await refusal(correctLine(as('officer'), { ...(await place(call, id)), dossierId: one.id, input, reason: ' ' })),
    ).toMatchObject({ field: 'reason' });
    await correctLine(as('officer'), {
      ...(await place(call, id)),
      dossierId: one.id,
      input,
      reason: 'Sai dấu trong tên.',
    });
    await correctDecision(as('officer'), {
      ...(await place(call, id)),
      number: '401/QĐ-UBND',
      title: 'Về việc tặng Bằng khen',
      signer: 'Hà Trung Chiến',
      reason: 'Nhập nhầm số.',
    });
    const record = await t.app.db
      .selectFrom('award_record')
      .select(['subject_name', 'decision_number', 'folded'])
      .where('dossier_id', '=', one.id)
      .executeTakeFirstOrThrow();
    expect(record).toMatchObject({ subject_name: 'Lò Thị Mai', decision_number: '401/QĐ-UBND' });
    expect(record.folded).toContain('401/qd-ubnd');
    expect((await eventsOf(t.app.db, one.id)).at(-1)).toMatchObject({
      what: 'corrected',
      reason: 'Sai dấu trong tên.',
      data: { before: { name: 'Lò Thị Mại' }, after: { name: 'Lò Thị Mai' } },
    });
  });
});

describe('whose move it is', () => {
  it('Q25-12: a list waits for the officer, then for the Chairman, then for the officer until the bonuses are paid', async () => {
    const call = await newCall();
    await waiting(call, 'Quàng Thị Lan');
    const duties = async (who: string) => {
      const ctx = as(who);
      const all = await awardDuties(ctx, await awardScope(ctx));
      return all.filter((one) => one.href.includes(`/${call.slug}/`)).map((one) => one.text);
    };
    expect(await duties('officer')).toEqual([expect.stringContaining('1 hồ sơ cần đưa vào dự thảo quyết định')]);
    const id = await draftOf(call);
    expect(await duties('officer')).toEqual([expect.stringContaining('rồi trình dự thảo')]);
    await submitDecision(as('officer'), await place(call, id));
    expect(await duties('officer')).toEqual([]);
    expect(await duties('chairman')).toEqual([expect.stringContaining('Duyệt dự thảo')]);
    await approveDecision(as('chairman'), await place(call, id));
    expect(await duties('chairman')).toEqual([]);
    expect(await duties('officer')).toEqual([expect.stringContaining('Nhập số, ngày')]);
    await numberDecision(as('officer'), { ...(await place(call, id)), number: '977/QĐ-UBND', date: '05/09/2027' });
    await insertSignedFile(t, id);
    await issueDecision(as('officer'), await place(call, id));
    expect(await duties('officer')).toEqual(['Chi thưởng 1 trường hợp của Quyết định số 977/QĐ-UBND ngày 05/09/2027']);
  });
});
