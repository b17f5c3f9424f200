import { randomBytes } from 'node:crypto';
import ical, { ICalEventTransparency } from 'ical-generator';
import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { addDays, formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { type Milestone, milestones } from '#lib/domain/movement/milestones.ts';
import { obligationStateLabels } from '#lib/domain/obligation/states.ts';
import type { Period } from '#lib/domain/programme/types.ts';
import { taskStateLabels } from '#lib/domain/task/task.ts';
import { linkTo } from '../message/address.ts';
import { obligationsOfPerson } from '../obligation/person.ts';
import { act } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { isSignedIn } from '../platform/policy.ts';
import { listMovements, listProgrammes, type StoredMovement, type StoredProgramme } from '../programme/queries.ts';
import { tasksOfPerson } from './queries.ts';

interface Entry {
  /** the same for one thing for ever, so that a change moves it instead of doubling it */
  id: string;
  /** ISO days, both included */
  from: string;
  to: string;
  title: string;
  text: string;
  address: string;
  changed: Date;
}

/** A calendar file (RFC 5545) of whole days: calendar programs show it without asking for hours. */
function calendarFile(args: { name: string; source: string; entries: Entry[] }): string {
  const calendar = ical({
    name: args.name,
    prodId: { company: 'Lan Toa', product: 'Lan Toa', language: 'VI' },
    ttl: 3600,
    url: args.source,
  });
  for (const entry of args.entries)
    calendar.createEvent({
      id: entry.id,
      allDay: true,
      // midnight UTC is the day itself, whatever the zone of this machine
      start: new Date(`${entry.from}T00:00:00Z`),
      end: new Date(`${addDays(entry.to, 1)}T00:00:00Z`),
      timezone: 'UTC',
      summary: entry.title,
      description: entry.text,
      url: entry.address,
      stamp: entry.changed,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  return calendar.toString();
}

/** The last day of a period is what people have to keep; the whole of it is shown only where it is short. */
const periodEntry = (app: App, programme: StoredProgramme, period: Period): Entry => {
  const last = isoDateLocal(period.to);
  return {
    id: `${programme.id}-${period.id}`,
    from: last,
    to: last,
    title: `${programme.doc.shortName}: hết thời gian ${period.name}`,
    text: `${period.actors}\nTừ ${formatDate(period.from)} đến ${formatDate(period.to)}.`,
    address: linkTo(app, `/cuoc-thi/${programme.slug}`),
    changed: programme.publishedAt ?? new Date(0),
  };
};

/** A day of a movement that everyone has to know; where only the year is known there is nothing to put on a day. */
const milestoneEntry = (app: App, movement: StoredMovement, milestone: Milestone): Entry => ({
  id: `${movement.id}-${milestone.id}`,
  from: milestone.day,
  to: milestone.day,
  title: `${movement.doc.shortName}: ${milestone.title}`,
  text: [milestone.who.join('; '), milestone.printed ? `Kế hoạch ghi: “${milestone.printed}”.` : '']
    .filter(Boolean)
    .join('\n'),
  address: linkTo(app, `/phong-trao/${movement.slug}`),
  changed: movement.publishedAt ?? new Date(0),
});

const movementEntries = (app: App, movement: StoredMovement): Entry[] =>
  milestones(movement.doc)
    .filter((milestone) => !milestone.yearOnly)
    .map((milestone) => milestoneEntry(app, movement, milestone));

/** The days of a published movement, for everyone. */
export function movementCalendar(app: App, movement: StoredMovement): string {
  return calendarFile({
    name: movement.doc.name,
    source: linkTo(app, `/phong-trao/${movement.slug}`),
    entries: movementEntries(app, movement),
  });
}

/** The steps of a published programme, for everyone. */
export function programmeCalendar(app: App, programme: StoredProgramme): string {
  const { doc } = programme;
  return calendarFile({
    name: doc.name,
    source: linkTo(app, `/cuoc-thi/${programme.slug}`),
    entries: doc.timeline.map((period) => periodEntry(app, programme, period)),
  });
}

/** What the person's units have to hand in, each on its last day. */
const obligationEntries = async (app: App, personId: string): Promise<Entry[]> =>
  (await obligationsOfPerson(app.db, personId, app.clock.now())).map((one) => {
    const day = isoDateLocal(one.dueAt);
    const done = one.state === 'submitted' || one.state === 'accepted';
    return {
      id: one.id,
      from: day,
      to: day,
      title: `${done ? '✓ ' : ''}${one.ruleName} (${one.periodName})`,
      text: `${one.unitName}. ${one.movement.doc.shortName}. ${obligationStateLabels[one.state]}.`,
      address: linkTo(app, `/don-vi/${one.unitId}/phong-trao/${one.movement.slug}/nghia-vu/${one.id}`),
      changed: one.acceptedAt ?? one.returnedAt ?? one.submittedAt ?? one.startedAt ?? one.createdAt,
    };
  });

/** What stands behind a person's calendar address: their own tasks that have a day, and what their units hand in. @throws RuleError 'not-found' */
export async function personCalendar(app: App, token: string): Promise<string> {
  const feed = await app.db
    .selectFrom('calendar_feed as f')
    .innerJoin('person as p', 'p.id', 'f.person_id')
    .select(['p.id', 'p.full_name'])
    .where('f.token', '=', token)
    .where('p.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!feed) throw notFound('Lịch này');
  const tasks = (await tasksOfPerson(app.db, feed.id, { all: true })).filter((task) => task.state !== 'cancelled');
  const ids = [...new Set(tasks.map((task) => task.programmeId))];
  const [programmes, movements] = await Promise.all([listProgrammes(app.db, ids), listMovements(app.db, ids)]);
  const entries = tasks.flatMap((task): Entry[] =>
    task.dueOn
      ? [
          {
            id: task.id,
            from: task.dueOn,
            to: task.dueOn,
            title: `${task.state === 'done' ? '✓ ' : ''}${task.title.slice(0, 200)}`,
            text: `${task.programme.shortName}. ${taskStateLabels[task.state]}.${task.agency ? ` ${task.agency}.` : ''}`,
            address: linkTo(app, `/viec-cua-toi/${task.id}`),
            changed: task.updatedAt,
          },
        ]
      : [],
  );
  return calendarFile({
    name: `Việc của ${feed.full_name}`,
    source: linkTo(app, '/viec-cua-toi'),
    entries: [
      ...entries,
      ...(await obligationEntries(app, feed.id)),
      ...programmes
        .filter((programme) => programme.status === 'published')
        .flatMap((programme) => programme.doc.timeline.map((period) => periodEntry(app, programme, period))),
      ...movements
        .filter((movement) => movement.status === 'published')
        .flatMap((movement) => movementEntries(app, movement)),
    ],
  });
}

/** The calendar address that the actor holds; null until they ask for one. */
export async function calendarAddress(db: Kysely<DB>, personId: string, app: App): Promise<string | null> {
  const feed = await db
    .selectFrom('calendar_feed')
    .select('token')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return feed ? linkTo(app, `/lich/${feed.token}.ics`) : null;
}

/** Makes a calendar address, or a new one: then the old one shows nothing any more. */
export async function renewCalendar(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound('Lịch này');
  await act(
    ctx,
    { act: 'task.calendar', subject: { kind: 'person', id: actor.id }, summary: 'Tạo địa chỉ lịch mới' },
    (tx) =>
      tx.db
        .insertInto('calendar_feed')
        .values({ person_id: actor.id, token: randomBytes(24).toString('base64url'), created_at: ctx.now })
        .onConflict((oc) =>
          oc.column('person_id').doUpdateSet((eb) => ({
            token: eb.ref('excluded.token'),
            created_at: eb.ref('excluded.created_at'),
          })),
        )
        .execute(),
  );
}
