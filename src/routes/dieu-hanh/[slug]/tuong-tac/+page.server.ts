import { correctFreeze, freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { countingForStaff } from '#lib/server/gallery/interactionPolicy.ts';
import { interactionRoom } from '#lib/server/gallery/overview.ts';
import { goTo, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    counts: await interactionRoom(ctx, await countingForStaff(ctx, params.slug)),
    done: url.searchParams.has('da-chot'),
  }));

export const actions: Actions = {
  freeze: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await countingForStaff(ctx, params.slug);
      await freezeInteractions(ctx, { programmeId: id });
    } catch (problem) {
      return refuse(problem, data, 'freeze');
    }
    goTo(`/dieu-hanh/${params.slug}/tuong-tac?da-chot`);
  },
  correct: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await countingForStaff(ctx, params.slug);
      await correctFreeze(ctx, { programmeId: id, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'correct');
    }
    goTo(`/dieu-hanh/${params.slug}/tuong-tac?da-chot`);
  },
};
