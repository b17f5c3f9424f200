/** The subject reads and confirms the own data, or objects: by a link, by account, on paper (Q25-2, Q25-12). */
import { isEnded } from '#lib/domain/award/path.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline, fold } from '#lib/domain/kernel/text.ts';
import { checkEmail } from '#lib/domain/people/person.ts';
import { linkTo } from '../message/address.ts';
import { takeAttempt } from '../people/limits.ts';
import { linkGone } from '../people/register.ts';
import { act, type Tx } from '../platform/act.ts';
import { findToken, issueToken } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import { recordsOfSubjects } from '../register/queries.ts';
import { openDossier } from './dossiers.ts';
import { dossierView } from './dossierView.ts';
import { recordEvents } from './move.ts';
import { readyFiles, requireNominating } from './nomination.ts';
import { sendConfirmMail, tellAnswered } from './nominationMails.ts';
import { callById, type DossierRow, dossiersOf, lockDossiers, requireDossier } from './queries.ts';
import { awardScope } from './scope.ts';

/** seconds that a link lives */
const lifetime = 30 * 24 * 3600;
const objectionLimit = 3000;

const gone = () => linkGone('Liên kết xác nhận hồ sơ');

const initOf = (dossier: DossierRow, what: string, summary: string) => ({
  act: `award.${what}`,
  subject: { kind: 'award-dossier', id: dossier.id },
  summary: `${summary} ${dossier.code} (${dossier.subjectName})`,
});

function requireRunning(dossier: DossierRow): void {
  if (isEnded(dossier.state))
    throw new RuleError({
      code: 'award.ended',
      status: 409,
      message: `Hồ sơ ${dossier.code} đã kết thúc nên không cần xác nhận nữa.`,
    });
}

async function newLink(tx: Tx, ctx: Ctx, dossierId: string, email: string | null) {
  const secret = await issueToken(tx.db, {
    purpose: 'award-subject',
    personId: null,
    payload: { dossierId, email },
    now: ctx.now,
    lifetime,
  });
  return { secret, until: new Date(ctx.now.getTime() + lifetime * 1000) };
}

/** Mails the subject a link to the own data. @throws RuleError with an issue for the address */
export async function askByMail(ctx: Ctx, args: { dossierId: string; email: string }): Promise<void> {
  const at = await openDossier(ctx, args.dossierId);
  requireNominating(at);
  requireRunning(at.dossier);
  const email = checkEmail(args.email);
  if (!email.ok) throw new RuleError({ code: 'award.fields', message: email.issues[0]!.message, issues: email.issues });
  await takeAttempt(ctx.app.db, `award-confirm:${at.dossier.id}`, {
    points: 5,
    windowMinutes: 60,
    what: 'Đã gửi thư xác nhận nhiều lần',
    field: 'email',
  });
  await act(ctx, initOf(at.dossier, 'ask-confirmation', 'Gửi liên kết xác nhận hồ sơ'), async (tx) => {
    const link = await newLink(tx, ctx, at.dossier.id, email.value);
    await sendConfirmMail(tx, ctx, at, { email: email.value, ...link });
    await recordEvents(tx, ctx, [{ callId: at.call.id, dossierId: at.dossier.id, what: 'confirmation-asked' }]);
  });
}

/** A link to be printed and handed over. Shown once: only its hash is kept. */
export async function askByPrint(ctx: Ctx, args: { dossierId: string }): Promise<{ link: string; until: Date }> {
  const at = await openDossier(ctx, args.dossierId);
  requireNominating(at);
  requireRunning(at.dossier);
  return act(ctx, initOf(at.dossier, 'ask-confirmation', 'In liên kết xác nhận hồ sơ'), async (tx) => {
    const { secret, until } = await newLink(tx, ctx, at.dossier.id, null);
    await recordEvents(tx, ctx, [{ callId: at.call.id, dossierId: at.dossier.id, what: 'confirmation-asked' }]);
    return { link: linkTo(ctx.app, `/xac-nhan-ho-so/${secret}`), until };
  });
}

