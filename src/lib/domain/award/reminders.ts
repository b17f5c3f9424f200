/** Which reminder of a last day is due, worked out from the day alone, so that nothing is lost while a machine is off. */
import { addDays, isoDateLocal } from '../kernel/time.ts';

/** calendar days before and after the last day; from which day after it whoever leads the office is told */
const days = { before: [3, 0], after: [1, 5, 15], escalateAfter: 3 };

/** `kind` is what is remembered of it, once for each last day. */
export interface DueReminder {
  to: 'officer' | 'leader';
  kind: string;
}

/** @param dueOn ISO day @param sent kinds that went out for this last day */
export function remindersDue(dueOn: string, sent: ReadonlySet<string>, now: Date): DueReminder[] {
  const today = isoDateLocal(now);
  const steps =
    today <= dueOn
      ? days.before.map((n) => ({ kind: `before-${n}`, day: addDays(dueOn, -n) }))
      : days.after.map((n) => ({ kind: `after-${n}`, day: addDays(dueOn, n) }));
  const latest = steps.filter((step) => step.day <= today).toSorted((a, b) => b.day.localeCompare(a.day))[0];
  const escalates = today >= addDays(dueOn, days.escalateAfter);
  return [
    ...(latest && !sent.has(latest.kind) ? [{ to: 'officer' as const, kind: latest.kind }] : []),
    ...(escalates && !sent.has('escalation') ? [{ to: 'leader' as const, kind: 'escalation' }] : []),
  ];
}
