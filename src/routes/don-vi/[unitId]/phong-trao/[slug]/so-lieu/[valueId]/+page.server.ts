import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import { evidenceRule } from '#lib/server/indicator/evidence.ts';
import { figurePage } from '#lib/server/indicator/figure.ts';
import { figureActs, figureDone } from '#lib/server/web/figureActs.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

// The upload of evidence is better with scripts; without them it is a plain form.
export const csr = true;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const figure = await figurePage(ctx, params);
    if (figure.row.unitId !== params.unitId) throw notFound('Số liệu này');
    return {
      figure,
      rule: evidenceRule,
      problem: url.searchParams.get(uploadProblemParameter),
      done: textFor(figureDone, url.searchParams.get('da')) ?? null,
    };
  });

const { submit, withdraw, correct, remove } = figureActs;
export const actions: Actions = { submit, withdraw, correct, remove };
