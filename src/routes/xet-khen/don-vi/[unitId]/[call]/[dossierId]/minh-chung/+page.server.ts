import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { openDossier, saveDossier } from '#lib/server/award/dossiers.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { dossierRole } from '#lib/server/award/nominationFiles.ts';
import { sourcesOf } from '#lib/server/award/sources.ts';
import { goTo, list, loading, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url, parent }) =>
  loading(async () => {
    const at = await openDossier(ctx, params.dossierId);
    const query = url.searchParams.get('tim') ?? '';
    const { parts } = await parent();
    return {
      query,
      sources: await sourcesOf(ctx, at, at.dossier, at.dossier.report, query),
      places: [
        ...parts
          .filter((part) => part.is !== 'initiative')
          .map((part) => ({
            role: part.id,
            rule: { ...dossierRole(part.id)!, label: part.name, hint: part.clause },
            required: part.required,
          })),
        { role: 'report', rule: dossierRole('report')!, required: false },
        { role: 'evidence', rule: dossierRole('evidence')!, required: false },
      ],
      problem: url.searchParams.get(uploadProblemParameter),
    };
  });

export const actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    try {
      await saveDossier(ctx, {
        dossierId: params.dossierId,
        version: Number(text(data, 'version')),
        change: {
          part: 'sources',
          initiatives: list(data, 'initiatives'),
          entries: list(data, 'entries'),
          indicators: list(data, 'indicators'),
        },
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(`${url.pathname}?da-luu=1`);
  },
  remove: async ({ locals: { ctx }, request, url }) => {
    const data = await request.formData();
    try {
      await removeAwardFile(ctx, { fileId: text(data, 'fileId') });
    } catch (problem) {
      return refuse(problem, data, 'remove');
    }
    return goTo(url.pathname);
  },
} satisfies Actions;
