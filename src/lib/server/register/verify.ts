import type { Kysely } from 'kysely';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../platform/db/schema.ts';
import { type CodeCheck, verifyCertificate } from '../result/verify.ts';

/** What anyone may learn from the code on a Bằng khen, Giấy khen or diploma: what is printed on it, and whether it holds. */
interface VerifiedAward {
  code: string;
  formName: string;
  recipient: string;
  unitName: string;
  citation: string;
  issuer: string;
  decision: { number: string; date: string | null } | null;
  year: number;
  goldenNo: number | null;
  revoked: { at: Date; decision: string | null; date: string | null } | null;
}

type PaperCheck = CodeCheck | { status: 'valid' | 'revoked'; award: VerifiedAward };

const awardPrefix = 'KT';

/** Reads a code of either kind as people type it from paper; null when it is mistyped. */
export const readPaperCode = (typed: string): string | null =>
  parseCertificateCode(typed, awardPrefix) !== null && /^\s*k\s*t/i.test(typed)
    ? parseCertificateCode(typed, awardPrefix)
    : parseCertificateCode(typed);

/** Certificates of contests ('CN-…') and awards ('KT-…') alike: whether the paper is real and in force. */
export async function verifyPaper(db: Kysely<DB>, typed: string): Promise<PaperCheck> {
  const code = readPaperCode(typed);
  if (!code) return { status: 'mistyped' };
  if (!code.startsWith(awardPrefix)) {
    const check = await verifyCertificate(db, code);
    // the letters in front may have been left out
    const bare = check.status === 'unknown' && !/^\s*c\s*n/i.test(typed) && parseCertificateCode(typed, awardPrefix);
    return (bare && (await awardOf(db, bare))) || check;
  }
  return (await awardOf(db, code)) ?? { status: 'unknown', code };
}

async function awardOf(db: Kysely<DB>, code: string): Promise<Extract<PaperCheck, { award: unknown }> | null> {
  const row = await db
    .selectFrom('award_record')
    .select([
      'form_name as formName',
      'subject_name as recipient',
      'unit_name as unitName',
      'citation',
      'issuer',
      'decision_number as number',
      'decision_date as date',
      'year',
      'golden_no as goldenNo',
      'revoked_at as revokedAt',
      'revoked_decision as revokedDecision',
      'revoked_date as revokedDate',
    ])
    .where('certificate_code', '=', code)
    .executeTakeFirst();
  if (!row) return null;
  const { number, date, revokedAt, revokedDecision, revokedDate, ...award } = row;
  return {
    status: revokedAt ? 'revoked' : 'valid',
    award: {
      ...award,
      code,
      decision: number ? { number, date } : null,
      revoked: revokedAt && { at: revokedAt, decision: revokedDecision, date: revokedDate },
    },
  };
}
