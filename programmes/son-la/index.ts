import type { Programme } from '#lib/domain/programme/types.ts';
import { contest2024, contest2024Demo } from './tuyen-truyen-so-2024.ts';
import { contest2026, contest2026Demo } from './y-tuong-so-2026.ts';

/** The programmes of Sơn La that ship with the product, as their plans print them. */
export const programmes: Programme[] = [contest2026, contest2024];

/** The same programmes with demonstration values where the plans are silent, marked as such. */
export const demoProgrammes: Programme[] = [contest2026Demo, contest2024Demo];

export { contest2024, contest2024Demo, contest2026, contest2026Demo };
