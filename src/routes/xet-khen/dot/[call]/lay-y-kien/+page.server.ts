import { publicityPhase, publicityPhases, publicNominee } from '#lib/domain/award/publicity.ts';
import { addDays, formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { answerComment, closeComments, openComments, readyForComments } from '#lib/server/award/publicity.ts';
import { commentsOf, publicityOf, publicLines } from '#lib/server/award/publicityQueries.ts';
import { openCall } from '#lib/server/award/room.ts';
import { mayWorkAt } from '#lib/server/award/scope.ts';
import { goTo, list as listOf, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { call, scope } = await openCall(ctx, params.call);
    const { db } = ctx.app;
    const step = call.doc.path.find((one) => one.kind === 'publicity') ?? null;
    const works = step !== null && mayWorkAt(scope, call, step).allow;
    const lists = await publicityOf(db, { callId: call.id });
    const chosen = lists.find((one) => one.id === url.searchParams.get('danh-sach')) ?? lists[0] ?? null;
    const [lines, comments, ready] = await Promise.all([
      chosen ? publicLines(db, chosen.id) : [],
      chosen ? commentsOf(db, { publicityId: chosen.id }) : [],
      step && works ? readyForComments(ctx, { call, step }) : [],
    ]);
    return {
      step: step && { id: step.id, name: step.name, days: step.publicDays?.value ?? null, clause: step.clause },
      works,
      lists: lists.map((one) => ({
        ...one,
        phase: publicityPhase(one, ctx.now),
        state: publicityPhases[publicityPhase(one, ctx.now)],
      })),
      chosenId: chosen?.id ?? null,
      lines,
      comments,
      ready: ready.map(({ dossier, nominee, child }) => ({
        id: dossier.id,
        code: dossier.code,
        unitName: dossier.unitName,
        child,
        name: dossier.subjectName,
        shown: publicNominee(nominee, child !== 'child'),
      })),
      from: formatDate(addDays(isoDateLocal(ctx.now), 1)),
      callName: call.doc.name,
      done: url.searchParams.get('xong'),
    };
  });

async function doing(event: RequestEvent, form: (data: FormData) => string, work: (data: FormData) => Promise<string>) {
  const data = await event.request.formData();
  let done: string;
  try {
    done = await work(data);
  } catch (problem) {
    return refuse(problem, data, form(data));
  }
  return goTo(`/xet-khen/dot/${event.params.call}/lay-y-kien?${done}`);
}

export const actions: Actions = {
  open: (event) =>
    doing(
      event,
      () => 'open',
      async (data) => {
        const consents: Record<string, string> = {};
        for (const id of listOf(data, 'hoSo')) consents[id] = text(data, `consent.${id}`);
        const id = await openComments(event.locals.ctx, {
          slug: event.params.call,
          stepId: text(data, 'buoc'),
          dossierIds: listOf(data, 'hoSo'),
          title: text(data, 'title'),
          intro: multiline(data, 'intro'),
          from: text(data, 'from'),
          days: text(data, 'days'),
          consents,
        });
        return `danh-sach=${id}&xong=mo`;
      },
    ),
  answer: (event) =>
    doing(
      event,
      (data) => text(data, 'commentId'),
      async (data) => {
        await answerComment(event.locals.ctx, {
          slug: event.params.call,
          commentId: text(data, 'commentId'),
          answer: multiline(data, `answer.${text(data, 'commentId')}`),
          upheld: text(data, `upheld.${text(data, 'commentId')}`),
        });
        return `danh-sach=${encodeURIComponent(text(data, 'publicityId'))}&xong=tra-loi`;
      },
    ),
  close: (event) =>
    doing(
      event,
      () => 'close',
      async (data) => {
        const publicityId = text(data, 'publicityId');
        await closeComments(event.locals.ctx, {
          slug: event.params.call,
          publicityId,
          note: multiline(data, 'closeNote'),
        });
        return `danh-sach=${encodeURIComponent(publicityId)}&xong=khep`;
      },
    ),
};
