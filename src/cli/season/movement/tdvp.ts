import { movementOfficeDemo } from '#programmes/son-la/index.ts';
import { at, duringDay } from '../world.ts';
import { countReporting, enter, figureBook, lockVerified, verifyWaiting } from './figures.ts';
import { ownTarget, planHandIn, readReports } from './reports.ts';
import { appointCoordinators, createMovement, planReminders, publishMovement } from './setup.ts';
import { dueOf, type MovementSeason, movementWorld } from './world.ts';

/** The movement within the Office from May 2026: its rooms, followed up by one of them. */
export function planMovementOffice(season: MovementSeason): void {
  const world = movementWorld(season, movementOfficeDemo);
  const { agenda, movementDoc } = world;
  const book = figureBook(world);
  const half = ['2026-H1'];
  agenda.at(at('2026-05-04 09:00:00'), () => createMovement(world));
  agenda.at(at('2026-05-05 08:30:00'), () => publishMovement(world, { number: '01-KH/MH', date: '2026-05-04' }));
  agenda.at(at('2026-05-05 09:30:00'), () => appointCoordinators(world));
  agenda.at(at('2026-05-15 08:00:00'), () =>
    planHandIn(world, {
      ruleId: 'report-mid-year',
      period: '2026',
      days: 20,
      fates: [
        ['on-time', 6],
        ['late', 1],
      ],
    }),
  );
  agenda.at(at('2026-06-01 08:00:00'), () =>
    planHandIn(world, {
      ruleId: 'plan',
      period: '2026',
      days: 20,
      own: (unit, indicatorId, year) => ownTarget(world, unit, indicatorId, year),
    }),
  );
  agenda.at(at('2026-06-16 08:00:00'), async () => {
    await countReporting(world);
    for (const unit of await world.participants()) {
      const random = world.chance(`sitting/${world.slug}/${unit.code}`);
      const day = new Date(at('2026-06-16 00:00:00').getTime() + random.int(0, 20) * 86_400_000);
      agenda.at(duringDay(random, day, 0.05), () => enter(world, book, unit, { periods: half }));
    }
  });
  agenda.at(at('2026-06-17 14:00:00'), () => readReports(world, 'report-mid-year', '2026', 0.15));
  agenda.at(at('2026-06-26 14:00:00'), () => readReports(world, 'report-mid-year', '2026', 0));
  agenda.at(at('2026-07-06 09:00:00'), () => readReports(world, 'plan', '2026', 0));
  agenda.at(at('2026-07-09 14:00:00'), () => verifyWaiting(world, half));
  agenda.at(at('2026-07-13 15:00:00'), () => lockVerified(world, half));
  planReminders(world, dueOf(movementDoc, 'report-mid-year', '2026'), [-7, 1]);
  planReminders(world, dueOf(movementDoc, 'plan', '2026'), [-7, -1, 1]);
}
