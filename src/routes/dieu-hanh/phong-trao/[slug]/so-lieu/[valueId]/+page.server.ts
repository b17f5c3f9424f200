import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import { evidenceRule } from '#lib/server/indicator/evidence.ts';
import { figurePage } from '#lib/server/indicator/figure.ts';
import { figureActs, figureDone } from '#lib/server/web/figureActs.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

// Evidence of a figure that is written on behalf goes up from here; without scripts by a plain form.
export const csr = true;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    figure: await figurePage(ctx, params),
    rule: evidenceRule,
    problem: url.searchParams.get(uploadProblemParameter),
    done: textFor(figureDone, url.searchParams.get('da')) ?? null,
  }));

const { submit, withdraw, remove, verify, lock, return: sendBack, correct } = figureActs;
export const actions: Actions = { submit, withdraw, remove, verify, lock, return: sendBack, correct };
