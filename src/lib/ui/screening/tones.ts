/** Colours of states; the words beside them say the same. */
import type { FindingLevel } from '#lib/domain/entry/findings.ts';
import type { Verdict } from '#lib/domain/screening/check.ts';
import type { UnitStage } from '#lib/domain/screening/review.ts';
import type { Tone } from '../types.ts';

export const unitStageTones: Record<UnitStage, Tone> = {
  waiting: 'accent',
  accepted: 'good',
  returned: 'warn',
  rejected: 'plain',
  forwarded: 'info',
};

export const levelTags: Record<FindingLevel, { label: string; tone: Tone }> = {
  ok: { label: 'Máy thấy đạt', tone: 'good' },
  ask: { label: 'Cần người xem', tone: 'info' },
  warn: { label: 'Còn thiếu', tone: 'warn' },
  block: { label: 'Trái thể lệ', tone: 'bad' },
};

export const verdictTones: Record<Verdict, Tone> = { pass: 'good', fail: 'bad', ask: 'warn' };
