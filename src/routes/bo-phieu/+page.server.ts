import { choiceField } from '#lib/domain/council/count.ts';
import { castSlip } from '#lib/server/council/cast.ts';
import { slipPage } from '#lib/server/council/slipPage.ts';
import { list, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions } from './$types';

export const csr = false;

/** Without a session, whoever is signed in: the code on the slip opens the paper, and nothing says who holds it. */
export const actions: Actions = {
  open: async ({ locals: { ctx }, request }) => {
    const data = await request.formData();
    try {
      return { paper: await slipPage(ctx.app, text(data, 'code')), values: null };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
  cast: async ({ locals: { ctx }, request }) => {
    const data = await request.formData();
    const [code, ballotId] = [text(data, 'code'), text(data, 'ballotId')];
    const choices = Object.fromEntries(list(data, 'about').map((id) => [id, text(data, choiceField(id))]));
    try {
      const { serial } = await castSlip(ctx.app, { ballotId, code, choices });
      return { serial };
    } catch (problem) {
      const refused = refuse(problem, data);
      // The paper is shown again with what was chosen, also when the ballot has closed meanwhile.
      const paper = await slipPage(ctx.app, code).catch(() => null);
      return { ...refused, data: { ...refused.data, paper, choices } };
    }
  },
};
