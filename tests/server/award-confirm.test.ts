import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerByAccount,
  answerByLink,
  askByMail,
  askByPrint,
  myAwards,
  notePaper,
  subjectRequest,
} from '#lib/server/award/confirm.ts';
import { saveDossier } from '#lib/server/award/dossiers.ts';
import { eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertCall, insertDossier } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
let coordinator: Actor & { id: string };
const moment = '2027-03-05T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  coordinator = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
});
afterAll(() => t.close());

const ctx = (at = moment) => t.ctx(coordinator, at);
const draft = (name: string) =>
  insertDossier(t, { call, unitId: units.X1!, subject: { kind: 'individual', name, unitId: units.X1! } });
const secretIn = (link: string) => link.split('/').at(-1)!;
const row = (id: string) => requireDossier(t.app.db, id);

describe('the subject and the own data', () => {
  it('Q25-2: reads by the link without an account, confirms, and is asked again after a change', async () => {
    const { id } = await draft('Lò Thị Đọc');
    const secret = secretIn((await askByPrint(ctx(), { dossierId: id })).link);
    const { view, version } = await subjectRequest(t.visitor(moment), secret);
    expect(view.subjectName).toBe('Lò Thị Đọc');
    await answerByLink(t.visitor(moment), { secret, answer: 'confirm', objection: '', version });
    expect(await row(id)).toMatchObject({ confirmedHow: 'link', confirmedVersion: 1, objection: null });
    const subject = { name: 'Lò Thị Đọc', position: 'Trưởng bản' };
    await saveDossier(ctx(), {
      dossierId: id,
      version: 1,
      change: { part: 'subject', formId: 'bang-khen-tinh', subject },
    });
    expect((await row(id)).confirmedAt).toBeNull();
    expect((await eventsOf(t.app.db, id)).map((one) => one.what)).toContain('confirmation-void');
    const old = await refusal(answerByLink(t.visitor(moment), { secret, answer: 'confirm', objection: '', version }));
    expect(old).toMatchObject({ code: 'stale', status: 409 });
  });

  it('Q25-2: objects with a text that the unit and the appraisers read', async () => {
    const { id } = await draft('Lò Thị Phản');
    const secret = secretIn((await askByPrint(ctx(), { dossierId: id })).link);
    const empty = await refusal(
      answerByLink(t.visitor(moment), { secret, answer: 'object', objection: '', version: 1 }),
    );
    expect(empty.field).toBe('objection');
    await answerByLink(t.visitor(moment), { secret, answer: 'object', objection: 'Sai chức vụ.', version: 1 });
    expect(await row(id)).toMatchObject({ objection: 'Sai chức vụ.', confirmedAt: null });
  });

  it('Q25-2: a link ends after its time, and nobody guesses one', async () => {
    const { id } = await draft('Lò Thị Hạn');
    const secret = secretIn((await askByPrint(ctx(), { dossierId: id })).link);
    expect((await refusal(subjectRequest(t.visitor('2027-04-20T08:00:00+07:00'), secret))).status).toBe(410);
    expect((await refusal(subjectRequest(t.visitor(moment), 'khong-co'))).status).toBe(410);
  });

  it('Q25-2: whoever has the address of the mail also answers by account; others see nothing', async () => {
    const { id } = await draft('Lò Thị Khoản');
    const owner = await t.person('Lò Thị Khoản');
    await askByMail(ctx(), { dossierId: id, email: owner.email! });
    expect((await myAwards(t.ctx(owner, moment))).dossiers.map((one) => one.id)).toEqual([id]);
    expect((await myAwards(ctx())).dossiers).toEqual([]);
    const answer = { dossierId: id, answer: 'confirm', objection: '', version: 1 };
    expect((await refusal(answerByAccount(ctx(), answer))).status).toBe(404);
    await answerByAccount(t.ctx(owner, moment), answer);
    expect((await row(id)).confirmedHow).toBe('account');
  });

  it('Q25-2: the unit notes a signed paper only when it is there', async () => {
    const { id } = await draft('Lò Thị Giấy');
    expect((await refusal(notePaper(ctx(), { dossierId: id }))).code).toBe('award.no-paper');
  });
});
