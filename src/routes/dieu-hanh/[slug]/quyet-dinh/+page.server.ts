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
    const [screening, finalists, awards, register] = await Promise.all([
      programme.doc.screening.agency ? screeningStanding(ctx.app.db, programme) : null,
      finalistsBoard(ctx, programme),
      programme.doc.rounds.length > 0 ? awardsBoard(ctx, programme) : null,
      certificateRegister(ctx, programme),
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
      certificates: { issued: register.rows.filter((row) => !row.revokedAt).length, missing: register.missing },
    };
  });
