import { RuleError } from '#lib/domain/kernel/errors.ts';
import { listDossiers } from '#lib/server/award/dossierList.ts';
import { compileDossiers } from '#lib/server/award/findings.ts';
import { openStepOf } from '#lib/server/award/stepOpen.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const most = 500;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { call, step } = await openStepOf(ctx, { slug: params.call, stepId: url.searchParams.get('buoc') ?? '' });
    const filter = { q: '', step: step.id, unit: '', form: '', kind: '', group: '', page: 1 } as const;
    const { rows, total } = await listDossiers(ctx.app.db, { callId: call.id, filter, now: ctx.now, limit: most });
    return { step: { id: step.id, name: step.name }, rows, total, saved: url.searchParams.has('da-luu') };
  });

/** "1", "2" …; '' for none. @throws RuleError beside the line */
function rankOf(typed: string, id: string): number | null {
  if (typed === '') return null;
  if (/^[1-9]\d{0,3}$/.test(typed)) return Number(typed);
  throw new RuleError({
    code: 'award.rank',
    field: `rank.${id}`,
    message: 'Thứ tự là số nguyên từ 1, ví dụ 3; hoặc để trống.',
  });
}

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const stepId = text(data, 'buoc');
    try {
      const rows = list(data, 'hoSo').map((id) => ({
        dossierId: id,
        rank: rankOf(text(data, `rank.${id}`), id),
        note: multiline(data, `note.${id}`),
        version: Number(text(data, `version.${id}`)) || 0,
      }));
      await compileDossiers(ctx, { slug: params.call, stepId, rows });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/ho-so/de-xuat?buoc=${encodeURIComponent(stepId)}&da-luu`);
  },
};
