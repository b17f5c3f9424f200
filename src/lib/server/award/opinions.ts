/** Opinions of other offices on dossiers that are appraised (Q25-12): asked with a last day, answered dossier by dossier. */
import { requireReason } from '#lib/domain/award/work.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDateWeekday, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { addWorkingDays } from '#lib/domain/kernel/workingDays.ts';
import { workCalendar } from '../catalogue/queries.ts';
import { insertFormFile, storeFormFile } from '../file/formFile.ts';
import { linkTo } from '../message/address.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { awardFilesOf } from './fileRows.ts';
import { dossierLines, tell } from './mails.ts';
import { recordEvents, requireAt } from './move.ts';
import { type OpinionAnswer, type OpinionRow, opinionsOf } from './opinionQueries.ts';
import { awardPeople } from './people.ts';
import { callById, dossiersOf, lockDossiers } from './queries.ts';
import { awardScope, mayAnswerOpinion, mayOpenCall, type StoredCall } from './scope.ts';
import { openStepOf, requireOfCall } from './stepOpen.ts';

const mostDays = 60;

/**
 * Asks offices about dossiers that stand at the asker's step.
 * @param args.days working days, as typed @returns how many offices were asked
 */
export async function askOpinions(
  ctx: Ctx,
  args: { slug: string; stepId: string; dossierIds: string[]; unitIds: string[]; question: string; days: string },
): Promise<number> {
  const { call, step, scope } = await openStepOf(ctx, args);
  const issues: Issue[] = [];
  const question = cleanMultiline(args.question);
  const days = /^\d{1,2}$/.test(clean(args.days)) ? Number(clean(args.days)) : 0;
  const unitIds = [...new Set(args.unitIds)].filter((id) => scope.units.has(id));
  const own = [...scope.units.values()].find((unit) => unit.code === step.unit)?.id;
  if (unitIds.length === 0) issues.push({ field: 'units', message: 'Hãy chọn ít nhất một cơ quan để hỏi ý kiến.' });
  if (own && unitIds.includes(own)) issues.push({ field: 'units', message: 'Không hỏi ý kiến chính cơ quan của bạn.' });
  if (question === '' || question.length > 2000)
    issues.push({ field: 'question', message: 'Hãy viết nội dung cần hỏi, không quá 2.000 ký tự.' });
  if (days < 1 || days > mostDays)
    issues.push({ field: 'days', message: `Số ngày làm việc để trả lời là số từ 1 đến ${mostDays}.` });
  if (issues.length > 0) throw new RuleError({ code: 'award.ask', message: 'Phiếu hỏi ý kiến chưa đủ.', issues });

  const init = {
    act: 'award.ask-opinion',
    programmeId: call.programmeId,
    subject: { kind: 'award-call', id: call.id },
  };
  return act(ctx, { ...init, summary: 'Hỏi ý kiến các cơ quan về hồ sơ khen thưởng.' }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const dueOn = addWorkingDays(isoDateLocal(ctx.now), days, await workCalendar(tx.db));
    const people = await awardPeople(tx.db, unitIds, ctx.now);
    for (const unitId of unitIds) {
      const { id } = await tx.db
        .insertInto('award_opinion')
        .values({
          call_id: call.id,
          step_id: step.id,
          unit_id: unitId,
          question,
          asked_by: ctx.actor.id,
          asked_by_name: ctx.actor.name,
          asked_at: ctx.now,
          due_on: dueOn,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx.db
        .insertInto('award_opinion_line')
        .values(dossiers.map((one) => ({ opinion_id: id, dossier_id: one.id })))
        .execute();
      await tell(tx, ctx, call, people.of(unitId, ['award-officer', 'unit-coordinator']), {
        kind: 'award.asked',
        subject: `${call.doc.name}: xin ý kiến về ${dossiers.length} hồ sơ`,
        paragraphs: [
          `${step.name} xin ý kiến của cơ quan Ông/Bà về ${dossiers.length} hồ sơ của đợt xét khen ${call.doc.name}:`,
          dossierLines(dossiers),
          question,
          `Hạn trả lời: hết ${formatDateWeekday(dueOn)}.`,
          linkTo(ctx.app, `/xet-khen/y-kien/${id}`),
        ],
      });
    }
    const names = unitIds.map((id) => scope.units.get(id)!.name);
    await recordEvents(
      tx,
      ctx,
      dossiers.map((one) => ({
        callId: call.id,
        dossierId: one.id,
        what: 'opinion-asked',
        stepId: step.id,
        reason: question,
        data: { offices: names, dueOn },
      })),
    );
    tx.note({
      summary: `Hỏi ý kiến ${names.join(', ')} về ${dossiers.length} hồ sơ.`,
      changes: { dossiers: dossiers.map((one) => one.code), dueOn },
    });
    return unitIds.length;
  });
}

async function requireOpinion(ctx: Ctx, id: string): Promise<{ opinion: OpinionRow; call: StoredCall }> {
  const [opinion] = isUuid(id) ? await opinionsOf(ctx.app.db, { ids: [id] }) : [];
  const call = opinion && (await callById(ctx.app.db, opinion.callId));
  if (!opinion || !call) throw notFound('Phiếu lấy ý kiến này');
  return { opinion, call };
}

/** A question to an office, as the office reads and answers it; those who work in the call read along. */
export async function opinionPage(ctx: Ctx, id: string) {
  const { opinion, call } = await requireOpinion(ctx, id);
  const scope = await awardScope(ctx);
  const answers = mayAnswerOpinion(scope, opinion.unitId);
  if (!answers.allow && answers.code !== 'award.not-asked') requireAllowed(mayOpenCall(scope, call));
  const { db } = ctx.app;
  const lines = await db.selectFrom('award_opinion_line').selectAll().where('opinion_id', '=', id).execute();
  const [dossiers, files] = await Promise.all([
    dossiersOf(db, { ids: lines.map((line) => line.dossier_id) }),
    awardFilesOf(db, 'opinionId', [id]),
  ]);
  const byId = new Map(lines.map((line) => [line.dossier_id, line]));
  return {
    opinion,
    call,
    scope,
    mayAnswer: answers.allow && !opinion.answeredAt && !opinion.cancelledAt,
    lines: dossiers.map((dossier) => {
      const { answer, note } = byId.get(dossier.id)!;
      return { dossier, answer: answer as OpinionAnswer | null, note };
    }),
    files,
  };
}

const closed = (opinion: OpinionRow): RuleError =>
  new RuleError({
    code: 'award.opinion-closed',
    status: 409,
    message: opinion.cancelledAt
      ? 'Cơ quan hỏi đã hủy phiếu này nên không cần trả lời nữa.'
      : 'Phiếu này đã được trả lời. Hãy tải lại trang để xem.',
  });

/** Locks a question that is still open. @throws RuleError 'award.opinion-closed' (409) */
async function lockOpen(tx: Tx, id: string): Promise<void> {
  await tx.db.selectFrom('award_opinion').select('id').where('id', '=', id).forUpdate().execute();
  const [now] = await opinionsOf(tx.db, { ids: [id] });
  if (!now || now.answeredAt || now.cancelledAt) throw closed(now!);
}

/**
 * The office's answer for all dossiers at once, with its paper where it sends one. Who disagrees says why.
 * @throws RuleError with an issue a dossier; 'award.opinion-closed' (409)
 */
export async function answerOpinion(
  ctx: Ctx,
  args: { opinionId: string; lines: { dossierId: string; answer: string; note: string }[]; file: File | null },
): Promise<void> {
  const page = await opinionPage(ctx, args.opinionId);
  const { opinion, call, scope } = page;
  requireAllowed(mayAnswerOpinion(scope, opinion.unitId));
  if (!page.mayAnswer) throw closed(opinion);
  const issues: Issue[] = [];
  const answers = page.lines.map(({ dossier }) => {
    const typed = args.lines.find((line) => line.dossierId === dossier.id);
    const note = cleanMultiline(typed?.note ?? '').slice(0, 2000);
    const answer = (['agree', 'disagree', 'none'] as const).find((one) => one === typed?.answer) ?? null;
    if (!answer) issues.push({ field: `answer.${dossier.id}`, message: `Hãy chọn ý kiến về ${dossier.subjectName}.` });
    else if (answer === 'disagree' && note === '')
      issues.push({ field: `note.${dossier.id}`, message: `Hãy nêu lý do không đồng ý với ${dossier.subjectName}.` });
    return { dossier, answer, note };
  });
  if (issues.length > 0) throw new RuleError({ code: 'award.opinion', message: 'Ý kiến chưa đủ.', issues });
  const stored =
    args.file && args.file.size > 0
      ? await storeFormFile(ctx.app, args.file, {
          label: 'Văn bản trả lời',
          accept: ['pdf', 'docx', 'image'],
          code: 'award.opinion-file',
          tooLarge: 'Tệp lớn hơn 3,5 MB. Hãy quét lại ở độ phân giải thấp hơn.',
        })
      : null;
  const init = {
    act: 'award.answer-opinion',
    programmeId: call.programmeId,
    subject: { kind: 'award-opinion', id: opinion.id },
    summary: `${opinion.unitName} cho ý kiến về ${answers.length} hồ sơ.`,
  };
  try {
    await act(ctx, init, async (tx) => {
      await lockOpen(tx, opinion.id);
      for (const { dossier, answer, note } of answers)
        await tx.db
          .updateTable('award_opinion_line')
          .set({ answer, note })
          .where('opinion_id', '=', opinion.id)
          .where('dossier_id', '=', dossier.id)
          .execute();
      await tx.db
        .updateTable('award_opinion')
        .set({ answered_at: ctx.now, answered_by_name: ctx.actor.name })
        .where('id', '=', opinion.id)
        .execute();
      if (stored)
        await tx.db
          .insertInto('award_file')
          .values({
            file_id: await insertFormFile(tx, ctx, 'award', stored),
            opinion_id: opinion.id,
            role: 'answer',
            label: 'Văn bản trả lời',
            added_by_name: ctx.actor.name,
            added_at: ctx.now,
          })
          .execute();
      await recordEvents(
        tx,
        ctx,
        answers.map(({ dossier, answer, note }) => ({
          callId: call.id,
          dossierId: dossier.id,
          what: 'opinion-answered',
          stepId: opinion.stepId,
          reason: note || null,
          data: { office: opinion.unitName, answer },
        })),
      );
      await tellAsker(tx, ctx, call, opinion);
    });
  } catch (problem) {
    if (stored) await ctx.app.files.delete(stored.key);
    throw problem;
  }
}

async function tellAsker(tx: Tx, ctx: Ctx, call: StoredCall, opinion: OpinionRow): Promise<void> {
  const step = call.doc.path.find((one) => one.id === opinion.stepId);
  const unit = await tx.db
    .selectFrom('unit')
    .select('id')
    .where('code', '=', step?.unit ?? '')
    .executeTakeFirst();
  if (!unit) return;
  const people = await awardPeople(tx.db, [unit.id], ctx.now);
  await tell(tx, ctx, call, people.of(unit.id, ['award-officer']), {
    kind: 'award.opinion-answered',
    subject: `${call.doc.name}: ${opinion.unitName} đã cho ý kiến`,
    paragraphs: [
      `${opinion.unitName} đã cho ý kiến về ${opinion.asked} hồ sơ của đợt xét khen ${call.doc.name}.`,
      linkTo(ctx.app, `/xet-khen/y-kien/${opinion.id}`),
    ],
  });
}

/** The question is taken back; the asked office hears why. @throws RuleError 'award.opinion-closed' (409) */
export async function cancelOpinion(
  ctx: Ctx,
  args: { slug: string; opinionId: string; reason: string },
): Promise<void> {
  const { opinion, call: its } = await requireOpinion(ctx, args.opinionId);
  const { call } = await openStepOf(ctx, { slug: args.slug, stepId: opinion.stepId });
  if (call.id !== its.id) throw notFound('Phiếu lấy ý kiến này');
  const reason = requireReason(args.reason);
  const init = {
    act: 'award.cancel-opinion',
    programmeId: call.programmeId,
    subject: { kind: 'award-opinion', id: opinion.id },
    summary: `Hủy phiếu hỏi ý kiến ${opinion.unitName}.`,
    changes: { reason },
  };
  await act(ctx, init, async (tx) => {
    await lockOpen(tx, opinion.id);
    await tx.db
      .updateTable('award_opinion')
      .set({ cancelled_at: ctx.now, cancel_reason: reason })
      .where('id', '=', opinion.id)
      .execute();
    const people = await awardPeople(tx.db, [opinion.unitId], ctx.now);
    await tell(tx, ctx, call, people.of(opinion.unitId, ['award-officer', 'unit-coordinator']), {
      kind: 'award.opinion-cancelled',
      subject: `${call.doc.name}: không cần cho ý kiến nữa`,
      paragraphs: [
        `Phiếu xin ý kiến về ${opinion.asked} hồ sơ của đợt xét khen ${call.doc.name} đã được hủy.`,
        `Lý do: ${reason}`,
      ],
    });
  });
}
