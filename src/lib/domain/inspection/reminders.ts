/** Which reminder of a finding is due on a day, worked out from its state alone, so that nothing is lost while a machine is off. */
import { addDays, isoDateLocal } from '../kernel/time.ts';
import { awaitsOwner, type FindingFacts } from './states.ts';

/** days before and after the due day, and from which day after it those who follow up are told */
const findingReminders = { before: [7, 1], after: [1, 7, 14, 30], escalateAfter: 7 };

/** `to`: the owner of the finding, or who follows it up. `kind` is what is remembered of it. */
export interface DueFindingReminder {
  to: 'owner' | 'above';
  kind: string;
}

/**
 * What has to go out on a day: of the owner's reminders only the latest one whose day has come, and once word to those who follow up.
 * @param sent kinds that went out for the present due day
 */
export function findingRemindersDue(finding: FindingFacts, sent: ReadonlySet<string>, now: Date): DueFindingReminder[] {
  if (!awaitsOwner(finding)) return [];
  const today = isoDateLocal(now);
  const { before, after, escalateAfter } = findingReminders;
  const steps =
    today <= finding.dueOn
      ? before.map((days) => ({ kind: `before-${days}`, day: addDays(finding.dueOn, -days) }))
      : after.map((days) => ({ kind: `after-${days}`, day: addDays(finding.dueOn, days) }));
  const latest = steps.filter((step) => step.day <= today).sort((a, b) => b.day.localeCompare(a.day))[0];
  const escalates = today >= addDays(finding.dueOn, escalateAfter);
  return [
    ...(latest && !sent.has(latest.kind) ? [{ to: 'owner' as const, kind: latest.kind }] : []),
    ...(escalates && !sent.has('escalation') ? [{ to: 'above' as const, kind: 'escalation' }] : []),
  ];
}
