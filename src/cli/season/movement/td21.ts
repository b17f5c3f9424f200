import type { Participant } from '#lib/server/movement/units.ts';
import { movement2021Demo } from '#programmes/son-la/index.ts';
import { at, duringDay } from '../world.ts';
import {
  correctOne,
  countReporting,
  enter,
  type FigureBook,
  figureBook,
  lockVerified,
  returnSome,
  verifyWaiting,
} from './figures.ts';
import { exempt, planHandIn, readReports } from './reports.ts';
import {
  appointCoordinators,
  appointOfficers,
  closeMovement,
  createMovement,
  planGeneration,
  planReminders,
  publishMovement,
} from './setup.ts';
import { planSuccession } from './succession.ts';
import { dueOf, type MovementSeason, type MovementWorld, movementWorld } from './world.ts';

const years = [2021, 2022, 2023, 2024, 2025];

/** Who reports what only one agency has for the whole province: the department that led, and the one that it merged into. */
const reportsForProvince = (unit: Participant, _indicator: unknown, period: string): boolean =>
  unit.classId !== 'lead' || unit.code === (period < '2025' ? 'STTTT' : 'SKHCN');

/** The movement of 2021-2025: five years of figures and reports, over the end of districts, to its final reports. */
export function planMovement2021(season: MovementSeason): void {
  const world = movementWorld(season, movement2021Demo);
  const { agenda } = world;
  const book = figureBook(world, reportsForProvince);
  agenda.at(at('2021-08-31 09:00:00'), () => createMovement(world));
  agenda.at(at('2021-09-01 14:00:00'), () => appointOfficers(world));
  agenda.at(at('2021-09-06 08:30:00'), () => publishMovement(world, { number: '01-CT/MH', date: '2021-09-01' }));
  agenda.at(at('2021-09-13 09:00:00'), () => appointCoordinators(world));
  agenda.at(at('2025-07-02 09:00:00'), () => appointCoordinators(world));
  planGeneration(world, [...years.slice(1).map((year) => `${year}-01-03`), '2025-03-01', '2025-07-01']);
  for (const year of years) planYear(world, book, year);
  agenda.at(at('2021-11-30 14:00:00'), () =>
    exempt(world, {
      ruleId: 'report',
      period: '2021',
      reason: 'Phong trào mới phát động từ tháng 9/2021; năm 2021 chỉ nhập số liệu, không phải báo cáo.',
    }),
  );
  planCorrection(world);
  planSuccession(world);
  planFinal(world);
}

/** December: figures and report; the turn of the year: checked, returned, confirmed; in January: official. */
function planYear(world: MovementWorld, book: FigureBook, year: number): void {
  const { agenda } = world;
  const period = String(year);
  agenda.at(at(`${year}-11-28 08:00:00`), async () => {
    await countReporting(world);
    for (const unit of await world.participants()) {
      const random = world.chance(`sitting/${world.slug}/${year}/${unit.code}`);
      const day = new Date(at(`${year}-11-29 00:00:00`).getTime() + random.int(0, 14) * 86_400_000);
      agenda.at(duringDay(random, day, 0.1), () => enter(world, book, unit, { periods: [period] }));
    }
    if (year > 2021) await planHandIn(world, { ruleId: 'report', period, days: 16 });
  });
  agenda.at(at(`${year}-12-16 09:00:00`), () => returnSome(world, [period], 0.03));
  agenda.at(at(`${year}-12-18 15:00:00`), () => verifyWaiting(world, [period], 0.6));
  agenda.at(at(`${year + 1}-01-08 10:00:00`), () => verifyWaiting(world, [period]));
  agenda.at(at(`${year + 1}-01-20 15:30:00`), () => lockVerified(world, [period]));
  if (year === 2021) return;
  for (const day of [`${year}-12-12`, `${year}-12-19`, `${year}-12-29`])
    agenda.at(at(`${day} 14:30:00`), () => readReports(world, 'report', period));
  planReminders(world, dueOf(world.movementDoc, 'report', period), [-1, 7]);
}

function planCorrection(world: MovementWorld): void {
  const { agenda } = world;
  agenda.at(at('2023-03-14 10:20:00'), () =>
    correctOne(world, {
      unitCode: 'HMS',
      indicatorId: 'basic-skills',
      period: '2022',
      reason: 'Đối chiếu lại danh sách lớp tập huấn: ba người dự hai lớp đã bị đếm hai lần.',
    }),
  );
  agenda.at(at('2023-03-17 09:00:00'), () => verifyWaiting(world, ['2022']));
  agenda.at(at('2023-03-20 16:00:00'), () => lockVerified(world, ['2022']));
}

/** February and March 2026: final reports; then the movement is closed and stays readable. */
function planFinal(world: MovementWorld): void {
  const { agenda } = world;
  agenda.at(at('2026-01-26 08:00:00'), () => planHandIn(world, { ruleId: 'final', period: '2025', days: 25 }));
  for (const day of ['2026-02-20', '2026-03-02', '2026-03-12'])
    agenda.at(at(`${day} 14:00:00`), () => readReports(world, 'final', '2025'));
  planReminders(world, dueOf(world.movementDoc, 'final', '2025'), [-7, -1, 7]);
  agenda.at(at('2026-04-15 09:00:00'), () => closeMovement(world));
}
