import { json } from '@sveltejs/kit';
import { startView } from '#lib/server/gallery/view.ts';
import { answering, interactionRequest } from '#lib/server/web/api.ts';
import { deviceOf } from '#lib/server/web/device.ts';
import type { RequestHandler } from './$types';

/** Playing begins: a ticket to bring back when enough was watched. */
export const POST: RequestHandler = (event) =>
  answering(async () => {
    const { code } = interactionRequest.beginView(await event.request.json());
    return json(await startView(event.locals.ctx, { code, device: deviceOf(event) }));
  });
