/** Acts of authors, and of those who note signed papers, about publication (K24-4). */
import type { ConsentBy } from '#lib/domain/gallery/consent.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { checkBirthYear, checkName, checkShortText } from '#lib/domain/people/person.ts';
import { authorOf, requireEntry } from '../entry/policy.ts';
import type { EntryRecord } from '../entry/record.ts';
import { programmeOf } from '../entry/record.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { canCheck, canScreen } from '../screening/policy.ts';
import {
  type Answerer,
  type Choices,
  galleryOf,
  type Locked,
  lockAuthor,
  requireAnswered,
  writeAnswers,
} from './answers.ts';
import { takeOffWithoutConsent } from './takeOff.ts';

export interface AuthorAnswers {
  /** as typed */
  birthYear: string;
  choices: Choices;
}

const aboutEntry = (entryId: string, what: string, actName: string) => ({
  act: actName,
  subject: { kind: 'entry', id: entryId },
  summary: what,
});

function checkedYear(ctx: Ctx, typed: string): { year: number | null; issues: Issue[] } {
  const checked = checkBirthYear(typed, ctx.now, 'birthYear');
  if (checked.ok && checked.value === null)
    return { year: null, issues: [{ field: 'birthYear', message: 'Hãy ghi năm sinh, gồm bốn chữ số.' }] };
  return { year: checked.value, issues: checked.issues };
}

/**
 * Stores the answers of one author inside an act, with the year of birth. A work on show for which a needed consent is now missing
 * leaves the gallery at once.
 */
export async function takeAuthorAnswers(
  tx: Tx,
  ctx: Ctx,
  locked: Locked,
  { birthYear, choices }: AuthorAnswers,
  by: Answerer,
): Promise<{ changed: string[]; takenOff: boolean }> {
  const { year, issues } = checkedYear(ctx, birthYear);
  const guarded = await tx.db
    .selectFrom('entry_author as a')
    .select('a.birth_year')
    .where('a.id', '=', locked.author.id)
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('author_guardian as g').select('g.email').whereRef('g.entry_author_id', '=', 'a.id')),
        // or answered on paper
        exists(
          selectFrom('publication_consent as c')
            .select('c.id')
            .whereRef('c.entry_author_id', '=', 'a.id')
            .where('c.who', '=', 'guardian'),
        ),
      ]),
    )
    .executeTakeFirst();
  // Else a minor could leave the guardian out by another year.
  if (guarded && guarded.birth_year !== year)
    issues.push({
      field: 'birthYear',
      message: 'Năm sinh này đã dùng để hỏi người giám hộ. Nếu ghi sai, hãy liên hệ Tổ Thư ký.',
    });
  requireAnswered(locked.programme, locked.gallery, choices, issues);
  await tx.db.updateTable('entry_author').set({ birth_year: year }).where('id', '=', locked.author.id).execute();
  const changed = await writeAnswers(tx, ctx, locked, choices, by);
  const takenOff = await takeOffWithoutConsent(tx, ctx, locked.programme, locked.entry.id);
  return { changed, takenOff };
}

/** The author row of the actor. @throws 404 for people who are no author of it; RuleError entry.not-confirmed */
async function ownRow(ctx: Ctx, entryId: string): Promise<{ entry: EntryRecord; authorId: string }> {
  const entry = await requireEntry(ctx, 'entry.view', entryId);
  galleryOf(await programmeOf(ctx.app.db, entry));
  const author = authorOf(ctx.actor, entry);
  if (!author || author.declinedAt) throw notFound('Trang này');
  if (!author.confirmedAt)
    throw new RuleError({ code: 'entry.not-confirmed', message: 'Hãy xác nhận là đồng tác giả trước.' });
  return { entry, authorId: author.id };
}

/**
 * An author says, for each purpose, yes or no. Refusing never stands in the way of entering; an answer may be changed at any
 * time, also long after the contest.
 * @throws RuleError gallery.consent-open with one issue each purpose that was left open
 */
export async function answerConsents(
  ctx: Ctx,
  args: { entryId: string } & AuthorAnswers,
): Promise<{ takenOff: boolean }> {
  const { authorId } = await ownRow(ctx, args.entryId);
  return act(ctx, aboutEntry(args.entryId, 'Trả lời về đăng công khai', 'gallery.consent'), async (tx) => {
    const locked = await lockAuthor(tx, args.entryId, authorId);
    const { changed, takenOff } = await takeAuthorAnswers(tx, ctx, locked, args, { who: 'author', channel: 'web' });
    tx.note({
      programmeId: locked.programme.id,
      summary: `${locked.author.fullName} trả lời về đăng công khai “${locked.entry.title}”`,
      changes: { answers: changed },
    });
    return { takenOff };
  });
}

