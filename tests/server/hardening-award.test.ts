import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelCall } from '#lib/server/award/call/state.ts';
import { sendComment } from '#lib/server/award/comment.ts';
import { answerByAccount, askByMail } from '#lib/server/award/confirm.ts';
import { approveDecision, recallDecision, sendLineBack, submitDecision } from '#lib/server/award/decision/decide.ts';
import { createDecision, removeLine, saveLine } from '#lib/server/award/decision/draft.ts';
import { issueDecision, numberDecision, signedFileOf } from '#lib/server/award/decision/issue.ts';
import { requireDecision } from '#lib/server/award/decision/queries.ts';
import { saveDossier, startDossier } from '#lib/server/award/dossiers.ts';
import { withdraw } from '#lib/server/award/leave.ts';
import { markPayments } from '#lib/server/award/payments.ts';
import { openComments } from '#lib/server/award/publicity.ts';
import { dossiersOf, requireDossier } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { forward } from '#lib/server/award/steps.ts';
import { saveSubmission, submitNominations } from '#lib/server/award/submission.ts';
import { chooseLaw } from '#lib/server/catalogue/transition.ts';
import { setAttendance } from '#lib/server/council/attendance.ts';
import { requireBallot } from '#lib/server/council/ballotRows.ts';
import { cancelBallot, closeBallot, openBallot } from '#lib/server/council/ballots.ts';
import { castPaper, castSlip } from '#lib/server/council/cast.ts';
import { concludeMeeting } from '#lib/server/council/conclude.ts';
import { makeSlips, markSlip } from '#lib/server/council/tellers.ts';
import { signPaper, voteOpenly } from '#lib/server/council/vote.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { correctRecord, setRecordPublic } from '#lib/server/register/correct.ts';
import { enterRecords } from '#lib/server/register/enter.ts';
import { recordById } from '#lib/server/register/record.ts';
import { revokeRecord } from '#lib/server/register/revoke.ts';
import { blindPaper } from '#lib/ui/council/blindPaper.ts';
import { insertCall, insertDossier, insertSubject, sampleCall } from '../support/award.ts';
import { insertSignedFile } from '../support/awardDecision.ts';
import { insertCouncil, openSampleMeeting, type Person, takePaper } from '../support/council.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';
import { insertRecord } from '../support/register.ts';

let t: TestApp;
let units: Record<string, string>;
const people: Record<string, Actor & { id: string }> = {};
const at = '2027-03-05T08:00:00+07:00';
const later = '2027-09-06T08:00:00+07:00';
const as = (who: string, moment = at) => t.ctx(people[who]!, moment);
let calls = 0;

const newCall = (doc = sampleCall): Promise<StoredCall> => {
  const code = `HA${++calls}`;
  return insertCall(t, { doc: { ...doc, code }, slug: code.toLowerCase() });
};
const nominee = (call: StoredCall, name: string, unit = 'X1', formId = 'bang-khen-tinh') => ({
  unitId: units[unit]!,
  slug: call.slug,
  formId,
  subject: { kind: 'individual' as const, name },
});
const standing = (call: StoredCall, name: string, stepId: string, more: object = {}) =>
  insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind: 'individual', name, unitId: units.X1!, unitName: 'X1', ...more },
    stepId,
  });
const stateOf = async (id: string) => (await requireDossier(t.app.db, id)).state;
const outcomes = async (works: Promise<unknown>[]) =>
  (await Promise.allSettled(works)).map((one) =>
    one.status === 'fulfilled' ? 'done' : ((one.reason as { code?: string }).code ?? String(one.reason)),
  );

async function place(call: StoredCall, decisionId: string) {
  const { version } = await requireDecision(t.app.db, call.id, decisionId);
  return { slug: call.slug, decisionId, version };
}
async function approved(call: StoredCall): Promise<string> {
  const id = await createDecision(as('officer', later), {
    slug: call.slug,
    stepId: 'decide',
    formIds: call.doc.forms.map((form) => form.formId),
  });
  await submitDecision(as('officer', later), await place(call, id));
  await approveDecision(as('chairman', later), await place(call, id));
  return id;
}

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.second = await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SKHCN! }]);
  people.chairman = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  people.other = await t.person('Cầm Văn Khác', [{ role: 'unit-coordinator', unitId: units.X2! }]);
  people.admin = await t.person('Quản trị', [{ role: 'admin' }]);
});
afterAll(() => t.close());

