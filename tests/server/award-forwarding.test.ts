import { afterAll, beforeAll, expect, it } from 'vitest';
import yauzl from 'yauzl';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import {
  approveForwarding,
  dropDossier,
  makeForwarding,
  returnForwarding,
  submitForwarding,
} from '#lib/server/award/forwarding/list.ts';
import { enterGranted, enterRefused, payGranted } from '#lib/server/award/forwarding/outcome.ts';
import { forwardingPackage } from '#lib/server/award/forwarding/pack.ts';
import { forwardingFile } from '#lib/server/award/forwarding/papers.ts';
import { forwardingLines, requireForwarding, waitingIds } from '#lib/server/award/forwarding/queries.ts';
import { sendForwarding, takeBackForwarding } from '#lib/server/award/forwarding/send.ts';
import { forwardingView } from '#lib/server/award/forwarding/view.ts';
import { eventsOf, requireDossier } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { invariants } from '#lib/server/ledger/invariants.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { q25Calls } from '../../programmes/son-la/calls/thi-dua-2025-2030.ts';
import { insertCall, insertDossier } from '../support/award.ts';
import { insertForwardingFile } from '../support/awardForwarding.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
const people: Record<string, Actor & { id: string }> = {};
const step = 'trinh-trung-uong';
const moment = '2030-10-07T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  people.officer = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.chairman = await t.person('Hà Trung Chiến', [{ role: 'leader', unitId: units.SL! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  const { doc } = q25Calls.find((one) => one.doc.code === 'NN30')!;
  call = await insertCall(t, {
    doc: { ...doc, opensAt: '2030-07-01T00:00:00.000+07:00', closesAt: '2030-09-01T00:00:00.000+07:00' },
    slug: 'nha-nuoc-2030',
  });
});
afterAll(() => t.close());

const as = (who: string, at = moment) => t.ctx(people[who]!, at);

async function waiting(name: string, kind: SubjectKind, formId: string) {
  const dossier = await insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind, name, unitId: units.X1!, unitName: 'Xã Mường La' },
    stepId: step,
    at: new Date('2030-08-01T02:00:00Z'),
    details: { position: 'Công chức' },
  });
  await t.app.db.updateTable('award_dossier').set({ form_id: formId }).where('id', '=', dossier.id).execute();
  return dossier;
}

async function place(forwardingId: string) {
  const { version } = await requireForwarding(t.app.db, call.id, forwardingId);
  return { slug: call.slug, forwardingId, version };
}

const make = (ids: string[]) =>
  makeForwarding(as('officer'), {
    slug: call.slug,
    stepId: step,
    dossierIds: ids,
    receiver: 'Thủ tướng Chính phủ\n Bộ Nội vụ',
  });

const sending = {
  letterNumber: '215/TTr-UBND',
  letterDate: '07/10/2030',
  sentOn: '07/10/2030',
  way: 'electronic',
  receipt: 'TW-2030-0815',
};

async function sent(ids: string[]): Promise<string> {
  const id = await make(ids);
  await submitForwarding(as('officer'), await place(id));
  await approveForwarding(as('chairman'), await place(id));
  await insertForwardingFile(t, id, 'letter');
  await sendForwarding(as('officer'), { ...(await place(id)), input: sending });
  return id;
}

async function opened(stream: AsyncIterable<Uint8Array>): Promise<Record<string, Buffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const file = await yauzl.fromBufferPromise(Buffer.concat(pieces), { lazyEntries: true });
  const found: Record<string, Buffer> = {};
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    found[entry.fileName] = Buffer.concat(chunks);
  }
  return found;
}

