import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsk } from '#lib/domain/dashboard/ask.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { indicatorGrid } from '#lib/server/dashboard/grid.ts';
import { indicatorView } from '#lib/server/dashboard/indicator.ts';
import { movementOverview } from '#lib/server/dashboard/overview.ts';
import { movementProgress } from '#lib/server/dashboard/progress.ts';
import { unitDashboard } from '#lib/server/dashboard/unit.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { boardFigures, moreCommunes } from '../support/dashboard.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

/*
  Two communes (X1, X2), a ward (W1), six more communes (C1 to C6), and a district (HA) that ended on 30/06/2025. Half of the
  district's figures belong to X1, half to X2.
*/
const doc: MovementProgramme = {
  ...sampleMovement,
  indicators: [
    ...sampleMovement.indicators.map((one) =>
      one.id === 'online'
        ? {
            ...one,
            targets: [
              ...one.targets,
              { ...one.targets[0]!, id: 'commune-2027', year: 2027, value: '80', printed: 'trên 80%' },
            ],
          }
        : one,
    ),
    {
      ...sampleMovement.indicators[1]!,
      id: 'cut',
      name: '… tại cấp huyện và cấp xã được xử lý trên môi trường mạng',
      shortName: 'Hồ sơ công việc',
      reportedBy: ['communes'],
      incomplete: { printed: 'công việc tại cấp huyện và trên 60%', note: 'Dòng đầu bị mất.' },
    },
  ],
};

let t: TestApp;
let units: Record<string, string>;
let movementId: string;
const at = '2027-03-01T08:00:00+07:00';
const ask = (query = '') => readAsk(new URLSearchParams(query));
const slug = doc.slug;

