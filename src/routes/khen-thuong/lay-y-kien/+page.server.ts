import { publicityPhase, publicityPhases } from '#lib/domain/award/publicity.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { commentByCode } from '#lib/server/award/comment.ts';
import { publicityOf } from '#lib/server/award/publicityQueries.ts';
import { listCalls } from '#lib/server/award/queries.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const newest = 100;

export const load: PageServerLoad = ({ locals: { ctx }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  return loading(async () => {
    const typed = clean(url.searchParams.get('ma') ?? '').slice(0, 40);
    const [lists, calls] = await Promise.all([publicityOf(ctx.app.db), listCalls(ctx.app.db)]);
    const callOf = new Map(calls.map((call) => [call.id, call]));
    let comment: Awaited<ReturnType<typeof commentByCode>> = null;
    let problem: string | null = null;
    if (typed)
      try {
        comment = await commentByCode(ctx, typed);
        if (!comment) problem = 'Không tìm thấy góp ý có mã này. Hãy xem lại mã trên biên nhận, ví dụ GY-7K3M-9QXA.';
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        problem = error.message;
      }
    return {
      now: ctx.now,
      typed,
      problem,
      comment,
      lists: lists.slice(0, newest).flatMap((one) => {
        const call = callOf.get(one.callId);
        if (!call || call.state === 'draft') return [];
        const phase = publicityPhase(one, ctx.now);
        const { id, title, fromOn, toOn, nominees } = one;
        return [{ id, title, fromOn, toOn, nominees, phase, state: publicityPhases[phase], about: call.doc.name }];
      }),
    };
  });
};
