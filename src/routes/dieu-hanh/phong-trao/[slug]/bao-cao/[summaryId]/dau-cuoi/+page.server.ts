import type { SummaryHead } from '#lib/domain/summary/types.ts';
import { headPage } from '#lib/server/summary/view.ts';
import { saveHead } from '#lib/server/summary/write.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => headPage(ctx, params));

const fields = [
  'parent',
  'issuer',
  'place',
  'to',
  'basis',
  'opening',
  'closing',
  'receivers',
  'capacity',
  'signer',
] as const satisfies (keyof SummaryHead)[];

export const actions = {
  save: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await saveHead(ctx, {
        ...params,
        version: Number(text(data, 'version')),
        title: text(data, 'title'),
        head: Object.fromEntries(fields.map((name) => [name, multiline(data, name)])) as unknown as SummaryHead,
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/bao-cao/${params.summaryId}?da-luu=head`);
  },
} satisfies Actions;
