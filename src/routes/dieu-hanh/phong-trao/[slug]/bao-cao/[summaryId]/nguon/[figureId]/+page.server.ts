import { figureSource } from '#lib/server/summary/sources.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => figureSource(ctx, params));
