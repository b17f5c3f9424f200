import { redirect } from '@sveltejs/kit';
import { readFigureFilter } from '#lib/domain/indicator/filter.ts';
import { figuresOfFilter } from '#lib/server/indicator/list.ts';
import { lockValues, type MoveResult, previewMove, returnValues, verifyValues } from '#lib/server/indicator/move.ts';
import { figureRefs } from '#lib/server/web/figureForm.ts';
import { loading, multiline, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const bulk = ['verify', 'return', 'lock'] as const;
type Bulk = (typeof bulk)[number];
const readAct = (word: string | null): Bulk | null => bulk.find((one) => one === word) ?? null;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const move = readAct(url.searchParams.get('viec'));
    if (!move) redirect(303, `/dieu-hanh/phong-trao/${params.slug}/so-lieu`);
    const filter = readFigureFilter(url.searchParams);
    const figures =
      url.searchParams.get('tat-ca') === '1'
        ? await figuresOfFilter(ctx, { slug: params.slug, filter })
        : figureRefs(url.searchParams.getAll('f'));
    const versions = new Map(figures.map((one) => [one.id, one.version]));
    const preview = await previewMove(ctx, { slug: params.slug, figures, move });
    return {
      move,
      slug: params.slug,
      preview: preview.map((one) => ({ ...one, version: versions.get(one.id) ?? null })),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const move = readAct(url.searchParams.get('viec'));
    try {
      const args = { slug: params.slug, figures: figureRefs(data.getAll('f')) };
      const work: Record<Bulk, () => Promise<MoveResult[]>> = {
        verify: () => verifyValues(ctx, args),
        lock: () => lockValues(ctx, args),
        return: () => returnValues(ctx, { ...args, reason: multiline(data, 'reason') }),
      };
      return { results: await work[move ?? 'verify']() };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
