import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barrierList, barrierPage } from '#lib/server/award/barrierQueries.ts';
import { changeBarrier, clearBarrier, enterBarrier } from '#lib/server/award/barriers.ts';
import { requireClear } from '#lib/server/award/checks.ts';
import { comparison, comparisonsOf, explainOverlap, judgeOverlap } from '#lib/server/award/judgements.ts';
import { dossiersOf, eventsOf } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { forward } from '#lib/server/award/steps.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-03-05T08:00:00+07:00';
const now = new Date(moment);

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.compiler = await t.person('Tòng Minh Đức', [{ role: 'award-officer', unitId: units.SKHCN! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  people.other = await t.person('Vì Văn Khác', [{ role: 'unit-coordinator', unitId: units.X2! }]);
});
afterAll(() => t.close());

const as = (who: string) => t.ctx(people[who]!, moment);
const typed = { kind: 'complaint', basis: 'Đơn số 5 ngày 01/03/2027', note: '', fromOn: '01/03/2027', toOn: '' };
const nominee = (name: string, stepId: string | null = 'compile') =>
  insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind: 'individual', name, unitId: units.X1! },
    ...(stepId ? { stepId } : {}),
  });
const rows = (id: string) => dossiersOf(t.app.db, { ids: [id] });
const mails = async (kind: string) =>
  t.app.db.selectFrom('message').select(['to_address as to', 'body']).where('kind', '=', kind).execute();

describe('what offices enter', () => {
  it('Q25-2: a case stops the dossier, its end lets it go on, and the unit hears no more than that', async () => {
    const one = await nominee('Lò Văn Đơn Thư');
    const { id, dossiers } = await enterBarrier(as('officer'), { meant: { subjectId: one.subjectId }, typed });
    expect(dossiers).toBe(1);
    expect(
      await refusal(forward(as('compiler'), { slug: call.slug, stepId: 'compile', dossierIds: [one.id] })),
    ).toMatchObject({ code: 'award.blocked' });
    const history = JSON.stringify(await eventsOf(t.app.db, one.id));
    expect(history).toContain('paused');
    expect(history).not.toMatch(/Đơn số 5|complaint|tố cáo/);
    const told = await mails('award.paused');
    expect(told.map((mail) => mail.to)).toContain(people.commune!.email);
    expect(JSON.stringify(told)).not.toMatch(/Đơn số 5|tố cáo/);

    const { row } = await barrierPage(as('officer'), { id });
    expect(await refusal(barrierPage(as('commune'), { id }))).toMatchObject({ status: 404 });
    expect(await refusal(barrierList(as('commune'), { q: '', show: 'all', page: 1, day: '2027-03-05' }))).toMatchObject(
      { status: 404 },
    );
    await clearBarrier(as('officer'), {
      id,
      version: row.version,
      how: 'no-case',
      endedOn: '',
      reason: 'Kết luận số 9 ngày 05/03/2027',
    });
    await requireClear(t.app.db, await rows(one.id), now);
    expect((await mails('award.resumed')).map((mail) => mail.to)).toContain(people.commune!.email);
    expect(await refusal(changeBarrier(as('officer'), { id, version: row.version + 1, typed }))).toMatchObject({
      code: 'award.cleared',
    });
  });

  it('while another case stands the end of one lets nothing go on', async () => {
    const one = await nominee('Lò Văn Hai Việc');
    const meant = { subjectId: one.subjectId };
    const { id } = await enterBarrier(as('officer'), { meant, typed });
    await enterBarrier(as('officer'), { meant, typed: { ...typed, kind: 'inspection' } });
    expect(await refusal(enterBarrier(as('officer'), { meant, typed }))).toMatchObject({ code: 'award.twice' });
    const end = { id, version: 1, how: 'no-case', endedOn: '', reason: 'Đã kết luận' };
    expect(await clearBarrier(as('officer'), end)).toEqual({ dossiers: 0 });
    expect(await refusal(clearBarrier(as('officer'), end))).toMatchObject({ status: 409 });
    expect(await refusal(requireClear(t.app.db, await rows(one.id), now))).toMatchObject({ code: 'award.blocked' });
  });

  it('is about somebody who never stood in the register, or about a whole unit', async () => {
    const person = {
      fresh: true,
      name: 'Giàng A Mới',
      subjectKind: 'individual',
      birthYear: '1980',
      unitId: units.X2!,
    };
    await enterBarrier(as('officer'), { meant: person, typed });
    await enterBarrier(as('officer'), { meant: { unitId: units.X2! }, typed: { ...typed, kind: 'inspection' } });
    const found = await barrierList(as('officer'), { q: 'giang a moi', show: 'standing', page: 1, day: '2027-03-05' });
    expect(found.rows).toMatchObject([{ subjectName: 'Giàng A Mới', birthYear: 1980 }]);
    const whole = await insertDossier(t, {
      call,
      unitId: units.SNV!,
      subject: { kind: 'collective', name: 'Tập thể nhỏ', unitId: units.X2! },
      stepId: 'compile',
    });
    await requireClear(t.app.db, await rows(whole.id), now);
  });

  it('says beside each field what is wrong, and that only offices that know may enter', async () => {
    const bad = { kind: 'rumour', basis: 'x', note: '', fromOn: '12/13/2026', toOn: '31/12/2027' };
    const refused = await refusal(enterBarrier(as('officer'), { meant: { unitId: units.X1! }, typed: bad }));
    expect(refused.issues.map((one) => one.field)).toEqual(['kind', 'basis', 'fromOn']);
    expect(await refusal(enterBarrier(as('commune'), { meant: { unitId: units.X1! }, typed }))).toMatchObject({
      code: 'award.not-watcher',
    });
  });

  it('discipline ends on a day from which achievements count', async () => {
    const one = await nominee('Lò Văn Kỷ Luật');
    const { id } = await enterBarrier(as('officer'), {
      meant: { subjectId: one.subjectId },
      typed: { ...typed, kind: 'disciplined', fromOn: '01/03/2026' },
    });
    const end = { id, version: 1, how: 'ended', reason: 'Hết thời hạn kỷ luật' };
    expect((await refusal(clearBarrier(as('officer'), { ...end, endedOn: '' }))).issues[0]?.field).toBe('endedOn');
    await clearBarrier(as('officer'), { ...end, endedOn: '28/02/2027' });
    await requireClear(t.app.db, await rows(one.id), now);
  });
});

