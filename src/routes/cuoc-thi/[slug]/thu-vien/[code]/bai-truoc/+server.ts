import { redirect } from '@sveltejs/kit';
import { stepAddress } from '#lib/server/gallery/step.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** K24-4: to the work before this one in the visitor's order. */
export const GET: RequestHandler = async ({ locals, params, request, url }) =>
  redirect(
    303,
    await loading(() =>
      stepAddress(locals.ctx, { ...params, step: -1, headers: request.headers, params: url.searchParams }),
    ),
  );
