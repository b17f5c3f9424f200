import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentByCode, publicList, sendComment } from '#lib/server/award/comment.ts';
import { dossierOpinions, opinionsOf } from '#lib/server/award/opinionQueries.ts';
import { answerOpinion, askOpinions, cancelOpinion, opinionPage } from '#lib/server/award/opinions.ts';
import { answerComment, closeComments, openComments, readyForComments } from '#lib/server/award/publicity.ts';
import { commentsOf } from '#lib/server/award/publicityQueries.ts';
import { requireDossier } from '#lib/server/award/queries.ts';
import { awardScope, maySeeDossier, type StoredCall } from '#lib/server/award/scope.ts';
import { forward, sendBack } from '#lib/server/award/steps.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier, type SampleSubject } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
const people: Record<string, Actor & { id: string }> = {};
const slug = 'kt27';
const now = '2027-03-05T08:00:00+07:00';
const reason = 'Cần đúng tiến độ họp Hội đồng.';
const all = { complete: { ok: true, note: '' }, standard: { ok: true, note: '' } };

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  const officer = (code: string) => ({ role: 'award-officer' as const, unitId: units[code]! });
  people.appraiser = await t.person('Đặng Thu Hiền', [officer('SNV')]);
  people.asked = await t.person('Quàng Thị Xuân', [{ role: 'unit-coordinator', unitId: units.MTTQ! }]);
  people.stranger = await t.person('Vì Văn Hai', [{ role: 'unit-coordinator', unitId: units.X2! }]);
});
afterAll(() => t.close());

const as = (who: string, at = now) => t.ctx(people[who]!, at);
let count = 0;
async function nominee(stepId: string, more: Partial<SampleSubject> = {}, position = 'Công chức') {
  const made = await insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind: 'individual', name: `Lò Văn ${++count}`, unitId: units.X1!, birthDate: '1990-05-05', ...more },
    stepId,
    at: new Date('2027-03-04T09:00:00+07:00'),
    details: { position },
    citation: 'Đã giúp dân, điện thoại 0912 345 678.',
  });
  await t.app.db
    .updateTable('award_step')
    .set({ checklist: JSON.stringify(all) })
    .where('dossier_id', '=', made.id)
    .execute();
  return made;
}

describe('opinions of other offices', () => {
  it('Q25-12: asked with a last day in working days, answered dossier by dossier, shown beside the dossier', async () => {
    const [a, b] = [await nominee('appraise'), await nominee('appraise')];
    const ask = (more: object = {}) =>
      askOpinions(as('appraiser'), {
        slug,
        stepId: 'appraise',
        dossierIds: [a.id, b.id],
        unitIds: [units.MTTQ!],
        question: 'Xin ý kiến về thành tích và việc chấp hành pháp luật.',
        days: '5',
        ...more,
      });
    expect((await refusal(ask({ days: '0', unitIds: [units.SNV!] }))).issues.map((one) => one.field)).toEqual([
      'units',
      'days',
    ]);
    expect(await ask()).toBe(1);
    const [asked] = await opinionsOf(t.app.db, { callId: call.id, open: true });
    // Friday and five working days
    expect(asked).toMatchObject({ dueOn: '2027-03-12', asked: 2, answered: 0 });
    const dossier = await requireDossier(t.app.db, a.id);
    expect(maySeeDossier(await awardScope(as('asked')), call, dossier).allow).toBe(true);
    expect(maySeeDossier(await awardScope(as('stranger')), call, dossier).allow).toBe(false);
    expect((await refusal(opinionPage(as('stranger'), asked!.id))).status).toBe(404);

    // going on without it needs a reason
    const args = { slug, stepId: 'appraise', dossierIds: [a.id] };
    expect((await refusal(forward(as('appraiser'), args))).issues[0]!.field).toBe('withoutOpinions');
    await forward(as('appraiser'), { ...args, withoutOpinions: reason });

    const answer = (lines: { dossierId: string; answer: string; note: string }[]) =>
      answerOpinion(as('asked'), { opinionId: asked!.id, lines, file: null });
    const bad = await refusal(answer([{ dossierId: a.id, answer: 'disagree', note: '' }]));
    expect(bad.issues.map((one) => one.field)).toEqual([`note.${a.id}`, `answer.${b.id}`]);
    const good = [
      { dossierId: a.id, answer: 'agree', note: '' },
      { dossierId: b.id, answer: 'disagree', note: 'Đang có đơn thư.' },
    ];
    await answer(good);
    expect(await refusal(answer(good))).toMatchObject({ status: 409 });
    expect(await dossierOpinions(t.app.db, [b.id])).toMatchObject([{ answer: 'disagree', note: 'Đang có đơn thư.' }]);
    await forward(as('appraiser'), { ...args, dossierIds: [b.id] });
  });

  it('a question that is taken back is answered no more', async () => {
    const { id } = await nominee('appraise');
    await askOpinions(as('appraiser'), {
      slug,
      stepId: 'appraise',
      dossierIds: [id],
      unitIds: [units.MTTQ!],
      question: 'Xin ý kiến.',
      days: '3',
    });
    const [asked] = await opinionsOf(t.app.db, { callId: call.id, open: true });
    await cancelOpinion(as('appraiser'), { slug, opinionId: asked!.id, reason: 'Đã có văn bản riêng của cơ quan.' });
    const lines = [{ dossierId: id, answer: 'agree', note: '' }];
    const refused = await refusal(answerOpinion(as('asked'), { opinionId: asked!.id, lines, file: null }));
    expect(refused).toMatchObject({ code: 'award.opinion-closed', status: 409 });
    await forward(as('appraiser'), { slug, stepId: 'appraise', dossierIds: [id] });
  });
});

