import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startUpload } from '#lib/server/file/uploads.ts';
import { inspectionFiles, removeInspectionFile } from '#lib/server/inspection/files.ts';
import {
  addFinding,
  answerFinding,
  closeFinding,
  returnFinding,
  reviseFinding,
} from '#lib/server/inspection/findings.ts';
import { inspectionMinutes, inspectionPlan } from '#lib/server/inspection/papers.ts';
import { cancelInspection, moveInspection, planInspections } from '#lib/server/inspection/plan.ts';
import { findingsOf, inspectionsOf } from '#lib/server/inspection/queries.ts';
import { remindFindings } from '#lib/server/inspection/remind.ts';
import {
  findingOverview,
  findingView,
  inspectionOverview,
  inspectionView,
  openFindingsOfUnit,
  planningView,
  unitInspections,
} from '#lib/server/inspection/views.ts';
import { closeInspection, saveVisit } from '#lib/server/inspection/visit.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { myMovements } from '#lib/server/movement/mine.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import type { App } from '#lib/server/platform/ctx.ts';
import { type Actor, systemActor } from '#lib/server/platform/policy.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

type Person = Actor & { id: string };
let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let secretary: Person;
let commune: Person;
let other: Person;
let outsider: Person;
const { slug } = sampleMovement;
const march = '2026-03-02T08:00:00+07:00';
const may = '2026-05-12T14:00:00+07:00';
const why = 'Đoàn bận họp đột xuất, hai bên đã thống nhất.';
const plan = {
  title: 'Kiểm tra việc thực hiện phong trào',
  purpose: 'Nắm tình hình tại cơ sở.',
  team: 'Lò Văn An, Phó Giám đốc, Sở Nội vụ\nHà Thị Bình, Chuyên viên, Sở Khoa học và Công nghệ',
};
const visit = {
  heldOn: '12/05/2026',
  begins: '8h00',
  ends: '11:30',
  place: 'Trụ sở Ủy ban nhân dân xã Mường Bú',
  attendees: 'Quàng Văn Chính, Chủ tịch\nLò Thị Dung, công chức',
  conclusion: 'Xã đã triển khai, còn chậm kế hoạch năm.',
  checklist: [{ id: 'plan', text: '', clause: '', answer: 'gap', note: 'Ban hành ngày 20/8/2025, muộn.' }],
};

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  secretary = await t.person('Lường Thị Thư', [{ role: 'secretary', programmeId }]);
  commune = await t.person('Lò Văn Xã', [{ role: 'unit-coordinator', unitId: units.X2! }]);
  other = await t.person('Hà Thị Xã', [{ role: 'unit-coordinator', unitId: units.X1! }]);
  outsider = await t.person('Người Ngoài');
  await generate(t.ctx(systemActor(), '2025-07-01T00:10:00+07:00'), { movementId: programmeId });
});
afterAll(() => t?.close());

const findingOf = async (id: string) => (await findingsOf(t.app.db, { ids: [id] }))[0]!;
const mailsTo = (person: Person, kind: string) =>
  t.app.db
    .selectFrom('message')
    .select(['subject', 'body'])
    .where('person_id', '=', person.id)
    .where('kind', '=', kind)
    .orderBy('created_at')
    .execute();
const sound = async () => (await checkInvariants(t.app)).filter((one) => !one.ok);

async function planned(unitId: string, on = '2026-05-11', at = march): Promise<string> {
  const [id] = await planInspections(t.ctx(secretary, at), { slug, ...plan, visits: [{ unitId, on }] });
  return id!;
}
async function held(unitId: string): Promise<string> {
  const inspectionId = await planned(unitId);
  await saveVisit(t.ctx(secretary, may), { slug, inspectionId, version: 1, ...visit });
  return inspectionId;
}
const finding = (inspectionId: string, more: { ownerId?: string; dueOn?: string } = {}) =>
  addFinding(t.ctx(secretary, may), {
    slug,
    inspectionId,
    text: 'Ban hành kế hoạch năm 2026 và gửi về cơ quan thường trực.',
    clause: 'Mục VI.1',
    ownerId: units.X2!,
    dueOn: '2026-05-30',
    ...more,
  });

