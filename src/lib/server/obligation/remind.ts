import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { isoDateLocal, startOfDay } from '#lib/domain/kernel/time.ts';
import { livesOn } from '#lib/domain/obligation/owed.ts';
import { type DueReminder, remindersDue } from '#lib/domain/obligation/reminders.ts';
import { unitsOn } from '../movement/units.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { systemActor } from '../platform/policy.ts';
import { listMovements, type StoredMovement } from '../programme/queries.ts';
import { type Reminded, reminderMail } from './mails.ts';
import { type MovementPeople, peopleOf } from './people.ts';
import { type ObligationRow, obligationsOf } from './queries.ts';

interface Found extends Omit<Reminded, 'as'> {
  reminder: DueReminder;
}

type Addressed = Found & { to: { person: MovementPeople['standing'][number]; as: Reminded['as'] }[] };

/** Which kinds went out for the present due day of each obligation. */
async function sentKinds(db: Kysely<DB>, programmeIds: string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ id: string; kinds: string[] }>`
    select o.id, array_agg(r.kind) as kinds from obligation o
      join obligation_reminder r on r.obligation_id = o.id and r.due_at = o.due_at
     where o.programme_id = any (${programmeIds}::uuid[]) and o.state <> 'accepted' group by o.id`.execute(db);
  return new Map(rows.map((row) => [row.id, new Set(row.kinds)]));
}

/** Remembers the reminders that were not remembered yet, and writes one mail to each person about all of theirs. */
export async function sendReminders(
  tx: Tx,
  ctx: Ctx,
  found: Addressed[],
): Promise<{ reminders: number; mails: number }> {
  // The key of the table lets two workers send one of each only.
  const { rows } = await sql<{ id: string; kind: string }>`
    insert into obligation_reminder (obligation_id, due_at, kind, at)
    select id, due, kind, ${ctx.now}
      from unnest(${found.map((f) => f.row.id)}::uuid[], ${found.map((f) => f.row.dueAt)}::timestamptz[],
                  ${found.map((f) => f.reminder.kind)}::text[]) as fresh (id, due, kind)
        on conflict do nothing returning obligation_id as id, kind`.execute(tx.db);
  const fresh = new Set(rows.map((row) => `${row.id} ${row.kind}`));
  const letters = new Map<string, { to: MovementPeople['standing'][number]; about: Reminded[] }>();
  for (const { reminder, to, ...one } of found) {
    if (!fresh.has(`${one.row.id} ${reminder.kind}`)) continue;
    for (const { person, as } of to) {
      const letter = letters.get(person.personId) ?? { to: person, about: [] };
      letter.about.push({ ...one, as });
      letters.set(person.personId, letter);
    }
  }
  for (const { to, about } of letters.values()) await tx.send(reminderMail(ctx.app, to, about, ctx.now));
  return { reminders: rows.length, mails: letters.size };
}

/** Who hears of a reminder. Without a coordinator the standing unit is told, so that no unit stays without word. */
export function addressees(found: Found, people: MovementPeople | undefined, parentId: string | null): Addressed['to'] {
  if (!people) return [];
  const told = (persons: MovementPeople['standing'], as: Reminded['as']) => persons.map((person) => ({ person, as }));
  if (found.reminder.to === 'unit') {
    const own = people.coordinators(found.row.unitId);
    return own.length > 0 ? told(own, 'own') : told(people.standing, 'nobody');
  }
  const above = parentId ? people.coordinators(parentId) : [];
  const others = people.standing.filter((one) => !above.some((other) => other.personId === one.personId));
  return told([...above, ...others], 'late');
}

async function dueToday(app: App, movements: StoredMovement[], now: Date): Promise<Addressed[]> {
  const programmeIds = movements.map((one) => one.id);
  const [rows, sent, people, units] = await Promise.all([
    obligationsOf(app.db, { programmeIds, open: true }),
    sentKinds(app.db, programmeIds),
    peopleOf(app.db, movements, now),
    unitsOn(app.db, isoDateLocal(now)),
  ]);
  const unitById = new Map(units.map((unit) => [unit.id, unit]));
  const byId = new Map(movements.map((one) => [one.id, one]));
  const found = (row: ObligationRow): Addressed[] => {
    const movement = byId.get(row.programmeId);
    const rule = movement?.doc.obligations.find((one) => one.id === row.ruleId);
    const unit = unitById.get(row.unitId);
    // A unit that has ended is no longer asked, nor is anybody asked for what the document no longer asks.
    if (!movement || !rule || !unit || !livesOn(unit, now)) return [];
    return remindersDue(rule, row, sent.get(row.id) ?? new Set(), now)
      .map((reminder) => ({ row, rule, movement, reminder }))
      .map((one) => ({ ...one, to: addressees(one, people.get(movement.id), unit.parentId) }))
      .filter((one) => one.to.length > 0);
  };
  return rows.flatMap(found);
}

/**
 * Job `obligation.remind` (V26-7): once a day everyone who has to hand something in, and those above who should know of what is late, get one
 * mail. What goes out is worked out from the state of the day, so nothing is lost or doubled by a restart; the job may run as often as it
 * likes. @returns how many mails were queued
 */
export async function remindUnits(app: App): Promise<number> {
  const now = app.clock.now();
  const movements = (await listMovements(app.db)).filter((one) => one.status === 'published');
  if (movements.length === 0) return 0;
  const already = await app.db
    .selectFrom('obligation_reminder')
    .select('kind')
    .where('at', '>=', startOfDay(isoDateLocal(now)))
    .where('at', '<=', now)
    .where('kind', 'not like', 'manual-%')
    .limit(1)
    .executeTakeFirst();
  if (already) return 0;
  const found = await dueToday(app, movements, now);
  if (found.length === 0) return 0;
  const ctx: Ctx = { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job', ip: null };
  return act(ctx, { act: 'obligation.remind', summary: 'Nhắc việc phải nộp của các đơn vị.' }, async (tx) => {
    const done = await sendReminders(tx, ctx, found);
    tx.note({ summary: `Nhắc ${done.reminders} việc phải nộp của các đơn vị bằng ${done.mails} thư.`, changes: done });
    return done.mails;
  });
}
