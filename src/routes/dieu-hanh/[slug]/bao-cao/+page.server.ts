import { programmeForResult } from '#lib/server/result/policy.ts';
import { closingReport, sectionNames, writeReport } from '#lib/server/result/report.ts';
import { goTo, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await programmeForResult(ctx, params.slug);
    return {
      report: await closingReport(ctx, programme),
      hasPillars: programme.doc.pillars.items.length > 0,
      twoRounds: programme.doc.rounds.some((round) => round.kind === 'final'),
      sections: Object.entries(sectionNames).map(([id, label]) => ({ id: id as keyof typeof sectionNames, label })),
      saved: url.searchParams.has('da-luu'),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await writeReport(ctx, {
        programmeId: id,
        texts: {
          assessment: multiline(data, 'assessment'),
          limits: multiline(data, 'limits'),
          proposals: multiline(data, 'proposals'),
        },
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/dieu-hanh/${params.slug}/bao-cao?da-luu#viet`);
  },
};
