import { awardDuties } from '#lib/server/award/myWork.ts';
import { listCalls } from '#lib/server/award/queries.ts';
import { callStateNames, openAwards } from '#lib/server/award/room.ts';
import { mayOpenCall } from '#lib/server/award/scope.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) =>
  loading(async () => {
    const scope = await openAwards(ctx);
    const [duties, calls] = await Promise.all([awardDuties(ctx, scope), listCalls(ctx.app.db)]);
    const units = [...new Set([...scope.coordinates, ...scope.officerOf])].flatMap((id) => scope.units.get(id) ?? []);
    return {
      duties,
      units: units.map(({ id, name }) => ({ id, name })),
      calls: calls
        .filter((call) => mayOpenCall(scope, call).allow)
        .map((call) => ({ slug: call.slug, name: call.doc.name, state: callStateNames[call.state] })),
    };
  });
