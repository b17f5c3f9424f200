import { RuleError } from '#lib/domain/kernel/errors.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { confirmCoAuthor } from '#lib/server/entry/coAuthor.ts';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { entryOnBehalf, startEntry } from '#lib/server/entry/start.ts';
import { submitEntry } from '#lib/server/entry/submit.ts';
import { withdrawEntry } from '#lib/server/entry/withdraw.ts';
import { createPersonOnBehalf } from '#lib/server/people/invite.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { closing, type Entries, type PlannedEntry } from './entries.ts';
import { mobileNumber } from './names.ts';
import { register } from './people.ts';
import { pdfFile, type SampleFile, uploadLater, video, wordFile } from './uploads.ts';
import { daysLater, type World } from './world.ts';

const submission = 'submission';

/** March to June (K26-4b): people begin, fill in, upload, confirm, hand in; some late, some never. */
export function planIntake(world: World, entries: Entries): { resubmit(entry: PlannedEntry, when: Date): void } {
  for (const entry of entries.all) planEntry(world, entry);
  return {
    resubmit(entry, when) {
      world.agenda.at(when < closing ? when : new Date(closing.getTime() - 3_600_000), () => mend(world, entry));
    },
  };
}

function planEntry(world: World, entry: PlannedEntry): void {
  const { agenda } = world;
  const random = world.chance(`author/${entry.n}`);
  agenda.at(entry.beginAt, () => begin(world, entry));
  // Between beginning and handing in, the dossier grows; most of it just before the end.
  const span = entry.submitAt.getTime() - entry.beginAt.getTime();
  const moment = (share: number) => new Date(entry.beginAt.getTime() + span * share);
  const grow = 0.5 + random.next() * 0.35;
  agenda.at(moment(0.2 + random.next() * 0.2), () => fillIn(world, entry));
  if (entry.fate === 'abandoned') {
    if (random.chance(0.4)) agenda.at(moment(grow), () => addFile(world, entry, 'explanation'));
    return;
  }
  agenda.at(moment(grow), () => addFile(world, entry, 'explanation'));
  agenda.at(moment(grow + (1 - grow) * 0.5), () => addFile(world, entry, 'video'));
  if (entry.fate === 'late') {
    agenda.at(entry.submitAt, () => typeTooLate(world, entry));
    return;
  }
  agenda.at(entry.submitAt, () => handIn(world, entry));
  if (entry.fate === 'withdrawn')
    agenda.at(daysLater(random, entry.submitAt, 1, 9, 0.5), async () => {
      await withdrawEntry(await authorCtx(world, entry), {
        entryId: entry.id!,
        reason: 'Nhóm muốn hoàn thiện thêm, xin rút để dự thi lần sau.',
      });
    });
}

/** Whoever works on the entry: its first author, or the coordinator where it was entered on behalf of a citizen. */
export const authorCtx = (world: World, entry: PlannedEntry): Promise<Ctx> =>
  world.as(
    entry.onBehalf ? world.people.get(`coordinator of ${entry.unit!.id}`)! : world.people.get(entry.authors[0]!.email)!,
  );

const versionOf = async (world: World, entry: PlannedEntry): Promise<number> =>
  (await world.app.db.selectFrom('entry').select('version').where('id', '=', entry.id).executeTakeFirstOrThrow())
    .version;

async function begin(world: World, entry: PlannedEntry): Promise<void> {
  const [first] = entry.authors;
  const basics = { programmeId: world.programmeId, title: entry.texts.title, pillar: entry.pillar };
  if (entry.onBehalf) {
    const ctx = await authorCtx(world, entry);
    const unitId = entry.unit!.id;
    const { personId } = await createPersonOnBehalf(ctx, {
      fullName: first!.fullName,
      position: first!.position,
      phone: mobileNumber(world.nextNumber()),
      unitId,
    });
    entry.id = (await entryOnBehalf(ctx, { ...basics, unitId, personId, paperSigned: true })).entryId;
    return;
  }
  if (!world.people.has(first!.email)) await register(world, first!);
  entry.id = (await startEntry(await authorCtx(world, entry), basics)).entryId;
}

