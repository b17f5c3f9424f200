import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { Programme } from '#lib/domain/programme/types.ts';
import { movement2021, movement2021Demo } from './thi-dua-2021-2025.ts';
import { movement2025, movement2025Demo } from './thi-dua-2025-2030.ts';
import { movementOffice, movementOfficeDemo } from './thi-dua-van-phong-2026-2030.ts';
import { contest2024, contest2024Demo } from './tuyen-truyen-so-2024.ts';
import { contest2026, contest2026Demo } from './y-tuong-so-2026.ts';

/** The contests of Sơn La that ship with the product, as their plans print them. */
export const programmes: Programme[] = [contest2026, contest2024];

/** The same contests with demonstration values where the plans are silent, marked as such. */
export const demoProgrammes: Programme[] = [contest2026Demo, contest2024Demo];

/** The emulation movements of Sơn La, as their plans print them. */
export const movements: MovementProgramme[] = [movement2025, movementOffice, movement2021];

/** The same movements with demonstration values where the plans are silent, marked as such. */
export const demoMovements: MovementProgramme[] = [movement2025Demo, movementOfficeDemo, movement2021Demo];

export {
  contest2024,
  contest2024Demo,
  contest2026,
  contest2026Demo,
  movement2021,
  movement2021Demo,
  movement2025,
  movement2025Demo,
  movementOffice,
  movementOfficeDemo,
};
