import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { answerInvitation } from '#lib/server/entry/coAuthor.ts';
import { restoreEntry } from '#lib/server/entry/withdraw.ts';
import { publicationTask } from '#lib/server/gallery/consentPage.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { goTo, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';
import { headOf, openEntry, taskHref } from './open.ts';

const doneOf = { 'da-luu': 'Đã lưu.', 'da-mo-lai': 'Đã mở lại bản nháp.', 'da-rut': 'Đã rút bài.' } as const;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const { contest: _, editable, submittable, withdrawable, restorable, values: __, ...shown } = entry;
    const programme = await programmeById(ctx.app.db, entry.contest.id);
    const publication = await publicationTask(ctx, programme, entry.id);
    const xong = url.searchParams.get('xong') ?? '';
    return {
      head: headOf(entry),
      entry: shown,
      slug: entry.contest.slug,
      canEdit: editable.allow,
      canSubmit: submittable.allow && editable.allow,
      // Before intake opens everything can be prepared; only handing in waits.
      submitBlocked: editable.allow && !submittable.allow ? submittable.reason : null,
      handedIn:
        entry.state.id !== 'draft' &&
        entry.state.id !== 'returned' &&
        entry.submissions.some((one) => one.stage === entry.stage),
      canWithdraw: withdrawable.allow,
      canRestore: restorable.allow,
      tasks: entry.tasks.map((task) => ({ ...task, href: taskHref(entry, task.id) })),
      publication,
      // what an invited co-author joins
      declarations: entry.invited
        ? dossierStage(entry.contest.doc, 'submission').declarations.map((one) => one.text)
        : [],
      done: xong in doneOf ? doneOf[xong as keyof typeof doneOf] : null,
      now: ctx.now,
    };
  });

export const actions: Actions = {
  confirm: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await answerInvitation(ctx, { entryId: params.id, accept: true });
    } catch (problem) {
      return refuse(problem, data, 'invitation');
    }
    goTo(`/bai-du-thi/${params.id}`);
  },
  decline: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await answerInvitation(ctx, { entryId: params.id, accept: false, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'invitation');
    }
    goTo('/bai-du-thi');
  },
  restore: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await restoreEntry(ctx, { entryId: params.id });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}?xong=da-mo-lai`);
  },
};
