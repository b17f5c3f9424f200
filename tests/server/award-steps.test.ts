import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AwardCall } from '#lib/domain/award/types.ts';
import { appraiseDossiers, compileDossiers, saveFindings } from '#lib/server/award/findings.ts';
import { takeBack, withdraw } from '#lib/server/award/leave.ts';
import { awardDuties } from '#lib/server/award/myWork.ts';
import { previewBulk } from '#lib/server/award/preview.ts';
import { eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import { remindAwards } from '#lib/server/award/remind.ts';
import { awardScope, type StoredCall } from '#lib/server/award/scope.ts';
import { replaceSigner } from '#lib/server/award/signer.ts';
import { openStepsOf } from '#lib/server/award/stepFacts.ts';
import { decline, forward, sendBack } from '#lib/server/award/steps.ts';
import { createClock } from '#lib/server/platform/clock/clock.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';
import { samplePdf } from '../support/samples.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
const people: Record<string, Actor & { id: string }> = {};
const slug = 'kt27';
// a Friday
const now = '2027-03-05T08:00:00+07:00';
const reason = 'Báo cáo thành tích chưa nêu số liệu.';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  const officer = (code: string) => ({ role: 'award-officer' as const, unitId: units[code]! });
  people.appraiser = await t.person('Đặng Thu Hiền', [officer('SNV')]);
  people.compiler = await t.person('Tòng Minh Đức', [officer('SKHCN')]);
  people.second = await t.person('Cầm Thị Vân', [officer('SKHCN')]);
  people.chairman = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  people.stranger = await t.person('Vì Văn Hai', [{ role: 'unit-coordinator', unitId: units.X2! }]);
});
afterAll(() => t.close());
beforeEach(() => t.app.db.deleteFrom('message').execute());

let count = 0;
const nominee = (stepId: string, at = '2027-03-04T09:00:00+07:00') =>
  insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind: 'individual', name: `Lò Thị Mai ${++count}`, unitId: units.X1! },
    stepId,
    at: new Date(at),
  });
const as = (who: string, at = now) => t.ctx(people[who]!, at);
const mails = () => t.app.db.selectFrom('message').select(['to_name', 'kind', 'body']).orderBy('to_name').execute();
const all = { complete: { ok: true, note: '' }, standard: { ok: true, note: '' } };

describe('from compilation to appraisal', () => {
  it('Q25-12: the compiling office ranks, remarks and sends on all or none; the next office hears until when', async () => {
    const [a, b] = [await nominee('compile'), await nominee('compile')];
    const rows = (ranks: number[]) =>
      [a, b].map(({ id }, i) => ({ dossierId: id, rank: ranks[i]!, note: `Đề xuất ${i + 1}.`, version: 1 }));
    const args = { slug, stepId: 'compile' };
    expect((await refusal(compileDossiers(as('compiler'), { ...args, rows: rows([1, 1]) }))).code).toBe(
      'award.rank-twice',
    );
    await compileDossiers(as('compiler'), { ...args, rows: rows([2, 1]) });
    expect((await refusal(compileDossiers(as('second'), { ...args, rows: rows([1, 2]) }))).status).toBe(409);

    const ids = [a.id, b.id];
    expect((await refusal(forward(as('appraiser'), { ...args, dossierIds: ids }))).code).toBe('award.not-your-step');
    const { step, count } = await forward(as('compiler'), { ...args, dossierIds: ids, note: 'Kính chuyển Sở Nội vụ.' });
    expect([step.id, count]).toEqual(['appraise', 2]);
    // 20 working days after Friday 05/03/2027
    expect(await requireDossier(t.app.db, a.id)).toMatchObject({ stepId: 'appraise', dueOn: '2027-04-02' });
    const sent = await mails();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to_name: 'Đặng Thu Hiền', kind: 'award.arrived' });
    expect(sent[0]!.body).toContain(a.code);
    // somebody else was faster: nothing moves
    expect((await refusal(forward(as('second'), { ...args, dossierIds: ids }))).status).toBe(409);
  });

  it('Q25-12: nothing goes on before every line of the checklist is met; one that is not keeps all', async () => {
    const [a, b] = [await nominee('appraise'), await nominee('appraise')];
    const args = { slug, stepId: 'appraise' };
    const found = (checklist: typeof all | Record<string, { ok: boolean | null; note: string }>, version: number) =>
      saveFindings(as('appraiser'), { ...args, dossierId: a.id, checklist, note: '', rank: null, version });
    expect((await refusal(found({ standard: { ok: false, note: ' ' } }, 1))).issues[0]!.field).toBe('note.standard');
    await found({ standard: { ok: false, note: 'Chưa đủ thời gian.' } }, 1);
    expect((await refusal(found(all, 1))).code).toBe('stale');
    await appraiseDossiers(as('appraiser'), { ...args, dossierIds: [a.id, b.id], lines: ['complete', 'standard'] });
    const open = await openStepsOf(t.app.db, [a.id, b.id]);
    // what somebody found wanting stays
    expect(open.get(a.id)!.checklist.standard).toEqual({ ok: false, note: 'Chưa đủ thời gian.' });
    expect(open.get(b.id)!.checklist).toEqual(all);

    const preview = await previewBulk(as('appraiser'), { ...args, act: 'forward', dossierIds: [a.id, b.id] });
    expect(preview.lines.map((line) => line.problem !== null)).toEqual([true, false]);
    const refused = await refusal(forward(as('appraiser'), { ...args, dossierIds: [a.id, b.id] }));
    expect(refused.issues.map((issue) => issue.field)).toEqual([`hoSo.${a.id}`]);
    expect((await requireDossier(t.app.db, b.id)).stepId).toBe('appraise');
    await found(all, 3);
    await forward(as('appraiser'), { ...args, dossierIds: [a.id, b.id] });
    expect((await requireDossier(t.app.db, b.id)).stepId).toBe('public');
  });
});

