/** What the public does with a list of nominees: reads it, comments, asks by the receipt code what became of the comment (Q25-2). */
import { publicityPhase } from '#lib/domain/award/publicity.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { certificateCode, isUuid, parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { checkProof } from '../gallery/challenge.ts';
import type { Source } from '../gallery/voting.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { publicityOf, publicLines } from './publicityQueries.ts';
import { callById } from './queries.ts';

const prefix = 'GY';
const hour = 60;

/** As for votes: who computed a proof shares the network with a school, who did not with a household. */
const commentLimits = {
  network: { solved: { points: 60, windowMinutes: hour }, none: { points: 6, windowMinutes: hour } },
  device: { solved: { points: 20, windowMinutes: hour }, none: { points: 4, windowMinutes: hour } },
  lookUp: { points: 60, windowMinutes: hour },
};

/** A list as everyone reads it. @throws RuleError 'not-found' */
export async function publicList(ctx: Ctx, id: string) {
  const { db } = ctx.app;
  const [list] = isUuid(id) ? await publicityOf(db, { id }) : [];
  const call = list && (await callById(db, list.callId));
  if (!list || !call || call.state === 'draft') throw notFound('Danh sách lấy ý kiến này');
  const lines = await publicLines(db, list.id);
  return { list, call, phase: publicityPhase(list, ctx.now), lines };
}

interface TypedComment extends Source {
  publicityId: string;
  /** '' means the whole list */
  dossierId: string;
  name: string;
  contact: string;
  body: string;
}

/**
 * A comment of anyone, signed with a name and a way to reach the person; nobody but the appraising office reads it.
 * @returns the receipt code @throws RuleError with fields; 429; 'award.not-open'
 */
export async function sendComment(ctx: Ctx, args: TypedComment): Promise<string> {
  const { list, call, phase, lines } = await publicList(ctx, args.publicityId);
  if (phase !== 'open')
    throw new RuleError({
      code: 'award.not-open',
      status: 409,
      message:
        phase === 'before'
          ? `Thời gian góp ý bắt đầu từ ngày ${formatDate(list.fromOn)}.`
          : `Thời gian góp ý đã hết ngày ${formatDate(list.toOn)}.`,
    });
  const typed = { name: clean(args.name), contact: clean(args.contact), body: cleanMultiline(args.body) };
  const issues: Issue[] = [];
  const standing = lines.filter((line) => line.removedAt === null).map((line) => line.dossierId);
  if (args.dossierId !== '' && !standing.includes(args.dossierId))
    issues.push({ field: 'about', message: 'Người được chọn không còn trong danh sách. Hãy chọn lại.' });
  if (typed.name === '' || typed.name.length > 120)
    issues.push({ field: 'name', message: 'Hãy nhập họ tên của Ông/Bà (không quá 120 ký tự).' });
  if (!/@|\d{9}/u.test(typed.contact.replace(/[\s.-]/gu, '')) || typed.contact.length > 200)
    issues.push({
      field: 'contact',
      message: 'Hãy nhập số điện thoại hoặc thư điện tử để cơ quan thẩm định liên hệ khi cần.',
    });
  if (typed.body.length < 20 || typed.body.length > 5000)
    issues.push({ field: 'body', message: 'Hãy nêu rõ nội dung góp ý (từ 20 đến 5.000 ký tự).' });
  if (issues.length > 0) throw new RuleError({ code: 'award.comment', message: 'Ý kiến góp ý chưa đủ.', issues });

  const proof = await checkProof(ctx.app, args.proof);
  const { db } = ctx.app;
  if (ctx.ip)
    await takeAttempt(db, `award-comment:${proof.kind}:${networkOf(ctx.ip)}`, {
      ...commentLimits.network[proof.kind],
      what: 'Mạng này đã gửi quá nhiều ý kiến góp ý',
    });
  if (args.device)
    await takeAttempt(db, `award-comment:${proof.kind}:d:${args.device}`, {
      ...commentLimits.device[proof.kind],
      what: 'Thiết bị này đã gửi quá nhiều ý kiến góp ý',
    });
  const code = certificateCode(prefix);
  const init = {
    act: 'award.comment',
    programmeId: call.programmeId,
    subject: { kind: 'award-publicity', id: list.id },
    // the ledger names nobody who comments
    summary: `Nhận ý kiến góp ý ${code}.`,
  };
  await act(ctx, init, async (tx) => {
    await proof.spend(tx.db);
    // closing the list takes the same row: a comment is either in time or refused
    const now = await tx.db
      .selectFrom('award_publicity')
      .select('closed_at')
      .where('id', '=', list.id)
      .forShare()
      .executeTakeFirstOrThrow();
    if (now.closed_at)
      throw new RuleError({ code: 'award.not-open', status: 409, message: 'Danh sách này vừa kết thúc lấy ý kiến.' });
    await tx.db
      .insertInto('award_comment')
      .values({
        code,
        publicity_id: list.id,
        dossier_id: args.dossierId || null,
        ...typed,
        at: ctx.now,
        state: 'new',
      })
      .execute();
  });
  return code;
}

/** What became of a comment, for whoever has its receipt code; null: no such code. @throws RuleError 429 */
export async function commentByCode(ctx: Ctx, typed: string) {
  const code = parseCertificateCode(typed, prefix);
  if (!code) return null;
  if (ctx.ip)
    await takeAttempt(ctx.app.db, `award-comment-code:${networkOf(ctx.ip)}`, {
      ...commentLimits.lookUp,
      what: 'Mạng này đã tra quá nhiều mã',
      field: 'ma',
    });
  const row = await ctx.app.db
    .selectFrom('award_comment as c')
    .innerJoin('award_publicity as p', 'p.id', 'c.publicity_id')
    .select([
      'c.code',
      'c.at',
      'c.state',
      'c.answer',
      'c.upheld',
      'c.handled_at as handledAt',
      'p.title',
      'p.id as listId',
    ])
    .where('c.code', '=', code)
    .executeTakeFirst();
  return row ?? null;
}
