import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterPath, moveBack, moveForward, recordEvents } from '#lib/server/award/move.ts';
import { dossiersOf, eventsOf, lockDossiers, requireDossier } from '#lib/server/award/queries.ts';
import {
  awardScope,
  mayDecideAt,
  mayManageCall,
  mayNominate,
  mayOpenCall,
  maySeeDossier,
  mayWorkAt,
  type StoredCall,
} from '#lib/server/award/scope.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-03-05T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  const officer = (code: string) => ({ role: 'award-officer' as const, unitId: units[code]! });
  people.appraiser = await t.person('Đặng Thu Hiền', [officer('SNV')]);
  people.compiler = await t.person('Tòng Minh Đức', [officer('SKHCN')]);
  people.chairman = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
});
afterAll(() => t.close());

const scopeOf = (who: string) => awardScope(t.ctx(people[who]!, moment));
const stepAt = (id: string) => call.doc.path.find((one) => one.id === id)!;

describe('who does what in commendation', () => {
  it('Q25-12: a unit nominates, another department compiles, Sở Nội vụ appraises, the Chairman decides', async () => {
    const [appraiser, compiler, chairman, commune] = await Promise.all(
      ['appraiser', 'compiler', 'chairman', 'commune'].map(scopeOf),
    );
    expect(mayNominate(commune!, units.X1!).allow).toBe(true);
    expect(mayNominate(commune!, units.X2!)).toMatchObject({ allow: false, code: 'not-found' });
    expect(mayWorkAt(compiler!, call, stepAt('compile')).allow).toBe(true);
    expect(mayWorkAt(compiler!, call, stepAt('appraise'))).toMatchObject({ allow: false, code: 'award.not-your-step' });
    expect(mayWorkAt(appraiser!, call, stepAt('appraise')).allow).toBe(true);
    expect(mayWorkAt(appraiser!, call, stepAt('decide')).allow).toBe(true);
    expect(mayManageCall(appraiser!, call).allow).toBe(true);
    expect(mayDecideAt(appraiser!, call, stepAt('decide'))).toMatchObject({ allow: false, code: 'award.not-leader' });
    expect(mayDecideAt(chairman!, call, stepAt('decide')).allow).toBe(true);
    expect(mayOpenCall(commune!, call).allow).toBe(false);
  });

  it('a draft is its unit’s business alone', async () => {
    const draft = { unitId: units.X1!, state: 'draft', receivedAt: null };
    expect(maySeeDossier(await scopeOf('commune'), call, draft).allow).toBe(true);
    expect(maySeeDossier(await scopeOf('appraiser'), call, draft).allow).toBe(false);
  });
});

describe('the path of a dossier', () => {
  const subject = { kind: 'individual' as const, name: 'Lò Thị Mai', unitId: '' };

  it('Q25-12: goes on step by step, each with its last day in working days, and back with a reason', async () => {
    const { id } = await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { ...subject, unitId: units.X1! },
      stepId: 'compile',
    });
    const ctx = t.ctx(people.compiler!, moment);
    await act(ctx, { act: 'award.test', summary: 'Thử' }, async (tx) => {
      await moveForward(tx, ctx, { call, stepId: 'compile', dossiers: await lockDossiers(tx.db, [id]) });
    });
    // Friday 05/03/2027; 20 working days
    expect(await requireDossier(t.app.db, id)).toMatchObject({
      state: 'in-progress',
      stepId: 'appraise',
      dueOn: '2027-04-02',
    });
    const back = t.ctx(people.appraiser!, moment);
    await act(back, { act: 'award.test', summary: 'Thử' }, async (tx) => {
      const dossiers = await lockDossiers(tx.db, [id]);
      await moveBack(tx, back, { call, stepId: 'appraise', dossiers, to: null, reason: 'Thiếu minh chứng.' });
    });
    expect(await requireDossier(t.app.db, id)).toMatchObject({ state: 'returned', stepId: null, dueOn: null });
    expect((await eventsOf(t.app.db, id)).map((event) => event.what)).toEqual([
      'started',
      'submitted',
      'forwarded',
      'returned',
    ]);
  });

  it('two acts on one dossier: the second one is told that it has moved', async () => {
    const { id } = await insertDossier(t, {
      call,
      unitId: units.X2!,
      subject: { ...subject, name: 'Cà Văn Hai', unitId: units.X2! },
      stepId: 'compile',
    });
    const ctx = t.ctx(people.compiler!, moment);
    const forward = () =>
      act(ctx, { act: 'award.test', summary: 'Thử' }, async (tx) => {
        await moveForward(tx, ctx, { call, stepId: 'compile', dossiers: await lockDossiers(tx.db, [id]) });
      });
    const both = await Promise.allSettled([forward(), forward()]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await dossiersOf(t.app.db, { callId: call.id, stepId: 'appraise' })).toHaveLength(1);
    expect(await refusal(forward())).toMatchObject({ code: 'award.moved' });
  });

  it('what is handed in arrives at the first step', async () => {
    const { id } = await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { ...subject, name: 'Lò Thị Ba', unitId: units.X1! },
    });
    const ctx = t.ctx(people.commune!, moment);
    await act(ctx, { act: 'award.test', summary: 'Thử' }, async (tx) => {
      await tx.db
        .updateTable('award_dossier')
        .set({ received_at: ctx.now, law_id: 'luat-2022-nd-152' })
        .where('id', '=', id)
        .execute();
      await enterPath(tx, ctx, call, await lockDossiers(tx.db, [id]));
      await recordEvents(tx, ctx, [{ callId: call.id, dossierId: id, what: 'submitted' }]);
    });
    expect(await requireDossier(t.app.db, id)).toMatchObject({ stepId: 'compile', dueOn: '2027-03-12' });
  });
});
