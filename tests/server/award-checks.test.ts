import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksOf, requireClear } from '#lib/server/award/checks.ts';
import { dossiersOf } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { insertCall, insertDossier, sampleCall } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let call: StoredCall;
let merit: StoredCall;
const now = new Date('2027-03-05T08:00:00+07:00');

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  call = await insertCall(t);
  merit = await insertCall(t, { doc: { ...sampleCall, code: 'CT27', kind: 'merit', name: 'Công trạng năm 2027' } });
});
afterAll(() => t.close());

const rows = async (...ids: string[]) => dossiersOf(t.app.db, { ids });
const checks = async (id: string, insight: 'unit' | 'office' = 'office') =>
  (await checksOf(t.app.db, { dossiers: await rows(id), now, insight })).get(id)!;
const kinds = async (id: string, insight?: 'unit' | 'office') =>
  (await checks(id, insight)).map((one) => `${one.level} ${one.id.split(':')[0]}`);

const nominee = (name: string, more: Partial<Parameters<typeof insertDossier>[1]> = {}) =>
  insertDossier(t, {
    call,
    unitId: units.X1!,
    subject: { kind: 'individual', name, unitId: units.X1! },
    stepId: 'appraise',
    ...more,
  });

const record = async (subjectId: string, name: string, more: Record<string, unknown> = {}) =>
  (
    await t.app.db
      .insertInto('award_record')
      .values({
        subject_id: subjectId,
        subject_kind: 'individual',
        subject_name: name,
        folded: name,
        form_id: 'bang-khen-tinh',
        form_name: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
        form_is: 'form',
        level: 'province',
        award_kind: 'movement',
        issuer: 'Chủ tịch UBND tỉnh Sơn La',
        decision_number: '12/QĐ-UBND',
        decision_date: '2027-01-20',
        year: 2027,
        citation: 'Đã có thành tích xuất sắc trong phong trào thi đua.',
        period_from: '2026-01-01',
        period_to: '2026-12-31',
        source: 'decision',
        created_at: now,
        ...more,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;

const barrier = async (subjectId: string, more: Record<string, unknown> = {}) =>
  (
    await t.app.db
      .insertInto('award_barrier')
      .values({
        subject_id: subjectId,
        kind: 'complaint',
        basis: 'Đơn tố cáo số 5',
        from_on: '2027-02-01',
        entered_unit_id: units.SNV!,
        entered_by_name: 'Thanh tra',
        entered_at: new Date('2027-02-01T02:00:00Z'),
        ...more,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;

describe('one achievement, one award', () => {
  it('Q25-12: the same form for the same period and achievement stops a dossier and says what was compared', async () => {
    const one = await nominee('Lò Văn Trùng');
    await record(one.subjectId, 'Lò Văn Trùng');
    const [found] = (await checks(one.id)).filter((check) => check.id.startsWith('overlap'));
    expect(found).toMatchObject({ level: 'block', clause: expect.stringContaining('Điều 5 khoản 2 điểm c') });
    expect(found!.reasons).toEqual([
      'cùng một người',
      expect.stringContaining('Quyết định số 12/QĐ-UBND ngày 20/01/2027'),
      'kỳ thành tích trùng 12 tháng (01/01/2026 – 31/12/2026)',
      'nội dung giống 100%',
      expect.stringContaining('cùng hình thức'),
    ]);
    expect(await refusal(requireClear(t.app.db, await rows(one.id), now))).toMatchObject({ code: 'award.blocked' });
  });

  it('Q25-7: a yearly Giấy khen before the Bằng khen of the mid-term review is explained, and stops nothing', async () => {
    const one = await nominee('Lò Văn Hằng Năm');
    await record(one.subjectId, 'Lò Văn Hằng Năm', { form_id: 'giay-khen', form_name: 'Giấy khen', level: 'agency' });
    expect(await kinds(one.id)).toContain('warn overlap');
    await requireClear(t.app.db, await rows(one.id), now);
  });

  it('Q25-12: a row of the same name at the same unit may be the same person: said, never blocked', async () => {
    const one = await nominee('Quàng Thị Mây');
    const twin = await nominee('Quàng Thị Mẩy', { call: merit });
    await record(twin.subjectId, 'Quàng Thị Mẩy');
    const found = (await checks(one.id)).filter((check) => check.id.startsWith('overlap'));
    expect(found.map((check) => check.level)).toEqual(['warn', 'warn']);
    expect(found[0]!.reasons[0]).toContain('có thể là cùng một người');
  });

  it('Q25-12: of a person whom another unit nominates as well a unit learns that, not by whom', async () => {
    const one = await nominee('Hà Văn Hai Nơi');
    const { id } = await insertDossier(t, {
      call: merit,
      unitId: units.X2!,
      subject: { kind: 'individual', name: 'Hà Văn Hai Nơi', unitId: units.X2! },
      stepId: 'appraise',
    });
    await t.app.db.updateTable('award_dossier').set({ subject_id: one.subjectId }).where('id', '=', id).execute();
    const text = JSON.stringify(await checks(one.id, 'unit'));
    expect(text).toContain('một đơn vị khác đã đề nghị');
    expect(text).not.toContain('Mường Bú');
    expect(text).not.toContain(`ho-so/${id}`);
    expect(JSON.stringify(await checks(one.id))).toContain('Mường Bú');
  });

  it('a revoked award is no duplicate, and nobody may lean on it', async () => {
    const one = await nominee('Lường Văn Thu Hồi');
    await record(one.subjectId, 'Lường Văn Thu Hồi', {
      decision_number: '77/QĐ-UBND',
      revoked_at: now,
      revoked_reason: 'Kê khai gian dối',
    });
    expect(await kinds(one.id)).not.toContain('block overlap');
    await t.app.db
      .updateTable('award_dossier')
      .set({
        report: JSON.stringify({
          citation: 'x',
          achievements: 'y',
          claims: [{ year: 2027, formName: 'Bằng khen', decision: 'QĐ 77/QĐ-UBND', issuer: '' }],
        }),
      })
      .where('id', '=', one.id)
      .execute();
    expect(await kinds(one.id)).toContain('block revoked');
  });
});

describe('what stands against a nominee', () => {
  it('Q25-2: a complaint stops the dossier; the unit learns whom to ask and nothing else', async () => {
    const one = await nominee('Cầm Văn Vướng');
    const id = await barrier(one.subjectId);
    expect((await checks(one.id))[0]).toMatchObject({
      level: 'block',
      reasons: [expect.stringContaining('khiếu nại'), expect.stringContaining('Đơn tố cáo số 5')],
      links: [{ href: `/xet-khen/truong-hop/${id}` }],
    });
    const [unit] = await checks(one.id, 'unit');
    expect(unit).toMatchObject({ level: 'block', reasons: [], links: [], text: expect.stringContaining('Sở Nội vụ') });
    expect(JSON.stringify(unit)).not.toMatch(/tố cáo|khiếu nại/);
    expect(await refusal(requireClear(t.app.db, await rows(one.id), now))).toMatchObject({ code: 'award.blocked' });
    await t.app.db
      .updateTable('award_barrier')
      .set({ cleared_at: now, cleared_by_name: 'Thanh tra', cleared_reason: 'Không đúng', cleared_how: 'no-case' })
      .where('id', '=', id)
      .execute();
    await requireClear(t.app.db, await rows(one.id), now);
  });

  it('after discipline achievements count from its end', async () => {
    const one = await nominee('Bạc Cầm Hết Hạn');
    await barrier(one.subjectId, { kind: 'disciplined', from_on: '2025-09-01', to_on: '2026-08-31' });
    expect((await checks(one.id)).find((check) => check.id === 'barrier:counts-from')).toMatchObject({
      level: 'warn',
      title: 'Thành tích tính từ ngày 01/09/2026',
    });
    await requireClear(t.app.db, await rows(one.id), now);
  });
});

describe('what is shown and left to people', () => {
  it('Q25-12: thematic awards do not count in a merit call', async () => {
    const one = await nominee('Tòng Thị Công Trạng', { call: merit });
    await record(one.subjectId, 'Tòng Thị Công Trạng', {
      form_id: 'giay-khen',
      form_name: 'Giấy khen',
      period_from: '2024-01-01',
      period_to: '2024-12-31',
    });
    expect(await kinds(one.id)).toContain('note merit');
  });

  it('Q25-12: a woman, and a collective with 70 % women, are noted by the figure of the catalogue', async () => {
    const woman = await nominee('Điêu Thị Nữ', { details: { gender: 'female' } });
    expect((await checks(woman.id)).map((one) => one.id)).toContain('priority:women');
    const collective = (women: number) =>
      nominee(`Tổ công nghệ số ${women}`, {
        subject: { kind: 'collective', name: `Tổ công nghệ số ${women}`, unitId: units.X1! },
        details: { people: 10, women },
      });
    expect((await checks((await collective(7)).id)).map((one) => one.id)).toContain('priority:women');
    expect((await checks((await collective(6)).id)).map((one) => one.id)).not.toContain('priority:women');
  });

  it('a nominee who sits in the council that votes is pointed out', async () => {
    const member = await t.person('Mùa A Hội', []);
    const { id: councilId } = await t.app.db
      .insertInto('council')
      .values({
        unit_id: units.SNV!,
        name: 'Hội đồng tỉnh',
        quorum: JSON.stringify({ percent: '66.67', source: 'Quy chế', writtenCounts: false }),
        valid_from: '2025-01-01',
        created_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await t.app.db
      .insertInto('council_member')
      .values({ council_id: councilId, person_id: member.id, role: 'member', valid_from: '2025-01-01' })
      .execute();
    const one = await nominee('Mùa A Hội', {
      subject: { kind: 'individual', name: 'Mùa A Hội', unitId: units.X1!, personId: member.id },
    });
    expect((await checks(one.id)).find((check) => check.id === 'interest')).toMatchObject({
      level: 'warn',
      title: 'Người được đề nghị là thành viên Hội đồng tỉnh',
    });
  });
});

it('the number of queries does not grow with the dossiers', async () => {
  const all = await dossiersOf(t.app.db, { callId: call.id });
  const count = async (dossiers: typeof all) => {
    let queries = 0;
    const counted = t.app.db.withPlugin({
      transformQuery: (args) => {
        queries++;
        return args.node;
      },
      transformResult: async (args) => args.result,
    });
    await checksOf(counted, { dossiers, now });
    return queries;
  };
  expect(all.length).toBeGreaterThan(8);
  expect(await count(all)).toBe(await count(all.slice(0, 1)));
});
