/** Writing answers about publication: of authors, of guardians, from paper. Each act adds rows; none is changed. */
import { type ConsentBy, consentStateNames } from '#lib/domain/gallery/consent.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { GalleryRules } from '#lib/domain/programme/types.ts';
import { type AuthorRecord, type EntryRecord, lockForAuthors, programmeOf } from '../entry/record.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { enterContestPrizes } from '../register/prizes.ts';
import { authorConsents } from './consents.ts';

/** What was chosen for each purpose: 'yes', 'no', or nothing. */
export type Choices = Record<string, string>;

interface Guardian {
  fullName: string;
  relation: string | null;
  email: string | null;
}

export interface Answerer {
  who: ConsentBy;
  channel: 'web' | 'paper' | 'mail';
  guardian?: Guardian | null;
  note?: string | null;
}

export interface Locked {
  entry: EntryRecord;
  author: AuthorRecord;
  programme: StoredProgramme;
  gallery: GalleryRules;
}

/** The field of the form in which a purpose is answered. */
const consentField = (purposeId: string): string => `consent.${purposeId}`;

/** @throws 404 where the programme has no gallery */
export function galleryOf(programme: StoredProgramme): GalleryRules {
  if (!programme.doc.gallery) throw notFound('Trang này');
  return programme.doc.gallery;
}

/** The entry and one of its authors, locked: posting to the gallery waits for the answer, and the answer for the posting. */
export async function lockAuthor(tx: Tx, entryId: string, authorId: string): Promise<Locked> {
  const entry = await lockForAuthors(tx.db, entryId);
  const author = entry.authors.find((one) => one.id === authorId && !one.declinedAt);
  if (!author) throw notFound('Tác giả này');
  const programme = await programmeOf(tx.db, entry);
  return { entry, author, programme, gallery: galleryOf(programme) };
}

/** One issue for each purpose that was left open: nothing is chosen beforehand, and silence is no consent. */
const unanswered = (programme: StoredProgramme, gallery: GalleryRules, choices: Choices): Issue[] =>
  gallery.consents
    .filter(({ id }) => choices[id] !== 'yes' && choices[id] !== 'no')
    .map(({ id, clause }) => ({
      field: consentField(id),
      message: 'Hãy chọn đồng ý hoặc không đồng ý.',
      clause: clauseLabel(programme.doc, clause),
    }));

/** @throws RuleError gallery.consent-open */
export function requireAnswered(
  programme: StoredProgramme,
  gallery: GalleryRules,
  choices: Choices,
  more: Issue[] = [],
) {
  const issues = [...more, ...unanswered(programme, gallery, choices)];
  if (issues.length === 0) return;
  throw new RuleError({
    code: 'gallery.consent-open',
    message: issues.length === 1 ? issues[0]!.message : `Còn ${issues.length} chỗ cần chọn hoặc sửa.`,
    clause: clauseLabel(programme.doc, gallery.clause),
    issues,
  });
}

/** Adds the answers that differ from what counts now; what was not chosen stays as it is. @returns what changed, for the log */
export async function writeAnswers(
  tx: Tx,
  ctx: Ctx,
  { entry, author, programme, gallery }: Locked,
  choices: Choices,
  by: Answerer,
): Promise<string[]> {
  const states = (await authorConsents(tx.db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
  const now = states.find((one) => one.id === author.id)?.consents.filter((one) => one.who === by.who) ?? [];
  const changed = gallery.consents.filter(({ id }) => {
    const chosen = choices[id];
    if (chosen !== 'yes' && chosen !== 'no') return false;
    const state = now.find((one) => one.purposeId === id)?.state ?? 'missing';
    return chosen === 'yes' ? state !== 'given' : state !== 'refused' && state !== 'withdrawn';
  });
  if (changed.length === 0) return [];
  await tx.db
    .insertInto('publication_consent')
    .values(
      changed.map((purpose) => ({
        entry_id: entry.id,
        entry_author_id: author.id,
        author_name: author.fullName,
        purpose_id: purpose.id,
        version: purpose.version,
        text: purpose.text,
        who: by.who,
        guardian_name: by.who === 'guardian' ? (by.guardian?.fullName ?? null) : null,
        guardian_relation: by.who === 'guardian' ? (by.guardian?.relation ?? null) : null,
        guardian_email: by.who === 'guardian' ? (by.guardian?.email ?? null) : null,
        answer: choices[purpose.id] === 'yes',
        at: ctx.now,
        person_id: by.channel === 'paper' ? author.personId : ctx.actor.id,
        ip: by.channel === 'paper' ? null : ctx.ip,
        channel: by.channel,
        noted_by: by.channel === 'paper' ? ctx.actor.id : null,
        note: by.note || null,
      })),
    )
    .execute();
  // who takes a consent back is not named in the register of awards either
  await enterContestPrizes(tx, ctx, programme.id);
  return changed.map(({ id }) => `${id}: ${consentStateNames[choices[id] === 'yes' ? 'given' : 'refused']}`);
}
