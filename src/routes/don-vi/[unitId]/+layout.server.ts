import { periodOf, periodStatus } from '#lib/domain/entry/deadline.ts';
import { awardScope, maySeeNominator } from '#lib/server/award/scope.ts';
import { chosenProgramme, unitRoom } from '#lib/server/screening/unit.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { LayoutServerLoad } from './$types';

export const csr = false;

export const load: LayoutServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { unit, programmes, children, own } = await unitRoom(ctx, params.unitId);
    const programme = chosenProgramme(programmes, url.searchParams.get('cuoc-thi'));
    const intake = programme ? periodOf(programme.doc, 'intake') : null;
    return {
      unit,
      own,
      awards: maySeeNominator(await awardScope(ctx), unit.id).allow,
      children,
      now: ctx.now,
      contests: programmes.map((p) => ({ slug: p.slug, name: p.doc.shortName })),
      contest: programme
        ? {
            id: programme.id,
            slug: programme.slug,
            name: programme.doc.name,
            shortName: programme.doc.shortName,
            screeningName: programme.doc.screening.name,
            clause: programme.doc.clauses.find((c) => c.id === programme.doc.screening.clause)?.label ?? '',
            requireLetter: programme.doc.screening.requireLetter,
            pillars: programme.doc.pillars.items,
            rounds: programme.doc.rounds,
            intake: intake
              ? { to: new Date(intake.to), from: new Date(intake.from), status: periodStatus(intake, ctx.now) }
              : null,
          }
        : null,
    };
  });
};
