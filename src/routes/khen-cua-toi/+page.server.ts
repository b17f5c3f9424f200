import { myAwards } from '#lib/server/award/confirm.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { dossiers, records } = await myAwards(ctx);
    return {
      dossiers: dossiers.map(({ id, code, subjectName, unitName, state, confirmedAt, objection }) => ({
        id,
        code,
        subjectName,
        unitName,
        state,
        answered: confirmedAt !== null || objection !== null,
      })),
      records: records.map(({ id, year, formName, citation, issuer, decisionNumber, certificateCode, revokedAt }) => ({
        id,
        year,
        formName,
        citation,
        decision: [decisionNumber, issuer].filter(Boolean).join(', '),
        certificateCode,
        revoked: revokedAt !== null,
      })),
    };
  });
};