describe('public comments', () => {
  const visitor = (at: string) => t.visitor(at);
  const source = { device: null, agent: 'Thử', proof: null };
  const typed = {
    ...source,
    dossierId: '',
    name: 'Hà Văn Dân',
    contact: '0987 654 321',
    body: 'Tôi cho rằng thành tích nêu trong danh sách không đúng.',
  };

  it('Q25-2: a fixed list for ten working days, masked, a child without a name; comments answered before it closes', async () => {
    await t.app.db.updateTable('award_dossier').set({ state: 'withdrawn' }).where('step_id', '=', 'public').execute();
    const [adult, child, other] = [
      await nominee('public'),
      await nominee('public', { name: 'Lò Bảo An', birthDate: '2015-01-01' }, 'Học sinh'),
      await nominee('public', { name: 'Cầm Bảo Ngọc', birthDate: '2014-01-01' }, 'Học sinh'),
    ];
    const ids = [adult.id, child.id, other.id];
    const step = call.doc.path[2]!;
    const ready = await readyForComments(as('appraiser'), { call, step });
    expect(ready.map((one) => one.child)).toEqual(['adult', 'child', 'child']);
    const args = { slug, stepId: 'public', dossierIds: ids };
    expect((await refusal(forward(as('appraiser'), args))).issues).toHaveLength(3);
    const open = (more: object = {}) =>
      openComments(as('appraiser'), {
        ...args,
        title: 'Danh sách đề nghị tặng Bằng khen',
        intro: '',
        from: '08/03/2027',
        days: '10',
        consents: { [other.id]: 'Bản đồng ý của em và mẹ ngày 01/03/2027' },
        ...more,
      });
    expect((await refusal(open({ days: '9' }))).issues[0]!.field).toBe('days');
    const publicityId = await open();
    expect(await refusal(open())).toMatchObject({ code: 'award.listed', status: 409 });

    // what the public reads stays as it was published
    await t.app.db.updateTable('award_dossier').set({ subject_name: 'Tên khác' }).where('id', '=', adult.id).execute();
    const { lines, list } = await publicList(visitor('2027-03-08T09:00:00+07:00'), publicityId);
    expect(list.toOn).toBe('2027-03-22');
    expect(lines.map((line) => line.shown.name)).toEqual(['Lò Văn 4', 'Trẻ em (không nêu tên)', 'Cầm Bảo Ngọc']);
    expect(JSON.stringify(lines)).not.toContain('0912');
    expect(Object.keys(lines[0]!.shown).toSorted()).toEqual([
      'citation',
      'formName',
      'kind',
      'name',
      'position',
      'unit',
    ]);

    expect((await refusal(sendComment(visitor('2027-03-07T09:00:00+07:00'), { ...typed, publicityId }))).code).toBe(
      'award.not-open',
    );
    const bad = { ...typed, publicityId, name: ' ', contact: 'không', body: 'Sai' };
    expect(
      (await refusal(sendComment(visitor('2027-03-08T09:00:00+07:00'), bad))).issues.map((one) => one.field),
    ).toEqual(['name', 'contact', 'body']);
    const code = await sendComment(visitor('2027-03-22T23:59:00+07:00'), {
      ...typed,
      publicityId,
      dossierId: adult.id,
    });
    expect(code).toMatch(/^GY-/);
    expect((await refusal(sendComment(visitor('2027-03-23T00:00:00+07:00'), { ...typed, publicityId }))).code).toBe(
      'award.not-open',
    );

    const close = (at: string) => closeComments(as('appraiser', at), { slug, publicityId, note: '' });
    expect((await refusal(close('2027-03-22T10:00:00+07:00'))).code).toBe('award.list-running');
    expect((await refusal(close('2027-03-23T10:00:00+07:00'))).code).toBe('award.comments-open');
    const [comment] = await commentsOf(t.app.db, { publicityId });
    const answer = { slug, commentId: comment!.id, upheld: 'yes', answer: 'Đã xác minh, góp ý là đúng.' };
    await answerComment(as('appraiser'), answer);
    expect(await refusal(answerComment(as('appraiser'), answer))).toMatchObject({ status: 409 });
    expect(await commentByCode(visitor(now), code.toLowerCase())).toMatchObject({
      upheld: true,
      answer: answer.answer,
    });
    await close('2027-03-23T10:00:00+07:00');

    // an upheld comment leads back, the others go on
    const refused = await refusal(forward(as('appraiser'), args));
    expect(refused.issues.map((one) => one.field)).toEqual([`hoSo.${adult.id}`]);
    await sendBack(as('appraiser'), { slug, stepId: 'public', dossierIds: [adult.id], to: 'appraise', reason });
    await forward(as('appraiser'), { ...args, dossierIds: [child.id, other.id] });
    expect((await requireDossier(t.app.db, child.id)).stepId).toBe('council');
  });

  it('Q25-2: who leaves the path leaves the open list; a flood of comments is slowed down', async () => {
    const { id } = await nominee('public');
    const publicityId = await openComments(as('appraiser'), {
      slug,
      stepId: 'public',
      dossierIds: [id],
      title: 'Danh sách bổ sung',
      intro: '',
      from: '08/03/2027',
      days: '10',
      consents: {},
    });
    await sendBack(as('appraiser'), { slug, stepId: 'public', dossierIds: [id], to: null, reason });
    const { lines } = await publicList(visitor(now), publicityId);
    expect(lines[0]!.removedAt).not.toBeNull();
    const device = 'a'.repeat(22);
    const at = visitor('2027-03-09T09:00:00+07:00');
    for (let i = 0; i < 4; i++) await sendComment(at, { ...typed, publicityId, device });
    expect((await refusal(sendComment(at, { ...typed, publicityId, device }))).status).toBe(429);
  });
});
