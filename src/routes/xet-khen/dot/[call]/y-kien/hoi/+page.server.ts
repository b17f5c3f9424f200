import { compareVi } from '#lib/domain/kernel/text.ts';
import { askOpinions } from '#lib/server/award/opinions.ts';
import { dossiersOf } from '#lib/server/award/queries.ts';
import { openStepOf, requireOfCall } from '#lib/server/award/stepOpen.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { call, step, scope } = await openStepOf(ctx, {
      slug: params.call,
      stepId: url.searchParams.get('buoc') ?? '',
    });
    const ids = url.searchParams.getAll('hoSo').slice(0, 200);
    const dossiers = await dossiersOf(ctx.app.db, { ids });
    if (ids.length > 0) requireOfCall(dossiers, call, ids);
    const units = [...scope.units.values()].filter((unit) => unit.code !== step.unit);
    const usual = new Set(step.opinions);
    const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
    // offices of the province; of communes and rooms nobody asks a whole province for an opinion
    const offices = units.filter(
      (unit) => !usual.has(unit.code) && !['commune', 'ward', 'district', 'room', 'school'].includes(unit.kind),
    );
    return {
      step: { id: step.id, name: step.name },
      dossiers: dossiers
        .filter((one) => one.state === 'in-progress' && one.stepId === step.id)
        .map(({ id, code, subjectName, unitName }) => ({ id, code, subjectName, unitName })),
      usual: units.filter((unit) => usual.has(unit.code)).map(option),
      offices: offices.toSorted((a, b) => compareVi(a.name, b.name)).map(option),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let count: number;
    try {
      count = await askOpinions(ctx, {
        slug: params.call,
        stepId: text(data, 'buoc'),
        dossierIds: list(data, 'hoSo'),
        unitIds: list(data, 'units'),
        question: multiline(data, 'question'),
        days: text(data, 'days'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/y-kien?da-hoi=${count}`);
  },
};
