import { periodOf } from '#lib/domain/entry/deadline.ts';
import { afterIntake, currentPeriod, nextPeriod } from '#lib/domain/programme/clock.ts';
import { overview, waitingUnits } from '#lib/server/screening/overview.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openProgramme } from '#lib/server/screening/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openProgramme(ctx, params.slug);
    const { doc, slug } = programme;
    const numbers = await overview(ctx.app.db, programme, ctx.now);
    return {
      now: ctx.now,
      contest: {
        slug,
        name: doc.name,
        rounds: doc.rounds,
        timeline: doc.timeline,
        current: currentPeriod(doc, ctx.now),
        coming: nextPeriod(doc, ctx.now),
        intake: periodOf(doc, 'intake'),
        afterIntake: afterIntake(doc),
        clauses: { pillars: doc.pillars.clause, screening: doc.screening.clause, eligibility: doc.eligibility.clause },
      },
      numbers,
      units: waitingUnits(numbers.byUnit),
      mayRead: canCheck(ctx, 'check.read', programme.id).allow,
      mayDecide: canCheck(ctx, 'check.decide', programme.id).allow,
    };
  });
};
