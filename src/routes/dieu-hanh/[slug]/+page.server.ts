import { periodOf } from '#lib/domain/entry/deadline.ts';
import { afterIntake, currentPeriod, nextPeriod } from '#lib/domain/programme/clock.ts';
import { worksAwaitingConsent } from '#lib/server/gallery/consents.ts';
import { agencyCounts } from '#lib/server/screening/agencyBoard.ts';
import { screeningClosedAt } from '#lib/server/screening/agencySheet.ts';
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
    const { db } = ctx.app;
    const closed = (await screeningClosedAt(db, programme.id)) !== null;
    const sheets = doc.screening.agency ? await agencyCounts(db, programme.id) : null;
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
      /** of the standing agency's screening; null: the programme has none */
      unscreened: sheets && sheets.total - sheets.choose - sheets.refuse,
      /** null: nothing is shown to the public */
      unanswered: doc.gallery ? await worksAwaitingConsent(db, programme, { closed, now: ctx.now }) : null,
      units: waitingUnits(numbers.byUnit),
      mayRead: canCheck(ctx, 'check.read', programme.id).allow,
      mayDecide: canCheck(ctx, 'check.decide', programme.id).allow,
    };
  });
};