async function fillIn(world: World, entry: PlannedEntry): Promise<void> {
  const ctx = await authorCtx(world, entry);
  await saveEntryForm(ctx, {
    entryId: entry.id!,
    version: await versionOf(world, entry),
    title: entry.texts.title,
    pillar: entry.pillar,
    topics: entry.texts.topics,
    unitId: entry.unit?.id ?? null,
    values: entry.texts.form,
  });
  if (entry.authors.length === 1) return;
  const rows = await world.app.db
    .selectFrom('entry_author')
    .select('id')
    .where('entry_id', '=', entry.id)
    .orderBy('position')
    .execute();
  await saveAuthors(ctx, {
    entryId: entry.id!,
    version: await versionOf(world, entry),
    authors: entry.authors.map((author, i) => ({
      id: rows[i]?.id ?? null,
      fullName: author.fullName,
      email: author.email,
      job: author.position,
      workplace: entry.unit?.name ?? '',
      share: author.share.replace('.', ','),
    })),
  });
  for (const author of entry.authors.slice(1)) planConfirmation(world, entry, author.email);
}

/** The co-author opens the link in the mail, mostly before the entry is handed in. */
function planConfirmation(world: World, entry: PlannedEntry, email: string): void {
  const random = world.chance(`confirm/${email}`);
  const now = world.app.clock.now();
  const left = Math.max(600_000, entry.submitAt.getTime() - now.getTime());
  const when = new Date(Math.min(now.getTime() + left * random.next() * 0.9, now.getTime() + 28 * 86_400_000));
  world.agenda.at(when, async () => {
    const secret = await world.mailedSecret(email, '/dong-tac-gia/');
    const known = world.people.get(email);
    await confirmCoAuthor(known ? await world.as(known) : world.asVisitor(), { secret });
  });
}

function fileFor(ctx: Ctx, entry: PlannedEntry, requirement: string): SampleFile {
  const name = slugify(entry.texts.idea.name).slice(0, 40);
  if (requirement === 'video') return video(ctx, `video-${name}.mp4`);
  return entry.n % 5 === 0
    ? pdfFile(`thuyet-minh-${name}.pdf`, slugify(entry.texts.title).replaceAll('-', ' '))
    : wordFile(`thuyet-minh-${name}.docx`, entry.texts.explanation);
}

async function addFile(world: World, entry: PlannedEntry, requirementId: string): Promise<void> {
  const ctx = await authorCtx(world, entry);
  const target = { entryId: entry.id!, stage: submission, requirementId } as const;
  await uploadLater(world, ctx, target, fileFor(ctx, entry, requirementId));
}

async function agree(world: World, entry: PlannedEntry, ctx: Ctx): Promise<void> {
  const random = world.chance(`declarations/${entry.n}`);
  const stage = world.doc.dossier.find((s) => s.id === submission)!;
  await agreeDeclarations(ctx, {
    entryId: entry.id!,
    declarationIds: stage.declarations.filter((d) => d.required || random.chance(0.8)).map((d) => d.id),
  });
}

async function handIn(world: World, entry: PlannedEntry): Promise<void> {
  const ctx = await authorCtx(world, entry);
  await world.checked(entry.id!);
  await agree(world, entry, ctx);
  await submitEntry(ctx, { entryId: entry.id!, version: await versionOf(world, entry) });
  const row = await world.app.db
    .selectFrom('entry')
    .select('code')
    .where('id', '=', entry.id)
    .executeTakeFirstOrThrow();
  entry.code = row.code;
}

/** Mended as asked, and handed in again. */
async function mend(world: World, entry: PlannedEntry): Promise<void> {
  const ctx = await authorCtx(world, entry);
  const { form } = entry.texts;
  await saveEntryForm(ctx, {
    entryId: entry.id!,
    version: await versionOf(world, entry),
    values: {
      ...form,
      effect: `${form.effect} Nguồn số liệu: sổ theo dõi hằng tuần của nhóm, từ tháng 3 đến tháng 6/2026.`,
    },
  });
  await submitEntry(ctx, { entryId: entry.id!, version: await versionOf(world, entry) });
}

/** Still typing when intake closed: refused, and kept as a late draft (K26-3). */
async function typeTooLate(world: World, entry: PlannedEntry): Promise<void> {
  const ctx = await authorCtx(world, entry);
  try {
    await saveEntryForm(ctx, {
      entryId: entry.id!,
      version: await versionOf(world, entry),
      values: { ...entry.texts.form, effect: `${entry.texts.form.effect} (bổ sung phút cuối)` },
    });
  } catch (problem) {
    if (problem instanceof RuleError && problem.code === 'entry.late') return;
    throw problem;
  }
}
