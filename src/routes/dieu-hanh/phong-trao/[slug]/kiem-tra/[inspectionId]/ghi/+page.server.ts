import { openToManage } from '#lib/server/inspection/open.ts';
import { inspectionView } from '#lib/server/inspection/views.ts';
import { saveVisit } from '#lib/server/inspection/visit.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    await openToManage(ctx, params);
    return inspectionView(ctx, params);
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let held: boolean;
    try {
      ({ held } = await saveVisit(ctx, {
        ...params,
        version: Number(text(data, 'version')),
        heldOn: text(data, 'heldOn'),
        begins: text(data, 'begins'),
        ends: text(data, 'ends'),
        place: text(data, 'place'),
        attendees: multiline(data, 'attendees'),
        conclusion: multiline(data, 'conclusion'),
        checklist: list(data, 'line').map((id) => ({
          id,
          text: text(data, `text-${id}`),
          clause: text(data, `clause-${id}`),
          answer: text(data, `answer-${id}`),
          note: multiline(data, `note-${id}`),
        })),
      }));
    } catch (problem) {
      return refuse(problem, data, 'visit');
    }
    const root = `/dieu-hanh/phong-trao/${params.slug}/kiem-tra/${params.inspectionId}`;
    // more own lines: back to the form with empty ones
    return goTo(data.has('more') ? `${root}/ghi?da-luu` : `${root}?xong=${held ? 'held' : 'prepared'}`);
  },
};
