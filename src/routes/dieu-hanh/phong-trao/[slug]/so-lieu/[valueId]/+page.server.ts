import { textFor } from '#lib/domain/kernel/text.ts';
import { figurePage } from '#lib/server/indicator/figure.ts';
import { figureActs, figureDone } from '#lib/server/web/figureActs.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    figure: await figurePage(ctx, params),
    done: textFor(figureDone, url.searchParams.get('da')) ?? null,
  }));

const { verify, lock, return: sendBack, correct } = figureActs;
export const actions: Actions = { verify, lock, return: sendBack, correct };
