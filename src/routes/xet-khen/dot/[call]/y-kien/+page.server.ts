import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { opinionsOf } from '#lib/server/award/opinionQueries.ts';
import { cancelOpinion } from '#lib/server/award/opinions.ts';
import { openCall } from '#lib/server/award/room.ts';
import { mayWorkAt } from '#lib/server/award/scope.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { call, scope } = await openCall(ctx, params.call);
    const works = new Set(call.doc.path.filter((step) => mayWorkAt(scope, call, step).allow).map((step) => step.id));
    const opinions = await opinionsOf(ctx.app.db, { callId: call.id });
    const today = isoDateLocal(ctx.now);
    return {
      opinions: opinions.map((one) => ({
        ...one,
        stepName: call.doc.path.find((step) => step.id === one.stepId)?.name ?? one.stepId,
        open: !one.answeredAt && !one.cancelledAt,
        late: !one.answeredAt && !one.cancelledAt && one.dueOn < today,
        mayCancel: works.has(one.stepId) && !one.answeredAt && !one.cancelledAt,
      })),
      asks: call.doc.path.find((step) => works.has(step.id) && step.kind === 'appraisal')?.id ?? null,
      asked: Number(url.searchParams.get('da-hoi')) || 0,
    };
  });

export const actions: Actions = {
  cancel: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const opinionId = text(data, 'opinionId');
    try {
      await cancelOpinion(ctx, { slug: params.call, opinionId, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, opinionId);
    }
    return goTo(`/xet-khen/dot/${params.call}/y-kien`);
  },
};
