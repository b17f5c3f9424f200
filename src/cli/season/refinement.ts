import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { submitRefinement } from '#lib/server/entry/submit.ts';
import type { Entries, PlannedEntry } from './entries.ts';
import { authorCtx } from './intake.ts';
import { refinementForm } from './texts.ts';
import { pdfFile, upload, video, wordFile } from './uploads.ts';
import { at, duringDay, type World } from './world.ts';

const stage = 'refinement';

/** August (K26-4d): the finalists complete their products and hand in the second dossier. */
export function planRefinement(world: World, entries: Entries): void {
  world.agenda.at(at('2026-08-01 08:00:00'), async () => {
    const rows = await world.app.db
      .selectFrom('entry')
      .select(['id', 'code'])
      .where('programme_id', '=', world.programmeId)
      .where('state', '=', 'shortlisted')
      .orderBy('code')
      .execute();
    for (const row of rows) {
      const entry = entries.byId(row.id);
      const random = world.chance(`refinement/${row.code}`);
      const day = random.weighted([
        [random.int(5, 20), 3],
        [random.int(21, 28), 5],
        [random.int(29, 30), 3],
      ]);
      const when = duringDay(random, at(`2026-08-${String(day).padStart(2, '0')} 00:00:00`), 0.3);
      world.agenda.at(new Date(when.getTime() - 86_400_000), () => prepare(world, entry));
      world.agenda.at(when, () => handIn(world, entry));
    }
  });
}

const versionOf = async (world: World, entry: PlannedEntry): Promise<number> =>
  (await world.app.db.selectFrom('entry').select('version').where('id', '=', entry.id).executeTakeFirstOrThrow())
    .version;

async function prepare(world: World, entry: PlannedEntry): Promise<void> {
  const random = world.chance(`refine-texts/${entry.n}`);
  const unitName = entry.unit?.name ?? 'Hợp tác xã nơi tác giả làm việc';
  await saveEntryForm(await authorCtx(world, entry), {
    entryId: entry.id!,
    version: await versionOf(world, entry),
    values: refinementForm(random, unitName, `${world.newName()}, đầu mối của đơn vị`),
  });
}

async function handIn(world: World, entry: PlannedEntry): Promise<void> {
  const ctx = await authorCtx(world, entry);
  const target = (requirementId: string) => ({ entryId: entry.id!, stage, requirementId }) as const;
  await upload(ctx, 'entry', target('video'), video(ctx, 'video-chung-khao.mp4'));
  await upload(ctx, 'entry', target('explanation'), wordFile('thuyet-minh-hoan-thien.docx', entry.texts.explanation));
  await upload(ctx, 'entry', target('evidence'), pdfFile('minh-chung.pdf', 'Xac nhan su dung thuc te'));
  const declarations = world.doc.dossier.find((s) => s.id === stage)!.declarations;
  await agreeDeclarations(ctx, { entryId: entry.id!, declarationIds: declarations.map((d) => d.id) });
  await submitRefinement(ctx, { entryId: entry.id!, version: await versionOf(world, entry) });
}
