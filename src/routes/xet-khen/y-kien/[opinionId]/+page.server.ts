import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { answerOpinion, opinionPage } from '#lib/server/award/opinions.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { opinion, call, scope: _, lines, files, mayAnswer } = await opinionPage(ctx, params.opinionId);
    return {
      opinion: {
        ...opinion,
        late: !opinion.answeredAt && !opinion.cancelledAt && opinion.dueOn < isoDateLocal(ctx.now),
      },
      call: { name: call.doc.name, period: call.doc.period },
      mayAnswer,
      files: files.map(({ id, name, label }) => ({ id, name, label })),
      lines: lines.map(({ dossier, answer, note }) => ({
        id: dossier.id,
        code: dossier.code,
        name: dossier.subjectName,
        place: [dossier.details.position, dossier.details.workplace || dossier.unitName].filter(Boolean).join(', '),
        unitName: dossier.unitName,
        formName: call.doc.forms.find((form) => form.formId === dossier.formId)?.name ?? dossier.formId,
        citation: dossier.report.citation,
        achievements: dossier.report.achievements,
        answer,
        note,
      })),
      done: url.searchParams.has('da-gui'),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      await answerOpinion(ctx, {
        opinionId: params.opinionId,
        lines: list(data, 'hoSo').map((dossierId) => ({
          dossierId,
          answer: text(data, `answer.${dossierId}`),
          note: multiline(data, `note.${dossierId}`),
        })),
        file: file instanceof File ? file : null,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/y-kien/${params.opinionId}?da-gui`);
  },
};