describe('two at once', () => {
  it('Q25-12: a call that is being cancelled takes in nobody: beginning and handing in come before it or after it', async () => {
    const call = await newCall();
    const { dossierId } = await startDossier(as('commune'), { ...nominee(call, 'Lò Văn Trước'), chosen: null });
    const results = await outcomes([
      cancelCall(as('officer'), { slug: call.slug, version: 1, reason: 'Kế hoạch đã thay đổi' }),
      startDossier(as('commune'), { ...nominee(call, 'Lò Văn Sau'), chosen: null }),
      startDossier(as('other'), { ...nominee(call, 'Lò Văn Bên', 'X2'), chosen: null }),
    ]);
    expect(results[0]).toBe('done');
    for (const one of results.slice(1)) expect(['done', 'award.call-closed']).toContain(one);
    expect(await stateOf(dossierId)).toBe('withdrawn');
    const left = await dossiersOf(t.app.db, { callId: call.id, states: ['draft', 'in-progress', 'returned'] });
    expect(left).toEqual([]);
  });

  it('Q25-12: handing in reads the state of the call under its lock', async () => {
    const call = await newCall();
    const { dossierId } = await startDossier(as('commune'), { ...nominee(call, 'Lò Thị Khóa'), chosen: null });
    let waiting: Promise<string[]> | undefined;
    await t.app.db.transaction().execute(async (db) => {
      await db.selectFrom('award_call').select('id').where('id', '=', call.id).forNoKeyUpdate().execute();
      waiting = outcomes([submitNominations(as('commune'), { unitId: units.X1!, slug: call.slug })]);
      await new Promise((done) => setTimeout(done, 200));
      await db
        .updateTable('award_call')
        .set({ state: 'cancelled', closed_at: new Date(at), close_reason: 'Thử' })
        .where('id', '=', call.id)
        .execute();
    });
    expect(await waiting).toEqual(['award.call-closed']);
    expect(await stateOf(dossierId)).toBe('draft');
  });

  it('Q25-12: cancelling a call never undoes an award that is being decided at the same moment', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Khen', 'decide');
    const decisionId = await approved(call);
    await numberDecision(as('officer', later), {
      ...(await place(call, decisionId)),
      number: '901/QĐ-UBND',
      date: '05/09/2027',
    });
    await insertSignedFile(t, decisionId);
    const results = await outcomes([
      issueDecision(as('officer', later), await place(call, decisionId)),
      cancelCall(as('officer', later), { slug: call.slug, version: 1, reason: 'Kế hoạch đã thay đổi' }),
    ]);
    expect(results.filter((one) => one === 'done')).toHaveLength(1);
    const records = await t.app.db.selectFrom('award_record').select('id').where('dossier_id', '=', id).execute();
    expect(await stateOf(id)).toBe(records.length === 1 ? 'awarded' : 'withdrawn');
  });

  it('Q25-12: two units begin a dossier of one person for one form: one has it, the other is told', async () => {
    const call = await newCall();
    const known = await insertSubject(t, { kind: 'individual', name: 'Lò Văn Đôi', unitId: units.X1! });
    const results = await outcomes([
      startDossier(as('commune'), { ...nominee(call, 'Lò Văn Đôi'), chosen: known }),
      startDossier(as('other'), { ...nominee(call, 'Lò Văn Đôi', 'X2'), chosen: known }),
    ]);
    expect(results.toSorted()).toEqual(['award.twice', 'done']);
  });

  it('Q25-12: another form chosen later is no way around it', async () => {
    const call = await newCall({
      ...sampleCall,
      forms: [...sampleCall.forms, { formId: 'giay-khen', name: 'Giấy khen', subjects: ['individual'], ruleId: null }],
    });
    const first = await startDossier(as('commune'), { ...nominee(call, 'Lò Văn Hai'), chosen: null });
    const { subjectId } = await requireDossier(t.app.db, first.dossierId);
    const second = await startDossier(as('commune'), {
      ...nominee(call, 'Lò Văn Hai', 'X1', 'giay-khen'),
      chosen: subjectId,
    });
    const change = { part: 'subject' as const, formId: 'bang-khen-tinh', subject: { name: 'Lò Văn Hai' } };
    expect(
      await refusal(saveDossier(as('commune'), { dossierId: second.dossierId, version: 1, change })),
    ).toMatchObject({
      code: 'award.twice',
      field: 'formId',
    });
  });

  it('Q25-12: withdrawing and forwarding at the same second end in one state', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Rút', 'compile');
    const results = await outcomes([
      forward(as('second'), { slug: call.slug, stepId: 'compile', dossierIds: [id] }),
      withdraw(as('commune'), { dossierId: id, reason: 'Đơn vị xin rút hồ sơ này để bổ sung sau' }),
    ]);
    expect(['withdrawn', 'in-progress']).toContain(await stateOf(id));
    const open = await t.app.db
      .selectFrom('award_step')
      .select('id')
      .where('dossier_id', '=', id)
      .where('done_at', 'is', null)
      .execute();
    expect(open).toHaveLength((await stateOf(id)) === 'withdrawn' ? 0 : 1);
    expect(results).toContain('done');
  });

  it('Q25-12: one decision issued twice, one number used twice: one act wins', async () => {
    const [one, two] = [await newCall(), await newCall()];
    const { id } = await standing(one, 'Lò Văn Một', 'decide');
    await standing(two, 'Lò Văn Ba', 'decide');
    const [first, second] = [await approved(one), await approved(two)];
    const number = { number: '902/QĐ-UBND', date: '05/09/2027' };
    const numbered = await outcomes([
      numberDecision(as('officer', later), { ...(await place(one, first)), ...number }),
      numberDecision(as('officer', later), { ...(await place(two, second)), ...number }),
    ]);
    expect(numbered.toSorted()).toEqual(['award.number-taken', 'done']);
    if (numbered[0] !== 'done')
      await numberDecision(as('officer', later), {
        ...(await place(one, first)),
        number: '903/QĐ-UBND',
        date: '05/09/2027',
      });
    await insertSignedFile(t, first);
    const at1 = await place(one, first);
    const issued = await outcomes([issueDecision(as('officer', later), at1), issueDecision(as('officer', later), at1)]);
    expect(issued.toSorted()).toEqual(['done', 'stale']);
    const records = await t.app.db.selectFrom('award_record').select('id').where('dossier_id', '=', id).execute();
    expect(records).toHaveLength(1);
    const paper = {
      recordId: records[0]!.id,
      ground: 'a',
      number: '950/QĐ-UBND',
      date: '06/09/2027',
      reason: 'Kê khai không đúng thành tích theo kết luận thanh tra',
    };
    const revoked = await outcomes([
      revokeRecord(as('officer', later), paper),
      revokeRecord(as('officer', later), paper),
    ]);
    expect(revoked.toSorted()).toEqual(['done', 'register.revoked']);
  });

  it('Q25-12: golden numbers follow one another when twenty acts enter at once', async () => {
    const subjects = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        insertSubject(t, { kind: 'individual', name: `Sổ Vàng ${i}`, unitId: units.X2! }),
      ),
    );
    const numbers = await Promise.all(
      subjects.map((subjectId, i) =>
        act(as('officer'), { act: 'test', summary: 'Thử' }, (tx) =>
          enterRecords(tx, as('officer'), [
            {
              subjectId,
              subjectKind: 'individual',
              subjectName: `Sổ Vàng ${i}`,
              unitName: '',
              formId: 'giay-khen',
              formName: 'Giấy khen',
              formIs: 'form',
              level: 'agency',
              awardKind: 'movement',
              authorityUnitId: units.X2!,
              issuer: 'Chủ tịch',
              year: 2026,
              source: 'import',
              golden: 'next',
              certificate: true,
            },
          ]),
        ),
      ),
    );
    expect(numbers.map(([one]) => one!.goldenNo).toSorted((a, b) => a! - b!)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });
});

