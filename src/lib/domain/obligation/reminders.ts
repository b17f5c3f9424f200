/** Which reminder of an obligation is due on a day, worked out from its state alone, so that nothing is lost while a machine is off. */
import { addDays, isoDateLocal } from '../kernel/time.ts';
import type { ObligationRule } from '../movement/types.ts';
import { isOpen, type ObligationFacts } from './states.ts';

/** `to`: the unit itself, or who stands above it. `kind` is what is remembered of it. */
export interface DueReminder {
  to: 'unit' | 'above';
  kind: string;
}

interface Step {
  kind: string;
  day: string;
}

/** The reminders of one that was never handed in: before its day; from the day after it those after it. */
function steps(rule: Pick<ObligationRule, 'reminders'>, dueDay: string, today: string): Step[] {
  const { before, after } = rule.reminders;
  return today <= dueDay
    ? before.map((days) => ({ kind: `before-${days}`, day: addDays(dueDay, -days) }))
    : after.map((days) => ({ kind: `after-${days}`, day: addDays(dueDay, days) }));
}

/**
 * What has to go out on a day: of the unit's reminders only the latest one whose day has come, so that after three days without a machine one
 * mail goes out and not three, and none that was overtaken; and once, so many days after the due day, word to those above.
 * @param sent kinds that went out for the present due day
 */
export function remindersDue(
  rule: Pick<ObligationRule, 'reminders'>,
  obligation: ObligationFacts,
  sent: ReadonlySet<string>,
  now: Date,
): DueReminder[] {
  if (!isOpen(obligation)) return [];
  const today = isoDateLocal(now);
  const dueDay = isoDateLocal(obligation.dueAt);
  const returned =
    obligation.state === 'returned' && obligation.returnedAt ? isoDateLocal(obligation.returnedAt) : null;
  const all: Step[] =
    returned === null
      ? steps(rule, dueDay, today)
      : rule.reminders.after.map((days) => ({ kind: `returned-${returned}-${days}`, day: addDays(returned, days) }));
  const latest = all.filter((step) => step.day <= today).sort((a, b) => b.day.localeCompare(a.day))[0];
  const escalates = returned === null && today >= addDays(dueDay, Math.max(1, rule.reminders.escalateAfter));
  return [
    ...(latest && !sent.has(latest.kind) ? [{ to: 'unit' as const, kind: latest.kind }] : []),
    ...(escalates && !sent.has('escalation') ? [{ to: 'above' as const, kind: 'escalation' }] : []),
  ];
}
