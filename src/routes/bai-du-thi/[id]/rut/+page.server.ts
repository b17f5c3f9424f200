import { withdrawEntry } from '#lib/server/entry/withdraw.ts';
import { goTo, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    return {
      head: headOf(entry),
      draft: entry.state.id === 'draft',
      blocked: entry.withdrawable.allow ? null : entry.withdrawable.reason,
      until: entry.stage === 'submission' ? entry.until : null,
      now: ctx.now,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await withdrawEntry(ctx, { entryId: params.id, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}?xong=da-rut`);
  },
};
