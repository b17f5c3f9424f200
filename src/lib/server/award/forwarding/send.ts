/** The list leaves the house, and is taken back while no answer has come. */
import { readSending, type SendingInput } from '#lib/domain/award/forwarding.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { readReason } from '../decision/decide.ts';
import { awardFilesOf } from '../fileRows.ts';
import { endPath, recallFromAbove } from '../move.ts';
import { lockDossiers } from '../queries.ts';
import { mayWorkAt } from '../scope.ts';
import { backToDraft, onForwarding, type Place, requireWholeList } from './list.ts';
import { tellUnits } from './mails.ts';
import { forwardingLines, requireForwardingStep, requireState } from './queries.ts';

/**
 * Marks an approved list as sent: its dossiers leave the path and wait for those above.
 * @throws RuleError beside the fields; 'award.no-signed-letter', 'award.moved', 'award.blocked'
 */
export const sendForwarding = (ctx: Ctx, args: Place & { input: SendingInput }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.send-forwarding', summary: 'Ghi đã gửi tờ trình cấp trên.' },
    async (tx, on) => {
      const { call, forwarding } = on;
      requireState(forwarding, ['approved'], 'gửi');
      const { value, issues } = readSending(args.input, {
        from: isoDateLocal(forwarding.approvedAt!),
        today: isoDateLocal(ctx.now),
      });
      if (!value) throw new RuleError({ code: 'award.forwarding-fields', message: 'Chưa ghi được việc gửi.', issues });
      const letter = (await awardFilesOf(tx.db, 'forwardingId', [forwarding.id])).find((one) => one.role === 'letter');
      if (letter?.state !== 'ready')
        throw new RuleError({
          code: 'award.no-signed-letter',
          message: letter
            ? 'Tệp tờ trình đã ký đang được kiểm tra. Hãy đợi ít phút rồi gửi.'
            : 'Hãy tải lên tệp PDF của tờ trình đã ký, đóng dấu trước khi gửi.',
          clause: 'Điều 84 khoản 2, khoản 4 Luật Thi đua, khen thưởng 2022',
        });
      const dossiers = await requireWholeList(tx, ctx, on);
      await tx.db
        .updateTable('award_forwarding')
        .set({
          letter_number: value.letterNumber,
          letter_date: value.letterDate,
          sent_on: value.sentOn,
          way: value.way,
          receipt: value.receipt,
          sent_at: ctx.now,
          sent_by_name: ctx.actor.name,
        })
        .where('id', '=', forwarding.id)
        .execute();
      await endPath(tx, ctx, {
        call,
        dossiers,
        state: 'forwarded',
        data: { forwardingId: forwarding.id, number: value.letterNumber, date: value.letterDate },
      });
      await tellUnits(tx, ctx, call, dossiers, {
        what: 'sent',
        receiver: forwarding.receiver,
        number: value.letterNumber,
        date: value.letterDate,
      });
      tx.note({
        summary: `Gửi Tờ trình số ${value.letterNumber} ngày ${formatDate(value.letterDate)}: ${dossiers.length} hồ sơ.`,
        changes: { ...value, sha256: letter.sha256 },
      });
    },
  );

/** Takes a list back before any answer came; it lies with its officer again. @throws RuleError 'award.answered' */
export const takeBackForwarding = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.take-back-forwarding', summary: 'Rút tờ trình đã gửi cấp trên.' },
    async (tx, { call, forwarding }) => {
      requireState(forwarding, ['sent'], 'rút về');
      if (forwarding.open < forwarding.lines)
        throw new RuleError({
          code: 'award.answered',
          status: 409,
          message: 'Cấp trên đã trả lời một phần danh sách nên không rút về được nữa.',
        });
      const reason = readReason(args.reason);
      const lines = await forwardingLines(tx.db, forwarding.id);
      const dossiers = await lockDossiers(
        tx.db,
        lines.map((line) => line.dossierId),
      );
      await recallFromAbove(tx, ctx, {
        call,
        step: requireForwardingStep(call, forwarding.stepId),
        dossiers,
        reason,
        data: { forwardingId: forwarding.id, number: forwarding.letterNumber },
      });
      await tx.db
        .updateTable('award_forwarding')
        .set({
          ...backToDraft,
          letter_number: null,
          letter_date: null,
          sent_on: null,
          way: null,
          receipt: '',
          sent_at: null,
          sent_by_name: null,
          returned_reason: reason,
        })
        .where('id', '=', forwarding.id)
        .execute();
      // the letter that was signed is void; the next one gets a signature of its own
      await tx.db
        .updateTable('award_file')
        .set({ removed_at: ctx.now })
        .where('forwarding_id', '=', forwarding.id)
        .where('removed_at', 'is', null)
        .execute();
      await tellUnits(tx, ctx, call, dossiers, { what: 'recalled', reason });
      tx.note({
        summary: `Rút Tờ trình số ${forwarding.letterNumber} đã gửi cấp trên: ${dossiers.length} hồ sơ.`,
        changes: { reason },
      });
    },
  );
