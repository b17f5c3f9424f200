import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import { statusNames } from '../programme/overview.ts';
import { listMovements } from '../programme/queries.ts';
import { movementDuties } from './duties.ts';
import { stepOf } from './room.ts';
import { mayOpen, movementScope } from './scope.ts';

/** The movements in which the actor works, with what is theirs to do in each, and the units for which they work. */
export async function myMovements(ctx: Ctx) {
  if (!isSignedIn(ctx.actor)) return [];
  const movements = await listMovements(ctx.app.db);
  const found = await Promise.all(
    movements.map(async (movement) => {
      const scope = await movementScope(ctx, movement);
      if (!mayOpen(ctx, scope).allow) return null;
      return {
        slug: movement.slug,
        name: movement.doc.name,
        state: statusNames[movement.status],
        step: movement.status === 'draft' ? null : stepOf(movement.doc, ctx.now),
        units:
          movement.status === 'draft'
            ? []
            : scope.participants.filter((unit) => scope.own.has(unit.id)).map(({ id, name }) => ({ id, name })),
        duties: await movementDuties(ctx, movement, scope),
      };
    }),
  );
  return found.filter((one) => one !== null);
}
