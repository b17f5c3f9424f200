import { harmsOfChange } from '#lib/domain/award/amend.ts';
import { checkCall } from '#lib/domain/award/check.ts';
import { CALL_PARTS, type CallPart, callParts } from '#lib/domain/award/parts.ts';
import type { AwardCall } from '#lib/domain/award/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { endOfDay, formatDateTimeShort, parseLocalInput, parseViDateIso, toLocalIso } from '#lib/domain/kernel/time.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { act } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import type { EditPreview } from '../../programme/edit.ts';
import { tell } from '../mails.ts';
import { openCall } from '../room.ts';
import { mayManageCall, type StoredCall } from '../scope.ts';
import { changedLetter } from './mails.ts';
import { nominatingPeople } from './people.ts';
import { type CallSources, callSources } from './sources.ts';
import { callChanges, lockCall, shaped, storeCall } from './versions.ts';

export type CallPatch = Partial<Record<keyof AwardCall, unknown>>;

const minReason = 10;

/** @throws RuleError 'call.over' once it has ended */
function requireEditable(call: StoredCall): void {
  if (call.state === 'draft' || call.state === 'open') return;
  throw new RuleError({
    code: 'call.over',
    status: 409,
    message: 'Đợt xét khen đã kết thúc hoặc đã hủy nên không sửa được nữa.',
  });
}

/** The document with new values, as it would be stored. @throws RuleError naming what is wrong with it, or whom it would harm */
function patched(call: StoredCall, part: CallPart, patch: CallPatch): AwardCall {
  requireEditable(call);
  const foreign = Object.keys(patch).filter((key) => !callParts.keys[part]?.includes(key));
  if (foreign.length > 0) throw new Error(`part ${part} does not hold ${foreign.join(', ')}`);
  const entries = Object.entries({ ...call.doc, ...patch }).filter(([, value]) => value !== undefined);
  const doc = shaped(Object.fromEntries(entries));
  const harms = call.state === 'open' ? harmsOfChange(call.doc, doc) : [];
  if (harms.length > 0)
    throw new RuleError({
      code: 'call.harm',
      message: 'Đợt đang mở: chỉ sửa được những gì không làm thiệt đơn vị đang đề nghị.',
      issues: harms,
      hint: 'Cần thay đổi khác thì hủy đợt này, nêu lý do, rồi mở đợt mới.',
    });
  return doc;
}

const severities = { error: 'error', open: 'warning', warning: 'warning' } as const;

/** What is wrong or open in the new version and was not before. */
function newFindings(before: AwardCall, after: AwardCall, sources: CallSources): Finding[] {
  const known = new Set(checkCall(before, sources).map((one) => one.code + one.message));
  return checkCall(after, sources)
    .filter((one) => !known.has(one.code + one.message))
    .map((one) => ({
      severity: severities[one.severity],
      code: one.code,
      part: one.part,
      path: one.path,
      message: one.clause ? `${one.message} (${one.clause})` : one.message,
      blocks: null,
    }));
}

/** An open call never contradicts itself; a draft may be half done. */
function refuseContradictions(call: StoredCall, findings: Finding[]): void {
  const errors = findings.filter((one) => one.severity === 'error');
  if (call.state === 'draft' || errors.length === 0) return;
  throw new RuleError({
    code: 'call.contradiction',
    message: 'Nội dung mới có chỗ trái quy định nên chưa lưu được.',
    issues: errors.map(({ path, message }) => ({ field: path, message })),
  });
}

/** What saving would change. Nothing is stored. */
export async function previewCall(
  ctx: Ctx,
  args: { slug: string; part: CallPart; patch: CallPatch },
): Promise<EditPreview> {
  const { call, scope } = await openCall(ctx, args.slug);
  requireAllowed(mayManageCall(scope, call));
  const after = patched(call, args.part, args.patch);
  const findings = newFindings(call.doc, after, await callSources(ctx.app.db, call, ctx.now));
  refuseContradictions(call, findings);
  return {
    changes: callChanges(call.doc, after).map((line) => ({ ...line, frozen: null })),
    consequences: call.state === 'open' ? ['Đầu mối các đơn vị được đề nghị nhận thư báo thay đổi.'] : [],
    findings,
    reasonNeeded: call.state === 'open',
  };
}

/** A change of an open call has a reason that units read. @throws RuleError 'call.reason' */
function reasonFor(call: StoredCall, typed: string): string | null {
  const reason = clean(typed);
  if (call.state === 'open' && reason.length < minReason)
    throw new RuleError({
      code: 'call.reason',
      field: 'reason',
      message: `Đợt đang mở: hãy ghi lý do thay đổi, ít nhất ${minReason} ký tự. Đơn vị đọc lý do này.`,
    });
  return reason || null;
}

