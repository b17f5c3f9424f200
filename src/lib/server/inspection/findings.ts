import type { FindingState } from '#lib/domain/inspection/states.ts';
import { findingLimit } from '#lib/domain/inspection/visit.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, cleanMultiline, truncate } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { MovementScope } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { answeredLetter, findingLetter, tellStanding, tellUnits } from './mails.ts';
import { lockInspection, type OpenFinding, openFinding, openToManage, readReason, recordInspection } from './open.ts';

export interface FindingText {
  text: string;
  clause: string;
  ownerId: string;
  dueOn: string;
}

/** Reads a finding as it was typed. `before`: owner and due day that may stay, although the day has passed. */
function readFinding(
  ctx: Ctx,
  scope: MovementScope,
  typed: FindingText,
  before: { ownerId: string; dueOn: string } | null,
) {
  const issues: Issue[] = [];
  const text = cleanMultiline(typed.text);
  const clause = clean(typed.clause);
  const dueOn = parseViDateIso(typed.dueOn);
  if (text === '') issues.push({ field: 'text', message: 'Hãy ghi kiến nghị: việc gì phải làm, đến đâu là xong.' });
  if (charCount(text) > findingLimit)
    issues.push({ field: 'text', message: `Kiến nghị dài nhất ${findingLimit} ký tự.` });
  if (charCount(clause) > 200) issues.push({ field: 'clause', message: 'Căn cứ dài nhất 200 ký tự.' });
  if (!dueOn) issues.push({ field: 'dueOn', message: 'Hãy ghi một ngày có thật, ví dụ 15/9/2026.' });
  else if (dueOn < isoDateLocal(ctx.now) && dueOn !== before?.dueOn)
    issues.push({ field: 'dueOn', message: 'Hạn này đã qua. Hãy chọn từ hôm nay trở đi.' });
  const owner = scope.participants.find((unit) => unit.id === typed.ownerId);
  if (!owner && typed.ownerId !== before?.ownerId)
    issues.push({ field: 'ownerId', message: 'Hãy chọn đơn vị thực hiện.' });
  if (issues.length > 0 || !dueOn)
    throw new RuleError({ code: 'inspection.finding', message: 'Kiến nghị chưa lưu được.', issues });
  return { text, clause: clause || null, ownerId: typed.ownerId, ownerName: owner?.name ?? '', dueOn };
}

