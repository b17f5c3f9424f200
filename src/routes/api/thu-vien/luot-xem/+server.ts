import { json } from '@sveltejs/kit';
import { finishView } from '#lib/server/gallery/view.ts';
import { answering, interactionRequest } from '#lib/server/web/api.ts';
import { deviceOf } from '#lib/server/web/device.ts';
import type { RequestHandler } from './$types';

/** Enough was watched. A beacon sends text, so the body is read whatever its type says. */
export const POST: RequestHandler = (event) =>
  answering(async () => {
    const { ticket, seconds } = interactionRequest.endView(JSON.parse(await event.request.text()));
    return json(await finishView(event.locals.ctx, { ticket, seconds, device: deviceOf(event) }));
  });