/**
 * Saves one part of a call as a new version: freely before it opens, afterwards only what harms nobody.
 * @returns the new version
 */
export async function editCall(
  ctx: Ctx,
  args: { slug: string; part: CallPart; patch: CallPatch; version: number; reason: string },
): Promise<number> {
  const opened = await openCall(ctx, args.slug);
  requireAllowed(mayManageCall(opened.scope, opened.call));
  return act(
    ctx,
    {
      act: 'award-call.edit',
      programmeId: opened.call.programmeId,
      subject: { kind: 'award-call', id: opened.call.id },
      summary: `Sửa phần “${callParts.names[args.part]}” của đợt xét khen ${opened.call.code}`,
    },
    async (tx) => {
      const call = await lockCall(tx, opened.call.id, args.version);
      const doc = patched(call, args.part, args.patch);
      // a call cannot be edited out of one's own hands
      requireAllowed(mayManageCall(opened.scope, { doc }));
      const reason = reasonFor(call, args.reason);
      const changes = callChanges(call.doc, doc);
      if (changes.length === 0)
        throw new RuleError({
          code: 'call.no-change',
          message: 'Chưa có gì thay đổi so với bản đang lưu.',
          status: 409,
        });
      refuseContradictions(call, newFindings(call.doc, doc, await callSources(tx.db, call, ctx.now)));
      const version = await storeCall(tx, ctx, call, doc, reason);
      if (call.state === 'open')
        await tell(
          tx,
          ctx,
          call,
          await nominatingPeople(tx.db, { ...call, doc }, ctx.now),
          changedLetter(ctx, { ...call, doc }, { changes, reason: reason! }),
        );
      tx.note({ changes: { version, reason, lines: changes } });
      return version;
    },
  );
}

/** The person's part of a point that plan and law leave open. */
export async function answerQuestion(
  ctx: Ctx,
  args: { slug: string; questionId: string; text: string; version: number },
): Promise<void> {
  const opened = await openCall(ctx, args.slug);
  requireAllowed(mayManageCall(opened.scope, opened.call));
  const text = cleanMultiline(args.text);
  const field = `answer-${args.questionId}`;
  if (text.length < minReason)
    throw new RuleError({
      code: 'call.answer',
      field,
      message: `Hãy ghi quyết định và căn cứ, ít nhất ${minReason} ký tự.`,
    });
  if (text.length > 2000)
    throw new RuleError({ code: 'call.answer', field, message: 'Quyết định dài nhất 2.000 ký tự.' });
  await act(
    ctx,
    {
      act: 'award-call.answer',
      programmeId: opened.call.programmeId,
      subject: { kind: 'award-call', id: opened.call.id },
      summary: `Quyết định một điểm còn bỏ ngỏ của đợt xét khen ${opened.call.code}`,
    },
    async (tx) => {
      const call = await lockCall(tx, opened.call.id, args.version);
      requireEditable(call);
      const questions = call.doc.questions ?? [];
      if (!questions.some((one) => one.id === args.questionId))
        throw new RuleError({
          code: 'call.question',
          message: 'Điểm này không còn trong đợt. Hãy tải lại trang.',
          status: 409,
        });
      const answer = { text, by: ctx.actor.name, at: toLocalIso(ctx.now) };
      const doc: AwardCall = {
        ...call.doc,
        questions: questions.map((one) => (one.id === args.questionId ? { ...one, answer } : one)),
      };
      await storeCall(tx, ctx, call, shaped(doc), `Quyết định: ${text}`.slice(0, 500));
      tx.note({ changes: { question: args.questionId, answer: text } });
    },
  );
}

/** Gives units more time. @param closesOn as typed, a day: its end; or a day with a time */
export async function extendCall(
  ctx: Ctx,
  args: { slug: string; version: number; closesOn: string; reason: string },
): Promise<void> {
  const day = parseViDateIso(args.closesOn);
  const until = day ? endOfDay(day) : parseLocalInput(args.closesOn);
  const wrong = (message: string) => new RuleError({ code: 'call.extend', field: 'closesOn', message });
  if (!until) throw wrong('Hãy nhập ngày, ví dụ 15/8/2027.');
  const { call } = await openCall(ctx, args.slug);
  if (until <= new Date(call.doc.closesAt))
    throw wrong(`Hạn mới phải sau hạn đang có (${formatDateTimeShort(call.doc.closesAt)}).`);
  if (until <= ctx.now) throw wrong('Hạn mới đã qua.');
  await editCall(ctx, {
    slug: args.slug,
    part: 'days',
    patch: { closesAt: toLocalIso(until) },
    version: args.version,
    reason: args.reason,
  });
}

export const isCallPart = (text: string): text is CallPart => (CALL_PARTS as readonly string[]).includes(text);
