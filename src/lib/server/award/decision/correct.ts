/** Misprints of an issued decision (đính chính): what stood there before stays in the history. */
import { readNumber } from '#lib/domain/award/decision.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { json } from '../../platform/db/sql.ts';
import { recordText } from '../../register/enter.ts';
import { recordEvents } from '../move.ts';
import { mayWorkAt } from '../scope.ts';
import { onDecision, readReason } from './decide.ts';
import { type LineInput, readLine } from './draft.ts';
import { requireFreeNumber } from './issue.ts';
import { linesOf, requireDecisionState } from './queries.ts';

interface Place {
  slug: string;
  decisionId: string;
  version: number;
}

const unchanged = () =>
  new RuleError({ code: 'award.unchanged', message: 'Chưa có gì thay đổi so với nội dung đã ban hành.' });

/** Corrects how one line is printed: name, place, citation. The register and the certificate follow. */
export const correctLine = (
  ctx: Ctx,
  args: Place & { dossierId: string; input: LineInput; reason: string },
): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.correct-line', summary: 'Đính chính một dòng của quyết định khen thưởng.' },
    async (tx, { call, decision }) => {
      requireDecisionState(decision, 'issued', 'đính chính');
      const value = readLine(args.input);
      const reason = readReason(args.reason);
      const line = (await linesOf(tx.db, decision.id, args.dossierId))[0];
      if (!line) throw notFound('Dòng này của quyết định');
      const { name, place, citation } = line.printed;
      const before: LineInput = { name, place, citation };
      if (value.name === name && value.place === place && value.citation === citation) throw unchanged();
      await tx.db
        .updateTable('award_decision_line')
        .set({ printed: json({ ...line.printed, ...value }) })
        .where('decision_id', '=', decision.id)
        .where('dossier_id', '=', line.dossierId)
        .execute();
      const record = await tx.db
        .selectFrom('award_record')
        .select(['id', 'unit_name', 'decision_number'])
        .where('dossier_id', '=', line.dossierId)
        .where('decision_id', '=', decision.id)
        .forUpdate()
        .executeTakeFirst();
      if (record)
        await tx.db
          .updateTable('award_record')
          .set({
            subject_name: value.name,
            citation: value.citation,
            folded: recordText({
              subjectName: value.name,
              unitName: record.unit_name,
              decisionNumber: record.decision_number,
            }),
          })
          .where('id', '=', record.id)
          .execute();
      await recordEvents(tx, ctx, [
        {
          callId: call.id,
          dossierId: line.dossierId,
          what: 'corrected',
          reason,
          data: { decisionId: decision.id, before, after: value },
        },
      ]);
      tx.publish();
      tx.note({
        summary: `Đính chính dòng ${line.code} của Quyết định số ${decision.number}.`,
        changes: { before, after: value, reason },
      });
    },
  );

/** Corrects number, title or signer. The day stays: bonuses hang on it; a wrong one is revoked and decided anew. */
export const correctDecision = (
  ctx: Ctx,
  args: Place & { number: string; title: string; signer: string; reason: string },
): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.correct-decision', summary: 'Đính chính quyết định khen thưởng.' },
    async (tx, { call, decision }) => {
      requireDecisionState(decision, 'issued', 'đính chính');
      const reason = readReason(args.reason);
      const { number, issues } = readNumber(args.number);
      const after = { number, title: clean(args.title).slice(0, 500), signer: clean(args.signer).slice(0, 200) };
      if (!after.title) issues.push({ field: 'title', message: 'Hãy nhập trích yếu của quyết định.' });
      if (number === null || issues.length > 0)
        throw new RuleError({ code: 'award.correction', message: 'Đính chính chưa lưu được.', issues });
      const before = { number: decision.number, title: decision.title, signer: decision.body.signer };
      if (before.number === number && before.title === after.title && before.signer === after.signer) throw unchanged();
      await requireFreeNumber(tx, decision, number, decision.date!);
      await tx.db
        .updateTable('award_decision')
        .set({ number, title: after.title, body: json({ ...decision.body, signer: after.signer }) })
        .where('id', '=', decision.id)
        .execute();
      const records = await tx.db
        .selectFrom('award_record')
        .select(['id', 'subject_name as subjectName', 'unit_name as unitName'])
        .where('decision_id', '=', decision.id)
        .orderBy('id')
        .forUpdate()
        .execute();
      for (const record of records)
        await tx.db
          .updateTable('award_record')
          .set({
            decision_number: number,
            signer: after.signer || null,
            folded: recordText({ ...record, decisionNumber: number }),
          })
          .where('id', '=', record.id)
          .execute();
      await recordEvents(tx, ctx, [
        { callId: call.id, what: 'corrected', reason, data: { decisionId: decision.id, before, after } },
      ]);
      tx.publish();
      tx.note({ summary: `Đính chính Quyết định số ${before.number}.`, changes: { before, after, reason } });
    },
  );
