import { sql } from 'kysely';
import type { Certificate } from '#lib/domain/document/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { certificateCode } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { type CertificateDraft, draftCertificates } from '#lib/domain/result/certificates.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { paperKind, signerOf } from './head.ts';
import { certificateMail } from './mails.ts';
import { type AuthorRow, authorsOf } from './people.ts';
import { canResult } from './policy.ts';
import {
  awardsInForce,
  decidingRound,
  decisionsOf,
  lockResults,
  resultEntries,
  type StoredDecision,
} from './queries.ts';

/**
 * K26-5a: a certificate for each author of each awarded entry, numbered in order of prize, rank and author. May be called
 * again after a later award: it issues only what is missing.
 * @returns how many were issued
 */
export async function issueCertificates(ctx: Ctx, args: { programmeId: string }): Promise<number> {
  requireAllowed(canResult(ctx, 'result.prepare', args.programmeId));
  return act(
    ctx,
    {
      act: 'result.issue-certificates',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Phát hành giấy chứng nhận.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      if (!(await decisionsOf(tx.db, programme.id)).results?.published_at)
        throw new RuleError({
          code: 'result.not-published',
          message: 'Kết quả chưa công bố nên chưa phát hành giấy chứng nhận được.',
        });
      const { drafts, authors, entryCode } = await missingCertificates(tx.db, programme);
      if (drafts.length === 0)
        throw new RuleError({
          code: 'result.nothing-to-issue',
          message: 'Mọi tác giả đạt giải đều đã có giấy chứng nhận.',
          status: 409,
        });
      const rows = drafts.map((draft) => ({ ...draft, code: certificateCode() }));
      await tx.db
        .insertInto('certificate')
        .values(
          rows.map((row) => ({
            code: row.code,
            programme_id: programme.id,
            award_id: row.awardId,
            entry_id: row.entryId,
            entry_author_id: row.authorId,
            person_id: row.personId,
            recipient: row.recipient,
            workplace: row.workplace,
            entry_title: row.entryTitle,
            tier_name: row.tierName,
            number: row.number,
            issued_at: ctx.now,
          })),
        )
        .execute();
      for (const row of rows) {
        const author = authors.get(row.authorId);
        if (!author?.email) continue;
        await tx.send(
          certificateMail(
            {
              app: ctx.app,
              doc: programme.doc,
              entry: { id: row.entryId, code: entryCode.get(row.entryId) ?? '', title: row.entryTitle },
              to: { personId: author.personId, fullName: author.fullName, email: author.email },
            },
            { title: programme.doc.prizes.certificate.title, tierName: row.tierName, code: row.code },
          ),
        );
      }
      // the page of verification answered "unknown" for these codes until now
      tx.publish();
      tx.note({
        summary: `Phát hành ${rows.length} giấy chứng nhận.`,
        changes: { numbers: rows.map((row) => row.number) },
      });
      return rows.length;
    },
  );
}

async function missingCertificates(db: Tx['db'], programme: StoredProgramme) {
  const { doc } = programme;
  const [awards, entries, issued, { last }] = await Promise.all([
    awardsInForce(db, programme.id),
    resultEntries(db, { programmeId: programme.id, roundId: decidingRound(doc)?.id ?? '', states: ['awarded'] }),
    db
      .selectFrom('certificate')
      .select(['award_id', 'entry_author_id'])
      .where('programme_id', '=', programme.id)
      .execute(),
    db
      .selectFrom('certificate')
      .select(sql<number>`coalesce(max(substring(number from '^[0-9]+')::int), 0)`.as('last'))
      .where('programme_id', '=', programme.id)
      .executeTakeFirstOrThrow(),
  ]);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const authors = await authorsOf(db, [...byId.keys()]);
  const done = new Set(issued.map((row) => `${row.award_id} ${row.entry_author_id}`));
  const drafts: CertificateDraft[] = draftCertificates({
    tiers: doc.prizes.tiers,
    programmeCode: doc.code,
    lastNumber: last,
    awards: awards.flatMap((award) => {
      const entry = byId.get(award.entry_id);
      if (!entry) return [];
      return [
        {
          awardId: award.id,
          entryId: entry.id,
          entryTitle: entry.title,
          tierId: award.tier_id,
          rank: entry.rank ?? Number.MAX_SAFE_INTEGER,
          authors: (authors.get(entry.id) ?? []).filter((author) => !done.has(`${award.id} ${author.id}`)),
        },
      ];
    }),
  });
  return {
    drafts,
    authors: new Map<string, AuthorRow>([...authors.values()].flat().map((author) => [author.id, author])),
    entryCode: new Map(entries.map((entry) => [entry.id, entry.code])),
  };
}