describe('back', () => {
  it('C21-6: the appraising office returns to the unit with a reason; a return after its limit is marked', async () => {
    const late = await nominee('appraise', '2027-02-22T08:00:00+07:00');
    const inTime = await nominee('appraise', '2027-03-01T08:00:00+07:00');
    const args = { slug, stepId: 'appraise', dossierIds: [late.id, inTime.id], to: null };
    expect((await refusal(sendBack(as('appraiser'), { ...args, reason: 'Thiếu.' }))).issues[0]!.field).toBe('reason');
    expect(await sendBack(as('appraiser'), { ...args, reason })).toEqual({ late: 1 });
    expect(await requireDossier(t.app.db, late.id)).toMatchObject({ state: 'returned', stepId: null });
    const last = async (id: string) => (await eventsOf(t.app.db, id)).at(-1);
    expect(await last(late.id)).toMatchObject({ what: 'returned', toStepId: null, reason, data: { late: true } });
    expect((await last(inTime.id))!.data).toEqual({});
    const [mail] = await mails();
    expect(mail).toMatchObject({ to_name: 'Lường Mai Anh', kind: 'award.returned' });
    expect(mail!.body).toContain(reason);
  });

  it('Q25-12: back to any earlier step, never to a later one; whoever decides may send back, too', async () => {
    const { id } = await nominee('decide');
    const args = { slug, stepId: 'decide', dossierIds: [id], reason };
    expect((await refusal(sendBack(as('chairman'), { ...args, stepId: 'appraise', to: null }))).status).toBe(403);
    expect((await refusal(sendBack(as('chairman'), { ...args, to: 'decide' }))).code).toBe('award.not-before');
    await sendBack(as('chairman'), { ...args, to: 'appraise' });
    expect(await requireDossier(t.app.db, id)).toMatchObject({ state: 'in-progress', stepId: 'appraise' });
    expect((await mails()).map((mail) => mail.to_name)).toEqual(['Đặng Thu Hiền']);
  });

  it('not qualified: the path ends, with a reason that the unit reads', async () => {
    const { id } = await nominee('appraise');
    await decline(as('appraiser'), { slug, stepId: 'appraise', dossierIds: [id], reason });
    expect((await requireDossier(t.app.db, id)).state).toBe('declined');
    expect((await mails())[0]).toMatchObject({ to_name: 'Lường Mai Anh', kind: 'award.declined' });
  });

  it('the unit withdraws its own; strangers learn nothing; what has ended stays', async () => {
    const { id } = await nominee('appraise');
    expect((await refusal(withdraw(as('stranger'), { dossierId: id, reason }))).status).toBe(404);
    expect((await refusal(withdraw(as('chairman'), { dossierId: id, reason }))).status).toBe(403);
    await withdraw(as('commune'), { dossierId: id, reason });
    expect((await requireDossier(t.app.db, id)).state).toBe('withdrawn');
    expect((await mails()).map((mail) => mail.to_name)).toEqual(['Đặng Thu Hiền']);
    expect((await refusal(withdraw(as('commune'), { dossierId: id, reason }))).status).toBe(409);
  });

  it('a forward is taken back until the next office has begun', async () => {
    const { id } = await nominee('compile');
    const args = { slug, stepId: 'compile', dossierId: id };
    await forward(as('compiler'), { slug, stepId: 'compile', dossierIds: [id] });
    await takeBack(as('compiler'), args);
    const row = await requireDossier(t.app.db, id);
    expect(row.stepId).toBe('compile');
    await forward(as('compiler'), { slug, stepId: 'compile', dossierIds: [id] });
    const at = { slug, stepId: 'appraise', dossierId: id };
    await saveFindings(as('appraiser'), { ...at, checklist: {}, note: 'Đang xem.', rank: null, version: 1 });
    expect(await refusal(takeBack(as('compiler'), args))).toMatchObject({ code: 'award.touched', status: 409 });
    const steps = await t.app.db
      .selectFrom('award_step')
      .select('outcome')
      .where('dossier_id', '=', id)
      .orderBy('entered_at')
      .execute();
    expect(steps.map((step) => step.outcome).toSorted()).toEqual(
      ['forwarded', 'forwarded', 'recalled', null].toSorted(),
    );
  });
});

