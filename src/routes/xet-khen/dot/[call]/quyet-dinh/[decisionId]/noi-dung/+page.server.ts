import { RuleError } from '#lib/domain/kernel/errors.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import { proposeAgain, saveDecisionText } from '#lib/server/award/decision/draft.ts';
import { decisionView } from '#lib/server/award/decision/view.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse, text, ticked } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { decision, can, basis, today } = await decisionView(ctx, {
      slug: params.call,
      decisionId: params.decisionId,
      page: 1,
    });
    requireAllowed(can.edit);
    return { decision, basis, today, said: url.searchParams.has('xong') };
  });

const placeOf = ({ params }: RequestEvent, data: FormData) => ({
  slug: params.call,
  decisionId: params.decisionId,
  version: Number(text(data, 'version')),
});

export const actions: Actions = {
  save: async (event) => {
    const { ctx } = event.locals;
    requireSignedIn(ctx, event.url);
    const data = await event.request.formData();
    try {
      await saveDecisionText(ctx, {
        ...placeOf(event, data),
        input: {
          title: text(data, 'title'),
          parent: text(data, 'parent'),
          issuer: text(data, 'issuer'),
          place: text(data, 'place'),
          capacity: multiline(data, 'capacity'),
          signer: text(data, 'signer'),
          basis: multiline(data, 'basis'),
          articles: multiline(data, 'articles'),
          receivers: multiline(data, 'receivers'),
        },
        highestOnly: ticked(data, 'highestOnly'),
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(`/xet-khen/dot/${event.params.call}/quyet-dinh/${event.params.decisionId}?xong=saved`);
  },
  propose: async (event) => {
    const { ctx } = event.locals;
    requireSignedIn(ctx, event.url);
    const data = await event.request.formData();
    try {
      const day = parseViDateIso(text(data, 'day'));
      if (!day)
        throw new RuleError({
          code: 'award.basis-day',
          field: 'day',
          message: 'Ngày ghi theo dạng ngày/tháng/năm, ví dụ 05/09/2027.',
        });
      await proposeAgain(ctx, { ...placeOf(event, data), day });
    } catch (problem) {
      return refuse(problem, data, 'propose');
    }
    return goTo(`${event.url.pathname}?xong=propose`);
  },
};
