import { json } from '@sveltejs/kit';
import { likeWork, takeBackLike } from '#lib/server/gallery/like.ts';
import { shownInteraction } from '#lib/server/gallery/mine.ts';
import { answering, interactionRequest } from '#lib/server/web/api.ts';
import { sourceOf } from '#lib/server/web/device.ts';
import type { RequestHandler } from './$types';

/** Likes, or takes back; answers with what is true afterwards. */
export const POST: RequestHandler = (event) =>
  answering(async () => {
    const { ctx } = event.locals;
    const { code } = event.params;
    const { like, proof } = interactionRequest.like(await event.request.json());
    if (like) await likeWork(ctx, { code, ...sourceOf(event, proof) });
    else await takeBackLike(ctx, { code });
    return json(await shownInteraction(ctx, code));
  });