beforeAll(async () => {
  t = await testApp();
  units = { ...(await sampleUnits(t)), ...(await moreCommunes(t, ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'])) };
  movementId = await insertMovement(t, doc);
  await t.app.db
    .insertInto('unit_successor')
    .values([
      { unit_id: units.HA!, successor_id: units.X1!, share: '0.5' },
      { unit_id: units.HA!, successor_id: units.X2!, share: '0.5' },
    ])
    .execute();
  await boardFigures(t, movementId, units, [
    ['online', 'X1', '2025', 40, 80, 'locked'],
    ['online', 'X2', '2025', 30, 100, 'locked'],
    ['online', 'HA', '2025', 20, 40, 'locked'],
    ['online', 'X1', '2026', 72, 80, 'locked'],
    ['online', 'X2', '2026', 65, 100, 'locked'],
    // handed in, not official
    ['online', 'W1', '2026', 0, 50, 'submitted'],
    ...['C1', 'C2', 'C3', 'C4', 'C5', 'C6'].map(
      (code, i) => ['online', code, '2026', 11 + i * 13, 100, 'locked'] as const,
    ),
    ['cut', 'X1', '2026', 7, null, 'locked'],
    ['trained', 'X1', '2026', 0, null, 'locked'],
    ['trained', 'X2', '2026', 0, null, 'locked'],
    ['trained', 'W1', '2026', 0, null, 'entered'],
  ]);
  // one says with its reason that there was nothing to count, the other has only not written yet
  await t.app.db
    .updateTable('indicator_value')
    .set({ value: null, official_value: null, note: 'Không phát sinh' })
    .where('indicator_id', '=', 'trained')
    .where('unit_id', '=', units.X2!)
    .execute();
  await t.app.db
    .updateTable('indicator_value')
    .set({ value: null })
    .where('indicator_id', '=', 'trained')
    .where('unit_id', '=', units.W1!)
    .execute();
  await t.app.db
    .insertInto('obligation')
    .values(
      [
        { unit: 'X1', submitted: '2026-11-05T08:00:00+07:00', state: 'accepted' as const },
        { unit: 'X2', submitted: '2026-11-20T08:00:00+07:00', state: 'submitted' as const },
        { unit: 'W1', submitted: null, state: 'draft' as const },
      ].map(({ unit, submitted, state }) => ({
        programme_id: movementId,
        rule_id: 'report',
        unit_id: units[unit]!,
        period: '2026',
        due_at: new Date('2026-11-09T23:59:59.999+07:00'),
        state,
        first_submitted_at: submitted === null ? null : new Date(submitted),
        submitted_at: submitted === null ? null : new Date(submitted),
        accepted_at: state === 'accepted' ? new Date('2026-11-06T08:00:00+07:00') : null,
        created_at: new Date('2026-01-01T08:00:00+07:00'),
      })),
    )
    .execute();
});
afterAll(() => t.close());

const as = async (role: 'secretary' | 'unit-coordinator', unit?: string): Promise<Ctx> => {
  const grant = role === 'secretary' ? { role, programmeId: movementId } : { role, unitId: units[unit!]! };
  return t.ctx(await t.person('Người xem', [grant]), at);
};

/** Runs `body` and counts the statements that it sends to the database. */
async function counting(body: () => Promise<unknown>): Promise<number> {
  const real = pg.Client.prototype.query;
  let count = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: never[]) {
    count++;
    return (real as (...a: never[]) => unknown).apply(this, args);
  } as typeof real;
  try {
    await body();
  } finally {
    pg.Client.prototype.query = real;
  }
  return count;
}

describe('figures', () => {
  it('C21-7: half of the old district’s figure stands under each successor, the province counts it once', async () => {
    const view = await indicatorView(await as('secretary'), { slug, indicatorId: 'online', ask: ask('nam=2025') });
    const row = (code: string) => view.table.rows.find((one) => one.code === code)!;
    const in2025 = view.table.years.indexOf(2025);
    // (40 + 10) / (80 + 20), (30 + 10) / (100 + 20)
    expect(row('X1').cells[in2025]).toMatchObject({ text: '50,0%', from: ['Huyện Mai Sơn'] });
    expect(row('X2').cells[in2025]).toMatchObject({ text: '33,3%', from: ['Huyện Mai Sơn'] });
    expect(view.whole.rows[0]).toMatchObject({ year: 2025, text: '40,9%', parts: ['90', '220'], units: 3 });
    expect(view.old).toMatchObject([
      {
        name: 'Huyện Mai Sơn',
        until: '30/06/2025',
        figures: [{ period: 'năm 2025', text: '50,0%', carried: 'đã tính vào đơn vị kế thừa' }],
      },
    ]);
    expect(view.successionRule).toContain('chia theo tỷ lệ đã quyết định');
  });

  it('C21-2: cells tell attained, behind, missing, zero and incomplete apart', async () => {
    const grid = await indicatorGrid(await as('secretary'), { slug, ask: ask('nam=2026') });
    const cell = (code: string, indicator: string) => grid.rows.find((row) => row.code === code)!.cells[indicator];
    // 50 % → 90 %, asked: more than 80 in 2027
    expect(cell('X1', 'online')).toMatchObject({ state: 'early', text: '90,0' });
    // 33,3 % → 65 %: 96,7 % in 2027 along the line
    expect(cell('X2', 'online')).toMatchObject({ state: 'on-track', text: '65,0' });
    expect(cell('W1', 'online')).toMatchObject({ state: 'missing', text: null });
    expect(cell('X1', 'trained')).toMatchObject({ state: 'unjudged', text: '0' });
    expect(cell('X1', 'cut')).toMatchObject({ state: 'incomplete', text: '7' });
    expect(cell('W1', 'cut')).toMatchObject({ state: 'incomplete', text: null });
    // not theirs to report
    expect(cell('W1', 'platform')).toBeUndefined();
    expect(grid.rows.some((row) => row.code === 'HA')).toBe(false);
  });

  it('C21-2: a locked figure that is empty with its reason is an answer, not a gap', async () => {
    const ctx = await as('secretary');
    const grid = await indicatorGrid(ctx, { slug, ask: ask('nam=2026&so-lieu=dang-nhap') });
    const row = (code: string) => grid.rows.find((one) => one.code === code)!;
    expect(row('X2').cells.trained).toMatchObject({ state: 'nothing', text: null, valueId: expect.any(String) });
    expect(row('W1').cells.trained).toMatchObject({ state: 'missing', text: null });
    expect(row('X2').missing).toBe(0);
    const view = await indicatorView(ctx, { slug, indicatorId: 'trained', ask: ask('nam=2026') });
    const line = view.table.rows.find((one) => one.code === 'X2')!;
    expect(line).toMatchObject({ state: 'nothing', says: 'Không phát sinh.' });
    expect(line.cells[view.table.years.indexOf(2026)]).toMatchObject({ text: 'không phát sinh' });
    const board = await movementOverview(ctx, { slug, ask: ask('nam=2026') });
    const group = board.groups.find((one) => one.counts.nothing! > 0)!;
    expect(group.counts).toMatchObject({ nothing: 1 });
  });

  it('what is not locked shows only where one asks for figures that are being worked on', async () => {
    const ctx = await as('secretary');
    const find = async (query: string) =>
      (await indicatorGrid(ctx, { slug, ask: ask(query) })).rows.find((row) => row.code === 'W1')!.cells.online;
    expect(await find('nam=2026')).toMatchObject({ state: 'missing' });
    expect(await find('nam=2026&so-lieu=dang-nhap')).toMatchObject({ text: '0,0' });
  });

  it('Q25-13: the overview counts indicators, obligations and what waits', async () => {
    const board = await movementOverview(await as('secretary'), { slug, ask: ask() });
    expect(board.year).toBe(2026);
    expect(board.indicators).toMatchObject({ all: 4, incomplete: 1 });
    expect(board.obligations).toMatchObject({ accepted: 1, late: 1, overdue: 1, all: 3 });
    expect(board.duties.map((duty) => duty.text)).toContain('Xác nhận 1 số liệu');
    expect(board.jump).toMatchObject({ unit: { code: 'X1' }, text: '50,0% năm 2025 → 90,0% năm 2026' });
    const progress = await movementProgress(await as('secretary'), { slug, ask: ask() });
    expect(progress.late).toMatchObject([{ unit: 'Phường Tô Hiệu', days: 112 }]);
    expect(progress.weeks.filter((week) => week.onTime + week.late + week.open > 0)).toHaveLength(3);
  });

  it('units can be narrowed by class and by cluster, and sorted by what is behind', async () => {
    const ctx = await as('secretary');
    const { id } = await t.app.db
      .insertInto('cluster_scheme')
      .values({ name: 'Cụm 2026', valid_from: '2026-01-01', created_at: new Date(at) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const cluster = await t.app.db
      .insertInto('cluster')
      .values({ scheme_id: id, code: 'C1', name: 'Cụm số 1', kind: 'cluster' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await t.app.db
      .insertInto('cluster_member')
      .values({ scheme_id: id, cluster_id: cluster.id, unit_id: units.C1! })
      .execute();
    const some = await indicatorGrid(ctx, { slug, ask: ask(`cum=${cluster.id}&nam=2026`) });
    expect(some.rows.map((row) => row.code)).toEqual(['C1']);
    expect((await indicatorGrid(ctx, { slug, ask: ask('lop=agencies') })).rows.map((row) => row.code).sort()).toEqual([
      'SKHCN',
      'SNV',
    ]);
    const sorted = (await indicatorGrid(ctx, { slug, ask: ask('nam=2026&xep=lech') })).rows;
    expect(sorted[0]!.behind + sorted[0]!.missing).toBeGreaterThan(0);
  });
});

describe('who sees what', () => {
  const others = ['Xã Mường Bú', 'Phường Tô Hiệu', 'Xã C1', 'Xã C6'];

  it('C21-2: a commune never receives other communes’ names with figures', async () => {
    const ctx = await as('unit-coordinator', 'X1');
    const pages = {
      overview: await movementOverview(ctx, { slug, ask: ask() }),
      working: await movementOverview(ctx, { slug, ask: ask('so-lieu=dang-nhap') }),
      grid: await indicatorGrid(ctx, { slug, ask: ask('nam=2026') }),
      indicator: await indicatorView(ctx, { slug, indicatorId: 'online', ask: ask('nam=2026') }),
      progress: await movementProgress(ctx, { slug, ask: ask() }),
      unit: await unitDashboard(ctx, { slug, unitId: units.X1!, ask: ask('nam=2026') }),
    };
    for (const [page, sent] of Object.entries(pages)) {
      const text = JSON.stringify(sent);
      expect(text, page).toContain(page === 'progress' ? 'Xã, phường' : 'Xã Chiềng Mung');
      for (const name of others) expect(text, `${page}: ${name}`).not.toContain(name);
      for (const code of ['X2', 'W1', 'C1', 'C6']) expect(text, `${page}: ${code}`).not.toContain(units[code]);
    }
    // bait: the same words are there for those who follow up
    const all = JSON.stringify(await indicatorView(await as('secretary'), { slug, indicatorId: 'online', ask: ask() }));
    for (const name of others) expect(all).toContain(name);
  });

  it('others are dots without names, official ones only, and none among so few that a dot would name them', async () => {
    const ctx = await as('unit-coordinator', 'X1');
    const board = await unitDashboard(ctx, { slug, unitId: units.X1!, ask: ask('nam=2026&so-lieu=dang-nhap') });
    const online = board.where.find((one) => one.id === 'online')!;
    expect(online.dots.filter((dot) => dot.name === null)).toHaveLength(7);
    expect(online.dots.map((dot) => dot.value)).not.toContain(0);
    const in2025 = await unitDashboard(ctx, { slug, unitId: units.X1!, ask: ask('nam=2025') });
    const few = in2025.where.find((one) => one.id === 'online')!;
    expect(few.dots.map((dot) => dot.name)).toEqual(['Xã Chiềng Mung']);
    expect(few.counted).toContain('quá ít');
  });

  it('a department sees the indicators that it leads everywhere, and others only of its own', async () => {
    const ctx = await as('unit-coordinator', 'SKHCN');
    const grid = await indicatorGrid(ctx, { slug, ask: ask('nam=2026') });
    expect(grid.rows.find((row) => row.code === 'X2')!.cells).toHaveProperty('online');
    expect(grid.rows.find((row) => row.code === 'X2')!.cells).not.toHaveProperty('trained');
    expect(grid.rows.find((row) => row.code === 'SKHCN')!.cells).toHaveProperty('trained');
    const online = await indicatorView(ctx, { slug, indicatorId: 'online', ask: ask() });
    expect(online.table.rows.map((row) => row.code)).toContain('C3');
  });

  it('a commune finds no indicator that it neither reports nor leads', async () => {
    const ctx = await as('unit-coordinator', 'X1');
    await expect(indicatorView(ctx, { slug, indicatorId: 'platform', ask: ask() })).rejects.toMatchObject({
      status: 404,
    });
    await expect(unitDashboard(ctx, { slug, unitId: units.X2!, ask: ask() })).rejects.toMatchObject({ status: 404 });
  });
});

describe('the database', () => {
  it('is asked as often for many figures as for few', async () => {
    const ctx = await as('secretary');
    const pages: Record<string, () => Promise<unknown>> = {
      overview: () => movementOverview(ctx, { slug, ask: ask() }),
      grid: () => indicatorGrid(ctx, { slug, ask: ask() }),
      indicator: () => indicatorView(ctx, { slug, indicatorId: 'online', ask: ask() }),
      progress: () => movementProgress(ctx, { slug, ask: ask() }),
      unit: () => unitDashboard(ctx, { slug, unitId: units.X1!, ask: ask() }),
    };
    const before: Record<string, number> = {};
    for (const [page, body] of Object.entries(pages)) {
      await body();
      before[page] = await counting(body);
    }
    const codes = Array.from({ length: 20 }, (_, i) => `N${i}`);
    const more = await moreCommunes(t, codes);
    await boardFigures(
      t,
      movementId,
      more,
      codes.flatMap((code) => ['2025', '2026'].map((period) => ['online', code, period, 50, 100, 'locked'] as const)),
    );
    for (const [page, body] of Object.entries(pages)) {
      expect(before[page]!, page).toBeLessThan(14);
      // what was read of official figures is remembered until one of them changes
      await body();
      expect(await counting(body), page).toBe(before[page]);
    }
  });
});
