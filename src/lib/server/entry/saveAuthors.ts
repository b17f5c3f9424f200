import { type AuthorIssue, checkAuthors, parseShare } from '#lib/domain/entry/authors.ts';
import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { checkEmail, checkName, checkPhone, checkShortText } from '#lib/domain/people/person.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { act, type Tx } from '../platform/act.ts';
import { issueToken } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { exclusionsOf, requireEditable } from './facts.ts';
import { orKeepLate } from './late.ts';
import { coAuthorMail } from './mails.ts';
import { requireEntry } from './policy.ts';
import { limitFindings } from './quota.ts';
import { type AuthorRecord, type EntryRecord, lockForAuthors, programmeOf, touch } from './record.ts';

export interface AuthorInput {
  /** row of the author when the author is already there */
  id?: string | null;
  fullName: string;
  email?: string;
  phone?: string;
  job?: string;
  workplace?: string;
  /** percent, as typed: '33,3' */
  share?: string;
}

export interface SavedAuthors {
  version: number;
  /** what has to be mended before handing in */
  issues: AuthorIssue[];
  /** who was sent a link just now */
  invited: string[];
}

/** How long a co-author's link works, in seconds. */
const coAuthorLifetime = 30 * 24 * 3600;

/** What cannot be stored, or must not: the rest may be mended later, in the draft. */
const fatal = [
  'authors.none',
  'authors.too-many',
  'authors.share-invalid',
  'authors.share-decimals',
  'authors.same-person',
];

/**
 * Saves the authors of an entry and their shares, in the order given; who is left out is removed. Co-authors get a link to
 * confirm as soon as the shares are in order, and again when their own share changes.
 * @throws RuleError exclusion.role (K26-2b), authors (K26-2a: what cannot be stored; K24-5), entry.late, stale
 */
export async function saveAuthors(
  ctx: Ctx,
  args: { entryId: string; version: number; authors: AuthorInput[] },
): Promise<SavedAuthors> {
  const { programmeId } = await requireEntry(ctx, 'entry.edit', args.entryId);
  return orKeepLate(ctx, { entryId: args.entryId, part: 'authors', typed: args.authors }, () =>
    act(
      ctx,
      { act: 'entry.save-authors', subject: { kind: 'entry', id: args.entryId }, summary: 'Lưu danh sách tác giả' },
      async (tx) => {
        // Held while roles and authors are compared, so that an appointment at the same moment cannot slip past.
        await lockExclusion(tx.db, programmeId);
        return save(ctx, tx, args);
      },
    ),
  );
}

type Draft = Omit<AuthorRecord, 'id'> & { id: string | null };

const isEmpty = (input: AuthorInput): boolean =>
  !input.id && [input.fullName, input.email, input.share].every((text) => clean(text ?? '') === '');

/** Rows as typed, cleaned; issues for what is wrong with one field. */
function readAuthors(entry: EntryRecord, inputs: readonly AuthorInput[]): { drafts: Draft[]; issues: Issue[] } {
  const issues: Issue[] = [];
  const drafts = inputs.map((input, i): Draft => {
    const before = entry.authors.find((author) => author.id === input.id) ?? null;
    const field = (name: string) => `authors.${i}.${name}`;
    const name = checkName(input.fullName, field('fullName'));
    // Who is on paper has no address; who has an account keeps the one of the account.
    const fixed = before?.personId ? before.email : null;
    const noAddress = clean(input.email ?? '') === '' && (entry.onBehalf || before?.personId);
    const email = fixed || noAddress ? null : checkEmail(input.email ?? '', field('email'));
    const phone = checkPhone(input.phone ?? '', field('phone'));
    const job = checkShortText(input.job ?? '', field('job'), 'Chức vụ, nghề nghiệp');
    const workplace = checkShortText(input.workplace ?? '', field('workplace'), 'Nơi công tác, học tập');
    for (const checked of [name, email, phone, job, workplace]) issues.push(...(checked?.issues ?? []));
    return {
      id: before?.id ?? null,
      personId: before?.personId ?? null,
      position: i + 1,
      fullName: name.value ?? clean(input.fullName),
      email: fixed ?? email?.value ?? null,
      phone: phone.value,
      job: job.value,
      workplace: workplace.value,
      share: clean(input.share ?? '') || null,
      confirmedAt: before?.confirmedAt ?? null,
      declinedAt: before?.declinedAt ?? null,
      confirmChannel: before?.confirmChannel ?? null,
    };
  });
  return { drafts: drafts.map((draft) => (isSomebodyElse(entry, draft) ? asNew(draft) : draft)), issues };
}

