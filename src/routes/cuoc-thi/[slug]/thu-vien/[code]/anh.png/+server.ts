import { workPicture } from '#lib/server/gallery/sharePicture.ts';
import { loading } from '#lib/server/web/forms.ts';
import { sendPicture } from '#lib/server/web/picture.ts';
import type { RequestHandler } from './$types';

/** K24-4: the picture that networks show beside the link to a work. */
export const GET: RequestHandler = ({ locals, params, request }) =>
  loading(async () => sendPicture(request, await workPicture(locals.ctx, params)));
