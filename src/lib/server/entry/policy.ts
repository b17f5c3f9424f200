import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Actor, allow, type Decision, deny, hide, isSignedIn, requireAllowed } from '../platform/policy.ts';
import { canCheck, canScreen } from '../screening/policy.ts';
import { type AuthorRecord, type EntryRecord, findEntry } from './record.ts';

export type EntryPolicyAct =
  /** open the authors' pages of an entry */
  | 'entry.view'
  /** change it, hand it in, withdraw it */
  | 'entry.edit'
  /** read what was handed in: also the unit and the people who check */
  | 'entry.read';

type Facts = Pick<EntryRecord, 'programmeId' | 'unitId' | 'createdBy' | 'onBehalf' | 'state' | 'code' | 'authors'>;

/** The author row of the actor: by account, or by an address that they have confirmed to be theirs. */
export const authorOf = (actor: Actor, entry: Pick<Facts, 'authors'>): AuthorRecord | null =>
  (isSignedIn(actor) &&
    entry.authors.find(
      (author) =>
        author.personId === actor.id ||
        (author.personId === null && actor.emailConfirmed && author.email !== null && author.email === actor.email),
    )) ||
  null;

/**
 * Who may do what with an entry. Its authors and who made it; where it was entered on behalf of a citizen, the coordinator of
 * its unit. To everyone else it does not exist. Judges have queries of their own.
 */
export async function canEntry(ctx: Ctx, act: EntryPolicyAct, entry: Facts): Promise<Decision> {
  const { actor } = ctx;
  if (actor.kind === 'system') return allow;
  if (!isSignedIn(actor)) return hide;
  const author = authorOf(actor, entry);
  const made = !entry.onBehalf && entry.createdBy === actor.id;
  if (made || (author && !author.declinedAt && author.confirmedAt)) return allow;
  if (author && !author.declinedAt)
    return act === 'entry.view' || act === 'entry.read'
      ? allow
      : deny('entry.not-confirmed', 'Hãy xác nhận là đồng tác giả trước khi sửa hoặc nộp bài.');
  const { unitId, programmeId } = entry;
  const coordinates = async () => (await canScreen(ctx, { unitId, programmeId })).allow;
  if (entry.onBehalf && (await coordinates())) return allow;
  if (act !== 'entry.read' || entry.code === null || entry.state === 'draft') return hide;
  return canCheck(ctx, 'check.read', programmeId).allow || (await coordinates()) ? allow : hide;
}

/** An entry that the actor may see in this way. @throws 404 (or why not, to people who may see it otherwise) */
export async function requireEntry(ctx: Ctx, act: EntryPolicyAct, entryId: string): Promise<EntryRecord> {
  const entry = await findEntry(ctx.app.db, entryId);
  if (!entry) throw notFound('Bài dự thi này');
  requireAllowed(await canEntry(ctx, act, entry));
  return entry;
}
