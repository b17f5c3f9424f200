import { randomUUID } from 'node:crypto';
import type { Random } from '#lib/domain/kernel/random.ts';
import { seeded } from '#lib/domain/kernel/random.ts';
import { localParts } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { actorOfPerson } from '#lib/server/platform/auth/sessions.ts';
import { fixedClock } from '#lib/server/platform/clock/clock.ts';
import type { App, Ctx } from '#lib/server/platform/ctx.ts';
import { type Actor, systemActor, visitor } from '#lib/server/platform/policy.ts';
import { programmeById, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { cast } from './cast.ts';
import { nameSource } from './names.ts';

export interface WorldUnit {
  id: string;
  code: string;
  name: string;
  kind: string;
  /** stands directly under the province: a unit within another one sends its entries through that one */
  top: boolean;
  /** ISO day, its last one; null: it goes on */
  validTo: string | null;
}

/** Everything the simulated people share: the installation, the clock, chance, who is who. */
export interface World {
  app: App;
  doc: ContestProgramme;
  programmeId: string;
  entryCount: number;
  agenda: Agenda;
  /** a sequence of chance of its own for each subject, so that one more draw here changes nothing there */
  chance(label: string): Random;
  newName(): string;
  /** a number that grows with each person */
  nextNumber(): number;
  units: Map<string, WorldUnit>;
  /** ids of the named cast by their key, and of everyone else by e-mail address */
  people: Map<string, string>;
  /** an act of this person at this moment */
  as(personId: string): Promise<Ctx>;
  asSystem(): Ctx;
  asVisitor(): Ctx;
  /** somebody's roles changed */
  forget(personId: string): void;
  programme(): Promise<StoredProgramme>;
  /** remembers a check of one of the entry's files that is still running */
  checking(entryId: string, check: Promise<void>): void;
  /** all checks of this entry's files are done; without an id: of all entries */
  checked(entryId?: string): Promise<void>;
  /** the link of this path in the newest mail to an address: `mailedLink('a@b.example', '/xac-nhan/')` gives its secret */
  mailedSecret(address: string, path: string): Promise<string>;
}

/** The world before the first act. */
export function createWorld(
  app: App,
  args: { seed: number; entries: number; doc: ContestProgramme; start: Date },
): World {
  const clock = fixedClock(args.start);
  const inTime: App = { ...app, clock, config: { ...app.config, smtpUrl: null } };
  const actors = new Map<string, Promise<Actor>>();
  const checks = new Map<string, Promise<void>[]>();
  let number = 0;
  const ctx = (actor: Actor): Ctx => ({
    app: inTime,
    actor,
    now: clock.now(),
    requestId: randomUUID(),
    channel: 'web',
    ip: null,
  });
  const world: World = {
    app: inTime,
    doc: args.doc,
    programmeId: '',
    entryCount: args.entries,
    agenda: createAgenda((at) => clock.moveTo(at)),
    chance: (label) => seeded(`${args.seed}/${label}`),
    newName: nameSource(
      seeded(`${args.seed}/names`),
      cast.map((member) => member.fullName),
    ),
    nextNumber: () => ++number,
    units: new Map(),
    people: new Map(),
    async as(personId) {
      let actor = actors.get(personId);
      if (!actor) {
        actor = actorOfPerson(app.db, personId).then((found) => {
          if (!found) throw new Error(`nobody has the id ${personId}`);
          return found;
        });
        actors.set(personId, actor);
      }
      return ctx(await actor);
    },
    asSystem: () => ({ ...ctx(systemActor('Mùa thi mô phỏng')), channel: 'cli' }),
    asVisitor: () => ctx(visitor),
    forget: (personId) => actors.delete(personId),
    checking(entryId, check) {
      // Whoever waits gets the failure; until then it must not end the process.
      check.catch(() => {});
      checks.set(entryId, [...(checks.get(entryId) ?? []), check]);
    },
    async checked(entryId) {
      await Promise.all(entryId === undefined ? [...checks.values()].flat() : (checks.get(entryId) ?? []));
    },
    programme: () => stored(world),
    async mailedSecret(address, path) {
      const mail = await app.db
        .selectFrom('message')
        .select('body')
        .where('to_address', '=', address)
        .where('body', 'like', `%${path}%`)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const secret = mail?.body.split(path)[1]?.match(/^[\w-]+/)?.[0];
      if (!secret) throw new Error(`no mail to ${address} has a link ${path}`);
      return secret;
    },
  };
  return world;
}

async function stored({ app, programmeId }: Pick<World, 'app' | 'programmeId'>): Promise<StoredProgramme> {
  const programme = programmeId === '' ? null : await programmeById(app.db, programmeId);
  if (!programme) throw new Error('the season has no programme yet');
  return programme;
}

/** The same installation, clock, chance and people, for another programme. */
export function sideWorld(world: World, args: { entries: number; doc: ContestProgramme }): World {
  const side: World = {
    ...world,
    doc: args.doc,
    programmeId: '',
    entryCount: args.entries,
    programme: () => stored(side),
  };
  return side;
}

/** "2026-03-01 08:30" in Sơn La. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}+07:00`);

/** A moment of that day at which people sit at a desk (or, by chance, in the evening at home). */
export function duringDay(random: Random, day: Date, evening = 0.25): Date {
  const { y, m, d } = localParts(day);
  const hour = random.chance(evening)
    ? random.weighted([
        [19, 3],
        [20, 5],
        [21, 5],
        [22, 2],
      ])
    : random.weighted([
        [7, 1],
        [8, 5],
        [9, 6],
        [10, 6],
        [11, 2],
        [13, 1],
        [14, 6],
        [15, 6],
        [16, 4],
        [17, 1],
      ]);
  const two = (n: number) => String(n).padStart(2, '0');
  return at(`${y}-${two(m)}-${two(d)} ${two(hour)}:${two(random.int(0, 59))}:${two(random.int(0, 59))}`);
}

/** Later by so many days, at some working hour; weekends count little. */
export function daysLater(random: Random, from: Date, least: number, most: number, evening = 0.1): Date {
  for (let attempt = 0; ; attempt++) {
    const day = new Date(from.getTime() + (least + random.next() * (most - least)) * 86_400_000);
    const { weekday } = localParts(day);
    if (attempt < 8 && (weekday === 0 || weekday === 6) && random.chance(0.8)) continue;
    const moment = duringDay(random, day, evening);
    return moment > from ? moment : new Date(from.getTime() + random.int(40, 300) * 60_000);
  }
}
