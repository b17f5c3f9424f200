import { subjectsNamed } from '#lib/server/award/barrierQueries.ts';
import { chosenSubject, enterBarrier } from '#lib/server/award/barriers.ts';
import { awardScope, mayWatch } from '#lib/server/award/scope.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const choiceIn = (url: URL) => {
  const param = (name: string) => url.searchParams.get(name)?.slice(0, 100) ?? '';
  return { subjectId: param('doi-tuong'), unitId: param('don-vi'), fresh: url.searchParams.has('moi') };
};

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const scope = await awardScope(ctx);
    requireAllowed(mayWatch(scope));
    const q = url.searchParams.get('q')?.slice(0, 200) ?? '';
    const choice = choiceIn(url);
    const [chosen, found] = await Promise.all([
      chosenSubject(ctx, scope, choice),
      q.trim() ? subjectsNamed(ctx.app.db, q) : null,
    ]);
    return {
      q,
      found,
      chosen,
      fresh: choice.fresh,
      units: choice.fresh ? [...scope.units.values()].map(({ id, name }) => ({ value: id, label: name })) : [],
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, request, url }) => {
    const data = await request.formData();
    const choice = choiceIn(url);
    let id: string;
    try {
      ({ id } = await enterBarrier(ctx, {
        meant: choice.fresh
          ? {
              name: text(data, 'name'),
              subjectKind: text(data, 'subjectKind'),
              birthYear: text(data, 'birthYear'),
              unitId: text(data, 'unitId'),
              fresh: true,
            }
          : { subjectId: choice.subjectId, unitId: choice.unitId },
        typed: {
          kind: text(data, 'kind'),
          basis: text(data, 'basis'),
          note: multiline(data, 'note'),
          fromOn: text(data, 'fromOn'),
          toOn: text(data, 'toOn'),
        },
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/xet-khen/truong-hop/${id}?da-nhap`);
  },
};
