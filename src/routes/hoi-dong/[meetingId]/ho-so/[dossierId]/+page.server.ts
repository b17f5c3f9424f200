import { memberDossier } from '#lib/server/council/memberDossier.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => memberDossier(ctx, params));
