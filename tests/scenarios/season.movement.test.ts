import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryForward } from '#lib/domain/movement/succession.ts';
import { officialFigures } from '#lib/server/indicator/values.ts';
import { successionOf } from '#lib/server/movement/succession.ts';
import { movementBySlug, type StoredMovement } from '#lib/server/programme/queries.ts';
import { awardCast, movementCast } from '../../src/cli/season/cast.ts';
import { brokenInvariants, type Played, playTo } from '../support/playedSeason.ts';

async function counted<K extends string>({ app }: Played, query: ReturnType<typeof sql<{ key: K; n: number }>>) {
  const { rows } = await query.execute(app.db);
  return Object.fromEntries(rows.map((row) => [row.key, Number(row.n)])) as Partial<Record<K, number>>;
}

describe('the movements, played to July 2026', () => {
  let full: Played;
  const movement = async (slug: string): Promise<StoredMovement> => (await movementBySlug(full.app.db, slug))!;
  beforeAll(async () => {
    full = await playTo('2026-07-20');
  }, 240_000);
  afterAll(() => full?.close());

  it('Q25-11, Q25-13: has visits in each state with their findings, an issued report and one that is being written', async () => {
    const { id } = await movement('thi-dua-2025-2030');
    const of = (table: 'inspection' | 'summary_report') =>
      full.app.db.selectFrom(table).select('state').where('programme_id', '=', id).execute();
    expect(new Set((await of('inspection')).map((one) => one.state))).toEqual(new Set(['planned', 'held', 'closed']));
    expect((await of('summary_report')).map((one) => one.state).sort()).toEqual(['draft', 'final']);
    const findings = await full.app.db.selectFrom('inspection_finding').select('state').execute();
    expect(new Set(findings.map((one) => one.state))).toEqual(new Set(['open', 'answered', 'closed']));
  });

  it('breaks no invariant', async () => {
    expect(await brokenInvariants(full)).toEqual([]);
  });

  it('C21-2: every year of 2021-2025 is official for every indicator, with evidence where it is asked for', async () => {
    const { id, doc, status } = await movement('thi-dua-2021-2025');
    expect(status).toBe('closed');
    const figures = await officialFigures(full.app.db, { programmeId: id });
    const missing = doc.indicators.flatMap((indicator) =>
      ['2021', '2022', '2023', '2024', '2025'].flatMap((period) =>
        figures.some((one) => one.indicatorId === indicator.id && one.period === period)
          ? []
          : [`${indicator.id} ${period}`],
      ),
    );
    // districts ended before they could give a figure for 2025
    expect(missing).toEqual(['work-files-districts 2025', 'smart-city 2025']);
    const asked = doc.indicators.filter((one) => one.evidence === 'required').map((one) => one.id);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from indicator_value v
       where v.programme_id = ${id} and v.indicator_id = any(${asked}) and v.value is not null and v.state = 'locked'
         and not (v.value = 0 and v.denominator is null)
         and not exists (select from indicator_evidence e where e.value_id = v.id)`.execute(full.app.db);
    expect(rows[0]!.n).toBe(0);
  });

  it('C21-2: some figures were returned with a reason, one was corrected after its lock with a reason', async () => {
    const { rows } = await sql<{ what: string; n: number; reasons: number }>`
      select what, count(*)::int as n, count(reason)::int as reasons from indicator_value_event
       where what in ('returned', 'corrected') group by what`.execute(full.app.db);
    const returned = rows.find((row) => row.what === 'returned')!;
    expect(returned.n).toBeGreaterThan(0);
    expect(returned.reasons).toBe(returned.n);
    expect(rows.find((row) => row.what === 'corrected')).toMatchObject({ n: 1, reasons: 1 });
  });

  it('C21-2: nobody confirmed the figure of the own unit, and figures were typed on many days', async () => {
    const { rows } = await sql<{ own: number; days: number }>`
      select (count(*) filter (where p.unit_id = v.unit_id and not exists (select from role_grant g
                where g.person_id = p.id and g.role = 'secretary' and g.programme_id = v.programme_id)))::int as own,
             count(distinct v.entered_at::date)::int as days
        from indicator_value v left join person p on p.id = v.verified_by
        join programme g on g.id = v.programme_id and g.doc->>'level' = 'province'`.execute(full.app.db);
    expect(rows[0]!.own).toBe(0);
    expect(rows[0]!.days).toBeGreaterThan(40);
  });

  it('C21-7: one district is carried on by shares, the others stay undivided; what is made up says so', async () => {
    const { id, doc } = await movement('thi-dua-2021-2025');
    const succession = await successionOf(full.app.db, '2026-07-20');
    const district = async (code: string) =>
      (await full.app.db.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;
    const rows = (await officialFigures(full.app.db, { programmeId: id })).filter(
      (row) => row.indicatorId === 'fibre-households' && row.period === '2024',
    );
    const indicator = doc.indicators.find((one) => one.id === 'fibre-households')!;
    const carried = carryForward(rows, succession, indicator);
    const divided = await district('HML');
    expect(
      succession
        .get(divided)!
        .map((link) => Number(link.share))
        .reduce((a, b) => a + b, 0),
    ).toBeCloseTo(1);
    expect(carried.rows.some((row) => row.unitId === divided)).toBe(false);
    expect(succession.get(await district('HSC'))!.every((link) => link.share === null)).toBe(true);
    expect(succession.get(await district('HMS'))).toBeUndefined();
    const notes = await full.app.db
      .selectFrom('unit_successor')
      .select('note')
      .where('unit_id', '=', divided)
      .execute();
    expect(notes.every((one) => one.note?.startsWith('Mô phỏng'))).toBe(true);
  });

  it('Q25-10: plans and reports of 2025 are accepted, some after a return, some late; 2026 is being written', async () => {
    const { id } = await movement('thi-dua-2025-2030');
    const states = await counted(
      full,
      sql<{ key: string; n: number }>`
        select rule_id || ' ' || period || ' ' || state as key, count(*)::int as n from obligation
         where programme_id = ${id} group by 1`,
    );
    expect(states['plan 2025 accepted']).toBeGreaterThan(5);
    expect(states['plan-commune 2025 accepted']).toBeGreaterThan(0);
    expect(states['report 2025 accepted']).toBeGreaterThan(5);
    expect(states['report 2026 accepted']).toBeUndefined();
    const { rows } = await sql<{ targets: number; signed: number; handed: number }>`
      select (select count(*) from unit_target where programme_id = ${id})::int as targets,
             (select count(distinct f.report_id) from unit_report_file f join unit_report r on r.id = f.report_id
               where r.programme_id = ${id} and f.role = 'signed')::int as signed,
             (select count(distinct s.report_id) from unit_report_submission s join unit_report r on r.id = s.report_id
               where r.programme_id = ${id})::int as handed`.execute(full.app.db);
    expect(rows[0]!.targets).toBeGreaterThan(10);
    expect(rows[0]!.signed).toBe(rows[0]!.handed);
  });

  it('Q25-14: good examples are public, one is spread by units that were confirmed', async () => {
    const examples = await counted(
      full,
      sql<{ key: string; n: number }>`select state as key, count(*)::int as n from good_example group by 1`,
    );
    expect(examples.published).toBeGreaterThan(1);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from good_example_replica where state = 'confirmed'`.execute(full.app.db);
    expect(rows[0]!.n).toBeGreaterThan(0);
  });

  it('V26-7: the rooms of the Office handed in, and units were reminded by mail', async () => {
    const { id } = await movement('thi-dua-van-phong-2026-2030');
    const states = await counted(
      full,
      sql<{ key: string; n: number }>`select rule_id || ' ' || state as key, count(*)::int as n from obligation
        where programme_id = ${id} group by 1`,
    );
    expect(states['report-mid-year accepted']).toBeGreaterThan(1);
    const { rows } = await sql<{ kinds: number }>`
      select count(distinct kind)::int as kinds from obligation_reminder`.execute(full.app.db);
    expect(rows[0]!.kinds).toBeGreaterThan(1);
  });

  it('tells on its public pages that everything is simulated, and has every named person', async () => {
    for (const slug of ['thi-dua-2021-2025', 'thi-dua-2025-2030', 'thi-dua-van-phong-2026-2030'])
      expect((await movement(slug)).doc.summary).toContain('mô phỏng');
    const everyone = [...movementCast, ...awardCast];
    const people = await full.app.db
      .selectFrom('person')
      .select(['email', 'password_hash'])
      .where(
        'email',
        'in',
        everyone.map((member) => member.email),
      )
      .execute();
    expect(people.filter((one) => one.password_hash)).toHaveLength(everyone.length);
  });
});