/**
 * A row that was given to another person: what the one before agreed to, or answered about publication, is not theirs (K24-4).
 * Who has an address is known by it, who has none by name.
 */
function isSomebodyElse(entry: EntryRecord, draft: Draft): boolean {
  const before = entry.authors.find((author) => author.id === draft.id);
  if (!before || before.personId) return false;
  return before.email ? before.email !== draft.email : !draft.email && before.fullName !== draft.fullName;
}

const asNew = (draft: Draft): Draft => ({
  ...draft,
  id: null,
  confirmedAt: null,
  declinedAt: null,
  confirmChannel: null,
});

/** A share that changed has to be agreed to again, except by who changes it or made the entry. */
function confirmAgain(ctx: Ctx, entry: EntryRecord, draft: Draft): Draft {
  const before = entry.authors.find((author) => author.id === draft.id);
  if (entry.onBehalf)
    return { ...draft, confirmedAt: draft.confirmedAt ?? ctx.now, confirmChannel: draft.confirmChannel ?? 'paper' };
  if (draft.personId === ctx.actor.id || draft.personId === entry.createdBy || !before) return draft;
  const same = (before.share && parseShare(before.share)) === draft.share && before.email === draft.email;
  return same ? draft : { ...draft, confirmedAt: null, declinedAt: null, confirmChannel: null };
}

async function save(
  ctx: Ctx,
  tx: Tx,
  args: { entryId: string; version: number; authors: AuthorInput[] },
): Promise<SavedAuthors> {
  const entry = await lockForAuthors(tx.db, args.entryId);
  const programme = await programmeOf(tx.db, entry);
  if ((await requireEditable(tx.db, programme, entry, ctx.now)) !== 'submission')
    throw new RuleError({ code: 'authors.fixed', message: 'Danh sách tác giả không đổi được sau vòng nhận hồ sơ.' });
  if (entry.version !== args.version) throw stale('Danh sách tác giả');

  const { drafts, issues } = readAuthors(
    entry,
    args.authors.filter((author) => !isEmpty(author)),
  );
  const creatorRow = entry.onBehalf ? null : entry.authors.find((author) => author.personId === entry.createdBy);
  if (creatorRow && !drafts.some((draft) => draft.id === creatorRow.id))
    issues.push({
      field: 'authors',
      message: `${creatorRow.fullName} lập bài này nên phải có trong danh sách tác giả.`,
    });
  const found = checkAuthors(programme.doc, drafts);
  issues.push(...found.filter((issue) => fatal.includes(issue.code)));
  const excluded = (await exclusionsOf(tx.db, programme, drafts, ctx.now)).filter((one) => one.level === 'block');
  for (const one of excluded) {
    const index = drafts.indexOf(one.author as Draft);
    issues.push({ field: `authors.${Math.max(0, index)}.email`, message: one.message, clause: one.clause });
  }
  issues.push(...(await aboveLimit(ctx, tx, programme, entry, drafts)));
  if (issues.length > 0)
    throw new RuleError({
      code: excluded.length > 0 ? 'exclusion.role' : 'authors',
      message: issues.length === 1 ? issues[0]!.message : 'Danh sách tác giả có chỗ cần sửa nên chưa được lưu.',
      issues,
    });

  const stored = drafts
    .map((draft) => ({ ...draft, share: draft.share && parseShare(draft.share) }))
    .map((draft) => confirmAgain(ctx, entry, draft));
  await writeAuthors(ctx, tx, entry, stored);
  const version = await touch(tx.db, ctx, entry);
  const after = await lockForAuthors(tx.db, entry.id);
  const invited = found.some((issue) => issue.level === 'block') ? [] : await inviteWaiting(ctx, tx, programme, after);
  tx.note({
    programmeId: programme.id,
    summary: `Lưu ${after.authors.length} tác giả của “${entry.title}”`,
    changes: {
      authors: [
        entry.authors.map((author) => [author.fullName, author.share]),
        after.authors.map((author) => [author.fullName, author.share]),
      ],
    },
  });
  return { version, issues: found.filter((issue) => !fatal.includes(issue.code)), invited };
}

/**
 * Who cannot be named any more (K24-5). In a draft only who is new there is refused, so that the rest can still be mended; the
 * task list tells what has to change before it is handed in.
 */
