import { movement2025Demo } from '#programmes/son-la/index.ts';
import { at, duringDay } from '../world.ts';
import { planExamples } from './examples.ts';
import {
  countReporting,
  enter,
  type FigureBook,
  figureBook,
  lockVerified,
  returnSome,
  type Sitting,
  verifyWaiting,
} from './figures.ts';
import { planVisits } from './inspections.ts';
import { exempt, ownTarget, planHandIn, readReports } from './reports.ts';
import {
  appointCoordinators,
  appointOfficers,
  createMovement,
  planGeneration,
  planReminders,
  publishMovement,
} from './setup.ts';
import { planSummaries } from './summaries.ts';
import { planTasks } from './tasks.ts';
import { dueOf, type MovementSeason, type MovementWorld, movementWorld } from './world.ts';

/** The movement of 2025-2030, played until its second year: plans, the figures and reports of 2025, the first half of 2026. */
export function planMovement2025(season: MovementSeason): void {
  const world = movementWorld(season, movement2025Demo);
  const { agenda } = world;
  const book = figureBook(world);
  agenda.at(at('2025-06-21 16:00:00'), () => createMovement(world));
  agenda.at(at('2025-06-21 16:30:00'), () => appointOfficers(world));
  agenda.at(at('2025-06-21 17:30:00'), () => publishMovement(world));
  agenda.at(at('2025-06-21 18:00:00'), () => appointCoordinators(world));
  agenda.at(at('2025-07-07 10:00:00'), () => appointCoordinators(world));
  planGeneration(world, ['2025-07-01', '2025-11-12', '2026-01-02']);
  planPlans(world);
  planFirstYear(world, book);
  planSecondYear(world, book);
  planTasks(world);
  planExamples(world);
  planVisits(world);
  planSummaries(world);
}

function planPlans(world: MovementWorld): void {
  const { agenda } = world;
  for (const [ruleId, from, reading] of [
    ['plan', '2025-06-25', ['2025-07-04', '2025-07-15']],
    ['plan-commune', '2025-07-08', ['2025-07-28', '2025-08-06', '2025-08-18']],
  ] as const) {
    agenda.at(at(`${from} 08:00:00`), () =>
      planHandIn(world, {
        ruleId,
        period: '2025',
        days: ruleId === 'plan' ? 4 : 18,
        own: (unit, indicatorId, year) => ownTarget(world, unit, indicatorId, year),
      }),
    );
    for (const day of reading) agenda.at(at(`${day} 09:30:00`), () => readReports(world, ruleId, '2025', 0.08));
    planReminders(world, dueOf(world.movementDoc, ruleId, '2025'), [-1, 1, 7]);
  }
}

/** Each unit sits down on a day of its own between two days. */
function planSittings(
  world: MovementWorld,
  book: FigureBook,
  when: { from: string; days: number },
  sitting: (code: string) => Sitting,
): void {
  const { agenda } = world;
  agenda.at(at(`${when.from} 07:30:00`), async () => {
    await countReporting(world);
    for (const unit of await world.participants()) {
      const random = world.chance(`sitting/${world.slug}/${when.from}/${unit.code}`);
      const day = new Date(at(`${when.from} 00:00:00`).getTime() + random.int(0, when.days) * 86_400_000);
      const moment = duringDay(random, day, 0.1);
      agenda.at(moment, () => enter(world, book, unit, sitting(unit.code)));
    }
  });
}

function planFirstYear(world: MovementWorld, book: FigureBook): void {
  const { agenda } = world;
  const first = ['2025-Q3'];
  const rest = ['2025-Q4', '2025-H2', '2025'];
  planSittings(world, book, { from: '2025-10-13', days: 18 }, () => ({ periods: first }));
  agenda.at(at('2025-11-03 09:00:00'), () => returnSome(world, first, 0.03));
  agenda.at(at('2025-11-12 09:00:00'), () => verifyWaiting(world, first));
  planSittings(world, book, { from: '2025-12-22', days: 16 }, () => ({ periods: rest }));
  agenda.at(at('2026-01-09 14:00:00'), () => returnSome(world, rest, 0.03));
  agenda.at(at('2026-01-20 09:00:00'), () => verifyWaiting(world, [...first, ...rest]));
  agenda.at(at('2026-01-29 15:00:00'), () => lockVerified(world, [...first, ...rest]));

  agenda.at(at('2025-10-20 08:00:00'), () => planHandIn(world, { ruleId: 'report', period: '2025', days: 18 }));
  for (const day of ['2025-11-06', '2025-11-14', '2025-11-21', '2025-12-01'])
    agenda.at(at(`${day} 15:00:00`), () => readReports(world, 'report', '2025'));
  planReminders(world, dueOf(world.movementDoc, 'report', '2025'), [-7, -1, 1, 7]);
  agenda.at(at('2025-11-28 10:00:00'), () =>
    exempt(world, {
      ruleId: 'report',
      period: '2025',
      reason: 'Đơn vị tập trung khắc phục hậu quả thiên tai, báo cáo gộp vào năm 2026.',
      which: (row) => world.chance(`excused/${row.unitFolded}`).chance(0.4),
    }),
  );
}

/** 2026 as far as the demonstration's day: the first quarter is official, the half-year is coming in. */
function planSecondYear(world: MovementWorld, book: FigureBook): void {
  const { agenda } = world;
  const quarter = ['2026-Q1'];
  const half = ['2026-Q2', '2026-H1'];
  planSittings(world, book, { from: '2026-04-06', days: 16 }, () => ({ periods: quarter }));
  agenda.at(at('2026-04-27 09:00:00'), () => verifyWaiting(world, quarter));
  agenda.at(at('2026-05-06 15:00:00'), () => lockVerified(world, quarter));
  planSittings(world, book, { from: '2026-07-02', days: 28 }, (code) => ({
    periods: half,
    until: world.chance(`half/${code}`).weighted([
      ['submitted', 7],
      ['complete', 2],
      ['entered', 2],
    ] as const),
  }));
  agenda.at(at('2026-07-14 09:00:00'), () => returnSome(world, half, 0.05));
  agenda.at(at('2026-07-15 14:00:00'), () => verifyWaiting(world, half, 0.55));
  agenda.at(at('2026-08-12 09:00:00'), () => verifyWaiting(world, half));
  agenda.at(at('2026-08-20 15:00:00'), () => lockVerified(world, half));
  agenda.at(at('2026-07-06 08:00:00'), () =>
    planHandIn(world, {
      ruleId: 'report',
      period: '2026',
      days: 60,
      fates: [
        ['draft', 3],
        ['on-time', 7],
        ['late', 1],
      ],
    }),
  );
}