/** Adds a finding to a visit that was held; its owner is told at once. @returns its id */
export async function addFinding(
  ctx: Ctx,
  args: FindingText & { slug: string; inspectionId: string },
): Promise<string> {
  const { movement, scope, inspection } = await openToManage(ctx, args);
  const value = readFinding(ctx, scope, args, null);
  const init = {
    act: 'inspection.find',
    programmeId: movement.id,
    subject: { kind: 'inspection', id: inspection.id },
    summary: `Kiến nghị sau kiểm tra tại ${inspection.unitName}, giao ${value.ownerName}, hạn ${formatDate(value.dueOn)}: ${truncate(value.text, 160)}`,
    changes: { after: value },
  };
  return act(ctx, init, async (tx) => {
    await lockInspection(tx, inspection.id, ['held']);
    const { id } = await tx.db
      .insertInto('inspection_finding')
      .values({
        inspection_id: inspection.id,
        text: value.text,
        clause: value.clause,
        owner_unit_id: value.ownerId,
        due_on: value.dueOn,
        state: 'open',
        created_at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordInspection(tx, ctx, { inspectionId: inspection.id, findingId: id, what: 'found' });
    const told = { id, ...value, unitName: inspection.unitName, title: inspection.title };
    await tellUnits(tx, ctx, movement, [
      findingLetter(ctx.app, movement, told, 'inspection.finding', 'có kiến nghị mới phải trả lời'),
    ]);
    return id;
  });
}

/** Locks a finding with its visit, so that none is closed while the other moves. @throws RuleError 'finding.state' */
async function lockFinding(
  tx: Tx,
  { finding }: OpenFinding,
  states: readonly FindingState[],
): Promise<Row<'inspection_finding'>> {
  await lockInspection(tx, finding.inspectionId, ['held']);
  const row = await tx.db
    .selectFrom('inspection_finding')
    .selectAll()
    .where('id', '=', finding.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('Kiến nghị này');
  if (!states.includes(row.state))
    throw new RuleError({
      code: 'finding.state',
      message: 'Kiến nghị này vừa đổi trạng thái nên không làm được việc này. Hãy tải lại trang.',
      status: 409,
    });
  return row;
}

const initOf = ({ movement, finding }: OpenFinding, verb: string, says: string) => ({
  act: `inspection.${verb}`,
  programmeId: movement.id,
  subject: { kind: 'inspection', id: finding.inspectionId },
  summary: `${says} kiến nghị ${finding.no} sau kiểm tra tại ${finding.unitName} (${finding.ownerName}).`,
});

interface OfFinding {
  slug: string;
  findingId: string;
}

/** Changes words, owner or due day of an open finding; with a reason, which its owner reads. */
export async function reviseFinding(ctx: Ctx, args: FindingText & OfFinding & { reason: string }): Promise<void> {
  const open = await openFinding(ctx, args);
  requireAllowed(open.manage);
  const { movement, finding, scope } = open;
  const value = readFinding(ctx, scope, args, finding);
  const reason = readReason(args.reason, 'Hãy ghi vì sao đổi');
  const before = { text: finding.text, clause: finding.clause, ownerId: finding.ownerId, dueOn: finding.dueOn };
  const init = { ...initOf(open, 'revise-finding', 'Sửa'), changes: { before, after: value, reason } };
  await act(ctx, init, async (tx) => {
    await lockFinding(tx, open, ['open']);
    await tx.db
      .updateTable('inspection_finding')
      .set({ text: value.text, clause: value.clause, owner_unit_id: value.ownerId, due_on: value.dueOn })
      .where('id', '=', finding.id)
      .execute();
    const what = [
      ...(value.ownerId !== finding.ownerId ? [`giao ${value.ownerName} thay ${finding.ownerName}`] : []),
      ...(value.dueOn !== finding.dueOn ? [`hạn ${formatDate(finding.dueOn)} thành ${formatDate(value.dueOn)}`] : []),
      ...(value.text !== finding.text ? ['sửa nội dung'] : []),
    ];
    const note = [what.join('; '), reason].filter(Boolean).join('. ');
    await recordInspection(tx, ctx, {
      inspectionId: finding.inspectionId,
      findingId: finding.id,
      what: 'changed',
      note,
    });
    const told = { ...finding, ...value, ownerName: value.ownerName || finding.ownerName };
    const letters = [findingLetter(ctx.app, movement, told, 'inspection.changed', 'kiến nghị được điều chỉnh', reason)];
    if (value.ownerId !== finding.ownerId)
      letters.push(
        findingLetter(ctx.app, movement, finding, 'inspection.changed', 'kiến nghị chuyển cho đơn vị khác', reason),
      );
    await tellUnits(tx, ctx, movement, letters);
  });
}

/** The owner says what was done; those who follow up are told. @throws RuleError 'finding.answer', 'finding.state' */
export async function answerFinding(ctx: Ctx, args: OfFinding & { answer: string }): Promise<void> {
  const open = await openFinding(ctx, args);
  requireAllowed(open.answer);
  const { movement, finding } = open;
  const answer = cleanMultiline(args.answer);
  if (answer === '' || charCount(answer) > findingLimit)
    throw new RuleError({
      code: 'finding.answer',
      message: answer === '' ? 'Hãy ghi đơn vị đã làm gì.' : `Câu trả lời dài nhất ${findingLimit} ký tự.`,
      field: 'answer',
    });
  await act(ctx, initOf(open, 'answer', 'Trả lời'), async (tx) => {
    await lockFinding(tx, open, ['open']);
    await tx.db
      .updateTable('inspection_finding')
      .set({ state: 'answered', answer, answered_at: ctx.now, reason: null })
      .where('id', '=', finding.id)
      .execute();
    await recordInspection(tx, ctx, {
      inspectionId: finding.inspectionId,
      findingId: finding.id,
      what: 'answered',
      note: answer,
    });
    await tellStanding(tx, ctx, movement, answeredLetter(ctx.app, movement, finding, truncate(answer, 500)));
  });
}

/** The answer is not enough; the owner is told why and answers again. @throws RuleError 'inspection.reason', 'finding.state' */
export async function returnFinding(ctx: Ctx, args: OfFinding & { reason: string }): Promise<void> {
  const open = await openFinding(ctx, args);
  requireAllowed(open.manage);
  const { movement, finding } = open;
  const reason = readReason(args.reason, 'Hãy ghi đơn vị còn phải làm gì');
  await act(ctx, { ...initOf(open, 'return', 'Trả lại'), changes: { reason } }, async (tx) => {
    await lockFinding(tx, open, ['answered']);
    await tx.db.updateTable('inspection_finding').set({ state: 'open', reason }).where('id', '=', finding.id).execute();
    await recordInspection(tx, ctx, {
      inspectionId: finding.inspectionId,
      findingId: finding.id,
      what: 'returned',
      note: reason,
    });
    const letter = findingLetter(ctx.app, movement, finding, 'inspection.returned', 'câu trả lời được trả lại', reason);
    await tellUnits(tx, ctx, movement, [letter]);
  });
}

/** The finding is settled. One that was never answered needs a reason, e.g. that the team saw it settled. */
export async function closeFinding(ctx: Ctx, args: OfFinding & { reason: string }): Promise<void> {
  const open = await openFinding(ctx, args);
  requireAllowed(open.manage);
  const { movement, finding } = open;
  await act(ctx, initOf(open, 'close-finding', 'Khép lại'), async (tx) => {
    const row = await lockFinding(tx, open, ['open', 'answered']);
    const typed = cleanMultiline(args.reason);
    const reason =
      row.state === 'open' ? readReason(typed, 'Đơn vị chưa trả lời: hãy ghi vì sao khép lại') : typed || null;
    await tx.db
      .updateTable('inspection_finding')
      .set({ state: 'closed', closed_at: ctx.now, reason })
      .where('id', '=', finding.id)
      .execute();
    await recordInspection(tx, ctx, {
      inspectionId: finding.inspectionId,
      findingId: finding.id,
      what: 'settled',
      note: reason,
    });
    tx.note({ changes: { reason } });
    const letter = findingLetter(
      ctx.app,
      movement,
      finding,
      'inspection.settled',
      'kiến nghị đã khép lại, đơn vị không phải làm gì thêm',
      reason ?? undefined,
    );
    await tellUnits(tx, ctx, movement, [letter]);
  });
}