async function writeConfirmed(
  tx: Tx,
  ctx: Ctx,
  dossier: DossierRow,
  how: 'account' | 'link' | 'paper',
  objection: string | null,
): Promise<void> {
  await tx.db
    .updateTable('award_dossier')
    .set(
      objection
        ? { confirmed_at: null, confirmed_how: null, confirmed_version: null, objection }
        : { confirmed_at: ctx.now, confirmed_how: how, confirmed_version: dossier.version, objection: null },
    )
    .where('id', '=', dossier.id)
    .execute();
  await recordEvents(tx, ctx, [
    {
      callId: dossier.callId,
      dossierId: dossier.id,
      what: objection ? 'objected' : 'confirmed',
      reason: objection,
      data: { how },
    },
  ]);
}

/** The unit notes that the subject has signed on paper; the paper has to be there. @throws RuleError 'award.no-paper' */
export async function notePaper(ctx: Ctx, args: { dossierId: string }): Promise<void> {
  const at = await openDossier(ctx, args.dossierId);
  requireNominating(at);
  await act(ctx, initOf(at.dossier, 'confirm', 'Ghi nhận giấy xác nhận hồ sơ'), async (tx) => {
    const [dossier] = await lockDossiers(tx.db, [args.dossierId]);
    if (!dossier) throw notFound('Hồ sơ khen thưởng này');
    requireRunning(dossier);
    const files = (await readyFiles(tx.db, 'dossierId', [dossier.id])).get(dossier.id);
    if (!files?.get('confirmation'))
      throw new RuleError({
        code: 'award.no-paper',
        message: 'Hãy tải ảnh hoặc bản quét giấy xác nhận có chữ ký của người được đề nghị trước.',
        field: 'file-confirmation',
      });
    await writeConfirmed(tx, ctx, dossier, 'paper', null);
  });
}

export interface SubjectAnswer {
  answer: string;
  objection: string;
  /** of the dossier as it was read */
  version: number;
}

async function writeAnswer(ctx: Ctx, dossierId: string, how: 'account' | 'link', args: SubjectAnswer): Promise<void> {
  const text = cleanMultiline(args.objection);
  if (args.answer !== 'confirm' && args.answer !== 'object')
    throw new RuleError({ code: 'award.fields', message: 'Hãy chọn xác nhận hoặc có ý kiến.', field: 'answer' });
  if (args.answer === 'object' && text === '')
    throw new RuleError({ code: 'award.fields', message: 'Hãy ghi ý kiến: chỗ nào chưa đúng.', field: 'objection' });
  if (charCount(text) > objectionLimit)
    throw new RuleError({
      code: 'award.fields',
      message: `Ý kiến dài tối đa ${objectionLimit} ký tự.`,
      field: 'objection',
    });
  const before = await requireDossier(ctx.app.db, dossierId);
  const objection = args.answer === 'object' ? text : null;
  const summary = objection ? 'Người được đề nghị có ý kiến về hồ sơ' : 'Người được đề nghị xác nhận hồ sơ';
  await act(ctx, initOf(before, 'confirm', summary), async (tx) => {
    const [dossier] = await lockDossiers(tx.db, [dossierId]);
    if (!dossier) throw gone();
    requireRunning(dossier);
    if (dossier.version !== args.version)
      throw new RuleError({
        code: 'stale',
        status: 409,
        message: 'Hồ sơ vừa được sửa sau khi bạn mở trang. Hãy đọc lại nội dung mới bên dưới rồi trả lời.',
      });
    await writeConfirmed(tx, ctx, dossier, how, objection);
    // a link may have gone to the address of the office or of a relative: the account is the subject's only where it bears the name
    const own = dossier.subjectKind === 'individual' && fold(ctx.actor.name) === fold(dossier.subjectName);
    if (how === 'account' && !objection && own)
      await tx.db
        .updateTable('award_subject')
        .set({ person_id: ctx.actor.id })
        .where('id', '=', dossier.subjectId)
        .where('person_id', 'is', null)
        .execute();
    const [call, scope] = await Promise.all([callById(tx.db, dossier.callId), awardScope(ctx)]);
    const unit = scope.units.get(dossier.unitId);
    if (call && unit) await tellAnswered(tx, ctx, { call, unit, dossier }, objection);
  });
}

