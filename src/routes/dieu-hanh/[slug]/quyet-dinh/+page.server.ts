import { awardScope, mayReadRegister } from '#lib/server/award/scope.ts';
import { honouredPrizes } from '#lib/server/register/prizeDossier.ts';
import { type AwardsBoard, awardsBoard } from '#lib/server/result/board.ts';
import { certificateRegister } from '#lib/server/result/certificates.ts';
import { finalistsBoard } from '#lib/server/result/finalists.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { screeningStanding } from '#lib/server/screening/agencyBoard.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const allTiers = (board: AwardsBoard) => [...board.tiers, ...(board.side?.tiers ?? [])];

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const programme = await programmeForResult(ctx, params.slug);
    const scope = await awardScope(ctx);
    const [screening, finalists, awards, register, honoured] = await Promise.all([
      programme.doc.screening.agency ? screeningStanding(ctx.app.db, programme) : null,
      finalistsBoard(ctx, programme),
      programme.doc.rounds.length > 0 ? awardsBoard(ctx, programme) : null,
      certificateRegister(ctx, programme),
      honouredPrizes(ctx, scope, { programmeId: programme.id }),
    ]);
    return {
      screening,
      finalists: finalists && {
        name: finalists.finalName,
        round: finalists.round,
        chosen: finalists.rows.filter((row) => row.state === 'shortlisted').length,
        decided: finalists.decision !== null,
        publishedAt: finalists.decision?.published_at ?? null,
      },
      awards: awards && {
        round: awards.round,
        tiers: allTiers(awards).map(({ tier, given }) => ({ name: tier.name, given, count: tier.count })),
        given: allTiers(awards).reduce((sum, { given }) => sum + given, 0),
        missing: awards.missing.map((tier) => tier.name),
        publishedAt: awards.decision?.published_at ?? null,
      },
      honoured: {
        prizes: honoured.length,
        waiting: honoured.filter((prize) => prize.dossier === null).length,
        words: [...new Set(honoured.map((prize) => prize.honours))].join('; '),
        opens: mayReadRegister(scope).allow,
      },
      certificates: { issued: register.rows.filter((row) => !row.revokedAt).length, missing: register.missing },
    };
  });
