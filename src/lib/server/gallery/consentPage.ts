/** What the pages about publication show. */
import type { ConsentBy, ConsentState } from '#lib/domain/gallery/consent.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { authorOf, requireEntry } from '../entry/policy.ts';
import { programmeOf } from '../entry/record.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { galleryOf } from './answers.ts';
import { type AuthorConsents, authorConsents } from './consents.ts';
import { mayNotePaper } from './giveConsent.ts';

export interface Question {
  id: string;
  text: string;
  clause: string;
  needed: boolean;
  state: ConsentState;
  at: Date | null;
}

/** The purposes as one person is asked about them, with what they said. */
export const questionsFor = (programme: StoredProgramme, author: AuthorConsents | null, who: ConsentBy): Question[] =>
  (programme.doc.gallery?.consents ?? []).map(({ id, text, clause, needed }) => {
    const said = author?.consents.find((one) => one.purposeId === id && one.who === who);
    const { state, at } = said ?? { state: 'missing' as const, at: null };
    return { id, text, clause: clauseLabel(programme.doc, clause), needed, state, at };
  });

/** What one author is asked, for a page that asks it beside something else; null where there is no gallery. */
export async function consentQuestions(ctx: Ctx, programme: StoredProgramme, entryId: string, authorId: string) {
  if (!programme.doc.gallery) return null;
  const states = (await authorConsents(ctx.app.db, programme, [entryId], ctx.now)).get(entryId) ?? [];
  const author = states.find((one) => one.id === authorId) ?? null;
  return {
    gallery: programme.doc.gallery.name,
    birthYear: author?.birthYear ?? null,
    minor: author?.minor ?? null,
    questions: questionsFor(programme, author, 'author'),
  };
}

/** The state of one author in a few words, without what they chose: that is theirs. */
const answered = (author: AuthorConsents): 'done' | 'guardian' | 'open' => {
  if (author.waiting.some((one) => one.who === 'author') || author.birthYear === null) return 'open';
  return author.waiting.length > 0 ? 'guardian' : 'done';
};

/** The page of an entry about its publication. @throws 404 where there is no gallery, and for everyone who may not see the entry */
export async function publicationPage(ctx: Ctx, args: { entryId: string }) {
  const entry = await requireEntry(ctx, 'entry.view', args.entryId);
  const programme = await programmeOf(ctx.app.db, entry);
  const gallery = galleryOf(programme);
  const { doc } = programme;
  const states = (await authorConsents(ctx.app.db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
  const own = authorOf(ctx.actor, entry);
  const me = own?.confirmedAt && !own.declinedAt ? (states.find((one) => one.id === own.id) ?? null) : null;
  const paper = (await mayNotePaper(ctx, entry)).allow;
  const item = await ctx.app.db
    .selectFrom('gallery_item')
    .select('withdrawn_at')
    .where('entry_id', '=', entry.id)
    .executeTakeFirst();
  return {
    gallery: gallery.name,
    clause: clauseLabel(doc, gallery.clause),
    guardianBelowAge: gallery.guardianBelowAge,
    interactions: doc.interaction !== undefined,
    contact: doc.contacts.email.value,
    shown: item !== undefined && item.withdrawn_at === null,
    me: me && {
      birthYear: me.birthYear,
      minor: me.minor === true,
      guardian: me.guardian,
      guardianAnswered: me.consents.some((one) => one.who === 'guardian' && one.state !== 'missing'),
      questions: questionsFor(programme, me, 'author'),
      asked: me.consents.some((one) => one.who === 'author'),
      guardianStates: me.consents.filter((one) => one.who === 'guardian'),
    },
    others: states.filter((one) => one.id !== me?.id).map((one) => ({ name: one.fullName, state: answered(one) })),
    papers: paper ? papersOf(states) : [],
    paperQuestions: questionsFor(programme, null, 'author'),
  };
}

/** What the authors of an entry and their guardians said, for those who note signed papers. */
export const papersOf = (states: readonly AuthorConsents[]) =>
  states.map(({ id, fullName, birthYear, minor, guardian, consents }) => ({
    id,
    name: fullName,
    birthYear,
    minor,
    guardian: guardian && { fullName: guardian.fullName, relation: guardian.relation },
    consents,
  }));

/** For the task list of an entry; null where there is no gallery. */
export async function publicationTask(ctx: Ctx, programme: StoredProgramme | null, entryId: string) {
  if (!programme?.doc.gallery) return null;
  const states = (await authorConsents(ctx.app.db, programme, [entryId], ctx.now)).get(entryId) ?? [];
  const open = states.filter((one) => answered(one) !== 'done');
  const gaps = states.flatMap((one) => one.gaps);
  const { name } = programme.doc.gallery;
  const item = await ctx.app.db
    .selectFrom('gallery_item')
    .select('code')
    .where('entry_id', '=', entryId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  /** where everyone sees the work now */
  const shown = item
    ? { href: `/cuoc-thi/${programme.slug}/thu-vien/${item.code.toLowerCase()}`, label: `Xem tác phẩm trong ${name}` }
    : null;
  if (open.length > 0) {
    const waiting = open.map((one) =>
      answered(one) === 'guardian' ? `người giám hộ của ${one.fullName}` : one.fullName,
    );
    const detail = `Chưa trả lời: ${waiting.join(', ')}. Không trả lời vẫn dự thi được.`;
    return { state: 'open' as const, detail, shown };
  }
  return gaps.length > 0
    ? {
        state: 'no' as const,
        detail: `Không đủ đồng ý: tác phẩm vẫn dự thi, nhưng không được đăng trong ${name}.`,
        shown,
      }
    : { state: 'yes' as const, detail: `Đủ đồng ý để đăng trong ${name}.`, shown };
}