async function aboveLimit(
  ctx: Ctx,
  tx: Tx,
  programme: StoredProgramme,
  entry: EntryRecord,
  drafts: Draft[],
): Promise<Issue[]> {
  const isNew = (draft: Draft) => !entry.authors.some((one) => one.id === draft.id && one.email === draft.email);
  const found = await limitFindings(ctx, tx.db, programme, drafts, entry.id);
  return found.flatMap(({ author, message, clause }) => {
    if (author === null) return entry.state === 'draft' ? [] : [{ field: 'authors', message, clause }];
    return isNew(drafts[author]!) ? [{ field: `authors.${author}.email`, message, clause }] : [];
  });
}

async function writeAuthors(ctx: Ctx, tx: Tx, entry: EntryRecord, authors: Draft[]): Promise<void> {
  const kept = authors.flatMap((author) => (author.id ? [author.id] : []));
  const gone = entry.authors.filter((author) => !kept.includes(author.id)).map((author) => author.id);
  if (gone.length > 0) {
    await voidLinks(ctx, tx, gone);
    await tx.db.deleteFrom('entry_author').where('id', 'in', gone).execute();
  }
  // Two authors may have swapped their addresses, which are unique in an entry: first clear, then write.
  if (kept.length > 0) await tx.db.updateTable('entry_author').set({ email: null }).where('id', 'in', kept).execute();
  for (const author of authors) {
    const row = {
      position: author.position,
      full_name: author.fullName,
      email: author.email,
      phone: author.phone,
      job: author.job,
      workplace: author.workplace,
      share: author.share,
      confirmed_at: author.confirmedAt,
      declined_at: author.declinedAt,
      confirm_channel: author.confirmChannel,
    };
    if (author.id) {
      const before = entry.authors.find((one) => one.id === author.id);
      if (before?.confirmedAt && !author.confirmedAt) await voidLinks(ctx, tx, [author.id]);
      await tx.db.updateTable('entry_author').set(row).where('id', '=', author.id).execute();
    } else
      await tx.db
        .insertInto('entry_author')
        .values({ ...row, entry_id: entry.id, created_at: ctx.now })
        .execute();
  }
}

const linksOf = (tx: Tx, authorIds: string[]) =>
  tx.db
    .selectFrom('token')
    .select((eb) => [
      'hash',
      eb.ref('payload', '->>').key('authorId').as('authorId'),
      eb.ref('payload', '->>').key('share').as('share'),
    ])
    .where('purpose', '=', 'co-author')
    .where('used_at', 'is', null)
    .where((eb) => eb(eb.ref('payload', '->>').key('authorId'), 'in', authorIds));

/** Links that must not work any longer: removed, asked again, answered otherwise. */
export async function voidLinks(ctx: Ctx, tx: Tx, authorIds: string[]): Promise<void> {
  const links = await linksOf(tx, authorIds).execute();
  const hashes = links.map((link) => link.hash);
  if (hashes.length > 0)
    await tx.db.updateTable('token').set({ used_at: ctx.now }).where('hash', 'in', hashes).execute();
}

/** Mails a new link to one author; older ones stop working. */
export async function inviteCoAuthor(
  ctx: Ctx,
  tx: Tx,
  programme: StoredProgramme,
  entry: EntryRecord,
  author: AuthorRecord & { email: string },
): Promise<void> {
  await voidLinks(ctx, tx, [author.id]);
  const secret = await issueToken(tx.db, {
    purpose: 'co-author',
    personId: null,
    payload: { entryId: entry.id, authorId: author.id, share: author.share, email: author.email },
    now: ctx.now,
    lifetime: coAuthorLifetime,
  });
  const until = new Date(ctx.now.getTime() + coAuthorLifetime * 1000);
  const to = { personId: author.personId, email: author.email, fullName: author.fullName };
  await tx.send(
    coAuthorMail(ctx.app, to, programme, entry, { secret, until, by: ctx.actor.name, share: author.share }),
  );
}

/** Sends links to co-authors who have none for the share they have now. */
async function inviteWaiting(ctx: Ctx, tx: Tx, programme: StoredProgramme, entry: EntryRecord): Promise<string[]> {
  const waiting = entry.authors.filter((author) => !author.confirmedAt && !author.declinedAt && author.email);
  if (waiting.length === 0) return [];
  const links = await linksOf(
    tx,
    waiting.map((author) => author.id),
  )
    .select((eb) => eb.ref('payload', '->>').key('email').as('email'))
    .where('expires_at', '>', ctx.now)
    .execute();
  const invited: string[] = [];
  for (const author of waiting) {
    const has = links.some(
      (link) => link.authorId === author.id && link.share === author.share && link.email === author.email,
    );
    if (has) continue;
    await inviteCoAuthor(ctx, tx, programme, entry, { ...author, email: author.email! });
    invited.push(author.fullName);
  }
  return invited;
}
