import { checkCall } from '#lib/domain/award/check.ts';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDateTimeShort, toMs } from '#lib/domain/kernel/time.ts';
import { act, type Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { tell } from '../mails.ts';
import { endPath } from '../move.ts';
import { dossiersOf, lockDossiers } from '../queries.ts';
import { openCall } from '../room.ts';
import { mayManageCall, type StoredCall } from '../scope.ts';
import { leavePublicLists } from '../steps.ts';
import { cancelledLetter, openedLetter } from './mails.ts';
import { nominatingPeople } from './people.ts';
import { callSources } from './sources.ts';
import { lockCall } from './versions.ts';

const reasonMin = 10;

function requireReason(typed: string): string {
  const reason = cleanMultiline(typed);
  if (reason.length >= reasonMin && reason.length <= 2000) return reason;
  throw new RuleError({
    code: 'call.reason',
    field: 'reason',
    message: `Hãy ghi lý do, từ ${reasonMin} đến 2.000 ký tự.`,
  });
}

const conflict = (message: string) => new RuleError({ code: 'call.state', message, status: 409 });

async function manage<T>(
  ctx: Ctx,
  args: { slug: string; version: number; act: string; summary: (call: StoredCall) => string },
  body: (tx: Tx, call: StoredCall) => Promise<T>,
): Promise<T> {
  const opened = await openCall(ctx, args.slug);
  requireAllowed(mayManageCall(opened.scope, opened.call));
  return act(
    ctx,
    {
      act: args.act,
      programmeId: opened.call.programmeId,
      subject: { kind: 'award-call', id: opened.call.id },
      summary: args.summary(opened.call),
    },
    async (tx) => body(tx, await lockCall(tx, opened.call.id, args.version)),
  );
}

/**
 * Opens a call: from then on units nominate, and its rules change only in ways that harm nobody. Blocked while something contradicts law
 * or plan, and while a question is open. Every unit that may nominate is told.
 * @throws RuleError 'call.not-ready'
 */
export const startCall = (ctx: Ctx, args: { slug: string; version: number }): Promise<void> =>
  manage(
    ctx,
    { ...args, act: 'award-call.open', summary: (call) => `Mở đợt xét khen ${call.code}: ${call.doc.name}` },
    async (tx, call) => {
      if (call.state !== 'draft') throw conflict('Đợt này đã mở rồi.');
      const findings = checkCall(call.doc, await callSources(tx.db, call, ctx.now));
      const blocking = findings.filter((one) => one.severity !== 'warning');
      if (blocking.length > 0)
        throw new RuleError({
          code: 'call.not-ready',
          message: `Chưa mở được: còn ${blocking.length} điểm phải sửa hoặc quyết định.`,
          issues: blocking.map((one) => ({
            field: one.part,
            message: one.message,
            ...(one.clause ? { clause: one.clause } : {}),
          })),
        });
      if (toMs(call.doc.closesAt) <= ctx.now.getTime())
        throw new RuleError({
          code: 'call.not-ready',
          field: 'days',
          message: `Hạn đề nghị (${formatDateTimeShort(call.doc.closesAt)}) đã qua. Hãy sửa phần “Thời gian” trước khi mở.`,
        });
      await tx.db
        .updateTable('award_call')
        .set({ state: 'open', opened_at: ctx.now })
        .where('id', '=', call.id)
        .execute();
      const people = await nominatingPeople(tx.db, call, ctx.now);
      await tell(tx, ctx, call, people, openedLetter(ctx, call));
      if (call.programmeId) tx.publish();
      tx.note({ changes: { told: new Set(people.map((one) => one.personId)).size } });
    },
  );

const underway = ['in-progress', 'returned'] as const;

/**
 * Ends a call whose dossiers have all come to an end. Those with the ones above still wait for their decision, which can be entered later.
 * @throws RuleError 'call.underway'
 */
export const closeCall = (ctx: Ctx, args: { slug: string; version: number; reason: string }): Promise<void> =>
  manage(
    ctx,
    { ...args, act: 'award-call.close', summary: (call) => `Kết thúc đợt xét khen ${call.code}` },
    async (tx, call) => {
      const reason = requireReason(args.reason);
      if (call.state !== 'open') throw conflict('Chỉ kết thúc được đợt đang mở.');
      const left = await dossiersOf(tx.db, { callId: call.id, states: [...underway] });
      if (left.length > 0)
        throw new RuleError({
          code: 'call.underway',
          status: 409,
          message: `Còn ${left.length} hồ sơ chưa xét xong (${left
            .slice(0, 5)
            .map((one) => one.code)
            .join(', ')}${left.length > 5 ? ' …' : ''}). Hãy xét xong, trả lại hoặc kết luận từng hồ sơ trước.`,
        });
      await tx.db
        .updateTable('award_call')
        .set({ state: 'closed', closed_at: ctx.now, close_reason: reason })
        .where('id', '=', call.id)
        .execute();
      if (call.programmeId) tx.publish();
      tx.note({ changes: { reason } });
    },
  );

/**
 * Takes a call back: what was nominated ends without a result and is free for another call. Refused once somebody was commended or
 * proposed to those above.
 */
export const cancelCall = (ctx: Ctx, args: { slug: string; version: number; reason: string }): Promise<void> =>
  manage(
    ctx,
    { ...args, act: 'award-call.cancel', summary: (call) => `Hủy đợt xét khen ${call.code}` },
    async (tx, call) => {
      const reason = requireReason(args.reason);
      if (call.state !== 'draft' && call.state !== 'open') throw conflict('Đợt này đã kết thúc hoặc đã hủy.');
      const given = await dossiersOf(tx.db, { callId: call.id, states: ['awarded', 'forwarded'] });
      if (given.length > 0)
        throw conflict(
          `Đã có ${given.length} hồ sơ được khen thưởng hoặc đã trình cấp trên nên không hủy được đợt. Hãy kết thúc đợt.`,
        );
      const open = await dossiersOf(tx.db, { callId: call.id, states: ['draft', ...underway] });
      const dossiers = await lockDossiers(
        tx.db,
        open.map((one) => one.id),
      );
      // decided while this waited for them
      if (dossiers.some((one) => one.state === 'awarded' || one.state === 'forwarded'))
        throw stale('Đợt xét khen thưởng');
      const left = dossiers.filter((one) => one.state !== 'withdrawn' && one.state !== 'declined');
      if (left.length > 0) {
        await leavePublicLists(
          tx,
          ctx,
          left.map((one) => one.id),
        );
        await endPath(tx, ctx, { call, dossiers: left, state: 'withdrawn', reason: `Đợt xét khen bị hủy: ${reason}` });
      }
      await tx.db
        .updateTable('award_publicity')
        .set({ closed_at: ctx.now, close_note: 'Đợt xét khen đã hủy.' })
        .where('call_id', '=', call.id)
        .where('closed_at', 'is', null)
        .execute();
      await tx.db
        .updateTable('award_call')
        .set({ state: 'cancelled', closed_at: ctx.now, close_reason: reason })
        .where('id', '=', call.id)
        .execute();
      if (call.state === 'open') {
        await tell(tx, ctx, call, await nominatingPeople(tx.db, call, ctx.now), cancelledLetter(ctx, call, reason));
        if (call.programmeId) tx.publish();
      }
      tx.note({ changes: { reason, withdrawn: left.length } });
    },
  );
