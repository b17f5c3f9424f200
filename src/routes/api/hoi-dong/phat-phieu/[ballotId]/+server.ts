import { json } from '@sveltejs/kit';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { signPaper } from '#lib/server/council/vote.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { answering, ballotRequest } from '#lib/server/web/api.ts';
import type { RequestHandler } from './$types';

/** Signs a serial that the member's browser has hidden: the one paper of this member. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
  answering(async () => {
    if (!isSignedIn(ctx.actor))
      throw new RuleError({
        code: 'sign-in',
        status: 401,
        message: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại rồi nhận phiếu.',
      });
    const { blinded } = ballotRequest.blind(await request.json());
    return json(await signPaper(ctx, { ballotId: params.ballotId, blinded }));
  });
