import { periodName } from '#lib/domain/movement/periods.ts';
import { dutiesOfUnits } from '#lib/server/award/nominationWork.ts';
import { dueNow } from '#lib/server/obligation/person.ts';
import { peopleOfUnit } from '#lib/server/people/invite.ts';
import { forwardingsOf } from '#lib/server/screening/forward.ts';
import { unitSubtree } from '#lib/server/screening/policy.ts';
import { pendingInvitations, unitEntries } from '#lib/server/screening/unit.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    const { contest, unit, own } = await parent();
    const { db } = ctx.app;
    const invited = own ? (await pendingInvitations(ctx, unit.id)).length : 0;
    const people = own ? (await peopleOfUnit(ctx, { unitId: unit.id })).length : 0;
    const duties = ((await dueNow(ctx)).get(unit.id) ?? []).map((one) => ({
      name: `${one.ruleName}, ${periodName(one.period)}`,
      href: `/don-vi/${unit.id}/phong-trao/${one.movement.slug}/nghia-vu/${one.id}`,
      dueAt: one.dueAt,
    }));
    const award = (await dutiesOfUnits(ctx)).find((one) => one.unitId === unit.id) ?? null;
    if (!contest) return { entries: [], forwardings: [], invited, people, duties, award };
    const unitIds = await unitSubtree(db, params.unitId);
    const entries = await unitEntries(db, { programmeId: contest.id, unitIds });
    const forwardings = await forwardingsOf(ctx, { programmeId: contest.id, unitId: unit.id });
    return { entries, forwardings, invited, people, duties, award };
  });
