import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCounts, callList, handIns, intake } from '#lib/server/award/call/board.ts';
import { answerQuestion, editCall, extendCall } from '#lib/server/award/call/edit.ts';
import { makeCall } from '#lib/server/award/call/make.ts';
import { originsFor } from '#lib/server/award/call/origins.ts';
import { cancelCall, closeCall, startCall } from '#lib/server/award/call/state.ts';
import { callVersions } from '#lib/server/award/call/versions.ts';
import { callBySlug, requireDossier } from '#lib/server/award/queries.ts';
import { awardScope } from '#lib/server/award/scope.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { movement2025 } from '#programmes/son-la/index.ts';
import { insertDossier } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-05-10T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  await insertMovement(t, movement2025);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.compiler = await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SKHCN! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  people.citizen = await t.person('Người Ngoài', []);
});
afterAll(() => t.close());

const ctxOf = (who: string, at = moment) => t.ctx(people[who]!, at);
const origin = 'mau:q25-so-ket-2027:thi-dua-2025-2030';
const fresh = (code: string, more: Partial<Parameters<typeof makeCall>[1]> = {}) =>
  makeCall(ctxOf('officer'), {
    origin,
    name: `Sơ kết 2027 ${code}`,
    code,
    opensOn: '17/5/2027',
    closesOn: '31/7/2027',
    periodFrom: '21/6/2025',
    periodTo: '30/6/2027',
    ...more,
  });
const callOf = async (slug: string) => (await callBySlug(t.app.db, slug))!;
const quotas = [
  {
    id: 'xa',
    printed: 'mỗi xã 02 trường hợp',
    classIds: ['communes'],
    units: [],
    formIds: [],
    limits: [{ subjects: ['collective', 'individual'], max: 2, percent: null, rounding: null }],
  },
];

/** A call with every question answered, open. */
async function opened(code: string): Promise<string> {
  const slug = await fresh(code);
  let { version, doc } = await callOf(slug);
  const path = doc.path.map((step) =>
    step.kind === 'publicity' ? { ...step, publicDays: { value: 10, source: 'decided' as const } } : step,
  );
  version = await editCall(ctxOf('officer'), { slug, part: 'path', patch: { path }, version, reason: '' });
  version = await editCall(ctxOf('officer'), { slug, part: 'quotas', patch: { quotas }, version, reason: '' });
  for (const one of doc.questions ?? []) {
    await answerQuestion(ctxOf('officer'), { slug, questionId: one.id, text: 'Theo hướng dẫn 88/HD-SNV.', version });
    version += 1;
  }
  await startCall(ctxOf('officer'), { slug, version });
  return slug;
}

