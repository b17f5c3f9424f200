import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { LayoutServerLoad } from './$types';

export const csr = false;

export const load: LayoutServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
};
