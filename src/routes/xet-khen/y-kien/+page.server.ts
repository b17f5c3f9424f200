import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { opinionsOf } from '#lib/server/award/opinionQueries.ts';
import { openAwards } from '#lib/server/award/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) =>
  loading(async () => {
    const scope = await openAwards(ctx);
    const units = [...new Set([...scope.officerOf, ...scope.coordinates, ...scope.leaderOf])];
    const today = isoDateLocal(ctx.now);
    const opinions = await opinionsOf(ctx.app.db, { unitIds: units });
    return {
      opinions: opinions.map((one) => {
        const open = !one.answeredAt && !one.cancelledAt;
        return { ...one, open, late: open && one.dueOn < today };
      }),
    };
  });
