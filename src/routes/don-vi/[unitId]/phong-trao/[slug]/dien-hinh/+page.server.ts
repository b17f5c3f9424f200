import { mayWriteFor } from '#lib/server/example/open.ts';
import { examplesOfUnit } from '#lib/server/example/queries.ts';
import { openUnitMovement } from '#lib/server/movement/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { movement, scope, unit } = await openUnitMovement(ctx, params);
    const examples = await examplesOfUnit(ctx.app.db, { programmeId: movement.id, unitId: unit.id });
    return {
      // what a unit has not handed in is nobody's but its own and those above it
      examples: scope.subtree.has(unit.id) ? examples : examples.filter((one) => one.submittedAt !== null),
      may: mayWriteFor({ movement, scope }, unit.id),
      withdrawn: url.searchParams.has('da-go'),
    };
  });
