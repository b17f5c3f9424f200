import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { findingFileRule, removeInspectionFile } from '#lib/server/inspection/files.ts';
import { answerFinding } from '#lib/server/inspection/findings.ts';
import { findingView } from '#lib/server/inspection/views.ts';
import { openUnitMovement } from '#lib/server/movement/room.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

interface Place {
  slug: string;
  unitId: string;
  findingId: string;
}

async function viewOf(ctx: Ctx, place: Place) {
  await openUnitMovement(ctx, place);
  return findingView(ctx, { slug: place.slug, findingId: place.findingId, ownerId: place.unitId });
}

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const view = await viewOf(ctx, params);
    return {
      ...view,
      fileRule: findingFileRule,
      // what went with an earlier answer stands there
      drafts: view.files
        .filter((file) => !file.sent)
        .map(
          ({ addedAt: _, sent: _s, ...file }): ExistingFile => ({
            ...file,
            ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}),
          }),
        ),
      problem: url.searchParams.get(uploadProblemParameter),
      said: url.searchParams.get('xong'),
    };
  });

const doing =
  (name: string, work: (ctx: Ctx, place: Place, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await viewOf(ctx, params);
      await work(ctx, params, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/don-vi/${params.unitId}/phong-trao/${params.slug}/kiem-tra/${params.findingId}?xong=${name}`);
  };

export const actions: Actions = {
  answer: doing('answer', (ctx, { slug, findingId }, data) =>
    answerFinding(ctx, { slug, findingId, answer: multiline(data, 'answer') }),
  ),
  remove: doing('remove', (ctx, { findingId }, data) =>
    removeInspectionFile(ctx, { findingId, fileId: text(data, 'fileId') }),
  ),
};