async function readingOf(ctx: Ctx, dossierId: string) {
  const dossier = await requireDossier(ctx.app.db, dossierId);
  const [call, scope] = await Promise.all([callById(ctx.app.db, dossier.callId), awardScope(ctx)]);
  if (!call) throw notFound('Hồ sơ khen thưởng này');
  return {
    id: dossier.id,
    version: dossier.version,
    callName: call.doc.name,
    unitName: dossier.unitName,
    ended: isEnded(dossier.state),
    view: await dossierView(ctx, scope, call, dossier, 'subject'),
  };
}

async function dossierOfLink(ctx: Ctx, secret: string): Promise<string> {
  const token = await findToken(ctx.app.db, 'award-subject', secret, ctx.now);
  const id = token?.payload.dossierId;
  if (token?.state !== 'valid' || typeof id !== 'string') throw gone();
  return id;
}

/** What the subject reads by the link. @throws RuleError when the link is unknown or has expired */
export const subjectRequest = async (ctx: Ctx, secret: string) => readingOf(ctx, await dossierOfLink(ctx, secret));

/** The subject answers by the link; it can be used again, e.g. after the unit has changed something. */
export async function answerByLink(ctx: Ctx, args: SubjectAnswer & { secret: string }): Promise<void> {
  const id = await dossierOfLink(ctx, args.secret);
  await takeAttempt(ctx.app.db, `award-answer:${id}`, { points: 20, windowMinutes: 60, what: 'Đã trả lời nhiều lần' });
  await writeAnswer(ctx, id, 'link', args);
}

/** Dossiers about the actor: those of the own row in the register, and those for which a link went to the own confirmed address. */
async function ownDossierIds(ctx: Ctx): Promise<string[]> {
  const { actor, now } = ctx;
  if (!isSignedIn(actor)) return [];
  const rows = await ctx.app.db
    .selectFrom('award_dossier as d')
    .innerJoin('award_subject as s', 's.id', 'd.subject_id')
    .select('d.id')
    .where((eb) =>
      eb.or([
        eb('s.person_id', '=', actor.id),
        ...(actor.email && actor.emailConfirmed
          ? [
              eb.exists(
                eb
                  .selectFrom('token as t')
                  .select('t.hash')
                  .where('t.purpose', '=', 'award-subject')
                  .where('t.expires_at', '>=', now)
                  .where((e) => e(e.ref('t.payload', '->>').key('email'), '=', actor.email))
                  .whereRef(
                    (e) => e.ref('t.payload', '->>').key('dossierId'),
                    '=',
                    (e) => e.cast<string>('d.id', 'text'),
                  ),
              ),
            ]
          : []),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** What concerns the signed-in person: dossiers to read and confirm, awards received. */
export async function myAwards(ctx: Ctx) {
  const { db } = ctx.app;
  const [ids, subjects] = await Promise.all([
    ownDossierIds(ctx),
    ctx.actor.id === null
      ? []
      : db.selectFrom('award_subject').select('id').where('person_id', '=', ctx.actor.id).execute(),
  ]);
  const [dossiers, records] = await Promise.all([
    dossiersOf(db, { ids }),
    recordsOfSubjects(
      db,
      subjects.map((one) => one.id),
    ),
  ]);
  return { dossiers, records };
}

/** One dossier about the signed-in person. @throws RuleError 'not-found' */
export async function ownDossier(ctx: Ctx, dossierId: string) {
  if (!(await ownDossierIds(ctx)).includes(dossierId)) throw notFound('Hồ sơ này');
  return readingOf(ctx, dossierId);
}

/** The signed-in subject answers. */
export async function answerByAccount(ctx: Ctx, args: SubjectAnswer & { dossierId: string }): Promise<void> {
  if (!(await ownDossierIds(ctx)).includes(args.dossierId)) throw notFound('Hồ sơ này');
  await writeAnswer(ctx, args.dossierId, 'account', args);
}
