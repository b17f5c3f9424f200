import { contestPicture } from '#lib/server/gallery/sharePicture.ts';
import { loading } from '#lib/server/web/forms.ts';
import { sendPicture } from '#lib/server/web/picture.ts';
import type { RequestHandler } from './$types';

/** The picture that networks show beside links to a contest. */
export const GET: RequestHandler = ({ locals, params, request }) =>
  loading(async () => sendPicture(request, await contestPicture(locals.ctx, params.slug)));
