import { planAwards } from '../award/index.ts';
import type { World } from '../world.ts';
import { planClusters } from './clusters.ts';
import { planMovement2021 } from './td21.ts';
import { planMovement2025 } from './td25.ts';
import { planMovementOffice } from './tdvp.ts';
import { movementSeason } from './world.ts';

/** Units of each class that a whole season simulates. */
const everyUnit = 1000;

/** The three movements of the province, from 2021 on; the units and the administrator are there. One line a part. */
export function planMovements(world: World, unitsPerClass = everyUnit): void {
  const season = movementSeason(world, unitsPerClass);
  planMovement2021(season);
  planMovement2025(season);
  planMovementOffice(season);
  planClusters(world);
  planAwards(season);
}
