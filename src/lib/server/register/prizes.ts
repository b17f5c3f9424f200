/** Prizes of contests in the register of awards (K26-5a, K24-9): one line for each author of each work. */
import { type ConsentAuthor, isMinor } from '#lib/domain/gallery/consent.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { type AuthorConsents, authorConsents } from '../gallery/consents.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { systemActor } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { authorsOf } from '../result/people.ts';
import { awardsInForce, decisionsOf } from '../result/queries.ts';
import { enterRecords, type NewRecord } from './enter.ts';
import { compareSubjects, holdSubjects, makeSubject, type NamedSubject, subjectsNamed } from './subjects.ts';

/** Children without everybody's consent are not named to the public; in a contest that asks nobody there are none to name. */
const mayBeNamed = (doc: ContestProgramme, author: AuthorConsents | undefined, now: Date): boolean =>
  !doc.gallery || (author !== undefined && (!mayBeMinor(doc, author, now) || author.gaps.length === 0));

const mayBeMinor = (doc: ContestProgramme, author: Pick<ConsentAuthor, 'birthYear'>, now: Date): boolean =>
  doc.gallery !== undefined && isMinor(author.birthYear, doc.gallery, now) !== false;

interface PrizeAuthor extends NamedSubject {
  award: Row<'award'>;
  authorId: string;
  title: string;
  public: boolean;
}

/** Every author of every prize in force, with whether the public may read the name. */
async function prizeAuthors(tx: Tx, ctx: Ctx, programme: StoredProgramme): Promise<PrizeAuthor[]> {
  const awards = await awardsInForce(tx.db, programme.id);
  if (awards.length === 0) return [];
  const ids = [...new Set(awards.map((award) => award.entry_id))];
  const [authors, consents, entries] = await Promise.all([
    authorsOf(tx.db, ids),
    authorConsents(tx.db, programme, ids, ctx.now),
    tx.db
      .selectFrom('entry as e')
      .leftJoin('unit as u', 'u.id', 'e.unit_id')
      .select(['e.id', 'e.title', 'e.unit_id', 'u.name as unit_name'])
      .where('e.id', 'in', ids)
      .execute(),
  ]);
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  return awards.flatMap((award) => {
    const entry = entryOf.get(award.entry_id)!;
    return (authors.get(award.entry_id) ?? []).map((author): PrizeAuthor => {
      const said = consents.get(award.entry_id)?.find((one) => one.id === author.id);
      return {
        award,
        authorId: author.id,
        title: entry.title,
        public: mayBeNamed(programme.doc, said, ctx.now),
        kind: 'individual',
        name: author.fullName,
        unitId: entry.unit_id,
        unitName: entry.unit_name ?? author.workplace ?? '',
        personId: author.personId,
        birthYear: said?.birthYear ?? null,
      };
    });
  });
}

/** The rows of these authors among the subjects; two authors of one work are never the same one. */
async function subjectsOfAuthors(tx: Tx, ctx: Ctx, authors: PrizeAuthor[]): Promise<string[]> {
  await holdSubjects(tx);
  const known = await subjectsNamed(tx.db, authors);
  const made: (NamedSubject & { id: string })[] = [];
  const taken = new Map<string, Set<string>>();
  const ids: string[] = [];
  for (const author of authors) {
    const of = taken.get(author.award.id) ?? new Set<string>();
    taken.set(author.award.id, of);
    const same = [...known(author).map((one) => ({ ...one, id: one.rootId })), ...made].filter(
      (one) => !of.has(one.id) && compareSubjects(author, one) === 'same',
    );
    const found =
      same.find((one) => author.personId && one.personId === author.personId) ??
      (same.length === 1 ? same[0] : undefined);
    const id = found?.id ?? (await makeSubject(tx, ctx, author));
    if (!found) made.push({ ...author, id });
    of.add(id);
    ids.push(id);
  }
  return ids;
}

const prizeRecord = (
  programme: StoredProgramme,
  decision: Row<'decision'>,
  author: PrizeAuthor,
  subjectId: string,
): NewRecord => {
  const { doc } = programme;
  const tier = doc.prizes.tiers.find((one) => one.id === author.award.tier_id);
  const day = decision.date ?? isoDateLocal(decision.published_at!);
  return {
    subjectId,
    subjectKind: 'individual',
    subjectName: author.name,
    unitId: author.unitId,
    unitName: author.unitName,
    formId: `giai-${author.award.tier_id}`,
    formName: tier?.name ?? author.award.tier_id,
    formIs: 'prize',
    level: 'contest',
    awardKind: 'contest',
    occasion: doc.name,
    issuer: doc.prizes.certificate.issuer,
    signer: decision.signer,
    decisionNumber: decision.number,
    decisionDate: decision.date,
    year: Number(day.slice(0, 4)),
    citation: `Tác phẩm “${author.title}”`,
    programmeId: programme.id,
    awardId: author.award.id,
    entryAuthorId: author.authorId,
    source: 'prize',
    public: author.public,
    golden: null,
    // the contest has issued certificates of its own
    certificate: false,
  };
};

