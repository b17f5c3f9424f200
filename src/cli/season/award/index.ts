import type { MovementSeason } from '../movement/world.ts';
import { at } from '../world.ts';
import { planCalls } from './calls.ts';
import { enterPast } from './past.ts';
import { appointAwardPeople, setUpCouncils } from './people.ts';

/** Commendation, over the movements of a season: people, councils, the register of former years, calls. */
export function planAwards(season: MovementSeason): void {
  const { world } = season;
  world.agenda.at(at('2026-03-16 09:00:00'), () => appointAwardPeople(world));
  world.agenda.at(at('2026-03-23 09:00:00'), () => setUpCouncils(world));
  world.agenda.at(at('2026-03-24 14:00:00'), () => enterPast(world));
  planCalls(season);
}
