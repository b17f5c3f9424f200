import { stepsBefore } from '#lib/domain/award/path.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { appraiseDossiers } from '#lib/server/award/findings.ts';
import { type BulkAct, bulkActs, previewBulk } from '#lib/server/award/preview.ts';
import { decline, forward, sendBack } from '#lib/server/award/steps.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const actOf = (value: string | null): BulkAct => {
  const found = bulkActs.find((one) => one === value);
  if (!found) throw notFound('Trang này');
  return found;
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const act = actOf(url.searchParams.get('viec'));
    const dossierIds = url.searchParams.getAll('hoSo').slice(0, 200);
    const to = url.searchParams.get('ve');
    const {
      call,
      step,
      target,
      scope: _,
      ...preview
    } = await previewBulk(ctx, {
      slug: params.call,
      stepId: url.searchParams.get('buoc') ?? '',
      act,
      dossierIds,
      to,
    });
    return {
      ...preview,
      act,
      step: { id: step.id, name: step.name, checklist: step.checklist, returnDays: step.returnDays.value },
      target: target && { id: target.id, name: target.name },
      before: stepsBefore(call.doc, step.id).map(({ id, name }) => ({ id, name })),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const stepId = text(data, 'buoc');
    const at = { slug: params.call, stepId, dossierIds: list(data, 'hoSo') };
    let done: { act: BulkAct; count: number; late: number };
    try {
      const act = actOf(text(data, 'viec'));
      let late = 0;
      if (act === 'met') {
        await appraiseDossiers(ctx, { ...at, lines: list(data, 'lines') });
      } else if (act === 'forward') {
        await forward(ctx, {
          ...at,
          note: multiline(data, 'note'),
          withoutOpinions: multiline(data, 'withoutOpinions'),
        });
      } else if (act === 'back') {
        ({ late } = await sendBack(ctx, { ...at, to: text(data, 'to') || null, reason: multiline(data, 'reason') }));
      } else {
        await decline(ctx, { ...at, reason: multiline(data, 'reason') });
      }
      done = { act, count: new Set(at.dossierIds).size, late };
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(
      `/xet-khen/dot/${params.call}/ho-so?buoc=${encodeURIComponent(stepId)}&xong=${done.act}&so=${done.count}&muon=${done.late}`,
    );
  },
};
