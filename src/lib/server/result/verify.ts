import type { Kysely } from 'kysely';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../platform/db/schema.ts';

/** What anyone may learn from the code on a certificate; nothing about the person beyond the name printed on it. */
interface VerifiedCertificate {
  code: string;
  number: string;
  title: string;
  issuer: string;
  recipient: string;
  entryTitle: string;
  prize: string;
  contest: { name: string; slug: string };
  issuedAt: Date;
  decision: { number: string; date: string | null } | null;
  revokedAt: Date | null;
}

export type CodeCheck =
  /** not a code at all, or a character is wrong */
  | { status: 'mistyped' }
  | { status: 'unknown'; code: string }
  | { status: 'valid' | 'revoked'; certificate: VerifiedCertificate };

/** K26-5a: whether a certificate is real and in force. Takes the code as people type it from paper. */
export async function verifyCertificate(db: Kysely<DB>, typed: string): Promise<CodeCheck> {
  const code = parseCertificateCode(typed);
  if (!code) return { status: 'mistyped' };
  const row = await db
    .selectFrom('certificate as c')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .innerJoin('programme as p', 'p.id', 'c.programme_id')
    .leftJoin('decision as d', (join) =>
      join.onRef('d.programme_id', '=', 'c.programme_id').on('d.kind', '=', 'results'),
    )
    .select([
      'c.number',
      'c.recipient',
      'c.entry_title',
      'c.tier_name',
      'c.issued_at',
      'c.revoked_at',
      'e.state',
      'p.doc',
      'd.number as decision_number',
      'd.date as decision_date',
    ])
    .where('c.code', '=', code)
    .executeTakeFirst();
  if (!row) return { status: 'unknown', code };
  const { doc } = row;
  if (doc.kind !== 'contest') return { status: 'unknown', code };
  return {
    status: row.revoked_at || row.state === 'disqualified' ? 'revoked' : 'valid',
    certificate: {
      code,
      number: row.number,
      title: doc.prizes.certificate.title,
      issuer: doc.prizes.certificate.issuer,
      recipient: row.recipient,
      entryTitle: row.entry_title,
      prize: row.tier_name,
      contest: { name: doc.name, slug: doc.slug },
      issuedAt: row.issued_at,
      decision: row.decision_number ? { number: row.decision_number, date: row.decision_date } : null,
      revokedAt: row.revoked_at,
    },
  };
}