/**
 * Enters the prizes of a contest whose results are public, as far as they are not there yet: after the publication, after a later prize,
 * and for results that were published before there was a register. A name that may no longer be public is taken from the public.
 * @returns how many lines were added
 */
export async function enterContestPrizes(tx: Tx, ctx: Ctx, programmeId: string): Promise<number> {
  const programme = await programmeById(tx.db, programmeId);
  const decision = programme && (await decisionsOf(tx.db, programmeId)).results;
  if (!programme || !decision?.published_at) return 0;
  const authors = await prizeAuthors(tx, ctx, programme);
  const there = await tx.db
    .selectFrom('award_record')
    .select(['id', 'entry_author_id', 'award_id', 'public'])
    .where('programme_id', '=', programmeId)
    .where('form_is', '=', 'prize')
    .execute();
  const recordOf = new Map(there.map((row) => [`${row.award_id} ${row.entry_author_id}`, row]));
  const of = (author: PrizeAuthor) => recordOf.get(`${author.award.id} ${author.authorId}`);
  const hidden = authors.flatMap((author) => (!author.public && of(author)?.public ? [of(author)!.id] : []));
  if (hidden.length > 0)
    await tx.db.updateTable('award_record').set({ public: false }).where('id', 'in', hidden).execute();
  const missing = authors.filter((author) => !of(author));
  if (missing.length === 0) return 0;
  const subjects = await subjectsOfAuthors(tx, ctx, missing);
  await enterRecords(
    tx,
    ctx,
    missing.map((author, i) => prizeRecord(programme, decision, author, subjects[i]!)),
  );
  return missing.length;
}

/** A prize that was taken back: its lines in the register say so, by the contest's own rules. */
export async function revokePrizeRecords(tx: Tx, ctx: Ctx, args: { awardId: string; reason: string }): Promise<void> {
  const lines = await tx.db
    .selectFrom('award_record')
    .select('id')
    .where('award_id', '=', args.awardId)
    .where('revoked_at', 'is', null)
    .execute();
  for (const { id } of lines) {
    const revocation = await tx.db
      .insertInto('award_revocation')
      .values({
        record_id: id,
        what: 'revoked',
        reason: args.reason,
        by_id: ctx.actor.id,
        by_name: ctx.actor.name,
        at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.db
      .updateTable('award_record')
      .set({ revoked_at: ctx.now, revoked_reason: args.reason, revocation_id: revocation.id })
      .where('id', '=', id)
      .execute();
  }
}

/** Job `register.prizes`: results that were published before there was a register enter it. Does nothing when all are there. */
export async function enterEarlierPrizes(app: App): Promise<void> {
  const waiting = await app.db
    .selectFrom('award as a')
    .innerJoin('decision as d', (join) =>
      join.onRef('d.programme_id', '=', 'a.programme_id').on('d.kind', '=', 'results'),
    )
    .select('a.programme_id')
    .distinct()
    .where('d.published_at', 'is not', null)
    .where('a.revoked_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('award_record as r').select('r.id').whereRef('r.award_id', '=', 'a.id'))),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('entry_author as x')
          .select('x.id')
          .whereRef('x.entry_id', '=', 'a.entry_id')
          .where('x.declined_at', 'is', null),
      ),
    )
    .execute();
  for (const { programme_id: programmeId } of waiting) {
    const ctx: Ctx = {
      app,
      actor: systemActor(),
      now: app.clock.now(),
      requestId: 'register.prizes',
      channel: 'job',
      ip: null,
    };
    await act(
      ctx,
      {
        act: 'register.prizes',
        programmeId,
        subject: { kind: 'programme', id: programmeId },
        summary: 'Đưa giải thưởng đã công bố vào sổ khen thưởng',
      },
      async (tx) => {
        await tx.db.selectFrom('programme').select('id').where('id', '=', programmeId).forNoKeyUpdate().execute();
        const added = await enterContestPrizes(tx, ctx, programmeId);
        tx.note({ summary: `Đưa ${added} dòng giải thưởng đã công bố vào sổ khen thưởng` });
      },
    );
  }
}
