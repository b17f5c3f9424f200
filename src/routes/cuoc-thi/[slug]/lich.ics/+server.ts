import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { programmeCalendar } from '#lib/server/task/calendar.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** The steps of the contest as a calendar that anyone can subscribe to (K24-11). */
export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(
    async () =>
      new Response(programmeCalendar(ctx.app, await requirePublic(ctx, params.slug)), {
        headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'public, max-age=900' },
      }),
  );
