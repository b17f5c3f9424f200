import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateCode } from '#lib/domain/kernel/ids.ts';
import { readOfficerFilter } from '#lib/domain/register/search.ts';
import { eventsOf } from '#lib/server/award/queries.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { correctRecord, setRecordPublic } from '#lib/server/register/correct.ts';
import { mergeSubjects, splitSubject, subjectHistory } from '#lib/server/register/history.ts';
import { exportRegister, officerRecords, openRegister } from '#lib/server/register/list.ts';
import { recordById } from '#lib/server/register/record.ts';
import {
  concludeReview,
  consequencesOf,
  openReviewsOf,
  restoreRecord,
  reviewsOf,
  revokeRecord,
} from '#lib/server/register/revoke.ts';
import { yearStatistics } from '#lib/server/register/statistics.ts';
import { verifyPaper } from '#lib/server/register/verify.ts';
import { insertCall, insertDossier, insertSubject } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';
import { insertRecord } from '../support/register.ts';

let t: TestApp;
let units: Record<string, string>;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-03-05T08:00:00+07:00';
const ctx = (who: string) => t.ctx(people[who]!, moment);
const filter = (query = '') => readOfficerFilter(new URLSearchParams(query));
let n = 0;
const subject = (name: string, unit = 'X1', more = {}) =>
  insertSubject(t, { kind: 'individual', name, unitId: units[unit]!, ...more });
const record = (subjectId: string, name: string, more: object = {}) =>
  insertRecord(t, {
    subject_id: subjectId,
    subject_name: name,
    unit_id: units.X1!,
    authority_unit_id: units.SL!,
    decision_number: `${++n}/QĐ-UBND`,
    ...more,
  });
const paper = {
  ground: 'a',
  number: '99/QĐ-UBND',
  date: '01/03/2027',
  reason: 'Kê khai không đúng thành tích theo kết luận thanh tra',
};

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  people.registrar = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'award-officer', unitId: units.X1! }]);
  people.other = await t.person('Tòng Văn Nơi Khác', [{ role: 'award-officer', unitId: units.X2! }]);
  people.leader = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
});
afterAll(() => t.close());