/** An author takes every consent to publication back with one button. */
export async function withdrawConsents(ctx: Ctx, args: { entryId: string }): Promise<{ takenOff: boolean }> {
  const { authorId } = await ownRow(ctx, args.entryId);
  return act(ctx, aboutEntry(args.entryId, 'Rút đồng ý đăng công khai', 'gallery.consent-withdraw'), async (tx) => {
    const locked = await lockAuthor(tx, args.entryId, authorId);
    const none = Object.fromEntries(locked.gallery.consents.map(({ id }) => [id, 'no']));
    const changed = await writeAnswers(tx, ctx, locked, none, { who: 'author', channel: 'web' });
    const takenOff = await takeOffWithoutConsent(tx, ctx, locked.programme, locked.entry.id);
    tx.note({
      programmeId: locked.programme.id,
      summary: `${locked.author.fullName} rút đồng ý đăng công khai “${locked.entry.title}”`,
      changes: { answers: changed },
    });
    return { takenOff };
  });
}

/** Who notes signed papers: the secretariat; for an entry made on behalf of a citizen, the coordinator of its unit. */
export async function mayNotePaper(ctx: Ctx, entry: Pick<EntryRecord, 'programmeId' | 'unitId' | 'onBehalf'>) {
  const { programmeId, unitId } = entry;
  if (entry.onBehalf && (await canScreen(ctx, { unitId, programmeId })).allow) return { allow: true as const };
  return canCheck(ctx, 'check.decide', programmeId);
}

export interface PaperInput {
  entryId: string;
  /** under which the page stands */
  programmeId?: string;
  authorId: string;
  who: string;
  birthYear: string;
  guardianName: string;
  guardianRelation: string;
  choices: Choices;
  /** where the signed paper is kept */
  note: string;
}

/**
 * Notes what an author or the guardian signed on paper: who noted it, when, and where the paper is kept.
 * @throws RuleError gallery.consent-open
 */
export async function noteConsentPaper(ctx: Ctx, args: PaperInput): Promise<{ takenOff: boolean }> {
  if (!isSignedIn(ctx.actor)) throw notFound('Bài dự thi này');
  const seen = await requireEntry(ctx, 'entry.read', args.entryId);
  if (args.programmeId && args.programmeId !== seen.programmeId) throw notFound('Bài dự thi này');
  galleryOf(await programmeOf(ctx.app.db, seen));
  requireAllowed(await mayNotePaper(ctx, seen));
  const who: ConsentBy = args.who === 'guardian' ? 'guardian' : 'author';
  const year = checkedYear(ctx, args.birthYear);
  const issues = [...year.issues];
  if (!seen.authors.some((one) => one.id === args.authorId && !one.declinedAt))
    issues.unshift({ field: 'authorId', message: 'Hãy chọn tác giả.' });
  if (args.who !== who) issues.unshift({ field: 'who', message: 'Hãy chọn ai ký bản giấy.' });
  if (issues.some((one) => one.field === 'authorId'))
    throw new RuleError({ code: 'fields', message: issues[0]!.message, issues });
  const name = who === 'guardian' ? checkName(args.guardianName, 'guardianName', 'Họ và tên người giám hộ') : null;
  const relation =
    who === 'guardian' ? checkShortText(args.guardianRelation, 'guardianRelation', 'Quan hệ với tác giả', 100) : null;
  const note = checkShortText(args.note, 'note', 'Nơi giữ bản giấy', 300);
  issues.push(...(name?.issues ?? []), ...(relation?.issues ?? []), ...note.issues);
  if (clean(args.note) === '')
    issues.push({ field: 'note', message: 'Hãy ghi ai ký, ngày ký và nơi giữ bản giấy có chữ ký.' });
  return act(ctx, aboutEntry(args.entryId, 'Ghi nhận bản giấy', 'gallery.consent-paper'), async (tx) => {
    const locked = await lockAuthor(tx, args.entryId, args.authorId);
    requireAnswered(locked.programme, locked.gallery, args.choices, issues);
    await tx.db.updateTable('entry_author').set({ birth_year: year.year }).where('id', '=', args.authorId).execute();
    const guardian = name?.value ? { fullName: name.value, relation: relation?.value ?? null, email: null } : null;
    const by = { who, channel: 'paper' as const, guardian, note: note.value };
    const changed = await writeAnswers(tx, ctx, locked, args.choices, by);
    const takenOff = await takeOffWithoutConsent(tx, ctx, locked.programme, locked.entry.id);
    tx.note({
      programmeId: locked.programme.id,
      summary: `Ghi nhận bản giấy về đăng công khai “${locked.entry.title}” của ${who === 'guardian' ? 'người giám hộ của ' : ''}${locked.author.fullName}`,
      changes: { answers: changed, note: note.value },
    });
    return { takenOff };
  });
}
