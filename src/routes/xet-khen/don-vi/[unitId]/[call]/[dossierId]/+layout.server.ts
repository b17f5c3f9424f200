import { dossierFrame } from '#lib/server/award/dossierPages.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await dossierFrame(ctx, { unitId: params.unitId, slug: params.call, dossierId: params.dossierId })),
    saved: url.searchParams.get('da-luu'),
    converted: url.searchParams.get('da-chuyen'),
  }));
