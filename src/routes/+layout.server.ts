import { chromeFor } from '#lib/server/web/chrome.ts';
import type { LayoutServerLoad } from './$types';

// Pages send no script unless they say so themselves (`export const csr = true` in their +page.ts): uploads, score sheets, long forms.
export const csr = false;

export const load: LayoutServerLoad = async ({ locals, url }) => ({
  ...(await chromeFor(locals.ctx, url.pathname)),
  // for the error page
  requestId: locals.ctx.requestId,
});
