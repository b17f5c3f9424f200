import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { type UnitStage, unitStageLabels } from '#lib/domain/screening/review.ts';
import { unitSubtree } from '#lib/server/screening/policy.ts';
import { moveRank, setRanks } from '#lib/server/screening/review.ts';
import { chosenProgramme, unitEntries, unitRoom } from '#lib/server/screening/unit.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { contest } = await parent();
    if (!contest) throw notFound('Cuộc thi này');
    const unitIds = await unitSubtree(ctx.app.db, params.unitId);
    const entries = await unitEntries(ctx.app.db, { programmeId: contest.id, unitIds });
    const asked = url.searchParams.get('buoc') as UnitStage | null;
    const stages = Object.keys(unitStageLabels) as UnitStage[];
    // Without a choice in the address: where there is work.
    const stage =
      asked && stages.includes(asked)
        ? asked
        : (stages.find((one) => entries.some((e) => e.stage === one)) ?? 'waiting');
    return {
      stage,
      counts: stages.map((one) => ({ stage: one, count: entries.filter((e) => e.stage === one).length })),
      entries: entries.filter((e) => e.stage === stage),
      several: unitIds.length > 1,
    };
  });

type ActionEvent = Parameters<Actions[string]>[0];

/** The contest of the page an action was sent from. */
async function contestOf({ locals: { ctx }, params, url }: ActionEvent): Promise<string> {
  const { programmes } = await unitRoom(ctx, params.unitId);
  const programme = chosenProgramme(programmes, url.searchParams.get('cuoc-thi'));
  if (!programme) throw notFound('Cuộc thi này');
  return programme.id;
}

const back = ({ params, url }: ActionEvent): string => {
  const slug = url.searchParams.get('cuoc-thi');
  return `/don-vi/${params.unitId}/bai-du-thi?buoc=accepted${slug ? `&cuoc-thi=${slug}` : ''}#thu-tu`;
};

export const actions: Actions = {
  move: async (event) => {
    const { ctx } = event.locals;
    const data = await event.request.formData();
    const [direction = '', entryId = ''] = text(data, 'move').split(':');
    try {
      if (direction !== 'up' && direction !== 'down') throw notFound('Nút này');
      await moveRank(ctx, { programmeId: await contestOf(event), unitId: event.params.unitId, entryId, direction });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(back(event));
  },
  ranks: async (event) => {
    const { ctx } = event.locals;
    const data = await event.request.formData();
    try {
      const ranks: Record<string, number | null> = {};
      for (const name of data.keys())
        if (name.startsWith('rank.')) ranks[name.slice(5)] = readRank(name, text(data, name));
      await setRanks(ctx, { programmeId: await contestOf(event), unitId: event.params.unitId, ranks });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(back(event));
  },
};

function readRank(field: string, typed: string): number | null {
  if (typed === '') return null;
  if (!/^\d{1,3}$/.test(typed))
    throw new RuleError({
      code: 'screening.rank',
      field,
      message: `Thứ tự “${typed}” phải là số nguyên từ 1 trở lên.`,
    });
  return Number(typed);
}