it('Q25-12: what is for the Prime Minister is proposed by the Chairman, leaves as one package and comes back as an award', async () => {
  const person = await waiting('Lò Thị Trình', 'individual', 'bang-khen-thu-tuong');
  const team = await waiting('Phòng Chuyển đổi số', 'collective', 'bang-khen-thu-tuong');
  const other = await waiting('Ban Quản lý bản', 'collective', 'co-chinh-phu');
  expect(
    await refusal(
      makeForwarding(as('chairman'), { slug: call.slug, stepId: step, dossierIds: [person.id], receiver: 'X' }),
    ),
  ).toMatchObject({ code: 'award.not-your-step' });
  const id = await make([person.id, team.id, other.id]);
  expect(await waitingIds(t.app.db, call.id, step)).toEqual([]);
  expect(await refusal(make([person.id]))).toMatchObject({ code: 'award.none-waiting', status: 409 });

  expect(await refusal(approveForwarding(as('chairman'), await place(id)))).toMatchObject({
    code: 'award.forwarding-state',
  });
  const old = await place(id);
  await submitForwarding(as('officer'), old);
  expect(await refusal(submitForwarding(as('officer'), old))).toMatchObject({ code: 'stale', status: 409 });
  expect(await refusal(approveForwarding(as('officer'), await place(id)))).toMatchObject({ code: 'award.not-leader' });
  await returnForwarding(as('chairman'), { ...(await place(id)), reason: 'Ghi rõ nơi nhận.' });
  await submitForwarding(as('officer'), await place(id));
  await approveForwarding(as('chairman'), await place(id));
  expect((await eventsOf(t.app.db, person.id)).at(-1)).toMatchObject({ what: 'letter-approved' });

  expect(await refusal(sendForwarding(as('officer'), { ...(await place(id)), input: sending }))).toMatchObject({
    code: 'award.no-signed-letter',
  });
  await insertForwardingFile(t, id, 'letter');
  expect(
    await refusal(
      sendForwarding(as('officer'), { ...(await place(id)), input: { ...sending, letterDate: '01/10/2030', way: '' } }),
    ),
  ).toMatchObject({ issues: [{ field: 'letterDate' }, { field: 'way' }] });
  await sendForwarding(as('officer'), { ...(await place(id)), input: sending });
  expect(await requireDossier(t.app.db, person.id)).toMatchObject({ state: 'forwarded', stepId: step });

  const letter = await forwardingFile(as('officer'), { slug: call.slug, forwardingId: id, format: 'docx' });
  expect(letter.name).toBe('to-trinh-nn30-215-ttr-ubnd.docx');
  const { stream, name } = await forwardingPackage(as('officer'), { slug: call.slug, forwardingId: id });
  expect(name).toBe('ho-so-nn30-215-ttr-ubnd.zip');
  const files = await opened(stream);
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      '00_to-trinh.docx',
      '00_to-trinh.pdf',
      '00_danh-sach.xlsx',
      `${person.code}_bao-cao-thanh-tich.docx`,
      `${person.code}_bao-cao-thanh-tich.pdf`,
      `${team.code}_bao-cao-thanh-tich.pdf`,
    ]),
  );
  const contents = files['danh-muc.txt']!.toString('utf8');
  for (const file of Object.keys(files).filter((one) => one !== 'danh-muc.txt'))
    expect(contents).toMatch(new RegExp(`[0-9a-f]{64} {2}${file.replaceAll('.', '\\.')}`));
  expect(await refusal(forwardingPackage(as('commune'), { slug: call.slug, forwardingId: id }))).toMatchObject({
    code: 'not-found',
  });

  // six weeks later
  const later = '2030-11-25T08:00:00+07:00';
  const answer = { number: '1470/QĐ-TTg', date: '20/11/2030', signer: 'Nguyễn Văn Ký' };
  const granted = { dossierIds: [person.id, team.id], input: answer };
  expect(await refusal(enterGranted(as('officer', later), { ...(await place(id)), ...granted }))).toMatchObject({
    code: 'award.no-answer-file',
  });
  await insertForwardingFile(t, id, 'answer');
  const seen = await place(id);
  const { records, total } = await enterGranted(as('officer', later), { ...seen, ...granted });
  expect(records).toBe(2);
  expect(total).toBeGreaterThan(0);
  expect(await refusal(enterGranted(as('officer', later), { ...(await place(id)), ...granted }))).toMatchObject({
    code: 'award.moved',
  });
  await enterRefused(as('officer', later), {
    ...(await place(id)),
    dossierIds: [other.id],
    reason: 'Thành tích chưa đủ tiêu chuẩn theo Điều 25.',
  });

  const [record] = await t.app.db
    .selectFrom('award_record')
    .select(['level', 'source', 'issuer', 'decision_number', 'golden_no', 'certificate_code', 'bonus'])
    .where('dossier_id', '=', person.id)
    .execute();
  expect(record).toMatchObject({
    level: 'state',
    source: 'state',
    issuer: expect.stringContaining('Thủ tướng'),
    decision_number: '1470/QĐ-TTg',
    golden_no: null,
    certificate_code: null,
  });
  expect(await requireDossier(t.app.db, person.id)).toMatchObject({ state: 'awarded' });
  expect(await requireDossier(t.app.db, other.id)).toMatchObject({ state: 'declined' });
  expect((await eventsOf(t.app.db, other.id)).at(-1)).toMatchObject({ what: 'declined', data: { above: true } });

  const paying = await forwardingLines(t.app.db, id);
  const due = paying.flatMap((line) => (line.payment === 'due' ? [line.paymentId!] : []));
  expect(due).toHaveLength(2);
  const pay = { paymentIds: due, to: 'paid' as const };
  expect(
    await refusal(payGranted(as('officer', later), { ...(await place(id)), ...pay, day: '19/11/2030' })),
  ).toMatchObject({ field: 'day' });
  await payGranted(as('officer', later), { ...(await place(id)), ...pay, day: '25/11/2030' });
  const view = await forwardingView(as('officer', later), { slug: call.slug, forwardingId: id });
  expect(view.forwarding.state).toBe('answered');
  expect(view.lines.map((line) => line.payment)).toEqual(expect.arrayContaining(['paid', 'paid', null]));
  for (const one of invariants.filter(({ name }) => name.startsWith('award.')))
    expect([one.name, (await one.offenders(new Date(moment)).execute(t.app.db)).rows]).toEqual([one.name, []]);
});

