import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { FilePlace, PlaceRule } from './filePlace.ts';
import { callById } from './queries.ts';
import { awardScope, mayAnswerOpinion, mayOpenCall } from './scope.ts';

const answer: PlaceRule = {
  label: 'Văn bản trả lời',
  accept: ['pdf', 'docx', 'image'],
  maxBytes: 20_000_000,
  maxCount: 3,
};

const opinionOf = (ctx: Ctx, id: string) =>
  isUuid(id)
    ? ctx.app.db.selectFrom('award_opinion').selectAll().where('id', '=', id).executeTakeFirst()
    : Promise.resolve(undefined);

/** The paper that an asked office sends with its answer. */
export const opinionPlace: FilePlace = {
  toAdd: async (ctx, id, role) => {
    const opinion = role === 'answer' ? await opinionOf(ctx, id) : undefined;
    if (!opinion) throw notFound('Nơi nhận tệp này');
    requireAllowed(mayAnswerOpinion(await awardScope(ctx), opinion.unit_id));
    if (opinion.answered_at || opinion.cancelled_at)
      throw new RuleError({ code: 'award.opinion-closed', status: 409, message: 'Phiếu lấy ý kiến này đã khép lại.' });
    return answer;
  },
  ruleOf: (role) => (role === 'answer' ? answer : null),
  mayRead: async (ctx, id) => {
    const opinion = await opinionOf(ctx, id);
    const call = opinion && (await callById(ctx.app.db, opinion.call_id));
    if (!call) return false;
    const scope = await awardScope(ctx);
    const decision = mayAnswerOpinion(scope, opinion.unit_id);
    return decision.allow || decision.code === 'award.not-asked' || mayOpenCall(scope, call).allow;
  },
};
