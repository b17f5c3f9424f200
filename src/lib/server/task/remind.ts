import { randomUUID } from 'node:crypto';
import { addDays, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { reminderDue, standingText } from '#lib/domain/task/task.ts';
import { act } from '../platform/act.ts';
import type { App } from '../platform/ctx.ts';
import { systemActor } from '../platform/policy.ts';
import { anyProgrammeById } from '../programme/queries.ts';
import { taskMail } from './mails.ts';

/**
 * Job `task.remind`: owners of open tasks are written to three days before, on the day, and once when it is past. Each
 * reminder of a due day goes once, however often the job runs. @returns how many mails were queued
 */
export async function remindOwners(app: App): Promise<number> {
  const now = app.clock.now();
  const today = isoDateLocal(now);
  const near = await app.db
    .selectFrom('task as t')
    .innerJoin('person as p', 'p.id', 't.owner_id')
    .innerJoin('programme as g', 'g.id', 't.programme_id')
    .select(['t.id', 't.title', 't.detail', 't.clause', 't.due_on', 't.agency', 't.programme_id', 't.state'])
    .select(['p.id as personId', 'p.full_name as fullName', 'p.email'])
    .where('t.state', 'in', ['todo', 'doing'])
    .where('t.due_on', '<=', addDays(today, 3))
    .where('g.status', '=', 'published')
    .where('p.disabled_at', 'is', null)
    .where('p.email', 'is not', null)
    .execute();
  let sent = 0;
  for (const { personId, fullName, email, ...task } of near) {
    const kind = task.due_on ? reminderDue(task.due_on, today) : null;
    const programme = kind && email ? await anyProgrammeById(app.db, task.programme_id) : null;
    if (!kind || !email || !programme || !task.due_on) continue;
    const dueOn = task.due_on;
    const known = await app.db
      .selectFrom('task_reminder')
      .select('kind')
      .where('task_id', '=', task.id)
      .where('due_on', '=', dueOn)
      .where('kind', '=', kind)
      .executeTakeFirst();
    if (known) continue;
    const ctx = { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job' as const, ip: null };
    await act(
      ctx,
      {
        act: 'task.remind',
        programmeId: programme.id,
        subject: { kind: 'task', id: task.id },
        summary: `Nhắc việc “${task.title.slice(0, 120)}”`,
      },
      async (tx) => {
        // the key of the table lets two workers write one mail only
        await tx.db.insertInto('task_reminder').values({ task_id: task.id, due_on: dueOn, kind, at: now }).execute();
        const standing = standingText({ state: task.state, dueOn, doneOn: null }, today).toLocaleLowerCase('vi');
        await tx.send(
          taskMail(app, {
            kind: 'task.reminder',
            task,
            programme,
            to: { personId, fullName, email },
            says: `Việc sau của ${programme.doc.name} ${standing}:`,
          }),
        );
      },
    );
    sent++;
  }
  return sent;
}
