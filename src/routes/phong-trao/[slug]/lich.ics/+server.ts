import { requirePublicMovement } from '#lib/server/publication/movementPage.ts';
import { movementCalendar } from '#lib/server/task/calendar.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** The days of the movement as a calendar that anyone can subscribe to. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(
    async () =>
      new Response(movementCalendar(ctx.app, await requirePublicMovement(ctx, params.slug)), {
        headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'public, max-age=900' },
      }),
  );
