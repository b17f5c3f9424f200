import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtSubject, type NewDossier, saveDossier, startDossier } from '#lib/server/award/dossiers.ts';
import { dossiersOf, eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { findOrMakeSubject } from '#lib/server/award/subjects.ts';
import { saveSubmission, submitNominations } from '#lib/server/award/submission.ts';
import { lawOn, lawsOf } from '#lib/server/catalogue/queries.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertSubject, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let coordinator: Actor & { id: string };
const moment = '2027-03-05T08:00:00+07:00';
const now = new Date(moment);
const criteria = [
  ...sampleMovement.criteria,
  { id: 'p1', classIds: ['persons'], text: 'Chủ động học tập số.', clause: 'IV.1', points: null },
];

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t, { ...sampleMovement, criteria });
  coordinator = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SKHCN! }]);
});
afterAll(() => t.close());

let number = 0;
const newCall = (doc = sampleCall): Promise<StoredCall> => {
  const code = `KN${++number}`;
  return insertCall(t, { doc: { ...doc, code }, programmeId, slug: code.toLowerCase() });
};
const ctx = (at = moment) => t.ctx(coordinator, at);
const nominee = (call: StoredCall, name: string, birthDate = ''): NewDossier => ({
  unitId: units.X1!,
  slug: call.slug,
  formId: 'bang-khen-tinh',
  subject: { kind: 'individual', name, birthDate },
});