describe('the plan of visits', () => {
  it('Q25-11: says whom to visit and why, and decides nothing', async () => {
    const view = await planningView(t.ctx(secretary, march), slug);
    const commune1 = view.units.find((one) => one.unitId === units.X1)!;
    expect(commune1.reasons).toEqual(['2 việc phải nộp quá hạn', 'chưa được kiểm tra lần nào']);
    expect(view.units.map((one) => one.overdue)).toEqual(view.units.map((one) => one.overdue).sort((a, b) => b - a));
    expect(await inspectionsOf(t.app.db, { programmeId })).toEqual([]);
  });

  it('Q25-11: many visits at once; units are told; moving and cancelling say why', async () => {
    const [first, second] = await planInspections(t.ctx(secretary, march), {
      slug,
      ...plan,
      visits: [
        { unitId: units.X2!, on: '2026-04-06' },
        { unitId: units.X1!, on: '7/4/2026' },
      ],
    });
    const [mail] = await mailsTo(commune, 'inspection.planned');
    expect(mail!.subject).toContain('kiểm tra tại Xã Mường Bú ngày 06/04/2026');
    expect(mail!.body).toContain('- Lò Văn An, Phó Giám đốc, Sở Nội vụ');
    expect(await mailsTo(commune, 'inspection.planned')).toHaveLength(1);
    const move = { slug, inspectionId: first!, version: 1, on: '2026-04-08' };
    await expect(moveInspection(t.ctx(secretary, march), { ...move, reason: 'Bận' })).rejects.toMatchObject({
      code: 'inspection.reason',
    });
    await moveInspection(t.ctx(secretary, march), { ...move, reason: why });
    await expect(
      moveInspection(t.ctx(secretary, march), { ...move, on: '2026-04-09', reason: why }),
    ).rejects.toMatchObject({ code: 'stale' });
    expect((await mailsTo(commune, 'inspection.moved'))[0]!.body).toContain(why);
    await cancelInspection(t.ctx(secretary, march), { slug, inspectionId: second!, version: 1, reason: why });
    expect((await mailsTo(other, 'inspection.cancelled'))[0]!.body).toContain('ngày 07/04/2026 đã hủy');
    await cancelInspection(t.ctx(secretary, march), { slug, inspectionId: first!, version: 2, reason: why });
    expect((await inspectionsOf(t.app.db, { programmeId, year: 2026 })).map((one) => one.state)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(await sound()).toEqual([]);
  });

  it('Q25-11: only the standing unit plans; days that passed and units outside are refused', async () => {
    const args = { slug, ...plan, visits: [{ unitId: units.X2!, on: '2026-04-06' }] };
    await expect(planInspections(t.ctx(commune, march), args)).rejects.toMatchObject({ code: 'movement.not-standing' });
    await expect(planInspections(t.ctx(outsider, march), args)).rejects.toMatchObject({ status: 404 });
    await expect(
      planInspections(t.ctx(secretary, march), {
        ...args,
        title: '',
        team: '',
        visits: [{ unitId: units.X2!, on: '2026-03-01' }],
      }),
    ).rejects.toMatchObject({
      issues: [{ field: 'title' }, { field: 'team' }, { field: `on-${units.X2}` }],
    });
    await expect(
      planInspections(t.ctx(secretary, march), { ...args, visits: [{ unitId: units.SL!, on: '2026-04-06' }] }),
    ).rejects.toMatchObject({ issues: [{ field: 'unit' }] });
  });
});

describe('a visit', () => {
  it('Q25-11: two inspectors do not overwrite each other; own lines are added and dropped', async () => {
    const inspectionId = await planned(units.X2!);
    const prepare = { slug, inspectionId, ...visit, heldOn: '', conclusion: '' };
    const own = { id: 'new-1', text: 'Kiểm tra tổ công nghệ số cộng đồng', clause: '', answer: '', note: '' };
    expect(
      await saveVisit(t.ctx(secretary, march), { ...prepare, version: 1, checklist: [...visit.checklist, own] }),
    ).toEqual({ held: false });
    await expect(saveVisit(t.ctx(secretary, march), { ...prepare, version: 1 })).rejects.toMatchObject({
      code: 'stale',
    });
    let [row] = await inspectionsOf(t.app.db, { ids: [inspectionId] });
    expect(row!.checklist.map((line) => line.id)).toEqual(['plan', 'own-1']);
    expect(row!.state).toBe('planned');
    // before the day the unit reads what will be looked at, not what was noted
    const seen = await inspectionView(t.ctx(commune, march), { slug, inspectionId });
    expect(seen.inspection.checklist[0]).toMatchObject({
      text: 'Đã ban hành kế hoạch triển khai',
      answer: null,
      note: '',
    });
    await saveVisit(t.ctx(secretary, may), {
      slug,
      inspectionId,
      version: 2,
      ...visit,
      checklist: [...visit.checklist, { ...own, id: 'own-1', text: '' }],
    });
    [row] = await inspectionsOf(t.app.db, { ids: [inspectionId] });
    expect(row).toMatchObject({ state: 'held', heldOn: '2026-05-12', begins: '08:00', ends: '11:30', version: 3 });
    expect(row!.checklist).toHaveLength(1);
    await expect(
      saveVisit(t.ctx(secretary, may), { slug, inspectionId, version: 3, ...visit, heldOn: '' }),
    ).rejects.toMatchObject({ issues: [{ field: 'heldOn' }] });
    await closeInspection(t.ctx(secretary, may), { slug, inspectionId, version: 3, reason: '' });
  });

  it('Q25-11: a record that is not complete is not closed', async () => {
    const inspectionId = await planned(units.X2!);
    await saveVisit(t.ctx(secretary, may), {
      slug,
      inspectionId,
      version: 1,
      ...visit,
      conclusion: '',
      checklist: [{ ...visit.checklist[0]!, answer: '' }],
    });
    await expect(
      closeInspection(t.ctx(secretary, may), { slug, inspectionId, version: 2, reason: '' }),
    ).rejects.toMatchObject({ code: 'inspection.incomplete' });
    await saveVisit(t.ctx(secretary, may), { slug, inspectionId, version: 2, ...visit });
    await closeInspection(t.ctx(secretary, may), { slug, inspectionId, version: 3, reason: '' });
  });
});

describe('findings', () => {
  it('Q25-11: owner is told, answers, is sent back with a reason, answers again, and it is closed', async () => {
    const inspectionId = await held(units.X2!);
    const findingId = await finding(inspectionId);
    const at = { slug, findingId };
    expect((await mailsTo(commune, 'inspection.finding')).at(-1)!.body).toContain('Hạn: hết thứ Bảy 30/05/2026.');
    expect((await openFindingsOfUnit(t.ctx(commune, may), units.X2!)).map((one) => one.id)).toEqual([findingId]);
    const duties = (await myMovements(t.ctx(commune, may)))[0]!.duties;
    expect(duties.map((one) => one.text)).toContain('Trả lời kiến nghị sau kiểm tra tại Xã Mường Bú');
    await expect(answerFinding(t.ctx(other, may), { ...at, answer: 'Đã làm.' })).rejects.toMatchObject({ status: 404 });
    await expect(answerFinding(t.ctx(secretary, may), { ...at, answer: 'Đã làm.' })).rejects.toMatchObject({
      code: 'movement.not-your-unit',
    });
    await answerFinding(t.ctx(commune, may), { ...at, answer: 'Đã ban hành kế hoạch số 12.' });
    expect(await mailsTo(secretary, 'inspection.answered')).toHaveLength(1);
    expect((await myMovements(t.ctx(secretary, may)))[0]!.duties.map((one) => one.text)).toContain(
      'Xem 1 câu trả lời kiến nghị sau kiểm tra',
    );
    await returnFinding(t.ctx(secretary, may), { ...at, reason: 'Kế hoạch chưa có chỉ tiêu năm 2026.' });
    expect((await mailsTo(commune, 'inspection.returned'))[0]!.body).toContain('chưa có chỉ tiêu');
    await expect(
      closeInspection(t.ctx(secretary, may), { slug, inspectionId, version: 2, reason: '' }),
    ).rejects.toMatchObject({ code: 'inspection.reason', field: 'reason' });
    await answerFinding(t.ctx(commune, may), { ...at, answer: 'Đã bổ sung chỉ tiêu.' });
    await expect(answerFinding(t.ctx(commune, may), { ...at, answer: 'Lần nữa.' })).rejects.toMatchObject({
      code: 'finding.state',
    });
    await closeFinding(t.ctx(secretary, may), { ...at, reason: '' });
    await closeInspection(t.ctx(secretary, may), { slug, inspectionId, version: 2, reason: '' });
    expect(await findingOf(findingId)).toMatchObject({ state: 'closed', inspectionState: 'closed' });
    const { events } = await findingView(t.ctx(commune, may), at);
    expect(events.map((one) => one.what)).toEqual(['settled', 'answered', 'returned', 'answered', 'found']);
    expect(await sound()).toEqual([]);
  });

  it('Q25-11: a visit ends with open findings only with a reason; then nobody is asked any more', async () => {
    const inspectionId = await held(units.X2!);
    const findingId = await finding(inspectionId);
    await closeInspection(t.ctx(secretary, may), {
      slug,
      inspectionId,
      version: 2,
      reason: 'Chuyển thanh tra tỉnh xử lý.',
    });
    expect(await openFindingsOfUnit(t.ctx(commune, may), units.X2!)).toEqual([]);
    await expect(answerFinding(t.ctx(commune, may), { slug, findingId, answer: 'Đã làm.' })).rejects.toMatchObject({
      code: 'inspection.state',
    });
    expect(await sound()).toEqual([]);
  });

  it('Q25-11: an invariant finds a closed visit with an open finding and no reason', async () => {
    const [row] = await inspectionsOf(t.app.db, { programmeId, states: ['closed'], unitIds: [units.X2!] }).then((all) =>
      all.filter((one) => one.findings.open > 0),
    );
    const set = (reason: string | null) =>
      t.app.db.updateTable('inspection').set({ reason }).where('id', '=', row!.id).execute();
    await set(null);
    expect((await sound()).map((one) => one.name)).toEqual(['inspection.closed']);
    await set(row!.reason);
    expect(await sound()).toEqual([]);
  });

  it('Q25-11: a finding may be another unit’s; that unit sees the finding, not the visit', async () => {
    const inspectionId = await held(units.X2!);
    const findingId = await finding(inspectionId, { ownerId: units.X1! });
    expect((await findingView(t.ctx(other, may), { slug, findingId })).seesVisit).toBe(false);
    await expect(inspectionView(t.ctx(other, may), { slug, inspectionId })).rejects.toMatchObject({ status: 404 });
    await reviseFinding(t.ctx(secretary, may), {
      slug,
      findingId,
      text: 'Hướng dẫn xã lập kế hoạch.',
      clause: '',
      ownerId: units.X2!,
      dueOn: '2026-06-30',
      reason: why,
    });
    expect((await mailsTo(other, 'inspection.changed'))[0]!.subject).toContain('chuyển cho đơn vị khác');
    await expect(findingView(t.ctx(other, may), { slug, findingId })).rejects.toMatchObject({ status: 404 });
    await closeFinding(t.ctx(secretary, may), { slug, findingId, reason: 'Đoàn đã thấy kế hoạch tại chỗ.' });
  });

  it('Q25-11: files go with an answer; a draft is the owner’s own; what was sent stays', async () => {
    const inspectionId = await held(units.X2!);
    const findingId = await finding(inspectionId);
    const upload = async (at: string) => {
      const target = { findingId };
      const { fileId } = await startUpload(t.ctx(commune, at), {
        purpose: 'inspection',
        target,
        name: 'kh.pdf',
        size: 9,
      });
      const { key } = await t.app.files.put(Readable.from([Buffer.from('%PDF-1.4\n')]));
      await t.app.db.updateTable('file').set({ state: 'ready', storage_key: key }).where('id', '=', fileId).execute();
      return t.app.db.selectFrom('file').selectAll().where('id', '=', fileId).executeTakeFirstOrThrow();
    };
    const file = await upload(may);
    const reads = (person: Person) => inspectionFiles.mayRead(t.ctx(person, may), file);
    expect([await reads(commune), await reads(secretary), await reads(other)]).toEqual([true, false, false]);
    await expect(
      startUpload(t.ctx(other, may), { purpose: 'inspection', target: { findingId }, name: 'a.pdf', size: 9 }),
    ).rejects.toMatchObject({ status: 404 });
    await answerFinding(t.ctx(commune, may), { slug, findingId, answer: 'Gửi kèm kế hoạch.' });
    expect([await reads(commune), await reads(secretary), await reads(other)]).toEqual([true, true, false]);
    await returnFinding(t.ctx(secretary, may), { slug, findingId, reason: 'Bản gửi chưa có dấu.' });
    await expect(removeInspectionFile(t.ctx(commune, may), { findingId, fileId: file.id })).rejects.toMatchObject({
      code: 'finding.file-sent',
    });
    const later = await upload('2026-05-13T08:00:00+07:00');
    await removeInspectionFile(t.ctx(commune, may), { findingId, fileId: later.id });
    await closeFinding(t.ctx(secretary, may), { slug, findingId, reason: 'Đã nhận bản có dấu qua trục.' });
    const minutes = { purpose: 'inspection' as const, target: { inspectionId }, name: 'bb.pdf', size: 9 };
    await expect(startUpload(t.ctx(commune, may), minutes)).rejects.toMatchObject({ code: 'movement.not-standing' });
    await startUpload(t.ctx(secretary, may), minutes);
  });

  it('Q25-11: a commune sees only its own visits and findings, an outsider nothing', async () => {
    const inspectionId = await held(units.X2!);
    await finding(inspectionId);
    const ask = { slug, year: 2026, state: null };
    expect((await inspectionOverview(t.ctx(secretary, may), ask)).visits.length).toBeGreaterThan(3);
    expect(new Set((await inspectionOverview(t.ctx(other, may), ask)).visits.map((one) => one.unitId))).toEqual(
      new Set([units.X1]),
    );
    expect((await findingOverview(t.ctx(other, may), { slug, group: 'all' })).findings).toEqual([]);
    await expect(unitInspections(t.ctx(other, may), { slug, unitId: units.X2! })).rejects.toMatchObject({
      status: 404,
    });
    await expect(inspectionOverview(t.ctx(outsider, may), ask)).rejects.toMatchObject({ status: 404 });
    await expect(inspectionMinutes(t.ctx(other, may), { slug, inspectionId, format: 'docx' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(inspectionPlan(t.ctx(commune, may), { slug, year: 2026, format: 'xlsx' })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('reminders of findings', () => {
  it('Q25-11: before and after the due day, once each; what is late goes to those who follow up', async () => {
    const at = (time: string): App => ({ ...t.app, clock: { now: () => new Date(`${time}:00+07:00`), offsetMs: 0 } });
    expect(await remindFindings(at('2026-05-22T07:45'))).toBe(0);
    expect(await remindFindings(at('2026-05-23T07:45'))).toBe(1);
    expect(await remindFindings(at('2026-05-23T08:45'))).toBe(0);
    expect((await mailsTo(commune, 'inspection.reminder')).at(-1)!.body).toContain('còn 7 ngày');
    const both = await Promise.all([remindFindings(at('2026-06-06T07:45')), remindFindings(at('2026-06-06T07:45'))]);
    expect(both.filter((sent) => sent === 2)).toHaveLength(1);
    expect((await mailsTo(commune, 'inspection.reminder')).at(-1)!.body).toContain('quá hạn 7 ngày');
    expect((await mailsTo(secretary, 'inspection.reminder')).at(-1)!.body).toContain('đề nghị Ông/Bà đôn đốc');
    expect(
      (await findingOverview(t.ctx(secretary, '2026-06-06T08:00:00+07:00'), { slug, group: 'overdue' })).counts.overdue,
    ).toBe(1);
  });
});

describe('papers', () => {
  it('Q25-11: minutes and plan come as PDF, Word and Excel', async () => {
    const [row] = await inspectionsOf(t.app.db, { programmeId, states: ['held'] });
    const pdf = await inspectionMinutes(t.ctx(commune, may), { slug, inspectionId: row!.id, format: 'pdf' });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.name).toBe('bien-ban-kiem-tra-xa-muong-bu-2026-05-12.pdf');
    const docx = await inspectionMinutes(t.ctx(commune, may), { slug, inspectionId: row!.id, format: 'docx' });
    expect(docx.bytes.subarray(0, 2).toString()).toBe('PK');
    for (const format of ['pdf', 'docx', 'xlsx'] as const)
      expect((await inspectionPlan(t.ctx(secretary, may), { slug, year: 2026, format })).bytes.length).toBeGreaterThan(
        2000,
      );
    const unheld = await planned(units.X1!, '2026-06-30', may);
    await expect(
      inspectionMinutes(t.ctx(secretary, may), { slug, inspectionId: unheld, format: 'pdf' }),
    ).rejects.toMatchObject({ code: 'inspection.not-held' });
  });
});
