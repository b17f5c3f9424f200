import { contestFrame } from '#lib/server/publication/contestPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, params }) => loading(() => contestFrame(locals.ctx, params.slug));
