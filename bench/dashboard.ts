import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Indicator, MovementProgramme } from '../src/lib/domain/movement/types.ts';
import { createSession, sessionCookie } from '../src/lib/server/platform/auth/sessions.ts';
import type { App } from '../src/lib/server/platform/ctx.ts';
import { startServer } from '../src/server.ts';
import { insertMovement, sampleMovement } from '../tests/support/movement.ts';
import type { Row } from './run.ts';
import { ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const at = new Date('2025-06-21T00:00:00Z');
const INDICATORS = 30;
const UNITS = 100;
const YEARS = [2025, 2026, 2027, 2028, 2029, 2030];
/** of the bare sum: some 60 ms on a quiet machine, where 100 ms are asked */
const BAR = 10;

const groups = ['Chính quyền số', 'Kinh tế số', 'Xã hội số'];
const model = sampleMovement.indicators[0]!;

/** Thirty ratios of all communes, each with targets for half of the time and for its end. */
const doc: MovementProgramme = {
  ...sampleMovement,
  indicators: Array.from(
    { length: INDICATORS },
    (_, i): Indicator => ({
      ...model,
      id: `i${i}`,
      name: `${model.name} số ${i + 1}`,
      shortName: `Hồ sơ trực tuyến ${i + 1}`,
      group: groups[i % groups.length]!,
      targets: [
        { ...model.targets[0]!, id: `a${i}`, year: 2027, value: '60' },
        { ...model.targets[0]!, id: `b${i}`, year: 2030, value: '90', comparator: '>=' },
        { ...model.targets[0]!, id: `c${i}`, level: 'province', year: 2030, value: '90', comparator: '>=' },
      ],
    }),
  ),
};

/** Locked figures of every commune for every indicator and year, and everybody's reports, written straight into the tables. */
async function seed(app: App): Promise<{ secretary: string; movementId: string }> {
  const { db } = app;
  const movementId = await insertMovement({ app }, doc);
  await sql`insert into unit (code, name, folded, kind)
    select 'U' || n, 'Xã số ' || n, 'xa so ' || n, 'commune' from generate_series(1, ${UNITS}) n`.execute(db);
  await sql`insert into indicator_value (programme_id, indicator_id, unit_id, period, numerator, denominator, value, state, entered_at,
      updated_at, locked_at, official_version, official_numerator, official_denominator, official_value)
    select ${movementId}, 'i' || i, id, y::text, n, 200, n / 2.0, 'locked', ${at}, ${at}, ${at}, 1, n, 200, n / 2.0
      from (select u.id, i, y, least(200, 30 + (i * 7 + substr(u.code, 2)::int * 3) % 90 + (y - 2025) * 15) as n
              from unit u, generate_series(0, ${INDICATORS - 1}) i, unnest(${YEARS}::int[]) y where u.kind = 'commune') f`.execute(
    db,
  );
  await sql`insert into obligation (programme_id, rule_id, unit_id, period, due_at, state, submitted_at, first_submitted_at, created_at)
    select ${movementId}, 'report', id, y::text, make_date(y, 11, 10), 'submitted', make_date(y, 11, 5), make_date(y, 11, 5), ${at}
      from unit, unnest(${YEARS}::int[]) y where kind = 'commune'`.execute(db);
  await sql`analyze`.execute(db);
  const { id } = await db
    .insertInto('person')
    .values({ full_name: 'Thư ký', folded: 'thu ky', email: `${randomUUID()}@example.test`, created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('role_grant')
    .values({ person_id: id, role: 'secretary', programme_id: movementId, valid_from: new Date(0), granted_at: at })
    .execute();
  return { secretary: await createSession(db, id, { ip: null, userAgent: null }), movementId };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function timed(body: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}

/**
 * Pages of a movement with 30 indicators × 100 units × 6 years over HTTP, rendered, beside a bare sum of the same rows in the same run.
 * The median: a busy machine says little about the slowest.
 */
export async function benchDashboard({ rounds = 15 } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const running = await startServer(ownServer(root, path.join(folder, 'data')));
  try {
    const { app } = running;
    const { secretary, movementId } = await seed(app);
    const get = async (address: string, text: string) => {
      const response = await fetch(`http://127.0.0.1:${running.port}/dieu-hanh/phong-trao/${doc.slug}${address}`, {
        headers: { cookie: `${sessionCookie}=${secretary}` },
        redirect: 'manual',
      });
      const html = await response.text();
      if (response.status !== 200 || !html.includes(text)) throw new Error(`${address}: ${response.status}`);
    };
    const bare = () =>
      sql`select indicator_id, period, sum(official_numerator) / sum(official_denominator) * 100 as value, count(*)
            from indicator_value where programme_id = ${movementId} group by indicator_id, period`.execute(app.db);
    const pages: [string, string, string][] = [
      ['overview', '', 'Hồ sơ trực tuyến 30'],
      ['indicators × units of a year', '/chi-tieu?nam=2029', 'Xã số 100'],
      ['one indicator, all its units', '/chi-tieu/i7?nam=2029', 'Xã số 100'],
    ];
    const rows: Row[] = [];
    for (const [name, address, text] of pages) {
      for (let i = 0; i < 5; i++) await Promise.all([get(address, text), bare()]);
      const over: number[] = [];
      const under: number[] = [];
      for (let round = 0; round < rounds; round++) {
        under.push(await timed(bare));
        over.push(await timed(() => get(address, text)));
      }
      const [value, baseline] = [median(over), median(under)];
      rows.push({
        name: `dashboard of ${INDICATORS} × ${UNITS} × ${YEARS.length}: ${name}, over HTTP (baseline: a bare sum of the same rows)`,
        value: Number(value.toFixed(1)),
        unit: 'ms',
        baseline: Number(baseline.toFixed(1)),
        ratio: value / baseline,
        bar: `< ${BAR} ×`,
        met: value / baseline < BAR,
      });
    }
    return rows;
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchDashboard());
