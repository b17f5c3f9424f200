import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf } from '#lib/domain/report/content.ts';
import { fingerprints } from '#lib/domain/report/merge.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { acceptReport, returnReport } from '#lib/server/report/decide.ts';
import { openReport } from '#lib/server/report/open.ts';
import { prefillSources, takeOver } from '#lib/server/report/prefill.ts';
import { saveReport, settleConflicts } from '#lib/server/report/save.ts';
import { type SubmittedContent, submitReport } from '#lib/server/report/submit.ts';
import { submittedReports } from '#lib/server/report/submitted.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleUnits } from '../support/movement.ts';
import { communeReport, insertObligation } from '../support/report.ts';

let t: TestApp;
let units: Record<string, string>;
let programmeId: string;
let commune: Ctx;
let colleague: Ctx;
let standing: Ctx;
let receiver: Ctx;
let stranger: Ctx;
const at = '2025-10-01T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  programmeId = await insertMovement(t);
  const of = async (name: string, code: string) =>
    t.ctx(await t.person(name, [{ role: 'unit-coordinator', unitId: units[code]! }]), at);
  commune = await of('Lò Văn Mung', 'X1');
  colleague = await of('Quàng Thị Mung', 'X1');
  stranger = await of('Hà Văn Bú', 'X2');
  receiver = await of('Vũ Thị Nội vụ', 'SNV');
  standing = t.ctx(await t.person('Trần Thư ký', [{ role: 'secretary', programmeId }]), at);
});
afterAll(() => t.close());

const later = (ctx: Ctx, moment: string): Ctx => ({ ...ctx, now: new Date(moment) });
const yearly = (period = '2025', code = 'X1') =>
  insertObligation(t, { programmeId, unitId: units[code]!, ruleId: 'report', period });
const state = async (id: string) =>
  (await t.app.db.selectFrom('obligation').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).state;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (problem) => problem,
  );

describe('a report from its first word to its acceptance', () => {
  let id: string;
  beforeAll(async () => {
    id = await yearly();
  });

  it('Q25-10: writing starts it; what is missing is named when it is handed in', async () => {
    const { version } = await saveReport(commune, {
      obligationId: id,
      version: 0,
      content: { contents: { a: 'Đã làm' } },
    });
    expect(await state(id)).toBe('draft');
    expect(await refusal(submitReport(commune, { obligationId: id, version }))).toMatchObject({
      code: 'report.incomplete',
      issues: expect.arrayContaining([expect.objectContaining({ field: 'contents.b' })]),
    });
    expect(await state(id)).toBe('draft');
  });

  it('nobody else writes in it: another commune does not even see it, the standing unit reads it', async () => {
    const save = (ctx: Ctx) => refusal(saveReport(ctx, { obligationId: id, version: 1, content: {} }));
    expect(await save(stranger)).toMatchObject({ status: 404 });
    expect(await save(standing)).toMatchObject({ code: 'movement.not-your-unit' });
    expect((await openReport(standing, { obligationId: id })).content.contents.a).toBe('Đã làm');
  });

  it('Q25-10: handed in late it is taken all the same, with its figures and a fingerprint of everything', async () => {
    await t.app.db
      .insertInto('indicator_value')
      .values({
        programme_id: programmeId,
        indicator_id: 'online',
        unit_id: units.X1!,
        period: '2025',
        numerator: '620',
        denominator: '1000',
        value: '62',
        state: 'complete',
        entered_at: new Date(at),
        updated_at: new Date(at),
      })
      .execute();
    const { version } = await openReport(commune, { obligationId: id });
    const saved = await saveReport(commune, { obligationId: id, version, content: communeReport });
    const late = later(commune, '2025-11-12T08:00:00+07:00');
    const { no, sha256 } = await submitReport(late, { obligationId: id, version: saved.version });
    expect(no).toBe(1);
    const report = await openReport(standing, { obligationId: id });
    expect(report.obligation.first_submitted_at).toEqual(late.now);
    const content = report.submissions[0]!.content as SubmittedContent;
    expect(content.figures).toMatchObject([{ indicatorId: 'online', value: '62', state: 'complete', official: false }]);
    expect(content.parts[0]).toMatchObject({ key: 'contents.a', name: 'a) Nâng cao nhận thức' });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await refusal(saveReport(commune, { obligationId: id, version: 9, content: {} }))).toMatchObject({
      code: 'report.handed-in',
    });
  });

  it('V26-7: its receiver returns it with a reason that says something; the unit mends it and hands it in again', async () => {
    expect(await refusal(returnReport(receiver, { obligationId: id, reason: 'Sửa lại' }))).toMatchObject({
      code: 'obligation.reason',
    });
    expect(await refusal(acceptReport(commune, { obligationId: id }))).toMatchObject({ code: 'movement.not-receiver' });
    await returnReport(receiver, {
      obligationId: id,
      reason: 'Phần b chưa có số lớp và số học viên, đề nghị bổ sung.',
    });
    expect(await state(id)).toBe('returned');
    const { version } = await openReport(commune, { obligationId: id });
    const { version: mended } = await saveReport(commune, {
      obligationId: id,
      version,
      content: { 'contents.b': 'Đã mở 3 lớp, 120 học viên.' },
    });
    expect((await submitReport(commune, { obligationId: id, version: mended })).no).toBe(2);
    const report = await openReport(receiver, { obligationId: id });
    expect(report.submissions.map((one) => (one.content as SubmittedContent).contents.b)).toEqual([
      'Đã mở 3 lớp, 120 học viên.',
      'Đã mở 3 lớp bình dân học vụ số.',
    ]);
    expect(await refusal(acceptReport(receiver, { obligationId: id, no: 1 }))).toMatchObject({ code: 'stale' });
    await acceptReport(receiver, { obligationId: id, no: 2 });
    expect(await state(id)).toBe('accepted');
    expect(
      await refusal(returnReport(receiver, { obligationId: id, reason: 'Đã chấp nhận rồi nên không trả lại.' })),
    ).toMatchObject({
      code: 'report.not-waiting',
    });
  });

  it('Q25-13: reports that were handed in are found for the summary, each as it was handed in last', async () => {
    const found = await submittedReports(t.app.db, { programmeId, period: '2025', ruleId: 'report' });
    expect(found).toMatchObject([{ obligationId: id, unitId: units.X1, state: 'accepted', no: 2 }]);
  });

  it('invariants: what was handed in is what its fingerprint says, and what was accepted was handed in', async () => {
    const bad = async () => (await checkInvariants(t.app)).filter((one) => one.name.startsWith('report.') && !one.ok);
    expect(await bad()).toEqual([]);
    await sql`update unit_report_submission set content = jsonb_set(content, '{contents,a}', '"khác"') where no = 1`.execute(
      t.app.db,
    );
    expect((await bad()).map((one) => one.name)).toEqual(['report.fingerprint']);
  });
});

