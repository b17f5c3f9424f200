import type { Ctx } from '#lib/server/platform/ctx.ts';
import { acceptReport } from '#lib/server/report/decide.ts';
import { saveReport } from '#lib/server/report/save.ts';
import { submitReport } from '#lib/server/report/submit.ts';
import type { TestApp } from './ctx.ts';
import { boardFigures } from './dashboard.ts';
import { insertMovement, sampleMovement, sampleUnits } from './movement.ts';
import { communeReport, insertObligation } from './report.ts';

export interface SummaryWorld {
  units: Record<string, string>;
  programmeId: string;
  slug: string;
  /** obligation of each unit's yearly report, by the unit's code */
  reports: Record<string, string>;
  standing: Ctx;
  colleague: Ctx;
  auditor: Ctx;
  commune: Ctx;
}

/**
 * The end of 2025 in a small province: X1 reported in time and was accepted, X2 late and was accepted, W1 is overdue, a department
 * waits to be accepted and another is exempt. Figures of 2025 are locked for X1 and X2; W1's are only entered.
 */
export async function summaryWorld(t: TestApp, at = '2025-12-20T08:00:00+07:00'): Promise<SummaryWorld> {
  const units = await sampleUnits(t);
  const programmeId = await insertMovement(t);
  const of = async (name: string, code: string, moment: string) =>
    t.ctx(await t.person(name, [{ role: 'unit-coordinator', unitId: units[code]! }]), moment);
  const officer = (name: string, role: 'secretary' | 'auditor') => t.person(name, [{ role, programmeId }]);
  const standing = t.ctx(await officer('Trần Thư ký', 'secretary'), at);
  const colleague = t.ctx(await officer('Bùi Cùng phòng', 'secretary'), at);
  const auditor = t.ctx(await officer('Đỗ Kiểm toán', 'auditor'), at);
  const reports: Record<string, string> = {};
  for (const code of ['X1', 'X2', 'W1', 'SKHCN', 'SNV'])
    reports[code] = await insertObligation(t, { programmeId, unitId: units[code]!, ruleId: 'report', period: '2025' });
  const hand = async (code: string, moment: string, text: string, accept: boolean) => {
    const ctx = await of(`Đầu mối ${code}`, code, moment);
    const obligationId = reports[code]!;
    const content = { ...communeReport, contents: { ...communeReport.contents, a: text } };
    const { version } = await saveReport(ctx, { obligationId, version: 0, content });
    const { no } = await submitReport(ctx, { obligationId, version });
    if (accept)
      await acceptReport({ ...standing, now: ctx.now }, { slug: sampleMovement.slug, obligationId, no } as never);
    return ctx;
  };
  const commune = await hand('X1', '2025-11-01T08:00:00+07:00', 'Đã tổ chức 12 buổi tuyên truyền tại 9 bản.', true);
  await hand('X2', '2025-11-20T08:00:00+07:00', 'Đã lập 5 tổ công nghệ số cộng đồng.', true);
  await hand('SKHCN', '2025-11-02T08:00:00+07:00', 'Đã tập huấn 300 cán bộ.', false);
  await t.app.db
    .updateTable('obligation')
    .set({
      exempted_at: new Date('2025-11-01T00:00:00Z'),
      exempt_reason: 'Cơ quan thường trực tự tổng hợp báo cáo này.',
    })
    .where('id', '=', reports.SNV!)
    .execute();
  await boardFigures(t, programmeId, units, [
    ['online', 'X1', '2025', 80, 100, 'locked'],
    ['online', 'X2', '2025', 50, 100, 'locked'],
    ['online', 'W1', '2025', 99, 100, 'entered'],
    ['trained', 'X1', '2025', 120, null, 'locked'],
    ['trained', 'X2', '2025', 1200, null, 'locked'],
  ]);
  await t.app.db
    .insertInto('good_example')
    .values({
      programme_id: programmeId,
      unit_id: units.X1!,
      code: 'TD25-DH-001',
      kind: 'model',
      title: 'Chợ phiên không tiền mặt',
      summary: 'Tiểu thương quen dần với mã QR.',
      state: 'published',
      created_at: new Date('2025-10-01T00:00:00Z'),
      updated_at: new Date('2025-10-01T00:00:00Z'),
      submitted_at: new Date('2025-10-01T00:00:00Z'),
      published_at: new Date('2025-10-02T00:00:00Z'),
    })
    .execute();
  return { units, programmeId, slug: sampleMovement.slug, reports, standing, colleague, auditor, commune };
}
