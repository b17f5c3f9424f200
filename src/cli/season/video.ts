import { castUnitBefore } from './cast.ts';
import { planMove } from './people.ts';
import { appointCoordinator } from './screening.ts';
import { appointCommittees, close, create, publish, registerCast, writeDocuments } from './setup.ts';
import { planCounting } from './video/counting.ts';
import { planVideoIntake } from './video/intake.ts';
import { planVideoJury } from './video/jury.ts';
import { planVideoNews } from './video/news.ts';
import { planVideoResults } from './video/results.ts';
import { planVideoScreening } from './video/screening.ts';
import { planVideoTasks } from './video/tasks.ts';
import { planVoters } from './video/voters.ts';
import { planWorks } from './video/works.ts';
import { at, type World } from './world.ts';

/** The video contest of 2024, from May 2024 until it is closed in December; the units and the administrator are there. */
export function planVideoContest(world: World): void {
  const { agenda } = world;
  agenda.at(at('2024-05-15 09:00:00'), () => create(world));
  agenda.at(at('2024-05-17 14:00:00'), async () => {
    await appointCommittees(world, { organising: 3, jury: 5, secretariat: 1, support: 0 });
    await appointCoordinator(world, world.units.get(castUnitBefore)!, true, at('2025-06-30 23:59:59'));
    await registerCast(world);
  });
  agenda.at(at('2024-05-27 15:00:00'), () =>
    writeDocuments(world, [
      ['organising-decision', '05-QĐ/MH', '2024-05-24'],
      ['jury-decision', '06-QĐ/MH', '2024-05-24'],
      ['secretariat-decision', '07-QĐ/MH', '2024-05-24'],
    ]),
  );
  agenda.at(at('2024-05-29 14:00:00'), () => writeDocuments(world, [['rules', '02-TL/MH', '2024-05-29']]));
  agenda.at(at('2024-05-30 08:30:00'), () => publish(world));
  agenda.at(at('2024-12-16 09:00:00'), () => close(world));
  planVideoTasks(world);
  planMove(world);
  planVideoNews(world);
  // Who enters what is planned when the units are known.
  agenda.at(at('2024-05-16 08:00:00'), async () => {
    const works = planWorks(world);
    planVideoIntake(world, works);
    planVideoScreening(world, works);
    planVoters(world, works);
    planCounting(world, works);
    planVideoJury(world, works);
    planVideoResults(world);
  });
}