it('Q25-7: before an answer a list is taken back with a reason; a dossier may be left out and goes with the next letter', async () => {
  const one = await waiting('Cầm Văn Rút', 'individual', 'bang-khen-thu-tuong');
  const two = await waiting('Cầm Thị Sau', 'individual', 'bang-khen-thu-tuong');
  const id = await sent([one.id, two.id]);
  expect(await refusal(takeBackForwarding(as('officer'), { ...(await place(id)), reason: '' }))).toMatchObject({
    field: 'reason',
  });
  await takeBackForwarding(as('officer'), { ...(await place(id)), reason: 'Ghi nhầm chức vụ của một người.' });
  expect(await requireDossier(t.app.db, one.id)).toMatchObject({ state: 'in-progress', stepId: step });
  expect(await requireForwarding(t.app.db, call.id, id)).toMatchObject({
    state: 'draft',
    letterNumber: null,
    returnedReason: 'Ghi nhầm chức vụ của một người.',
  });
  expect((await eventsOf(t.app.db, one.id)).at(-1)).toMatchObject({ what: 'recalled', toStepId: step });
  await dropDossier(as('officer'), { ...(await place(id)), dossierId: two.id });
  expect(await waitingIds(t.app.db, call.id, step)).toEqual([two.id]);
  await submitForwarding(as('officer'), await place(id));
  const mails = await t.app.db
    .selectFrom('message')
    .select('kind')
    .where('person_id', '=', people.commune!.id)
    .execute();
  expect(mails.map((mail) => mail.kind)).toEqual(
    expect.arrayContaining(['award.forwarding-sent', 'award.forwarding-recalled', 'award.forwarding-granted']),
  );
  for (const check of invariants.filter(({ name }) => name.startsWith('award.')))
    expect([check.name, (await check.offenders(new Date(moment)).execute(t.app.db)).rows]).toEqual([check.name, []]);
});
