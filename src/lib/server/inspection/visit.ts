import { missingForClosing, readVisit, type VisitText } from '#lib/domain/inspection/visit.ts';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { lockInspection, openToManage, readReason, recordInspection } from './open.ts';

interface Managed {
  slug: string;
  inspectionId: string;
  /** the version that the page was made from: two inspectors may write at once */
  version: number;
}

/**
 * Keeps what was prepared or written down during a visit. With a day on which it was held, the visit is a held one from then on.
 * @throws RuleError 'inspection.visit', 'inspection.state', 'stale'
 */
export async function saveVisit(ctx: Ctx, args: Managed & VisitText): Promise<{ held: boolean }> {
  const { movement, inspection } = await openToManage(ctx, args);
  const { value, issues } = readVisit(args, inspection.checklist, {
    from: movement.doc.from,
    today: isoDateLocal(ctx.now),
  });
  if (inspection.state === 'held' && value.heldOn === null && issues.every((issue) => issue.field !== 'heldOn'))
    issues.push({ field: 'heldOn', message: 'Cuộc kiểm tra đã diễn ra: hãy giữ ngày kiểm tra.' });
  if (issues.length > 0)
    throw new RuleError({ code: 'inspection.visit', message: 'Nội dung kiểm tra chưa lưu được.', issues });
  const held = value.heldOn !== null;
  const init = {
    act: held ? 'inspection.record' : 'inspection.prepare',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `${held ? 'Ghi kết quả' : 'Chuẩn bị'} kiểm tra tại ${inspection.unitName}.`,
    changes: { after: value },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockInspection(tx, inspection.id, ['planned', 'held']);
    if (row.version !== args.version) throw stale('Cuộc kiểm tra này');
    await tx.db
      .updateTable('inspection')
      .set({
        held_on: value.heldOn,
        begins: value.begins,
        ends: value.ends,
        place: value.place,
        attendees: value.attendees,
        conclusion: value.conclusion,
        checklist: json(value.checklist),
        state: held ? 'held' : 'planned',
        version: row.version + 1,
        updated_at: ctx.now,
      })
      .where('id', '=', row.id)
      .execute();
    const what = !held ? 'prepared' : row.state === 'planned' ? 'held' : 'recorded';
    await recordInspection(tx, ctx, { inspectionId: row.id, what });
  });
  return { held };
}

/**
 * Ends a visit: its record is complete, and so are its findings, or a reason says why what is open is no longer followed up here.
 * @throws RuleError 'inspection.incomplete', 'inspection.reason', 'inspection.state', 'stale'
 */
export async function closeInspection(ctx: Ctx, args: Managed & { reason: string }): Promise<void> {
  const { movement, inspection } = await openToManage(ctx, args);
  const init = {
    act: 'inspection.close',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `Kết thúc cuộc kiểm tra tại ${inspection.unitName}.`,
  };
  await act(ctx, init, async (tx) => {
    const row = await lockInspection(tx, inspection.id, ['held']);
    if (row.version !== args.version) throw stale('Cuộc kiểm tra này');
    const missing = missingForClosing(row);
    if (missing.length > 0)
      throw new RuleError({
        code: 'inspection.incomplete',
        message: `Chưa kết thúc được: ${missing.join(' ')}`,
        hint: 'Mở “Ghi kết quả kiểm tra” để bổ sung.',
      });
    const { open } = await tx.db
      .selectFrom('inspection_finding')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('inspection_id', '=', row.id)
      .where('state', '<>', 'closed')
      .executeTakeFirstOrThrow();
    const left = Number(open);
    const reason =
      left > 0 ? readReason(args.reason, `Còn ${left} kiến nghị chưa khép lại: hãy ghi vì sao thôi theo dõi`) : null;
    await tx.db
      .updateTable('inspection')
      .set({ state: 'closed', reason, version: row.version + 1, updated_at: ctx.now })
      .where('id', '=', row.id)
      .execute();
    await recordInspection(tx, ctx, { inspectionId: row.id, what: 'closed', note: reason });
    tx.note({ changes: { left, reason } });
  });
}