describe('decisions', () => {
  it('Q25-12: a signed paper is that of one list: a list that opens again needs a new one', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Ký', 'decide');
    await standing(call, 'Lò Văn Còn', 'decide');
    const decisionId = await approved(call);
    await insertSignedFile(t, decisionId);
    await recallDecision(as('officer', later), { ...(await place(call, decisionId)), reason: 'Sửa lại danh sách' });
    expect(await signedFileOf(t.app.db, decisionId)).toBeNull();
    await submitDecision(as('officer', later), await place(call, decisionId));
    await approveDecision(as('chairman', later), await place(call, decisionId));
    await insertSignedFile(t, decisionId);
    await sendLineBack(as('chairman', later), {
      ...(await place(call, decisionId)),
      dossierId: id,
      to: '',
      reason: 'Thành tích chưa rõ',
    });
    await numberDecision(as('officer', later), {
      ...(await place(call, decisionId)),
      number: '904/QĐ-UBND',
      date: '05/09/2027',
    });
    expect((await refusal(issueDecision(as('officer', later), await place(call, decisionId)))).code).toBe(
      'award.no-signed-file',
    );
  });

  it('Q25-12: a bonus that is paid while its award is revoked is to be recovered, or was never paid', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Thưởng', 'decide');
    const decisionId = await approved(call);
    const number = '907/QĐ-UBND';
    await numberDecision(as('officer', later), { ...(await place(call, decisionId)), number, date: '05/09/2027' });
    await insertSignedFile(t, decisionId);
    await issueDecision(as('officer', later), await place(call, decisionId));
    const { recordId, paymentId } = await t.app.db
      .selectFrom('award_record as r')
      .innerJoin('award_payment as p', 'p.record_id', 'r.id')
      .select(['r.id as recordId', 'p.id as paymentId'])
      .where('r.dossier_id', '=', id)
      .executeTakeFirstOrThrow();
    const pay = (day: string) =>
      markPayments(as('officer', later), { slug: call.slug, decisionId, ids: [paymentId], to: 'paid', day });
    for (const odd of ['04/09/2027', '07/09/2027', '31/02/2027', '01/01/0001', ''])
      expect((await refusal(pay(odd))).code).toBe('award.payment');
    let waiting: Promise<string[]> | undefined;
    await t.app.db.transaction().execute(async (db) => {
      // the payment is just being written down
      await db.updateTable('award_payment').set({ state: 'paid' }).where('id', '=', paymentId).execute();
      waiting = outcomes([
        revokeRecord(as('officer', later), {
          recordId,
          ground: 'a',
          number: '951/QĐ-UBND',
          date: '06/09/2027',
          reason: 'Kê khai không đúng thành tích theo kết luận thanh tra',
        }),
      ]);
      await new Promise((done) => setTimeout(done, 200));
    });
    expect(await waiting).toEqual(['done']);
    const payment = await t.app.db
      .selectFrom('award_payment')
      .select('state')
      .where('id', '=', paymentId)
      .executeTakeFirstOrThrow();
    expect(payment.state).toBe('to-recover');
    expect((await refusal(pay('06/09/2027'))).code).toBe('award.payment-changed');
  });

  it('Q25-12: a child is kept from the public by the age of the catalogue, also when only the register knows the birth', async () => {
    const call = await newCall();
    const child = await standing(call, 'Lò Thị Nhỏ', 'decide', { birthDate: '2014-05-06' });
    const grown = await standing(call, 'Lò Thị Lớn', 'decide', { birthDate: '1990-05-06' });
    const decisionId = await approved(call);
    await numberDecision(as('officer', later), {
      ...(await place(call, decisionId)),
      number: '905/QĐ-UBND',
      date: '05/09/2027',
    });
    await insertSignedFile(t, decisionId);
    await issueDecision(as('officer', later), await place(call, decisionId));
    const shown = async (id: string) =>
      (
        await t.app.db
          .selectFrom('award_record')
          .select('public')
          .where('dossier_id', '=', id)
          .executeTakeFirstOrThrow()
      ).public;
    expect([await shown(child.id), await shown(grown.id)]).toEqual([false, true]);
  });

  it('Q25-12: the officer of the standing unit cannot approve, the leader cannot issue, strangers and odd ids meet nothing', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Quyền', 'decide');
    const foreign = await newCall();
    const decisionId = await createDecision(as('officer', later), {
      slug: call.slug,
      stepId: 'decide',
      formIds: ['bang-khen-tinh', '__proto__'],
    });
    const input = { name: 'A', place: '', citation: '' };
    for (const dossierId of ['__proto__', '', 'x'.repeat(9000), '\u0000'])
      for (const work of [
        async () => removeLine(as('officer', later), { ...(await place(call, decisionId)), dossierId }),
        async () =>
          saveLine(as('officer', later), { ...(await place(call, decisionId)), dossierId, input, withoutBonus: '' }),
      ])
        expect((await refusal(work())).code).toBe('not-found');
    await submitDecision(as('officer', later), await place(call, decisionId));
    expect((await refusal(approveDecision(as('officer', later), await place(call, decisionId)))).code).toBe(
      'award.not-leader',
    );
    for (const who of ['commune', 'other'])
      expect((await refusal(approveDecision(as(who, later), await place(call, decisionId)))).status).toBe(404);
    expect((await refusal(approveDecision(as('admin', later), await place(call, decisionId)))).code).toBe(
      'award.not-leader',
    );
    expect(
      (
        await refusal(
          approveDecision(as('chairman', later), { ...(await place(call, decisionId)), slug: foreign.slug }),
        )
      ).code,
    ).toBe('not-found');
    await approveDecision(as('chairman', later), await place(call, decisionId));
    expect((await refusal(issueDecision(as('chairman', later), await place(call, decisionId)))).code).toBe(
      'award.not-your-step',
    );
    expect(
      (
        await refusal(
          chooseLaw(as('officer', later), {
            dossierId: id,
            lawId: 'luat-2022-nd-98',
            reason: 'Có lợi hơn cho người được đề nghị',
          }),
        )
      ).code,
    ).toBe('award.in-decision');
    for (const [date, number] of [
      ['28/02/2027', '906/QĐ-UBND'],
      ['31/02/2027', '906/QĐ-UBND'],
      ['05/09/2027', '-1/QĐ'],
      ['05/09/2027', '1e9'],
      ['05/09/2027', '१२/QĐ-UBND'],
      ['07/09/2027', '906/QĐ-UBND'],
    ] as const)
      expect(
        (await refusal(numberDecision(as('officer', later), { ...(await place(call, decisionId)), number, date })))
          .code,
      ).toBe('award.decision-number');
  });
});

