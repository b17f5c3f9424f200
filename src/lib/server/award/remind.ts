import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type DueReminder, remindersDue } from '#lib/domain/award/reminders.ts';
import { isoDateLocal, startOfDay } from '#lib/domain/kernel/time.ts';
import { act } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { systemActor } from '../platform/policy.ts';
import { type RemindedWork, reminderLetter } from './mails.ts';
import { awardPeople, type Recipient } from './people.ts';

interface Waiting extends Omit<RemindedWork, 'forLeader'> {
  /** a dossier at a step, or a question to an office */
  is: 'dossier' | 'opinion';
  id: string;
  unitId: string;
  sent: string[];
}

/** Everything with a last day that waits for an office: dossiers at steps, questions without an answer. */
async function waiting(db: Kysely<DB>): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select 'dossier' as is, d.id, s.unit_id as "unitId", s.due_on::text as "dueOn", c.slug, c.doc->>'name' as "callName",
      d.code || ', ' || d.subject_name as label,
      coalesce((select st->>'name' from jsonb_array_elements(c.doc->'path') st where st->>'id' = s.step_id), s.step_id) as "stepName",
      array(select r.kind from award_reminder r where r.dossier_id = d.id and r.due_on = s.due_on) as sent
    from award_step s join award_dossier d on d.id = s.dossier_id join award_call c on c.id = d.call_id
    where s.done_at is null and s.due_on is not null and s.unit_id is not null and d.state = 'in-progress' and c.state <> 'cancelled'
    union all
    select 'opinion', o.id, o.unit_id, o.due_on::text, c.slug, c.doc->>'name',
      (select count(*) from award_opinion_line l where l.opinion_id = o.id) || ' hồ sơ', 'Cho ý kiến',
      array(select r.kind from award_reminder r where r.opinion_id = o.id and r.due_on = o.due_on)
    from award_opinion o join award_call c on c.id = o.call_id
    where o.answered_at is null and o.cancelled_at is null and c.state <> 'cancelled'`.execute(db);
  return rows;
}

interface Found {
  work: Waiting;
  reminder: DueReminder;
  to: Recipient[];
}

async function dueToday(app: App, now: Date): Promise<Found[]> {
  const all = (await waiting(app.db)).flatMap((work) =>
    remindersDue(work.dueOn, new Set(work.sent), now).map((reminder) => ({ work, reminder })),
  );
  const people = await awardPeople(
    app.db,
    all.map(({ work }) => work.unitId),
    now,
  );
  return all
    .map(({ work, reminder }) => ({
      work,
      reminder,
      to: people.of(
        work.unitId,
        reminder.to === 'leader'
          ? ['leader']
          : work.is === 'opinion'
            ? ['award-officer', 'unit-coordinator']
            : ['award-officer'],
      ),
    }))
    .filter(({ to }) => to.length > 0);
}

/** Remembers what goes out; the keys of the table let two workers send one of each only. @returns keys of what is new */
async function remember(db: Kysely<DB>, found: Found[], now: Date): Promise<Set<string>> {
  const fresh = new Set<string>();
  for (const is of ['dossier', 'opinion'] as const) {
    const its = found.filter(({ work }) => work.is === is);
    if (its.length === 0) continue;
    const column = sql.ref(`${is}_id`);
    const { rows } = await sql<{ id: string; kind: string }>`
      insert into award_reminder (${column}, due_on, kind, at)
      select id, due, kind, ${now}
        from unnest(${its.map(({ work }) => work.id)}::uuid[], ${its.map(({ work }) => work.dueOn)}::date[],
                    ${its.map(({ reminder }) => reminder.kind)}::text[]) as fresh (id, due, kind)
          on conflict do nothing returning ${column} as id, kind`.execute(db);
    for (const row of rows) fresh.add(`${row.id} ${row.kind}`);
  }
  return fresh;
}

/**
 * Job `award.remind` (Q25-12): once a day offices hear what is soon or overdue at their steps and of questions they have not answered; what
 * stays overdue goes to whoever leads the office. One mail a person. @returns how many mails were queued
 */
export async function remindAwards(app: App): Promise<number> {
  const now = app.clock.now();
  const already = await app.db
    .selectFrom('award_reminder')
    .select('kind')
    .where('at', '>=', startOfDay(isoDateLocal(now)))
    .where('at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  if (already) return 0;
  const found = await dueToday(app, now);
  if (found.length === 0) return 0;
  const ctx: Ctx = { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job', ip: null };
  return act(ctx, { act: 'award.remind', summary: 'Nhắc việc xét khen thưởng.' }, async (tx) => {
    const fresh = await remember(tx.db, found, now);
    const letters = new Map<string, { to: Recipient; about: RemindedWork[] }>();
    for (const { work, reminder, to } of found) {
      if (!fresh.has(`${work.id} ${reminder.kind}`)) continue;
      for (const person of to) {
        const letter = letters.get(person.personId) ?? { to: person, about: [] };
        letter.about.push({ ...work, forLeader: reminder.to === 'leader' });
        letters.set(person.personId, letter);
      }
    }
    for (const { to, about } of letters.values()) await tx.send(reminderLetter(ctx, to, about));
    tx.note({
      summary: `Nhắc ${fresh.size} việc xét khen thưởng bằng ${letters.size} thư.`,
      changes: { reminders: fresh.size, mails: letters.size },
    });
    return letters.size;
  });
}
