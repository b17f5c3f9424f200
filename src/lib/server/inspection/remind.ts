import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type DueFindingReminder, findingRemindersDue } from '#lib/domain/inspection/reminders.ts';
import { isoDateLocal, startOfDay } from '#lib/domain/kernel/time.ts';
import { type MovementPeople, peopleOf } from '../obligation/people.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { systemActor } from '../platform/policy.ts';
import { listMovements } from '../programme/queries.ts';
import { findingReminder, type RemindedFinding } from './mails.ts';
import { findingsOf } from './queries.ts';

type Person = MovementPeople['standing'][number];

interface Found extends Omit<RemindedFinding, 'as'> {
  reminder: DueFindingReminder;
  to: { person: Person; as: RemindedFinding['as'] }[];
}

/** Who hears of it. Without a coordinator those who follow up are told, so that no unit stays without word. */
function addressees(reminder: DueFindingReminder, ownerId: string, people: MovementPeople | undefined): Found['to'] {
  if (!people) return [];
  const told = (persons: Person[], as: RemindedFinding['as']) => persons.map((person) => ({ person, as }));
  if (reminder.to === 'above') return told(people.standing, 'late');
  const own = people.coordinators(ownerId);
  return own.length > 0 ? told(own, 'own') : told(people.standing, 'nobody');
}

/** Which kinds went out for the present due day of each finding that is still open. */
async function sentKinds(db: Kysely<DB>): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ id: string; kinds: string[] }>`
    select f.id, array_agg(r.kind) as kinds from inspection_finding f
      join inspection_reminder r on r.finding_id = f.id and r.due_on = f.due_on
     where f.state = 'open' group by f.id`.execute(db);
  return new Map(rows.map((row) => [row.id, new Set(row.kinds)]));
}

async function dueToday(app: App, now: Date): Promise<Found[]> {
  const movements = (await listMovements(app.db)).filter((one) => one.status !== 'draft');
  if (movements.length === 0) return [];
  const [findings, sent, people] = await Promise.all([
    findingsOf(app.db, { programmeIds: movements.map((one) => one.id), active: true }),
    sentKinds(app.db),
    peopleOf(app.db, movements, now),
  ]);
  const byId = new Map(movements.map((one) => [one.id, one]));
  return findings.flatMap((finding) => {
    const movement = byId.get(finding.programmeId)!;
    return findingRemindersDue(finding, sent.get(finding.id) ?? new Set(), now)
      .map((reminder) => ({
        finding,
        movement,
        reminder,
        to: addressees(reminder, finding.ownerId, people.get(movement.id)),
      }))
      .filter((one) => one.to.length > 0);
  });
}

/** Remembers what goes out and writes one mail to each person; the key of the table lets two workers send one of each only. */
async function send(tx: Tx, ctx: Ctx, found: Found[]): Promise<{ reminders: number; mails: number }> {
  const { rows } = await sql<{ id: string; kind: string }>`
    insert into inspection_reminder (finding_id, due_on, kind, at)
    select id, due, kind, ${ctx.now}
      from unnest(${found.map((one) => one.finding.id)}::uuid[], ${found.map((one) => one.finding.dueOn)}::date[],
                  ${found.map((one) => one.reminder.kind)}::text[]) as fresh (id, due, kind)
        on conflict do nothing returning finding_id as id, kind`.execute(tx.db);
  const fresh = new Set(rows.map((row) => `${row.id} ${row.kind}`));
  const letters = new Map<string, { to: Person; about: RemindedFinding[] }>();
  for (const { finding, movement, reminder, to } of found) {
    if (!fresh.has(`${finding.id} ${reminder.kind}`)) continue;
    for (const { person, as } of to) {
      const letter = letters.get(person.personId) ?? { to: person, about: [] };
      letter.about.push({ as, finding, movement });
      letters.set(person.personId, letter);
    }
  }
  for (const { to, about } of letters.values()) await tx.send(findingReminder(ctx.app, to, about, ctx.now));
  return { reminders: rows.length, mails: letters.size };
}

/**
 * Job `inspection.remind` (Q25-11): once a day owners of open findings, and those who follow up what is late, get one mail. Worked out
 * from the state of the day, so nothing is lost or doubled by a restart. @returns how many mails were queued
 */
export async function remindFindings(app: App): Promise<number> {
  const now = app.clock.now();
  const already = await app.db
    .selectFrom('inspection_reminder')
    .select('kind')
    .where('at', '>=', startOfDay(isoDateLocal(now)))
    .where('at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  if (already) return 0;
  const found = await dueToday(app, now);
  if (found.length === 0) return 0;
  const ctx: Ctx = { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job', ip: null };
  return act(ctx, { act: 'inspection.remind', summary: 'Nhắc kiến nghị sau kiểm tra.' }, async (tx) => {
    const done = await send(tx, ctx, found);
    tx.note({ summary: `Nhắc ${done.reminders} kiến nghị sau kiểm tra bằng ${done.mails} thư.`, changes: done });
    return done.mails;
  });
}