describe('last year’s report and the plan', () => {
  it('are offered part by part, marked, and have to be looked through', async () => {
    const now = await yearly('2026');
    const open = await openReport(commune, { obligationId: now });
    const [source] = await prefillSources(commune, open);
    expect(source).toMatchObject({ label: 'báo cáo năm 2025' });
    expect(open.content.contents).toEqual({});
    const saved = await saveReport(commune, {
      obligationId: now,
      version: 0,
      content: { contents: { a: 'Mới viết.' } },
    });
    await takeOver(commune, { obligationId: now, version: saved.version, sourceId: source!.id, field: 'contents.a' });
    const next = await openReport(commune, { obligationId: now });
    expect(next.content.contents.a).toBe(`Mới viết.\n\n${communeReport.contents.a}`);
    expect(next.content.taken).toEqual({ 'contents.a': 'báo cáo năm 2025' });
    const reviewed = await saveReport(commune, {
      obligationId: now,
      version: next.version,
      content: {},
      reviewed: ['contents.a'],
    });
    expect(reviewed.version).toBe(next.version + 1);
    expect((await openReport(commune, { obligationId: now })).content.taken).toBeUndefined();
  });
});

describe('two people editing one report', () => {
  it('nothing of either is lost: apart it is merged, together it is chosen', async () => {
    const id = await yearly('2027');
    const { version } = await saveReport(commune, { obligationId: id, version: 0, content: communeReport });
    const base = fingerprints(fieldsOf(communeReport));
    const typed = { 'contents.a': communeReport.contents.a, 'contents.b': communeReport.contents.b };
    await saveReport(colleague, {
      obligationId: id,
      version,
      base,
      content: { ...typed, 'contents.a': 'Của đồng nghiệp a', 'contents.b': 'Của đồng nghiệp b' },
    });
    const second = await saveReport(commune, {
      obligationId: id,
      version,
      base,
      content: { ...typed, 'contents.a': 'Của tôi a', 'sections.proposals': 'Của tôi' },
    });
    expect(second.merged).toEqual(['contents.b']);
    expect(second.conflicts).toEqual([{ field: 'contents.a', mine: 'Của tôi a', theirs: 'Của đồng nghiệp a' }]);
    const between = await openReport(commune, { obligationId: id });
    expect(between.content).toMatchObject({
      contents: { a: 'Của đồng nghiệp a', b: 'Của đồng nghiệp b' },
      sections: { proposals: 'Của tôi' },
    });
    await settleConflicts(commune, {
      obligationId: id,
      version: between.version,
      choices: [{ ...second.conflicts[0]!, choice: 'both' }],
    });
    expect((await openReport(commune, { obligationId: id })).content.contents.a).toBe('Của đồng nghiệp a\n\nCủa tôi a');
  });

  it('without knowing what the person saw an old version is refused', async () => {
    const id = await yearly('2028');
    await saveReport(commune, { obligationId: id, version: 0, content: communeReport });
    expect(await refusal(saveReport(commune, { obligationId: id, version: 0, content: communeReport }))).toMatchObject({
      code: 'stale',
    });
  });

  it('two who begin at the same moment both get in', async () => {
    const id = await yearly('2029');
    const results = await Promise.all([
      saveReport(commune, { obligationId: id, version: 0, base: {}, content: { 'contents.a': 'một' } }),
      saveReport(colleague, { obligationId: id, version: 0, base: {}, content: { 'contents.b': 'hai' } }),
    ]);
    expect(results.flatMap((one) => one.conflicts)).toEqual([]);
    expect((await openReport(commune, { obligationId: id })).content.contents).toEqual({ a: 'một', b: 'hai' });
  });
});

describe('plans', () => {
  it('Q25-10: the targets of an accepted plan become the unit’s own', async () => {
    const id = await insertObligation(t, { programmeId, unitId: units.X1!, ruleId: 'plan-commune', period: '2025' });
    const { version } = await saveReport(commune, {
      obligationId: id,
      version: 0,
      content: { ...communeReport, targets: { 'online@2025': '62,5', 'online@2026': '70' } },
    });
    await submitReport(commune, { obligationId: id, version });
    await acceptReport(standing, { obligationId: id });
    const rows = await t.app.db.selectFrom('unit_target').select(['year', 'value']).orderBy('year').execute();
    expect(rows).toEqual([
      { year: 2025, value: '62.5' },
      { year: 2026, value: '70' },
    ]);
  });
});