describe('one achievement or two', () => {
  it('Q25-12: a unit explains, whoever appraises judges, and the dossier goes on or stays', async () => {
    const earlier = await insertCall(t, { doc: { ...sampleCall, code: 'KT26', name: 'Đợt trước' } });
    const given = await insertDossier(t, {
      call: earlier,
      unitId: units.X1!,
      subject: { kind: 'individual', name: 'Hoàng Văn Trùng', unitId: units.X1! },
      stepId: 'appraise',
    });
    const one = await nominee('Hoàng Văn Trùng', null);
    await t.app.db.updateTable('award_dossier').set({ subject_id: given.subjectId }).where('id', '=', one.id).execute();
    const found = `overlap:${given.id}`;
    expect(await refusal(requireClear(t.app.db, await rows(one.id), now))).toMatchObject({ code: 'award.blocked' });
    // a draft is the unit's own until the unit asks about it
    expect(await refusal(comparison(as('officer'), { dossierId: one.id }))).toMatchObject({ status: 404 });
    expect(await refusal(comparison(as('other'), { dossierId: one.id }))).toMatchObject({ status: 404 });
    const pair = (await comparison(as('commune'), { dossierId: one.id })).pairs[0];
    expect(pair).toMatchObject({ mayAsk: true, mayJudge: false, check: { id: found, level: 'block' } });
    const judgement = { dossierId: one.id, found, verdict: 'distinct', reason: 'Hai sản phẩm khác nhau.' };
    expect(await refusal(judgeOverlap(as('commune'), judgement))).toMatchObject({ code: 'award.not-appraiser' });
    await explainOverlap(as('commune'), {
      dossierId: one.id,
      found,
      explanation: 'Đợt trước là sổ tay số, lần này là trợ lý ảo.',
    });
    expect((await comparisonsOf(as('officer'), { slug: call.slug, show: 'open' })).rows[0]).toMatchObject({
      id: one.id,
      pending: true,
    });
    await judgeOverlap(as('officer'), judgement);
    await requireClear(t.app.db, await rows(one.id), now);
    expect((await mails('award.judged')).map((mail) => mail.to)).toContain(people.commune!.email);
    await judgeOverlap(as('officer'), { ...judgement, verdict: 'same', reason: 'Xem lại: cùng một sản phẩm.' });
    expect(await refusal(requireClear(t.app.db, await rows(one.id), now))).toMatchObject({ code: 'award.blocked' });
    expect(await refusal(judgeOverlap(as('officer'), { ...judgement, found: 'overlap:khong-co' }))).toMatchObject({
      status: 409,
    });
  });
});