async function file(of: { submission_id?: string; dossier_id?: string }, role: string): Promise<void> {
  const { id } = await t.app.db
    .insertInto('file')
    .values({
      purpose: 'award',
      name: `${role}.pdf`,
      declared_size: 10,
      size: 10,
      state: 'ready',
      sha256: 'a'.repeat(64),
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await t.app.db
    .insertInto('award_file')
    .values({ file_id: id, ...of, role, label: role, added_by_name: 'Thử', added_at: now })
    .execute();
}

/** Writes everything that a person's dossier needs. */
async function complete(dossierId: string): Promise<void> {
  const save = async (change: Parameters<typeof saveDossier>[1]['change']) =>
    saveDossier(ctx(), { dossierId, version: (await requireDossier(t.app.db, dossierId)).version, change });
  await save({
    part: 'report',
    background: 'Sinh ra tại Chiềng Mung.',
    achievements: 'Đã hướng dẫn 300 hộ dùng dịch vụ công.',
    citation: 'Đã có thành tích xuất sắc trong phong trào thi đua.',
    periodFrom: '21/06/2025',
    periodTo: '30/06/2027',
    claims: [],
  });
  await save({ part: 'criteria', answers: { p1: { self: 'full', text: 'Hoàn thành ba khóa học.' } } });
}

async function completeWhole(call: StoredCall, codes: string[]): Promise<string> {
  const submission = { unitId: units.X1!, slug: call.slug };
  const { id } = await t.app.db
    .selectFrom('award_submission')
    .select('id')
    .where('call_id', '=', call.id)
    .where('unit_id', '=', units.X1!)
    .executeTakeFirstOrThrow();
  await saveSubmission(ctx(), {
    ...submission,
    version: 1,
    change: {
      part: 'letter',
      letterNumber: '12/TTr-UBND',
      letterDate: '03/03/2027',
      signer: 'Cầm Văn Chính',
      signerTitle: 'Chủ tịch',
    },
  });
  await saveSubmission(ctx(), {
    ...submission,
    version: 2,
    change: {
      part: 'minutes',
      meetingOn: '02/03/2027',
      membersTotal: '9',
      membersPresent: '8',
      votes: Object.fromEntries(codes.map((code) => [code, { yes: '8', no: '0' }])),
    },
  });
  await file({ submission_id: id }, 'letter');
  await file({ submission_id: id }, 'minutes');
  return id;
}

describe('who is nominated', () => {
  it('Q25-12: two persons of one name are never taken for one: somebody has to choose', async () => {
    const call = await newCall();
    const known = await insertSubject(t, { kind: 'individual', name: 'Lò Văn Hòa', unitId: units.X2! });
    const look = await lookAtSubject(ctx(), nominee(call, 'LÒ VĂN HOÀ'));
    expect(look).toMatchObject({
      proposedName: 'Lò Văn Hoà',
      candidates: [{ id: known, unitName: 'Xã Mường Bú', likeness: 'possible' }],
    });
    const problem = await refusal(startDossier(ctx(), { ...nominee(call, 'Lò Văn Hòa'), chosen: null }));
    expect(problem.code).toBe('award.choose-subject');
    const other = await startDossier(ctx(), { ...nominee(call, 'Lò Văn Hòa'), chosen: 'new' });
    const same = await startDossier(ctx(), { ...nominee(call, 'Lò Văn Hòa'), chosen: known });
    const rows = await dossiersOf(t.app.db, { ids: [other.dossierId, same.dossierId] });
    expect(rows.map((row) => row.subjectId === known)).toEqual([false, true]);
    expect((await refusal(startDossier(ctx(), { ...nominee(call, 'Lò Văn Hòa'), chosen: known }))).code).toBe(
      'award.twice',
    );
  });

  it('Q25-12: a birth date typed 12/13/1980 is refused beside its field', async () => {
    const call = await newCall();
    const problem = await refusal(lookAtSubject(ctx(), nominee(call, 'Lò Thị Mai', '12/13/1980')));
    expect(problem.issues).toMatchObject([{ field: 'birthDate' }]);
  });

  it('Q25-12: a unit of the tree is one subject, however often it is asked for', async () => {
    const make = () =>
      act(ctx(), { act: 'test', summary: 'Thử' }, (tx) =>
        findOrMakeSubject(tx, ctx(), { kind: 'collective', name: 'Xã Chiềng Mung', unitId: units.X1!, isUnit: true }),
      );
    const ids = await Promise.all([make(), make(), make()]);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('handing in', () => {
  it('Q25-6, Q25-12: says all that is missing, criteria of the class included, then receives under the law of the day', async () => {
    const call = await newCall();
    const { dossierId, code } = await startDossier(ctx(), { ...nominee(call, 'Quàng Thị Sơ'), chosen: null });
    const args = { unitId: units.X1!, slug: call.slug };
    const first = await refusal(submitNominations(ctx(), args));
    expect(first.code).toBe('award.incomplete');
    const said = first.issues.map((one) => one.message).join('\n');
    for (const part of ['số tờ trình', 'ngày họp', 'bản đã ký: Tờ trình', 'phần II', 'Chủ động học tập số'])
      expect(said).toContain(part);
    expect(said).not.toContain('Hoàn thành đúng thời gian');
    await complete(dossierId);
    await completeWhole(call, [code]);
    await submitNominations(ctx(), args);
    expect(await requireDossier(t.app.db, dossierId)).toMatchObject({
      state: 'in-progress',
      stepId: 'compile',
      lawId: lawOn(await lawsOf(t.app.db), '2027-03-05').id,
      receivedAt: now,
      votesYes: 8,
    });
    expect((await eventsOf(t.app.db, dossierId)).map((one) => one.what)).toEqual(['started', 'submitted']);
    const mails = await t.app.db.selectFrom('message').select('kind').where('kind', 'like', 'award.%').execute();
    expect(new Set(mails.map((one) => one.kind))).toEqual(new Set(['award.received', 'award.arrived']));
    const change = { part: 'criteria' as const, answers: {} };
    expect((await refusal(saveDossier(ctx(), { dossierId, version: 9, change }))).code).toBe('award.not-writable');
  });

  it('Q25-12: the last instant still counts, the next one does not', async () => {
    const call = await newCall();
    const { dossierId, code } = await startDossier(ctx(), { ...nominee(call, 'Hà Thị Nết'), chosen: null });
    await complete(dossierId);
    await completeWhole(call, [code]);
    const args = { unitId: units.X1!, slug: call.slug };
    expect((await refusal(submitNominations(ctx('2027-07-01T00:00:00.000+07:00'), args))).code).toBe(
      'award.call-closed',
    );
    await submitNominations(ctx('2027-06-30T23:59:59.999+07:00'), args);
  });

  it('Q25-8: a quota cannot be overrun by two who hand in at the same second', async () => {
    const call = await newCall();
    const made = [];
    for (const name of ['Lò A', 'Lò B', 'Lò C']) {
      const one = await startDossier(ctx(), { ...nominee(call, name), chosen: null });
      await complete(one.dossierId);
      made.push(one);
    }
    await completeWhole(
      call,
      made.map((one) => one.code),
    );
    const hand = (...ids: string[]) =>
      submitNominations(ctx(), { unitId: units.X1!, slug: call.slug, dossierIds: ids });
    const [a, b, c] = made.map((one) => one.dossierId) as [string, string, string];
    const results = await Promise.allSettled([hand(a, b), hand(c)]);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('writing a dossier', () => {
  it('Q25-12: a second writer is told, and nothing is lost or half kept', async () => {
    const call = await newCall();
    const { dossierId } = await startDossier(ctx(), { ...nominee(call, 'Cà Văn Ánh'), chosen: null });
    const change = { part: 'criteria' as const, answers: { p1: { self: 'full', text: 'Một' } } };
    await saveDossier(ctx(), { dossierId, version: 1, change });
    const problem = await refusal(saveDossier(ctx(), { dossierId, version: 1, change }));
    expect(problem).toMatchObject({ code: 'stale', status: 409 });
  });

  it('Q25-12: a revoked award cannot be claimed as history', async () => {
    const call = await newCall();
    const { dossierId } = await startDossier(ctx(), { ...nominee(call, 'Vì Văn Sang'), chosen: null });
    const { subjectId } = await requireDossier(t.app.db, dossierId);
    await t.app.db
      .insertInto('award_record')
      .values({
        subject_id: subjectId,
        subject_kind: 'individual',
        subject_name: 'Vì Văn Sang',
        folded: 'vi van sang',
        form_id: 'giay-khen',
        form_name: 'Giấy khen',
        form_is: 'form',
        level: 'commune',
        award_kind: 'movement',
        issuer: 'Chủ tịch UBND xã Chiềng Mung',
        decision_number: '15/QĐ-UBND',
        decision_date: '2026-02-01',
        year: 2026,
        source: 'import',
        revoked_at: now,
        revoked_reason: 'Kê khai sai',
        created_at: now,
      })
      .execute();
    const report = {
      part: 'report' as const,
      background: 'I',
      achievements: 'II',
      citation: 'c',
      periodFrom: '21/06/2025',
      periodTo: '30/06/2027',
    };
    const claims = [{ year: '2026', formName: 'Giấy khen', decision: '15/QĐ-UBND ngày 01/02/2026', issuer: 'UBND xã' }];
    const problem = await refusal(saveDossier(ctx(), { dossierId, version: 1, change: { ...report, claims } }));
    expect(problem.issues).toMatchObject([{ field: 'claim-0-decision', message: expect.stringContaining('thu hồi') }]);
  });

  it('V26-5: a recognised initiative is attached with its source', async () => {
    const call = await newCall();
    const { dossierId } = await startDossier(ctx(), { ...nominee(call, 'Tòng Văn Sáng'), chosen: null });
    const { id } = await t.app.db
      .insertInto('initiative')
      .values({ title: 'Số hóa hồ sơ bản', folded: 'so hoa ho so ban', created_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    await saveDossier(ctx(), {
      dossierId,
      version: 1,
      change: { part: 'sources', initiatives: [id, 'khong-co'], entries: [], indicators: ['nothing'] },
    });
    expect((await requireDossier(t.app.db, dossierId)).report).toMatchObject({ initiatives: [id], indicators: [] });
  });
});
