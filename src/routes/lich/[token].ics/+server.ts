import { personCalendar } from '#lib/server/task/calendar.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** A person's calendar, by its secret address: calendar programs cannot sign in. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(
    async () =>
      new Response(await personCalendar(ctx.app, params.token), {
        headers: {
          'content-type': 'text/calendar; charset=utf-8',
          'cache-control': 'private, no-store',
          'x-robots-tag': 'noindex',
        },
      }),
  );
