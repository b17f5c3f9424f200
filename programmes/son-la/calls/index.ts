import type { CallTemplate } from '#lib/domain/award/types.ts';
import { contestCalls } from './cuoc-thi.ts';
import { c21Calls } from './thi-dua-2021-2025.ts';
import { q25Calls } from './thi-dua-2025-2030.ts';
import { v26Calls } from './van-phong-2026-2030.ts';

/** The calls for nominations that ship, as plans and law give them; what is left open is asked when a call is made from one. */
export const callTemplates: CallTemplate[] = [...q25Calls, ...v26Calls, ...c21Calls, ...contestCalls];

export { c21FinalDemo, q25MidDemo, v26YearDemo } from './demo.ts';