describe('an award is taken back', () => {
  it('Q25-2: what follows is shown before, and happens: certificate, bonus, later awards, dossiers under way', async () => {
    const { db } = t.app;
    const call = await insertCall(t);
    const dossier = await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Lò Văn Gian', unitId: units.X1! },
      stepId: 'compile',
    });
    const code = certificateCode('KT');
    const id = await record(dossier.subjectId, 'Lò Văn Gian', { certificate_code: code, bonus: 3_800_000 });
    const later = await record(dossier.subjectId, 'Lò Văn Gian', { year: 2026, decision_date: '2026-06-01' });
    await db
      .insertInto('award_payment')
      .values({ record_id: id, amount: 3_800_000, state: 'paid', updated_at: new Date(moment), by_name: 'Thử' })
      .execute();
    const one = (await recordById(db, id))!;
    await db
      .updateTable('award_dossier')
      .set({
        report: JSON.stringify({
          claims: [{ year: 2025, formName: one.formName, decision: `${one.decisionNumber}, 21/6/2025`, issuer: '' }],
        }),
      })
      .where('id', '=', dossier.id)
      .execute();
    expect(await verifyPaper(db, code)).toMatchObject({ status: 'valid', award: { recipient: 'Lò Văn Gian' } });

    const before = await consequencesOf(db, one);
    expect(before).toMatchObject({
      certificate: code,
      bonus: { amount: 3_800_000, to: 'to-recover' },
      later: [{ record: { id: later } }],
      dossiers: [{ id: dossier.id }],
    });
    await revokeRecord(ctx('registrar'), { recordId: id, ...paper });
    expect(await verifyPaper(db, code.toLowerCase().replaceAll('-', ' '))).toMatchObject({
      status: 'revoked',
      award: { revoked: { decision: '99/QĐ-UBND', date: '2027-03-01' } },
    });
    expect((await recordById(db, id))!.payment).toMatchObject({ state: 'to-recover' });
    expect(await openReviewsOf(db, [dossier.id])).toEqual(
      new Map([[dossier.id, [expect.stringContaining('thu hồi')]]]),
    );
    expect((await eventsOf(db, dossier.id)).at(-1)).toMatchObject({ what: 'claim-revoked' });
    expect(await refusal(revokeRecord(ctx('registrar'), { recordId: id, ...paper }))).toMatchObject({ status: 409 });

    const waiting = await reviewsOf(db, [(await recordById(db, id))!.revocationId!]);
    expect(waiting).toHaveLength(2);
    await concludeReview(ctx('registrar'), { reviewId: waiting[0]!.id, conclusion: 'Không dựa vào khen thưởng này' });
    await restoreRecord(ctx('registrar'), {
      recordId: id,
      number: '120/QĐ-UBND',
      date: '04/03/2027',
      reason: 'Kết luận thanh tra đã được hủy bỏ',
    });
    expect(await verifyPaper(db, code)).toMatchObject({ status: 'valid' });
    expect((await recordById(db, id))!.payment).toMatchObject({ state: 'paid' });
    expect(await openReviewsOf(db, [dossier.id])).toEqual(new Map());
    const kept = await db
      .selectFrom('award_revocation')
      .select('what')
      .where('record_id', '=', id)
      .orderBy('at')
      .execute();
    expect(kept.map((row) => row.what).toSorted()).toEqual(['restored', 'revoked']);
  });

  it('Q25-2: needs a ground of Điều 93, a decision with a real day that is not before the award, and a reason', async () => {
    const id = await record(await subject('Cà Văn Thiếu'), 'Cà Văn Thiếu');
    const wrong = await refusal(
      revokeRecord(ctx('registrar'), { recordId: id, ground: 'z', number: '', date: '12/13/1980', reason: 'ngắn' }),
    );
    expect(wrong.issues.map((issue) => issue.field)).toEqual(['ground', 'number', 'date', 'reason']);
    expect(await refusal(revokeRecord(ctx('registrar'), { recordId: id, ...paper, date: '01/01/2020' }))).toMatchObject(
      {
        issues: [{ field: 'date' }],
      },
    );
    expect(await refusal(revokeRecord(ctx('registrar'), { recordId: id, ...paper, date: '01/01/2030' }))).toMatchObject(
      {
        issues: [{ field: 'date' }],
      },
    );
  });

  it('Q25-2: by whoever keeps the register of that office; two at once take it back once; a prize is the contest’s', async () => {
    const id = await record(await subject('Cà Văn Hai'), 'Cà Văn Hai');
    expect(await refusal(revokeRecord(ctx('commune'), { recordId: id, ...paper }))).toMatchObject({ status: 403 });
    expect(await refusal(revokeRecord(ctx('leader'), { recordId: id, ...paper }))).toMatchObject({ status: 403 });
    expect(await refusal(revokeRecord(ctx('other'), { recordId: id, ...paper }))).toMatchObject({ status: 404 });
    const both = await Promise.allSettled([
      revokeRecord(ctx('registrar'), { recordId: id, ...paper }),
      revokeRecord(ctx('registrar'), { recordId: id, ...paper, number: '100/QĐ-UBND' }),
    ]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const own = await record(await subject('Cà Văn Ba'), 'Cà Văn Ba', { authority_unit_id: units.X1! });
    await revokeRecord(ctx('commune'), { recordId: own, ...paper });
  });
});

