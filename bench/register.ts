import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { fold } from '../src/lib/domain/kernel/text.ts';
import { readRegisterFilter } from '../src/lib/domain/register/search.ts';
import type { App } from '../src/lib/server/platform/ctx.ts';
import { searchRegister } from '../src/lib/server/register/search.ts';
import { startServer } from '../src/server.ts';
import type { Row } from './run.ts';
import { ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const RECORDS = 200_000;
/** Asked of a quiet machine for the page over HTTP: p95 under 50 ms. */
const TARGET_MS = 50;
/** Times a look-up by primary key and a page without a list: bars that hold on a busy machine as well. */
const QUERY_BAR = 100;
const HTTP_BAR = 15;

/** What people type: with and without diacritics, common and rare, short words, numbers, filters, far pages, nothing. */
const questions = [
  '',
  'q=Nguyễn+Văn+An',
  'q=nguyen+van+an',
  'q=lo+thi',
  'q=lo+thi+ha',
  'q=nguyen',
  'q=nguyễn+vă',
  'q=an',
  'q=so+noi+vu',
  'q=xa+muong+gion+quang',
  'q=1234/QD-UBND',
  'q=77/QĐ-UBND&nam=2019',
  'q=khong+co+ai+ten+the+nay',
  'nam=2011',
  'nam=1990&hinh-thuc=huan-chuong-lao-dong-nhat',
  'hinh-thuc=huan-chuong-lao-dong-nhat',
  'hinh-thuc=bang-khen-tinh&doi-tuong=collective&q=ban',
  'hinh-thuc=giay-khen&trang=40',
  'q=nguyen+thi&trang=20',
  'doi-tuong=household',
];

const families = 'Nguyễn Nguyễn Nguyễn Lò Lò Quàng Cà Hoàng Trần Lường Tòng Vì Sùng Giàng Phạm'.split(' ');
const middles = 'Văn Thị Thị Văn Minh Thanh Xuân Hồng'.split(' ');
const givens = 'An Hà Bình Dung Giang Hạnh Khánh Lan Mai Nam Oanh Phúc Quỳnh Sơn Tâm Uyên Vinh Xuyến Yến Đức'.split(
  ' ',
);

/** A province's register of eighty years, with family and given names as common as they are. */
export async function seedRegister(app: App, records = RECORDS): Promise<void> {
  const { db } = app;
  await sql`insert into unit (code, name, folded, kind)
    select 'B' || n, 'Xã Mường ' || n, 'xa muong ' || n, 'commune' from generate_series(1, 100) n`.execute(db);
  const folded = (names: string[]) => names.map(fold);
  await sql`
    with names as (
      select n, 1 + (n * 7) % ${families.length} as f, 1 + (n * 11 / 3) % ${middles.length} as m, 1 + (n / 5) % ${givens.length} as g
        from generate_series(1, ${records}) n)
    insert into award_subject (id, kind, name, folded, unit_id, unit_name, created_at)
    select md5('s' || n)::uuid, x.kind, x.name, x.folded, u.id, u.name, now()
      from (select n, case when n % 10 = 0 then 'collective' when n % 33 = 0 then 'household' else 'individual' end as kind,
                   case when n % 10 = 0 then 'Ban ' || n else (${families}::text[])[f] || ' ' || (${middles}::text[])[m] || ' ' || (${givens}::text[])[g] end as name,
                   case when n % 10 = 0 then 'ban ' || n else (${folded(families)}::text[])[f] || ' ' || (${folded(middles)}::text[])[m] || ' ' || (${folded(givens)}::text[])[g] end as folded
              from names) x
      join unit u on u.code = 'B' || (1 + n % 100)`.execute(db);
  await sql`
    insert into award_record (subject_id, subject_kind, subject_name, unit_id, unit_name, folded, form_id, form_name, form_is, level,
        award_kind, issuer, decision_number, decision_date, year, citation, source, public, created_at)
    select s.id, s.kind, s.name, s.unit_id, s.unit_name, s.folded || ' ' || lower(replace(s.unit_name, 'Xã Mường', 'xa muong')) || ' ' || (n % 3000) || '/qd-ubnd',
        form, case form when 'giay-khen' then 'Giấy khen của Giám đốc Sở Nội vụ' when 'bang-khen-tinh' then 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh' else 'Huân chương Lao động hạng Nhất' end,
        'form', case form when 'giay-khen' then 'agency' when 'bang-khen-tinh' then 'province' else 'state' end, 'merit', 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
        (n % 3000) || '/QĐ-UBND', make_date(1946 + y, 1 + n % 12, 1 + n % 28), 1946 + y, 'Đã có thành tích xuất sắc trong công tác', 'import', n % 500 <> 0, now()
      from (select n, (79 * sqrt((n * 7919 % ${records})::float / ${records}))::int as y,
                   case when n % 1000 = 1 then 'huan-chuong-lao-dong-nhat' when n % 3 = 0 then 'bang-khen-tinh' else 'giay-khen' end as form
              from generate_series(1, ${records}) n) x
      join award_subject s on s.id = md5('s' || n)::uuid`.execute(db);
  await sql`vacuum analyze award_record`.execute(db);
  await sql`analyze`.execute(db);
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

async function timed(body: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}

/** The public look-up over 200,000 awards, as a query and as a page over HTTP, beside the least that either can cost in the same run. */
export async function benchRegister({ rounds = 5, detail = false } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const running = await startServer(ownServer(root, path.join(folder, 'data')));
  try {
    const { app } = running;
    await seedRegister(app);
    const { id } = await app.db.selectFrom('award_record').select('id').limit(1).executeTakeFirstOrThrow();
    const get = async (address: string) => {
      const response = await fetch(`http://127.0.0.1:${running.port}${address}`);
      const html = await response.text();
      if (response.status !== 200 || !html.includes('</html>')) throw new Error(`${address}: ${response.status}`);
    };
    const byKey = () => app.db.selectFrom('award_record').selectAll().where('id', '=', id).execute();
    const ask = (question: string) => searchRegister(app.db, readRegisterFilter(new URLSearchParams(question)));
    const times = { query: [] as number[], key: [] as number[], page: [] as number[], bare: [] as number[] };
    for (let round = -1; round < rounds; round++)
      for (const question of questions) {
        // the page of the list has no cache; the bare one must not have one either
        const key = await timed(byKey);
        const query = await timed(() => ask(question));
        const page = await timed(() => get(`/khen-thuong?${question}`));
        const bare = await timed(() => get(`/tra-cuu?ma=${round}-${encodeURIComponent(question)}`));
        if (round < 0) continue;
        if (detail && round === 0) console.log(question.padEnd(60), query.toFixed(1), page.toFixed(1));
        times.query.push(query);
        times.key.push(key);
        times.page.push(page);
        times.bare.push(bare);
      }
    const row = (name: string, values: number[], base: number[], bar: number): Row => {
      const [value, baseline] = [percentile(values, 0.95), percentile(base, 0.5)];
      return {
        name: `register of ${RECORDS.toLocaleString('en')}: ${name}`,
        value: Number(value.toFixed(1)),
        unit: 'ms',
        baseline: Number(baseline.toFixed(1)),
        ratio: value / baseline,
        bar: `< ${TARGET_MS} ms or < ${bar} ×`,
        met: value < TARGET_MS || value / baseline < bar,
      };
    };
    return [
      row('p95 of the look-up as queries (baseline: one row by its key)', times.query, times.key, QUERY_BAR),
      row('p95 of the page over HTTP (baseline: a page without a list)', times.page, times.bare, HTTP_BAR),
    ];
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchRegister({ detail: true }));
