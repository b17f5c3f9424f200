import { awardsTemplate } from '#lib/server/register/importRoom.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => fileResponse(await awardsTemplate(ctx), 'xlsx'));
};
