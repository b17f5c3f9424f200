/** Checks of a dossier against a register of 200,000 awards, of subjects as many, beside reading the dossier. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { checksOf } from '../src/lib/server/award/checks.ts';
import { dossiersOf } from '../src/lib/server/award/queries.ts';
import { openApp } from '../src/lib/server/platform/app.ts';
import type { App } from '../src/lib/server/platform/ctx.ts';
import { insertCall, sampleCall } from '../tests/support/award.ts';
import { seedRegister } from './register.ts';
import type { Row } from './run.ts';
import { median, ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const DOSSIERS = 500;
const TARGET_MS = 100;
/** Times reading one dossier by its key: bars that hold on a busy machine as well. */
const ONE_BAR = 60;
const MANY_BAR = 30;
const now = new Date('2027-03-05T08:00:00+07:00');

/** Nominees of all communes, from the register, each with a report of some hundred words. */
async function seedDossiers(app: App): Promise<string[]> {
  const call = await insertCall({ app }, { doc: sampleCall });
  const report = {
    citation: 'Đã có thành tích xuất sắc trong công tác',
    achievements: Array.from({ length: 60 }, (_, n) => `Đã đưa ${n} thủ tục lên mạng và hướng dẫn ${n * 3} hộ.`).join(
      ' ',
    ),
  };
  await sql`
    with s as (select *, row_number() over (order by id) as n from award_subject where kind <> 'household' order by id limit ${DOSSIERS}),
    sub as (
      insert into award_submission (call_id, unit_id, state, created_at, updated_at)
      select distinct ${call.id}::uuid, unit_id, 'submitted', ${now}::timestamptz, ${now}::timestamptz from s returning id, unit_id)
    insert into award_dossier (code, call_id, submission_id, unit_id, subject_id, form_id, subject_kind, subject_name, report, period_from, period_to,
        state, step_id, received_at, law_id, created_at, updated_at)
    select 'KT27-' || lpad(s.n::text, 5, '0'), ${call.id}::uuid, sub.id, s.unit_id, s.id, 'bang-khen-tinh', s.kind, s.name, ${JSON.stringify(report)}::jsonb,
        '2025-06-21', '2027-06-30', 'in-progress', 'appraise', ${now}::timestamptz, 'luat-2022-nd-152', ${now}::timestamptz, ${now}::timestamptz
      from s join sub on sub.unit_id = s.unit_id`.execute(app.db);
  await sql`analyze`.execute(app.db);
  return (await app.db.selectFrom('award_dossier').select('id').orderBy('code').execute()).map((row) => row.id);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export async function benchAwardChecks(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const app = await openApp(ownServer(root, path.join(folder, 'data')));
  try {
    await seedRegister(app);
    const ids = await seedDossiers(app);
    const look = async (some: string[]) => {
      const dossiers = await dossiersOf(app.db, { ids: some });
      return timed(() => checksOf(app.db, { dossiers, now, insight: 'office' }));
    };
    const [one, key, many]: [number[], number[], number[]] = [[], [], []];
    for (const id of ids.slice(0, 5)) await look([id]);
    for (const id of ids.slice(5, 65)) {
      one.push(await look([id]));
      key.push(await timed(() => dossiersOf(app.db, { ids: [id] })));
    }
    for (let round = 0; round < 3; round++) many.push(await look(ids));
    const baseline = median(key);
    const row = (name: string, value: number, bar: number, target: number): Row => ({
      name,
      value: Number(value.toFixed(1)),
      unit: 'ms',
      baseline: Number(baseline.toFixed(1)),
      ratio: value / baseline,
      bar: `< ${target} ms or < ${bar} ×`,
      met: value < target || value / baseline < bar,
    });
    const p95 = one.toSorted((a, b) => a - b)[Math.floor(one.length * 0.95)]!;
    return [
      row(
        'checks of one dossier against 200,000 awards, p95 (baseline: the dossier by its key)',
        p95,
        ONE_BAR,
        TARGET_MS,
      ),
      row(`checks of ${DOSSIERS} dossiers at once, for each`, median(many) / DOSSIERS, MANY_BAR, TARGET_MS),
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchAwardChecks());
