import { openDossier } from '#lib/server/award/dossiers.ts';
import { dossierView } from '#lib/server/award/dossierView.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { scope, call, dossier } = await openDossier(ctx, params.dossierId);
    return { view: await dossierView(ctx, scope, call, dossier) };
  });