describe('making calls', () => {
  it('Q25-8: a call is made from the plan that ships, as a draft; what is open keeps it from opening', async () => {
    const slug = await fresh('KTA1');
    const call = await callOf(slug);
    expect(call).toMatchObject({ state: 'draft', version: 1, code: 'KTA1' });
    expect(call.doc.quotas).toEqual([]);
    const refused = await refusal(startCall(ctxOf('officer'), { slug, version: 1 }));
    expect(refused.code).toBe('call.not-ready');
    expect(refused.issues.map((one) => one.field)).toEqual(expect.arrayContaining(['quotas', 'path', 'questions']));
    expect((await callOf(slug)).state).toBe('draft');
  });

  it('a code is given once; dates are real; only an officer of the standing unit makes a call', async () => {
    await fresh('KTA2');
    expect((await refusal(fresh('kta2'))).code).toBe('call.code-taken');
    expect((await refusal(fresh('KTA3', { opensOn: '31/2/2027' }))).issues[0]?.field).toBe('opensOn');
    expect((await refusal(fresh('KTA3', { closesOn: '1/5/2027' }))).issues[0]?.field).toBe('closesOn');
    expect((await refusal(fresh('a b'))).issues[0]?.field).toBe('code');
    const args = {
      origin,
      name: 'X',
      code: 'KTA4',
      opensOn: '1/6/2027',
      closesOn: '1/7/2027',
      periodFrom: '1/1/2026',
      periodTo: '1/1/2027',
    };
    expect((await refusal(makeCall(ctxOf('compiler'), args))).code).toBe('not-found');
    expect((await refusal(makeCall(ctxOf('commune'), args))).code).toBe('not-found');
  });

  it('Q25-7: the plan of the movement gives calls of its own: each head the own people, the standing unit everyone', async () => {
    const of = async (who: string) =>
      (await originsFor(ctxOf(who), await awardScope(ctxOf(who)))).map((one) => one.value);
    const compiler = await of('compiler');
    expect(compiler).toContain('khen:thi-dua-2025-2030:head:yearly:SKHCN');
    expect(compiler.some((one) => one.includes(':chairman:'))).toBe(false);
    expect(await of('officer')).toContain('khen:thi-dua-2025-2030:chairman:mid-term:SNV');
    const slug = await makeCall(ctxOf('compiler'), {
      origin: 'khen:thi-dua-2025-2030:head:yearly:SKHCN',
      name: 'Giấy khen của Giám đốc Sở năm 2027',
      code: 'GK27',
      opensOn: '1/6/2027',
      closesOn: '30/6/2027',
      periodFrom: '1/1/2027',
      periodTo: '31/12/2027',
    });
    const { doc } = await callOf(slug);
    expect(doc.forms.map((one) => one.formId)).toEqual(['giay-khen']);
    expect(doc.authority.unit).toBe('SKHCN');
    expect(doc.nominators.units).toEqual(['SKHCN']);
  });

  it('an earlier call is taken as a pattern: its answers are asked again', async () => {
    const first = await opened('KTA5');
    const slug = await fresh('KTA6', { origin: `dot:${first}` });
    const { doc } = await callOf(slug);
    expect(doc.quotas).toEqual(quotas);
    expect(doc.questions?.every((one) => one.answer === null)).toBe(true);
  });
});

