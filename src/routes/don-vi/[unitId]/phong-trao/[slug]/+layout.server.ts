import { openUnitMovement } from '#lib/server/movement/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { movement, unit } = await openUnitMovement(ctx, params);
    return {
      unit: { id: unit.id, name: unit.name },
      movement: { slug: movement.slug, shortName: movement.doc.shortName, className: unit.className },
    };
  });
