import { json } from '@sveltejs/kit';
import { shownInteraction } from '#lib/server/gallery/mine.ts';
import { answering } from '#lib/server/web/api.ts';
import type { RequestHandler } from './$types';

/** The visitor's own state beside a work, whose page is one and the same for everybody. */
export const GET: RequestHandler = ({ locals, params }) =>
  answering(async () => {
    return json(await shownInteraction(locals.ctx, params.code), { headers: { 'cache-control': 'private, no-store' } });
  });