describe('officers keep the register', () => {
  it('Q25-2: a typo is corrected with a reason and found by its new name; who saw an older version is told', async () => {
    const id = await record(await subject('Vì Thị Sai'), 'Vì Thị Sai');
    const seen = (await recordById(t.app.db, id))!;
    const change = {
      recordId: id,
      stamp: seen.stamp,
      subjectName: 'Vì Thị Đúng',
      unitName: seen.unitName,
      citation: seen.citation,
      decisionNumber: seen.decisionNumber!,
      decisionDate: '21/06/2025',
      reason: 'Gõ sai tên khi nhập',
    };
    expect(await refusal(correctRecord(ctx('registrar'), { ...change, reason: '' }))).toMatchObject({
      issues: [{ field: 'reason' }],
    });
    await correctRecord(ctx('registrar'), change);
    const found = await officerRecords(ctx('registrar'), await openRegister(ctx('registrar')), filter('q=vi thi dung'));
    expect(found.records.map((one) => one.id)).toEqual([id]);
    expect(await refusal(correctRecord(ctx('registrar'), { ...change, subjectName: 'Vì Thị Khác' }))).toMatchObject({
      status: 409,
    });
    await setRecordPublic(ctx('registrar'), { recordId: id, public: false, reason: 'Người được khen đề nghị' });
    expect((await recordById(t.app.db, id))!.public).toBe(false);
  });

  it('Q25-2: an officer sees what the own unit received or decided, the registrar all', async () => {
    await record(await subject('Sùng A Xa', 'X2'), 'Sùng A Xa', { unit_id: units.X2! });
    const names = async (who: string) =>
      (await officerRecords(ctx(who), await openRegister(ctx(who)), filter('q=sung a xa'))).records.length;
    expect(await names('registrar')).toBe(1);
    expect(await names('other')).toBe(1);
    expect(await names('commune')).toBe(0);
    const rows = await exportRegister(ctx('commune'), filter());
    expect(rows.some((row) => row.includes('Sùng A Xa'))).toBe(false);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('Q25-2: two subjects that are one are merged, read as one from either, and can be two again', async () => {
    const [one, two] = [await subject('Giàng A Một'), await subject('Giàng A Một', 'X1', { birthDate: '1980-12-13' })];
    await record(one, 'Giàng A Một');
    await record(two, 'Giàng A Một');
    expect((await subjectHistory(ctx('registrar'), two)).alike.map((near) => near.id)).toEqual([one]);
    await mergeSubjects(ctx('registrar'), { fromId: one, intoId: two, reason: 'Cùng một người, nhập hai lần' });
    for (const id of [one, two]) {
      const history = await subjectHistory(ctx('registrar'), id);
      expect(history.subject.id).toBe(two);
      expect(history.awards).toHaveLength(2);
    }
    const back = mergeSubjects(ctx('registrar'), { fromId: two, intoId: one, reason: 'Gộp ngược lại lần nữa' });
    expect(await refusal(back)).toMatchObject({ status: 409 });
    await splitSubject(ctx('registrar'), { subjectId: one, reason: 'Hai người khác nhau' });
    expect((await subjectHistory(ctx('registrar'), two)).awards).toHaveLength(1);
    const collective = await insertSubject(t, { kind: 'collective', name: 'Giàng A Một', unitId: units.X1! });
    const mixed = mergeSubjects(ctx('registrar'), { fromId: one, intoId: collective, reason: 'Cùng một người mà' });
    expect(await refusal(mixed)).toMatchObject({ code: 'register.not-one' });
    expect(
      await refusal(mergeSubjects(ctx('leader'), { fromId: one, intoId: two, reason: 'Cùng một người mà' })),
    ).toMatchObject({ status: 403 });
  });
});

describe('statistics of a year', () => {
  it('Q25-2: awards are counted by form, subject and sex, revoked ones apart, within what the reader may see', async () => {
    const woman = await subject('Lường Thị Đếm', 'X1', { gender: 'female' });
    const id = await record(woman, 'Lường Thị Đếm', { year: 1999, decision_date: '1999-06-01' });
    await record(woman, 'Lường Thị Đếm', { year: 1999, decision_date: '1999-07-01' });
    await revokeRecord(ctx('registrar'), { recordId: id, ...paper, number: '101/QĐ-UBND' });
    const scope = await openRegister(ctx('registrar'));
    expect(await yearStatistics(t.app.db, scope, 1999)).toMatchObject([
      { formId: 'bang-khen-tinh', level: 'province', total: 1, individuals: 1, women: 1, revoked: 1 },
    ]);
    expect(await yearStatistics(t.app.db, await openRegister(ctx('other')), 1999)).toEqual([]);
  });
});