export interface CertificateRow {
  code: string;
  number: string;
  recipient: string;
  workplace: string | null;
  entryId: string;
  entryCode: string;
  entryTitle: string;
  tierName: string;
  issuedAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
}

/** The register: every certificate of a programme in order of number, and how many authors still wait for theirs. */
export async function certificateRegister(ctx: Ctx, programme: StoredProgramme) {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { db } = ctx.app;
  const [rows, decisions] = await Promise.all([
    db
      .selectFrom('certificate as c')
      .innerJoin('entry as e', 'e.id', 'c.entry_id')
      .select([
        'c.code',
        'c.number',
        'c.recipient',
        'c.workplace',
        'c.entry_id as entryId',
        'e.code as entryCode',
        'c.entry_title as entryTitle',
        'c.tier_name as tierName',
        'c.issued_at as issuedAt',
        'c.revoked_at as revokedAt',
        'c.revoked_reason as revokedReason',
      ])
      .where('c.programme_id', '=', programme.id)
      .orderBy(sql`substring(c.number from '^[0-9]+')::int`)
      .execute(),
    decisionsOf(db, programme.id),
  ]);
  const published = decisions.results?.published_at != null;
  return {
    rows: rows.map((row): CertificateRow => ({ ...row, entryCode: row.entryCode ?? '' })),
    published,
    missing: published ? (await missingCertificates(db, programme)).drafts.length : 0,
    can: { issue: canResult(ctx, 'result.prepare', programme.id) },
  };
}

/** A certificate as it is printed. `origin` is where its QR code leads. */
export function printed(
  row: Row<'certificate'>,
  doc: ContestProgramme,
  decision: StoredDecision | null,
  origin: string,
): Certificate {
  const { certificate } = doc.prizes;
  return {
    kind: paperKind(doc),
    issuer: certificate.issuer,
    title: certificate.title,
    recipients: [{ name: row.recipient, ...(row.workplace ? { workplace: row.workplace } : {}) }],
    prize: row.tier_name.replace(/^Giải/u, 'giải'),
    entryTitle: row.entry_title,
    contestName: doc.name,
    number: row.number,
    ...(decision?.number && decision.date ? { decision: { number: decision.number, date: decision.date } } : {}),
    place: doc.province,
    date: isoDateLocal(row.issued_at),
    signer: signerOf(doc, certificate.signerName.value ?? decision?.signer),
    verification: { url: `${origin}/xac-minh/${row.code}`, code: row.code },
  };
}

/** Certificates of a person or of one of their entries that are in force, for the author's pages. */
export async function myCertificates(
  ctx: Ctx,
  args: { entryId?: string } = {},
): Promise<
  { code: string; recipient: string; entryId: string; entryTitle: string; tierName: string; number: string }[]
> {
  if (!isSignedIn(ctx.actor)) return [];
  let query = ctx.app.db
    .selectFrom('certificate as c')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .select([
      'c.code',
      'c.recipient',
      'c.entry_id as entryId',
      'c.entry_title as entryTitle',
      'c.tier_name as tierName',
      'c.number',
    ])
    .where('c.revoked_at', 'is', null)
    .where('e.state', '=', 'awarded')
    .where(ownedBy(ctx.actor.id))
    .orderBy('c.issued_at')
    .orderBy('c.number');
  if (args.entryId) query = query.where('c.entry_id', '=', args.entryId);
  return query.execute();
}

/** Its author, or who entered it on behalf of an author without an account. */
const ownedBy = (personId: string) =>
  sql<boolean>`(c.person_id = ${personId}::uuid or (c.person_id is null and e.on_behalf and e.created_by = ${personId}::uuid))`;
