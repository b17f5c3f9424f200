import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import { dueAt } from '#lib/domain/obligation/due.ts';
import { type Participant, participantsOn } from '#lib/server/movement/units.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { movementById, type StoredMovement } from '#lib/server/programme/queries.ts';
import { nameSource } from '../names.ts';
import { sideWorld, type World } from '../world.ts';

/** The season's world as those who work in one movement see it. */
export interface MovementWorld extends World {
  movementDoc: MovementProgramme;
  slug: string;
  /** who works for a unit, by the unit's id; the same people in every movement */
  coordinators: Map<string, string>;
  /** units whose coordinator was appointed for this movement */
  appointed: Set<string>;
  /** at most so many units of each class take part in what is simulated; the named ones always do */
  unitsPerClass: number;
  /** how many units share the sum of each indicator */
  reporting: Map<string, number>;
  movement(): Promise<StoredMovement>;
  /** who takes part today, of those that are simulated */
  participants(): Promise<Participant[]>;
  /** an act of the person who works for this unit; null where there is nobody */
  asUnit(unitId: string): Promise<Ctx | null>;
}

/** What the movements of a season share beside the world. */
export interface MovementSeason {
  world: World;
  coordinators: Map<string, string>;
  unitsPerClass: number;
}

export const movementSeason = (world: World, unitsPerClass: number): MovementSeason => ({
  // Names of their own, so that the people of the contests are the same with and without movements.
  world: { ...world, newName: nameSource(world.chance('movement names')) },
  coordinators: new Map(),
  unitsPerClass,
});

/** Units that a season of any size has: those of the named cast, those with a part to play. */
const always = new Set([
  ...['SNV', 'SKHCN', 'STTTT', 'VPUB', 'SCT', 'CAT', '03808', 'HML', 'HMS', 'TPSL', 'TXMC'],
  ...['VPUB-TCHCQT', 'VPUB-TH', 'VPUB-LD'],
]);

/** One movement of the season. */
export function movementWorld(season: MovementSeason, doc: MovementProgramme): MovementWorld {
  const { world, coordinators, unitsPerClass } = season;
  const side = sideWorld(world, { entries: 0, doc: world.doc });
  const here: MovementWorld = Object.assign(side, {
    movementDoc: doc,
    slug: doc.slug,
    coordinators,
    unitsPerClass,
    appointed: new Set<string>(),
    reporting: new Map<string, number>(),
    async movement() {
      const movement = await movementById(world.app.db, here.programmeId);
      if (!movement) throw new Error(`the movement ${doc.slug} was not made yet`);
      return movement;
    },
    async participants() {
      const today = isoDateLocal(world.app.clock.now());
      const all = await participantsOn(world.app.db, doc, today);
      const counts = new Map<string, number>();
      return all.filter((unit) => {
        if (always.has(unit.code)) return true;
        const n = (counts.get(unit.classId) ?? 0) + 1;
        counts.set(unit.classId, n);
        return n <= unitsPerClass;
      });
    },
    async asUnit(unitId: string) {
      const personId = coordinators.get(unitId);
      return personId ? world.as(personId) : null;
    },
  });
  return here;
}

/** @throws Error when the movement asks for nothing of this id */
export function ruleOf(doc: MovementProgramme, ruleId: string): ObligationRule {
  const rule = doc.obligations.find((one) => one.id === ruleId);
  if (!rule) throw new Error(`${doc.slug} has no obligation ${ruleId}`);
  return rule;
}

/** The last moment in time for a period. */
export function dueOf(doc: MovementProgramme, ruleId: string, period: string): Date {
  const due = dueAt(ruleOf(doc, ruleId), period);
  if (!due) throw new Error(`nobody decided when ${ruleId} is due`);
  return due;
}
