import { periodName } from '#lib/domain/movement/periods.ts';
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
    if (!contest) return { entries: [], forwardings: [], invited, people, duties };
    const unitIds = await unitSubtree(db, params.unitId);
    const entries = await unitEntries(db, { programmeId: contest.id, unitIds });
    const forwardings = await forwardingsOf(ctx, { programmeId: contest.id, unitId: unit.id });
    return { entries, forwardings, invited, people, duties };
  });
