import { chromeFor } from '#lib/server/web/chrome.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => chromeFor(locals.ctx, url.pathname);
