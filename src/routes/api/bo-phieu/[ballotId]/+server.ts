import { json } from '@sveltejs/kit';
import { castPaper } from '#lib/server/council/cast.ts';
import { answering, ballotRequest } from '#lib/server/web/api.ts';
import type { RequestHandler } from './$types';

/** A paper of a secret ballot comes into the box. Whoever sends it is not asked for: only its signature is. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
  answering(async () => {
    const paper = ballotRequest.paper(await request.json());
    await castPaper(ctx.app, { ballotId: params.ballotId, ...paper });
    return json({ ok: true });
  });
