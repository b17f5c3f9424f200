import { notFound } from '#lib/domain/kernel/errors.ts';
import { decideFinalists, finalistsBoard, publishFinalists } from '#lib/server/result/finalists.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const board = await finalistsBoard(ctx, await programmeForResult(ctx, params.slug));
    if (!board) throw notFound('Trang này');
    return { board, saved: url.searchParams.get('da-luu') };
  });

export const actions: Actions = {
  decide: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await decideFinalists(ctx, {
        programmeId: id,
        entryIds: list(data, 'entryIds'),
        number: text(data, 'number'),
        date: text(data, 'date'),
        signer: text(data, 'signer'),
        note: multiline(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data, 'decide');
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/chung-khao?da-luu=quyet-dinh`);
  },
  publish: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await publishFinalists(ctx, { programmeId: id });
    } catch (problem) {
      return refuse(problem, data, 'publish');
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/chung-khao?da-luu=cong-bo`);
  },
};
