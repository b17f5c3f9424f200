import { openDossier, saveDossier } from '#lib/server/award/dossiers.ts';
import { chosenSources } from '#lib/server/award/sources.ts';
import { recordsOfSubjects } from '#lib/server/register/queries.ts';
import { familyOf } from '#lib/server/register/subjects.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { convertedQuery, readableForm } from '#lib/server/web/legacyForm.ts';
import type { Actions, PageServerLoad } from './$types';

const blankRows = 3;
const mostRows = 40;

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { dossier, movement } = await openDossier(ctx, params.dossierId);
    const { db } = ctx.app;
    const family = await familyOf(db, dossier.subjectId);
    const [records, sources] = await Promise.all([
      recordsOfSubjects(db, family.ids),
      chosenSources(db, movement, dossier, dossier.report),
    ]);
    return {
      records: records.map(({ id, year, formName, decisionNumber, issuer, revokedAt }) => ({
        id,
        year,
        formName,
        decisionNumber,
        issuer,
        revoked: revokedAt !== null,
      })),
      sources: [...sources.indicators, ...sources.entries, ...sources.initiatives],
      blankRows,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const { data, converted } = await readableForm(request);
    const rows = Math.min(mostRows, Number(text(data, 'rows')) || 0);
    try {
      await saveDossier(ctx, {
        dossierId: params.dossierId,
        version: Number(text(data, 'version')),
        change: {
          part: 'report',
          background: multiline(data, 'background'),
          achievements: multiline(data, 'achievements'),
          citation: text(data, 'citation'),
          periodFrom: text(data, 'periodFrom'),
          periodTo: text(data, 'periodTo'),
          claims: Array.from({ length: rows }, (_, i) => ({
            year: text(data, `claim-${i}-year`),
            formName: text(data, `claim-${i}-formName`),
            decision: text(data, `claim-${i}-decision`),
            issuer: text(data, `claim-${i}-issuer`),
          })),
        },
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${url.pathname}?da-luu=1${convertedQuery(converted)}`);
  },
};
