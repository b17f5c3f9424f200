import { slugify } from '#lib/domain/kernel/text.ts';
import { confirmCoAuthor } from '#lib/server/entry/coAuthor.ts';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { answerConsents } from '#lib/server/gallery/giveConsent.ts';
import { answerAsGuardian, nameGuardian } from '#lib/server/gallery/guardian.ts';
import { cast } from '../cast.ts';
import { mailAddress } from '../names.ts';
import { type NewPerson, register } from '../people.ts';
import { uploadLater, video } from '../uploads.ts';
import { daysLater, type World } from '../world.ts';
import type { VideoWork } from './works.ts';

/** June and July (K24-8): people begin, upload, confirm, answer about being shown, hand in. */
export function planVideoIntake(world: World, works: readonly VideoWork[]): void {
  const { agenda } = world;
  for (const work of works) {
    const random = world.chance(`video/author/${work.n}`);
    const span = work.submitAt.getTime() - work.beginAt.getTime();
    const moment = (share: number) => new Date(work.beginAt.getTime() + span * share);
    agenda.at(work.beginAt, () => begin(world, work));
    agenda.at(moment(0.2), () => fillIn(world, work));
    agenda.at(moment(0.4 + random.next() * 0.4), () => addVideo(world, work));
    if (work.fate === 'abandoned') continue;
    agenda.at(moment(0.9), () => answer(world, work));
    agenda.at(work.submitAt, () => handIn(world, work));
  }
}

/** Whoever works on the entry. */
export const authorOf = (world: World, work: VideoWork) => world.as(world.people.get(work.authors[0]!.email)!);

const versionOf = async ({ app }: World, work: VideoWork): Promise<number> =>
  (await app.db.selectFrom('entry').select('version').where('id', '=', work.id).executeTakeFirstOrThrow()).version;

async function begin(world: World, work: VideoWork): Promise<void> {
  const first = work.authors[0]!;
  if (!world.people.has(first.email)) await register(world, first);
  const { programmeId } = world;
  work.id = (await startEntry(await authorOf(world, work), { programmeId, title: work.title, pillar: '' })).entryId;
}

async function fillIn(world: World, work: VideoWork): Promise<void> {
  const ctx = await authorOf(world, work);
  const { idea } = work;
  await saveEntryForm(ctx, {
    entryId: work.id!,
    version: await versionOf(world, work),
    title: work.title,
    topics: idea.topics,
    unitId: work.unit?.id ?? null,
    values: { videoForm: idea.form, summary: idea.summary, borrowed: idea.borrowed ?? '' },
  });
  if (work.authors.length === 1) return;
  const rows = await world.app.db
    .selectFrom('entry_author')
    .select('id')
    .where('entry_id', '=', work.id)
    .orderBy('position')
    .execute();
  await saveAuthors(ctx, {
    entryId: work.id!,
    version: await versionOf(world, work),
    authors: work.authors.map((author, i) => ({
      id: rows[i]?.id ?? null,
      fullName: author.fullName,
      email: author.email,
      job: author.position,
      workplace: work.unit?.name ?? '',
      share: work.shares[i]!,
    })),
  });
  for (const [i, author] of work.authors.entries()) if (i > 0) planConfirmation(world, work, author, i);
}

const yearOf = (world: World, author: NewPerson): string =>
  String(author.birthYear ?? world.chance(`birth/${author.email}`).int(1966, 2007));

/** Showing it in the gallery as said; most agree to the other places, too. */
function choices(world: World, author: NewPerson, gallery: 'yes' | 'no'): Record<string, string> {
  const random = world.chance(`consent/${author.email}`);
  const ofTheCast = cast.some((member) => member.email === author.email);
  return {
    gallery,
    fanpage: gallery === 'yes' && (ofTheCast || random.chance(0.85)) ? 'yes' : 'no',
    broadcast: gallery === 'yes' && random.chance(0.7) ? 'yes' : 'no',
  };
}

/** The co-author opens the link in the mail; what it asks about publication is mostly answered at once. */
function planConfirmation(world: World, work: VideoWork, author: NewPerson, i: number): void {
  const left = work.submitAt.getTime() - world.app.clock.now().getTime();
  const when = new Date(
    world.app.clock.now().getTime() + left * (0.2 + 0.5 * world.chance(`confirm/${work.n}/${i}`).next()),
  );
  world.agenda.at(when, async () => {
    const secret = await world.mailedSecret(author.email, '/dong-tac-gia/');
    const known = world.people.get(author.email);
    const silent = work.fate === 'silent' && i === 1;
    await confirmCoAuthor(known ? await world.as(known) : world.asVisitor(), {
      secret,
      publication: silent ? null : { birthYear: yearOf(world, author), choices: choices(world, author, 'yes') },
    });
  });
}

async function addVideo(world: World, work: VideoWork): Promise<void> {
  const ctx = await authorOf(world, work);
  const target = { entryId: work.id!, stage: 'submission', requirementId: 'video' } as const;
  // scenes of several colours, so that a gallery of samples can be looked at
  const scene = `video-canh-${(work.n % 5) + 1}.mp4`;
  await uploadLater(world, ctx, target, video(ctx, `${slugify(work.idea.title).slice(0, 40)}.mp4`, scene));
}

/** The first author answers about publication; a pupil names a guardian, who answers by the mailed link (K24-4). */
async function answer(world: World, work: VideoWork): Promise<void> {
  const first = work.authors[0]!;
  await answerConsents(await authorOf(world, work), {
    entryId: work.id!,
    birthYear: yearOf(world, first),
    choices: choices(world, first, work.fate === 'refuses' ? 'no' : 'yes'),
  });
  if (work.fate !== 'minor') return;
  const fullName = world.newName();
  const email = mailAddress(fullName, world.nextNumber());
  await nameGuardian(await authorOf(world, work), { entryId: work.id!, fullName, relation: 'mẹ', email });
  world.agenda.at(daysLater(world.chance('video/guardian'), world.app.clock.now(), 1, 3, 0.6), async () => {
    const secret = await world.mailedSecret(email, '/nguoi-giam-ho/');
    await answerAsGuardian(world.asVisitor(), {
      secret,
      choices: { gallery: 'yes', fanpage: 'yes', broadcast: 'no' },
    });
  });
}

async function handIn(world: World, work: VideoWork): Promise<void> {
  const ctx = await authorOf(world, work);
  await world.checked(work.id!);
  await agreeDeclarations(ctx, {
    entryId: work.id!,
    declarationIds: world.doc.dossier[0]!.declarations.map((declaration) => declaration.id),
  });
  work.code = (await submitEntry(ctx, { entryId: work.id!, version: await versionOf(world, work) })).code;
}