describe('a secret ballot under attack', () => {
  const day = '2027-07-15T08:30:00+07:00';
  async function meeting(dossiers = 1, personId?: string) {
    const call = await newCall();
    const council = await insertCouncil(t, { unitId: units.SNV!, members: 5 });
    const open = await openSampleMeeting(t, {
      runner: people.officer!,
      call,
      council,
      unitId: units.X1!,
      dossiers,
      ...(personId ? { personId } : {}),
    });
    const ballots = await openBallot(as('officer', day), { ...open, title: 'Bỏ phiếu', secret: true });
    return { call, council, ...open, ballotId: ballots[0]!, ballots };
  }
  const paperOf = async (who: Person, ballotId: string, moment: string) => {
    const { serial, signature } = await takePaper(t, who, ballotId, moment);
    return { serial, signature: signature! };
  };
  const yes = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, 'yes']));

  it('Q25-12: papers that are forged, of another ballot, changed, for other dossiers or repeated never count', async () => {
    const one = await meeting();
    const two = await meeting();
    const paper = await paperOf(one.council.people[0]!, one.ballotId, day);
    const cast = (more: object) =>
      castPaper(t.app, { ballotId: one.ballotId, ...paper, choices: yes(one.dossierIds), ...more });
    const other = await paperOf(two.council.people[0]!, two.ballotId, day);
    for (const wrong of [
      { signature: 'AAAA' },
      { signature: 'x'.repeat(5000) },
      { serial: 'not a serial' },
      { serial: other.serial, signature: other.signature },
      { ballotId: two.ballotId },
      { choices: { ...yes(one.dossierIds), ...yes(two.dossierIds) } },
      { choices: {} },
      { choices: { [one.dossierIds[0]!]: 'YES' } },
      { choices: JSON.parse(`{"__proto__":"yes","${one.dossierIds[0]}":"yes"}`) },
      { ballotId: '__proto__' },
      { ballotId: '\u0000' },
    ])
      await refusal(cast(wrong));
    await Promise.all([cast({}), cast({}), cast({})]);
    expect((await requireBallot(t.app.db, one.ballotId)).box).toHaveLength(1);
    expect((await refusal(cast({ choices: { [one.dossierIds[0]!]: 'no' } }))).code).toBe('ballot.twice');
    await closeBallot(as('officer', day), { ...one });
    expect((await refusal(cast({}))).code).toBe('ballot.closed');
  });

  it('Q25-12: one member asks for a paper on several devices at once and gets one', async () => {
    const { council, ballotId } = await meeting();
    const { publicKey } = await requireBallot(t.app.db, ballotId);
    const hidden = await Promise.all([1, 2, 3].map(() => blindPaper(publicKey!)));
    const results = await outcomes(
      hidden.map(({ blinded }) => signPaper(t.ctx(council.people[1]!, day), { ballotId, blinded })),
    );
    expect(results.toSorted()).toEqual(['ballot.other-device', 'ballot.other-device', 'done']);
  });

  it('Q25-12: marking a member absent and giving out the paper never both succeed', async () => {
    for (let i = 0; i < 3; i++) {
      const { council, ballotId, slug, meetingId } = await meeting();
      const { publicKey } = await requireBallot(t.app.db, ballotId);
      const { blinded } = await blindPaper(publicKey!);
      const results = await outcomes([
        signPaper(t.ctx(council.people[2]!, day), { ballotId, blinded }),
        setAttendance(as('officer', day), {
          slug,
          meetingId,
          memberId: council.memberIds[2]!,
          state: 'absent',
          reason: 'Về sớm',
        }),
      ]);
      expect(results.filter((one) => one === 'done')).toHaveLength(1);
    }
  });

  it('Q25-12: a slip used twice at the same second is one paper; a guessed one none', async () => {
    const { council, ballotId, slug, meetingId, dossierIds } = await meeting();
    const place = { slug, meetingId, ballotId };
    const { codes } = await makeSlips(as('officer', day), place);
    await markSlip(as('officer', day), { ...place, memberId: council.memberIds[0]!, drew: true });
    await markSlip(as('officer', day), { ...place, memberId: council.memberIds[1]!, drew: true });
    const cast = () => castSlip(t.app, { ballotId, code: codes[0]!, choices: yes(dossierIds) });
    expect((await outcomes([cast(), cast(), cast()])).filter((one) => one === 'done')).toHaveLength(1);
    for (const code of ['', '2222-2222-2222', '__proto__', '१२'])
      await refusal(castSlip(t.app, { ballotId, code, choices: yes(dossierIds) }));
    expect((await requireBallot(t.app.db, ballotId)).box).toHaveLength(1);
  });

  it('Q25-12: a vote against the closing of the ballot is in the count or is refused', async () => {
    const { council, ballotId, slug, meetingId, dossierIds } = await meeting();
    const papers = await Promise.all(council.people.map((who) => paperOf(who, ballotId, day)));
    const [first, ...rest] = papers;
    await castPaper(t.app, { ballotId, ...first!, choices: yes(dossierIds) });
    const results = await outcomes([
      ...rest.map((paper) => castPaper(t.app, { ballotId, ...paper, choices: yes(dossierIds) })),
      closeBallot(as('officer', day), { slug, meetingId, ballotId }),
    ]);
    const { box, result } = await requireBallot(t.app.db, ballotId);
    expect(box).toHaveLength(1 + results.slice(0, -1).filter((one) => one === 'done').length);
    expect(result![0]!.voted).toBe(box.length);
  });

  it('Q25-12: no table, log, job or message holds a serial beside a member; the request is gone after the count', async () => {
    const { council, ballotId, slug, meetingId, dossierIds } = await meeting();
    const paper = await paperOf(council.people[3]!, ballotId, day);
    await castPaper(t.app, { ballotId, ...paper, choices: yes(dossierIds) });
    const tables = await sql<{ name: string }>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`.execute(t.app.db);
    const holding: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } =
        await sql`select 1 from ${sql.raw(name)} as x where x::text like ${`%${paper.serial}%`} limit 1`.execute(
          t.app.db,
        );
      if (rows.length > 0) holding.push(name);
    }
    expect(holding).toEqual(['public.ballot']);
    const audited = await t.app.db
      .selectFrom('audit_event')
      .select('act')
      .where('actor_id', '=', council.people[3]!.id)
      .execute();
    expect(audited).toEqual([]);
    await closeBallot(as('officer', day), { slug, meetingId, ballotId });
    const row = await requireBallot(t.app.db, ballotId);
    expect([row.privateKey, row.slips]).toEqual([null, { issued: 0, left: [] }]);
    const requests = await t.app.db
      .selectFrom('ballot_voter')
      .select('request')
      .where('ballot_id', '=', ballotId)
      .execute();
    expect(requests.every((one) => one.request === null)).toBe(true);
  });

  it('Q25-12: outsiders, other councils, former members, the admin and the nominee get no paper', async () => {
    const nominated = await t.person('Người được đề nghị 1');
    const { council, ballotId } = await meeting(1);
    const stranger = await insertCouncil(t, { unitId: units.SKHCN!, members: 1 });
    const { publicKey } = await requireBallot(t.app.db, ballotId);
    const { blinded } = await blindPaper(publicKey!);
    for (const who of [nominated, stranger.people[0]!, people.admin!, people.chairman!, people.officer!])
      expect((await refusal(signPaper(t.ctx(who, day), { ballotId, blinded }))).status).toBe(404);
    await t.app.db
      .updateTable('council_member')
      .set({ valid_to: '2027-07-14' })
      .where('id', '=', council.memberIds[4]!)
      .execute();
    expect((await refusal(signPaper(t.ctx(council.people[4]!, day), { ballotId, blinded }))).status).toBe(404);
    for (const odd of ['', 'AAAA', '!'.repeat(400), Buffer.alloc(256, 255).toString('base64')])
      expect((await refusal(signPaper(t.ctx(council.people[0]!, day), { ballotId, blinded: odd }))).code).toBe(
        'ballot.malformed',
      );
    expect(
      (
        await refusal(
          voteOpenly(t.ctx(council.people[0]!, day), {
            meetingId: (await requireBallot(t.app.db, ballotId)).meetingId,
            ballotId,
            choices: {},
            note: '',
          }),
        )
      ).status,
    ).toBe(403);
  });

  it('Q25-12: a unit gets one letter about what a meeting declined', async () => {
    const { call, slug, meetingId, dossierIds, ballots } = await meeting(2);
    const kind = 'award.declined';
    const count = async () =>
      Number(
        (
          await t.app.db
            .selectFrom('message')
            .select((eb) => eb.fn.countAll<number>().as('n'))
            .where('kind', '=', kind)
            .executeTakeFirstOrThrow()
        ).n,
      );
    const before = await count();
    for (const ballotId of ballots) {
      await cancelBallot(as('officer', day), { slug, meetingId, ballotId, reason: 'Bỏ phiếu lại sau' });
    }
    const { version } = await t.app.db
      .selectFrom('council_meeting')
      .select('version')
      .where('id', '=', meetingId)
      .executeTakeFirstOrThrow();
    await concludeMeeting(as('officer', day), {
      slug,
      meetingId,
      version,
      discussion: '',
      conclusion: '',
      outcomes: Object.fromEntries(
        dossierIds.map((id) => [id, { outcome: 'decline', to: '', reason: 'Chưa đủ thành tích' }]),
      ),
    });
    expect(await count()).toBe(before + 1);
    expect((await dossiersOf(t.app.db, { callId: call.id, states: ['declined'] })).length).toBe(2);
  });
});

describe('what people type', () => {
  it('Q25-12: halves, signs, powers and foreign digits are no counts; a thousand may have its dot', async () => {
    const call = await newCall();
    const save = (collectives: string, version: number) =>
      saveSubmission(as('commune'), {
        unitId: units.X1!,
        slug: call.slug,
        version,
        change: { part: 'declared', collectives, individuals: '', households: '' },
      });
    for (const odd of ['0.5', '1.5', '-1', '1e9', '१२', '1..000', '0x10', '99999999999999999999'])
      expect((await refusal(save(odd, 0))).issues).toMatchObject([{ field: 'collectives' }]);
    await save('1.500', 0);
    const row = await t.app.db
      .selectFrom('award_submission')
      .select('collectives')
      .where('call_id', '=', call.id)
      .executeTakeFirstOrThrow();
    expect(row.collectives).toBe(1500);
  });

  it('Q25-2: a correction of the register into an odd year or an occupied place is refused with words', async () => {
    const base = {
      unit_id: units.X1!,
      authority_unit_id: units.SL!,
      form_id: 'bang-khen-tinh',
      golden_no: 7777,
      source: 'import' as const,
    };
    const make = async (year: number, n: number) => {
      const name = `Sửa Sổ ${n}`;
      const subjectId = await insertSubject(t, { kind: 'individual', name, unitId: units.X1! });
      return insertRecord(t, {
        ...base,
        subject_id: subjectId,
        subject_name: name,
        year,
        decision_number: `${n}/QĐ-UBND`,
        decision_date: `${year}-03-01`,
      });
    };
    await make(2019, 801);
    const id = await make(2020, 802);
    const correct = async (decisionDate: string) => {
      const record = (await recordById(t.app.db, id))!;
      const { rows } = await sql<{
        stamp: string;
      }>`select xmin::text as stamp from award_record where id = ${id}`.execute(t.app.db);
      return correctRecord(as('officer'), {
        recordId: id,
        stamp: rows[0]!.stamp,
        subjectName: record.subjectName,
        unitName: record.unitName,
        citation: 'Sửa',
        decisionNumber: record.decisionNumber ?? '',
        decisionDate,
        reason: 'Ghi sai ngày của quyết định',
      });
    };
    expect((await refusal(correct('01/03/2019'))).code).toBe('register.golden');
    for (const odd of ['01/01/0001', '31/02/2020', '12/13/1980', '01/01/1930'])
      expect((await refusal(correct(odd))).issues).toMatchObject([{ field: 'decisionDate' }]);
    await correct('02/03/2020');
  });

  it('Q25-2: what is hidden from the public, or put right, is not served from the cache any more', async () => {
    const subjectId = await insertSubject(t, { kind: 'individual', name: 'Ẩn Danh', unitId: units.X1! });
    const id = await insertRecord(t, {
      subject_id: subjectId,
      subject_name: 'Ẩn Danh',
      unit_id: units.X1!,
      authority_unit_id: units.SL!,
    });
    const version = async () =>
      (await sql<{ v: string }>`select last_value::text as v from publication_version`.execute(t.app.db)).rows[0]!.v;
    const before = await version();
    await setRecordPublic(as('officer'), { recordId: id, public: false, reason: 'Người được khen phản đối' });
    expect(await version()).not.toBe(before);
  });

  it('Q25-12: an account becomes the subject only where it bears the name', async () => {
    const call = await newCall();
    const { id, subjectId } = await standing(call, 'Quàng Văn Thật', 'compile');
    const relative = { ...(await t.person('Người Nhà')), email: 'nguoinha@example.test', emailConfirmed: true };
    await askByMail(as('commune'), { dossierId: id, email: 'nguoinha@example.test' });
    await answerByAccount(t.ctx(relative, at), { dossierId: id, answer: 'confirm', objection: '', version: 1 });
    const { person_id } = await t.app.db
      .selectFrom('award_subject')
      .select('person_id')
      .where('id', '=', subjectId)
      .executeTakeFirstOrThrow();
    expect(person_id).toBeNull();
  });

  it('Q25-2: a cancelled call leaves no list open to comments', async () => {
    const call = await newCall();
    const { id } = await standing(call, 'Lò Văn Công Khai', 'public');
    const publicityId = await openComments(as('officer'), {
      slug: call.slug,
      stepId: 'public',
      dossierIds: [id],
      title: 'Danh sách lấy ý kiến',
      intro: '',
      from: '05/03/2027',
      days: '10',
      consents: {},
    });
    await cancelCall(as('officer'), { slug: call.slug, version: 1, reason: 'Kế hoạch đã thay đổi' });
    const comment = {
      publicityId,
      dossierId: id,
      name: 'Người dân',
      contact: '0912345678',
      body: 'Tôi có ý kiến về người được đề nghị này.',
      proof: null,
      device: null,
    };
    for (const dossierId of [id, ''])
      expect((await refusal(sendComment(t.ctx(people.other!, at), { ...comment, dossierId } as never))).code).toBe(
        'award.not-open',
      );
    expect(
      await t.app.db.selectFrom('award_comment').select('id').where('publicity_id', '=', publicityId).execute(),
    ).toEqual([]);
  });
});