describe('reminders and what waits', () => {
  it('Q25-12: soon and late steps are named once to the office, then to its leader; my work shows them late first', async () => {
    await t.app.db.deleteFrom('award_reminder').execute();
    const { id, code } = await nominee('compile');
    const unit_id = units.SKHCN!;
    await t.app.db
      .updateTable('award_step')
      .set({ due_on: '2027-03-12', unit_id })
      .where('dossier_id', '=', id)
      .execute();
    const on = (day: string) => {
      const offset = new Date(`${day}T08:00:00+07:00`).getTime() - Date.now();
      return { ...t.app, clock: createClock(offset) };
    };
    const mine = async () => (await mails()).filter((mail) => mail.body.includes(code)).map((mail) => mail.to_name);
    await remindAwards(on('2027-03-08'));
    expect(await mine()).toEqual([]);
    await remindAwards(on('2027-03-09'));
    expect(await mine()).toEqual(['Cầm Thị Vân', 'Tòng Minh Đức']);
    await remindAwards(on('2027-03-10'));
    expect(await mine()).toHaveLength(2);
    const chief = await t.person('Cầm Văn Giám', [{ role: 'leader', unitId: unit_id }]);
    await remindAwards(on('2027-03-16'));
    expect((await mine()).filter((name) => name === chief.name)).toHaveLength(1);
    const late = t.ctx(people.compiler!, '2027-03-16T08:00:00+07:00');
    const [first] = await awardDuties(late, await awardScope(late));
    expect(first).toMatchObject({ late: true, href: '/xet-khen/dot/kt27/ho-so?buoc=compile' });
  });
});

describe('another signer', () => {
  it('keeps who signed before, and the old file', async () => {
    const { submissionId } = await nominee('appraise');
    const { version } = await t.app.db
      .selectFrom('award_submission')
      .select('version')
      .where('id', '=', submissionId)
      .executeTakeFirstOrThrow();
    const typed = {
      submissionId,
      version,
      signer: 'Quàng Văn Bình',
      signerTitle: 'Phó Chủ tịch',
      letterNumber: '15/TTr-UBND',
      letterDate: '32/03/2027',
      reason: 'Chủ tịch xã đã chuyển công tác.',
      file: new File([new Uint8Array(samplePdf('Tờ trình'))], 'to-trinh.pdf', { type: 'application/pdf' }),
    };
    expect((await refusal(replaceSigner(as('commune'), typed))).issues[0]!.field).toBe('letterDate');
    expect((await refusal(replaceSigner(as('stranger'), { ...typed, letterDate: '04/03/2027' }))).status).toBe(404);
    await replaceSigner(as('commune'), { ...typed, letterDate: '04/03/2027' });
    const event = await t.app.db
      .selectFrom('award_event')
      .select('data')
      .where('submission_id', '=', submissionId)
      .where('what', '=', 'signer-replaced')
      .executeTakeFirstOrThrow();
    expect(event.data).toMatchObject({ before: { letterNumber: '12/TTr' }, after: { signer: 'Quàng Văn Bình' } });
    expect(await refusal(replaceSigner(as('commune'), { ...typed, letterDate: '04/03/2027' }))).toMatchObject({
      status: 409,
    });
  });
});

describe('the shorter path of an office', () => {
  it('V26-4: room by room to the Chief of Office, with other data and no other code', async () => {
    const doc: AwardCall = {
      ...sampleCall,
      code: 'VP26',
      name: 'Giấy khen của Chánh Văn phòng năm 2026',
      standingUnit: 'SKHCN',
      authority: { unit: 'SKHCN', title: 'Chánh Văn phòng' },
      path: [
        { ...sampleCall.path[0]!, id: 'tong-hop', name: 'Phòng Tổ chức tổng hợp', unit: 'SKHCN' },
        { ...sampleCall.path[3]!, id: 'hoi-dong', name: 'Hội đồng của Văn phòng', unit: 'SKHCN' },
        { ...sampleCall.path[4]!, id: 'quyet-dinh', name: 'Chánh Văn phòng quyết định', unit: 'SKHCN' },
      ],
    };
    const short = await insertCall(t, { doc, slug: 'vp26' });
    const { id } = await insertDossier(t, {
      call: short,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Hoàng Văn Nam', unitId: units.X1! },
      stepId: 'tong-hop',
    });
    const { step } = await forward(as('compiler'), { slug: 'vp26', stepId: 'tong-hop', dossierIds: [id] });
    expect(step.id).toBe('hoi-dong');
    const refused = await refusal(forward(as('compiler'), { slug: 'vp26', stepId: 'hoi-dong', dossierIds: [id] }));
    expect(refused.code).toBe('award.not-forwarded-here');
    await sendBack(as('compiler'), { slug: 'vp26', stepId: 'hoi-dong', dossierIds: [id], to: 'tong-hop', reason });
    expect((await requireDossier(t.app.db, id)).stepId).toBe('tong-hop');
  });
});
