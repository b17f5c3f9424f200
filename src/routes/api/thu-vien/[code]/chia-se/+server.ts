import { json } from '@sveltejs/kit';
import { passOn, shareAddress } from '#lib/server/gallery/share.ts';
import { answering, interactionRequest } from '#lib/server/web/api.ts';
import { sourceOf } from '#lib/server/web/device.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { RequestHandler } from './$types';

/** One's own link to pass on. */
export const POST: RequestHandler = (event) =>
  answering(async () => {
    const { ctx } = event.locals;
    const { proof } = interactionRequest.passOn(await event.request.json());
    const { token } = await passOn(ctx, { code: event.params.code, ...sourceOf(event, proof) });
    return json({ address: publicOrigin(ctx, event.url) + shareAddress(token) });
  });
