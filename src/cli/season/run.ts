import type { OpenApp } from '#lib/server/platform/app.ts';
import { sharingHashes } from '#lib/server/platform/auth/password.ts';
import { createKysely, createPool } from '#lib/server/platform/db/connect.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { planSetup } from './setup.ts';
import { at, createWorld } from './world.ts';

export interface SeasonArgs {
  seed: number;
  entries: number;
  /** the season is played up to this moment */
  until: Date;
  /** called now and then: where the season stands */
  progress?: (at: Date, done: number, planned: number) => void;
}

/** The season has been played to its end after this moment. */
export const seasonEnd = at('2026-09-30 23:59:59');

/**
 * Plays a season of the contest of 2026 on an empty installation, through the use cases that people use. The same seed,
 * size and end give the same people, entries, scores and prizes.
 * @returns the id of the programme
 * @throws Error when the installation has people already
 */
export async function playSeason(app: OpenApp, args: SeasonArgs): Promise<{ programmeId: string }> {
  await requireEmpty(app);
  const pool = createPool(unhurried(app.connectionString), { max: 6, log: app.log });
  const db = createKysely(pool);
  const world = createWorld(
    { ...app, pool, db },
    { seed: args.seed, entries: args.entries, doc: contest2026Demo, start: at('2026-01-05 08:00:00') },
  );
  try {
    planSetup(world);
    let last = 0;
    await sharingHashes(() =>
      world.agenda.play(args.until, (moment, done, planned) => {
        if (Date.now() - last < 1000) return;
        last = Date.now();
        args.progress?.(moment, done, planned);
      }),
    );
  } finally {
    await db.destroy();
    if (!pool.ending) await pool.end();
  }
  return { programmeId: world.programmeId };
}

/** A season that is cut off is thrown away and played again, so its commits need not wait for the disk. */
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
