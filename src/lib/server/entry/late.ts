import { RuleError } from '#lib/domain/kernel/errors.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { lateMail } from './mails.ts';
import { lockForAuthors, programmeOf } from './record.ts';

/** One mail an hour tells of late saves: a page that saves by itself would send one a minute. */
const tellAgainAfterMs = 3600_000;

/**
 * Runs what an author does to an entry. When it comes after the deadline, what was typed is kept as a late draft (so that
 * nothing typed is lost and the organisers can look at it), and the author is told on the page and by mail (K26-3).
 * @throws RuleError entry.late instead of period.closed; everything else as it came
 */
export async function orKeepLate<T>(
  ctx: Ctx,
  late: { entryId: string; part: string; typed: unknown },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof RuleError) || problem.code !== 'period.closed') throw problem;
    await keepLate(ctx, late);
    throw new RuleError({
      code: 'entry.late',
      message: `${problem.message} Những gì bạn vừa gửi không được tính vào hồ sơ, nhưng đã được giữ lại thành bản nháp muộn trong bài của bạn.`,
      hint: 'Nếu có lý do chính đáng, hãy liên hệ Tổ Thư ký và nêu tên sản phẩm; Tổ Thư ký biết bạn gửi lúc nào.',
      ...(problem.clause ? { clause: problem.clause } : {}),
    });
  }
}

async function keepLate(ctx: Ctx, late: { entryId: string; part: string; typed: unknown }): Promise<void> {
  const init = {
    act: 'entry.keep-late',
    subject: { kind: 'entry', id: late.entryId },
    summary: 'Giữ nội dung gửi sau hạn thành bản nháp muộn',
    changes: { part: late.part },
  };
  await act(ctx, init, async (tx) => {
    const entry = await lockForAuthors(tx.db, late.entryId);
    const programme = await programmeOf(tx.db, entry);
    const kept = {
      ...entry.lateDraft,
      [late.part]: { typed: late.typed, at: ctx.now.toISOString(), by: ctx.actor.name },
    };
    await tx.db
      .updateTable('entry')
      .set({ late_draft: json(kept), late_draft_at: ctx.now })
      .where('id', '=', entry.id)
      .execute();
    tx.note({
      programmeId: programme.id,
      summary: `Giữ nội dung gửi sau hạn của “${entry.title}” thành bản nháp muộn`,
    });
    const told = entry.lateDraftAt && ctx.now.getTime() - entry.lateDraftAt.getTime() < tellAgainAfterMs;
    const { id, email, name } = ctx.actor;
    if (!told && email)
      await tx.send(lateMail(ctx.app, { personId: id, email, fullName: name }, programme, entry, ctx.now));
  });
}
