/** What is found at a step, line by line, one dossier or many; the list of the compiling office (Q25-12, C21-6). */
import type { StepChecklist } from '#lib/domain/award/types.ts';
import { readChecklist } from '#lib/domain/award/work.ts';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAt } from './move.ts';
import { lockDossiers } from './queries.ts';
import { openStepsOf } from './stepFacts.ts';
import { openStepOf, requireOfCall } from './stepOpen.ts';

interface AtDossier {
  slug: string;
  stepId: string;
  dossierId: string;
}

/**
 * What was found at a step, line by line, with a remark; at compilation also the place in the list.
 * @throws RuleError 'stale' when somebody else has saved since `version`
 */
export async function saveFindings(
  ctx: Ctx,
  args: AtDossier & { checklist: StepChecklist; note: string; rank: number | null; version: number },
): Promise<void> {
  const { call, step } = await openStepOf(ctx, args);
  const checklist = readChecklist(step, args.checklist);
  const init = {
    act: 'award.check-step',
    subject: { kind: 'award-dossier', id: args.dossierId },
    programmeId: call.programmeId,
  };
  await act(ctx, { ...init, summary: `Ghi kết quả xem hồ sơ ở bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, [args.dossierId]);
    requireOfCall(dossiers, call, [args.dossierId]);
    requireAt(dossiers, step.id);
    const { numUpdatedRows } = await tx.db
      .updateTable('award_step')
      .set((eb) => ({
        checklist: JSON.stringify(checklist),
        note: cleanMultiline(args.note).slice(0, 2000),
        rank: args.rank,
        version: eb('version', '+', 1),
      }))
      .where('dossier_id', '=', args.dossierId)
      .where('done_at', 'is', null)
      .where('version', '=', args.version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw stale('Kết quả xem hồ sơ này');
    tx.note({ summary: `Ghi kết quả xem hồ sơ ${dossiers[0]!.code} ở bước “${step.name}”.`, changes: { checklist } });
  });
}

/** The list of the compiling office: place and remark of each dossier (Q25-12). @throws RuleError with a field a line */
export async function compileDossiers(
  ctx: Ctx,
  args: {
    slug: string;
    stepId: string;
    rows: { dossierId: string; rank: number | null; note: string; version: number }[];
  },
): Promise<void> {
  const { call, step } = await openStepOf(ctx, args);
  const ids = args.rows.map((row) => row.dossierId);
  const ranks = args.rows.flatMap((row) => (row.rank === null ? [] : [row.rank]));
  const twice = args.rows.find((row) => row.rank !== null && ranks.filter((rank) => rank === row.rank).length > 1);
  if (twice)
    throw new RuleError({
      code: 'award.rank-twice',
      field: `rank.${twice.dossierId}`,
      message: `Thứ tự ${twice.rank} đang dùng cho hai hồ sơ. Hãy cho mỗi hồ sơ một thứ tự riêng.`,
    });
  const init = { act: 'award.compile', programmeId: call.programmeId, subject: { kind: 'award-call', id: call.id } };
  await act(
    ctx,
    { ...init, summary: `Xếp danh sách đề xuất ${ids.length} hồ sơ ở bước “${step.name}”.` },
    async (tx) => {
      const dossiers = await lockDossiers(tx.db, ids);
      requireOfCall(dossiers, call, ids);
      requireAt(dossiers, step.id);
      for (const row of args.rows) {
        const { numUpdatedRows } = await tx.db
          .updateTable('award_step')
          .set((eb) => ({
            rank: row.rank,
            note: cleanMultiline(row.note).slice(0, 2000),
            version: eb('version', '+', 1),
          }))
          .where('dossier_id', '=', row.dossierId)
          .where('done_at', 'is', null)
          .where('version', '=', row.version)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw stale('Danh sách đề xuất này');
      }
    },
  );
}

/** Marks lines of the checklist as met in several dossiers at once; what somebody found wanting stays as it is. */
export async function appraiseDossiers(
  ctx: Ctx,
  args: { slug: string; stepId: string; dossierIds: string[]; lines: string[] },
): Promise<number> {
  const { call, step } = await openStepOf(ctx, args);
  const lines = step.checklist.filter((line) => args.lines.includes(line.id));
  if (lines.length === 0)
    throw new RuleError({ code: 'award.no-line', field: 'lines', message: 'Hãy chọn ít nhất một nội dung đã xem.' });
  const init = { act: 'award.appraise', programmeId: call.programmeId, subject: { kind: 'award-call', id: call.id } };
  return act(ctx, { ...init, summary: `Đánh dấu đạt ở bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const open = await openStepsOf(tx.db, args.dossierIds);
    for (const { dossierId, checklist } of open.values()) {
      const found = { ...checklist };
      for (const { id } of lines)
        if ((found[id]?.ok ?? null) === null) found[id] = { ok: true, note: found[id]?.note ?? '' };
      await tx.db
        .updateTable('award_step')
        .set((eb) => ({ checklist: JSON.stringify(found), version: eb('version', '+', 1) }))
        .where('dossier_id', '=', dossierId)
        .where('done_at', 'is', null)
        .execute();
    }
    tx.note({
      summary: `Đánh dấu đạt ${lines.length} nội dung cho ${dossiers.length} hồ sơ ở bước “${step.name}”.`,
      changes: { lines: lines.map((line) => line.id), dossiers: dossiers.map((one) => one.code) },
    });
    return dossiers.length;
  });
}
