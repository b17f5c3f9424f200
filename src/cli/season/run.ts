import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OpenApp } from '#lib/server/platform/app.ts';
import { sharingHashes } from '#lib/server/platform/auth/password.ts';
import { createKysely, createPool } from '#lib/server/platform/db/connect.ts';
import type { FileStore } from '#lib/server/platform/files/store.ts';
import { contest2024Demo, contest2026Demo } from '#programmes/son-la/index.ts';
import { planEntries } from './entries.ts';
import { planFinal, planFinalists } from './final.ts';
import { planIntake } from './intake.ts';
import { planPreliminary } from './judging.ts';
import { planMovements } from './movement/index.ts';
import { planRefinement } from './refinement.ts';
import { planScreening } from './screening.ts';
import { planFoundation, planSetup } from './setup.ts';
import { planVideoContest } from './video.ts';
import { at, createWorld, sideWorld } from './world.ts';

export interface SeasonArgs {
  seed: number;
  entries: number;
  /** works of the video contest of 2024, which is played before; 0: it is not */
  videos?: number;
  /** the movements of the province are played from 2021 on; a number: with at most so many units of each class */
  movements?: boolean | number;
  /** the season is played up to this moment */
  until: Date;
  /** called now and then: where the season stands */
  progress?: (at: Date, done: number, planned: number) => void;
}

/** The season has been played to its end after this moment. */
export const seasonEnd = at('2026-09-30 23:59:59');

/**
 * Plays a season of the contest of 2026 on an empty installation, of the video contest of 2024 before it where works of it are
 * asked for, and of the movements from 2021 on where they are, through the use cases that people use. The same seed, size and end give the same people, entries, scores and
 * prizes.
 * @returns the id of the programme of 2026; '' when the season stops before it is made
 * @throws Error when the installation has people already
 */
export async function playSeason(app: OpenApp, args: SeasonArgs): Promise<{ programmeId: string }> {
  await requireEmpty(app);
  const pool = createPool(unhurried(app.connectionString), { max: 6, log: app.log });
  const db = createKysely(pool);
  const videos = args.videos ?? 0;
  const movements = args.movements ?? false;
  const first = movements ? '2021-08-30' : videos > 0 ? '2024-05-02' : '2026-01-05';
  const start = at(`${first} 08:00:00`);
  const world = createWorld(
    { ...app, pool, db, files: unhurriedFiles(app.files) },
    { seed: args.seed, entries: args.entries, doc: contest2026Demo, start },
  );
  try {
    planFoundation(world, new Date(start.getTime() + 5 * 60_000));
    if (movements) planMovements(world, typeof movements === 'number' ? movements : undefined);
    if (videos > 0) planVideoContest(sideWorld(world, { entries: videos, doc: contest2024Demo }));
    planSetup(world);
    // Who enters what is planned when the units are known.
    world.agenda.at(at('2026-01-06 08:00:00'), async () => {
      const entries = planEntries(world);
      const { resubmit } = planIntake(world, entries);
      planScreening(world, entries, resubmit);
      planPreliminary(world, entries);
      planFinalists(world);
      planRefinement(world, entries);
      planFinal(world, entries);
    });
    let last = 0;
    await sharingHashes(() =>
      world.agenda.play(args.until, (moment, done, planned) => {
        if (Date.now() - last < 1000) return;
        last = Date.now();
        args.progress?.(moment, done, planned);
      }),
    );
    await world.checked();
  } finally {
    await db.destroy();
    if (!pool.ending) await pool.end();
  }
  return { programmeId: world.programmeId };
}

// A season that is cut off is thrown away and played again: neither its commits nor its files need to wait for the disk.

const unhurriedFiles = (store: FileStore): FileStore => ({
  ...store,
  async put(source) {
    const parts: Uint8Array[] = [];
    for await (const part of source as AsyncIterable<Uint8Array>) parts.push(part);
    const bytes = Buffer.concat(parts);
    const key = store.newKey();
    const path = store.pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    await writeFile(path, bytes, { flag: 'wx', mode: 0o640 });
    return { key, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  },
});

function unhurried(connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set('options', '-c TimeZone=UTC -c synchronous_commit=off');
  return url.href;
}

async function requireEmpty(app: OpenApp): Promise<void> {
  const someone = await app.db.selectFrom('person').select('id').limit(1).executeTakeFirst();
  if (someone)
    throw new Error(
      'Bản cài này đã có dữ liệu. Mùa thi mô phỏng chỉ chạy trên cơ sở dữ liệu trống (đặt LANTOA_DATA thành một thư mục mới).',
    );
}
