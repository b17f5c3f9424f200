import { sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { certificatePdf } from '../platform/documents/index.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { printed } from './certificates.ts';
import { canResult } from './policy.ts';
import { decisionsOf } from './queries.ts';

/** Certificates in one file; more are offered as several files, so that no request typesets for minutes. */
export const BATCH = 100;

/** Where QR codes lead: the public address of this installation, else the one this request came to. */
const verificationOrigin = (ctx: Ctx, requestOrigin: string): string => ctx.app.config.origin ?? requestOrigin;

/** One certificate for its author, for who entered it on an author's behalf, and for the organisers. Everyone else: 404. */
export async function certificateFile(
  ctx: Ctx,
  args: { code: string; origin: string },
): Promise<{ pdf: Uint8Array; name: string }> {
  const code = parseCertificateCode(args.code);
  const row = code
    ? await ctx.app.db
        .selectFrom('certificate as c')
        .innerJoin('entry as e', 'e.id', 'c.entry_id')
        .selectAll('c')
        .select(['e.state', 'e.on_behalf', 'e.created_by'])
        .where('c.code', '=', code)
        .executeTakeFirst()
    : undefined;
  if (!row || !isSignedIn(ctx.actor)) throw notFound('Giấy chứng nhận này');
  const { id } = ctx.actor;
  const own = row.person_id === id || (row.person_id === null && row.on_behalf && row.created_by === id);
  if (!own && !canResult(ctx, 'result.view', row.programme_id).allow) throw notFound('Giấy chứng nhận này');
  if (row.revoked_at || row.state === 'disqualified')
    throw new RuleError({
      code: 'result.certificate-revoked',
      message: `Giấy chứng nhận ${row.code} đã bị thu hồi${row.revoked_at ? ` ngày ${formatDate(row.revoked_at)}` : ''} nên không tải được.`,
      status: 410,
    });
  const [programme, decisions] = await Promise.all([
    programmeById(ctx.app.db, row.programme_id),
    decisionsOf(ctx.app.db, row.programme_id),
  ]);
  if (!programme) throw notFound('Giấy chứng nhận này');
  const certificate = printed(row, programme.doc, decisions.results, verificationOrigin(ctx, args.origin));
  return { pdf: await certificatePdf([certificate], row.issued_at), name: `giay-chung-nhan-${row.code}.pdf` };
}

/**
 * Certificates in force as one PDF for printing, `BATCH` in a file.
 * @param args.part 1 for the first file
 */
export async function certificateBatch(
  ctx: Ctx,
  programme: StoredProgramme,
  args: { part: number; origin: string },
): Promise<{ pdf: Uint8Array; name: string }> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const rows = await ctx.app.db
    .selectFrom('certificate as c')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .selectAll('c')
    .where('c.programme_id', '=', programme.id)
    .where('c.revoked_at', 'is', null)
    .where('e.state', '<>', 'disqualified')
    .orderBy(sql`substring(c.number from '^[0-9]+')::int`)
    .offset((args.part - 1) * BATCH)
    .limit(BATCH)
    .execute();
  if (rows.length === 0) throw notFound('Tệp giấy chứng nhận này');
  const { results } = await decisionsOf(ctx.app.db, programme.id);
  const origin = verificationOrigin(ctx, args.origin);
  const certificates = rows.map((row) => printed(row, programme.doc, results, origin));
  const madeAt = new Date(Math.max(...rows.map((row) => row.issued_at.getTime())));
  const suffix = args.part > 1 || rows.length === BATCH ? `-${args.part}` : '';
  return {
    pdf: await certificatePdf(certificates, madeAt),
    name: `giay-chung-nhan-${programme.doc.slug}${suffix}.pdf`,
  };
}