describe('the life of a call', () => {
  it('Q25-8: once it is open, units are told, and only what harms nobody changes, with a reason', async () => {
    await t.app.db.deleteFrom('message').execute();
    const slug = await opened('KTB1');
    const told = await t.app.db.selectFrom('message').select(['kind', 'to_name as name']).execute();
    expect(told).toEqual(expect.arrayContaining([{ kind: 'award-call.opened', name: 'Lường Mai Anh' }]));
    expect(told.some((one) => one.name === 'Đặng Thu Hiền')).toBe(false);
    const { version, doc } = await callOf(slug);
    const edit = (patch: object, part: 'days' | 'quotas', reason = 'Nhiều đơn vị xin thêm thời gian.') =>
      editCall(ctxOf('officer'), { slug, part, patch, version, reason });
    expect((await refusal(edit({ closesAt: '2027-07-01T23:59:59.999+07:00' }, 'days'))).code).toBe('call.harm');
    const less = [{ ...quotas[0]!, limits: [{ ...quotas[0]!.limits[0]!, max: 1 }] }];
    expect((await refusal(edit({ quotas: less }, 'quotas'))).code).toBe('call.harm');
    const more = [{ ...quotas[0]!, limits: [{ ...quotas[0]!.limits[0]!, max: 3 }] }];
    expect((await refusal(edit({ quotas: more }, 'quotas', 'ngắn'))).code).toBe('call.reason');
    await edit({ quotas: more }, 'quotas');
    expect((await refusal(edit({ quotas: doc.quotas }, 'quotas'))).code).toBe('stale');
    await extendCall(ctxOf('officer'), {
      slug,
      version: version + 1,
      closesOn: '15/8/2027',
      reason: 'Mưa lũ, đường chia cắt.',
    });
    expect((await callOf(slug)).doc.closesAt.slice(0, 10)).toBe('2027-08-15');
    const [last] = await callVersions(t.app.db, (await callOf(slug)).id);
    expect(last).toMatchObject({ reason: 'Mưa lũ, đường chia cắt.', byName: 'Đặng Thu Hiền' });
    expect(last?.changes).toHaveLength(1);
    expect(
      (await refusal(extendCall(ctxOf('officer'), { slug, version: version + 2, closesOn: '32/8/2027', reason: 'x' })))
        .field,
    ).toBe('closesOn');
  });

  it('two people at once: the second one hears of it, nothing is half done', async () => {
    const slug = await opened('KTB2');
    const { version } = await callOf(slug);
    const extend = (day: string) =>
      extendCall(ctxOf('officer'), { slug, version, closesOn: day, reason: 'Gia hạn theo đề nghị.' });
    const both = await Promise.allSettled([extend('10/8/2027'), extend('20/8/2027')]);
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await callOf(slug)).version).toBe(version + 1);
  });

  it('only the standing unit opens, closes, cancels; others on the path look on; strangers find nothing', async () => {
    const slug = await opened('KTB3');
    const { version } = await callOf(slug);
    const args = { slug, version, reason: 'Không cần nữa, hủy.' };
    expect((await refusal(cancelCall(ctxOf('compiler'), args))).code).toBe('award.not-standing');
    expect((await refusal(cancelCall(ctxOf('citizen'), args))).code).toBe('not-found');
    expect((await refusal(closeCall(ctxOf('commune'), args))).code).toBe('not-found');
  });

  it('a call with dossiers underway is not closed; cancelling sets them free, with the reason in their history', async () => {
    const slug = await opened('KTB4');
    const call = await callOf(slug);
    const { id } = await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Lò Văn Hủy', unitId: units.X1! },
      stepId: 'tong-hop',
    });
    const args = { slug, version: call.version, reason: 'Hội nghị sơ kết hoãn sang năm sau.' };
    expect((await refusal(closeCall(ctxOf('officer'), args))).code).toBe('call.underway');
    expect((await refusal(cancelCall(ctxOf('officer'), { ...args, reason: '' }))).field).toBe('reason');
    await cancelCall(ctxOf('officer'), args);
    expect((await callOf(slug)).state).toBe('cancelled');
    expect((await requireDossier(t.app.db, id)).state).toBe('withdrawn');
    const draft = await fresh('KTB5');
    await cancelCall(ctxOf('officer'), { slug: draft, version: 1, reason: 'Soạn nhầm mẫu đợt.' });
    expect((await callOf(draft)).state).toBe('cancelled');
  });

  it('the overview counts what stands at each step, what is late, and who has not handed in', async () => {
    const slug = await opened('KTB6');
    const call = await callOf(slug);
    const { id } = await insertDossier(t, {
      call,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Lò Văn Trễ', unitId: units.X1! },
      stepId: 'tham-dinh',
    });
    await t.app.db.updateTable('award_step').set({ due_on: '2027-05-01' }).where('dossier_id', '=', id).execute();
    const counts = (await callCounts(t.app.db, [call.id], '2027-05-10')).get(call.id)!;
    expect(counts.steps).toEqual([{ stepId: 'tham-dinh', here: 1, late: 1, nextDue: '2027-05-01' }]);
    const rows = await handIns(t.app.db, call, new Date(moment));
    expect(rows.find((one) => one.unit.code === 'X1')).toMatchObject({ sent: 1, drafts: 0 });
    expect(rows.find((one) => one.unit.code === 'X2')).toMatchObject({ submittedAt: null, sent: 0 });
    expect(intake(call, new Date(moment))).toBe('before');
    const mine = await callList(ctxOf('commune'), await awardScope(ctxOf('commune')));
    expect(mine.find((one) => one.slug === slug)).toMatchObject({
      enters: false,
      nominates: [{ name: 'Xã Chiềng Mung' }],
    });
    expect(mine.some((one) => one.state === 'draft')).toBe(false);
  });
});
