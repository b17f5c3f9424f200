import { fullScale } from '#lib/domain/judging/sheet.ts';
import { decimalText } from '#lib/domain/kernel/decimal.ts';
import { judgeSheet } from '#lib/server/judging/sheets.ts';
import { signSheet } from '#lib/server/judging/signSheet.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { jr, sheet, entry, canScore } = await judgeSheet(ctx, params);
    if (sheet.state === 'signed') goTo(`/cham-thi/phieu/${params.assignmentId}`);
    return {
      assignmentId: params.assignmentId,
      entry: { code: entry.code, title: entry.title },
      sheet,
      canScore,
      contest: { slug: jr.programme.slug, name: jr.programme.doc.shortName },
      round: {
        id: jr.round.id,
        name: jr.round.name,
        criteria: jr.round.rubric.criteria,
        scale: decimalText(fullScale(jr.round.rubric)),
      },
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await signSheet(ctx, { assignmentId: params.assignmentId, version: Number(text(data, 'version')) });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/cham-thi/phieu/${params.assignmentId}?da-luu=ky`);
  },
};