it('C21-2: stopped in 2024 it has the years until then, and the districts still report', async () => {
  const played = await playTo('2024-02-01');
  try {
    expect(await brokenInvariants(played)).toEqual([]);
    const years = await counted(
      played,
      sql<{ key: string; n: number }>`
        select period as key, (count(*) filter (where state = 'locked'))::int as n from indicator_value group by 1`,
    );
    expect(Object.keys(years).sort()).toEqual(['2021', '2022', '2023']);
    expect(years['2023']).toBeGreaterThan(0);
    expect(await movementBySlug(played.app.db, 'thi-dua-2025-2030')).toBeNull();
  } finally {
    await played.close();
  }
}, 120_000);

it('C21-2: the same seed gives the same figures', async () => {
  const figures: unknown[] = [];
  for (const seed of [7, 7, 8]) {
    const played = await playTo('2022-02-01', seed);
    const { rows } = await sql`
      select v.indicator_id, u.code, v.numerator, v.denominator, v.value, v.state, v.entered_at, p.full_name
        from indicator_value v join unit u on u.id = v.unit_id join person p on p.id = v.entered_by
       order by 1, 2`.execute(played.app.db);
    figures.push(rows);
    await played.close();
  }
  expect(figures[1]).toEqual(figures[0]);
  expect(figures[2]).not.toEqual(figures[0]);
}, 120_000);
