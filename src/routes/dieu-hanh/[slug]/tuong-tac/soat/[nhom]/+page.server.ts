import { canInteraction, countingForStaff } from '#lib/server/gallery/interactionPolicy.ts';
import { voidVotes, voteKind } from '#lib/server/gallery/review.ts';
import { clustersOf, votesByIds } from '#lib/server/gallery/suspects.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, list, loading, multiline, refuse, text, ticked } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** A page shows so many single votes; what is decided about the whole group takes all of them. */
const mostShown = 300;

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const programme = await countingForStaff(ctx, params.slug);
    requireAllowed(canInteraction(ctx, 'interaction.review', programme.id));
    const { clusters } = await clustersOf(ctx.app.db, programme.id);
    const cluster = clusters.find((one) => one.code === params.nhom);
    const may = canInteraction(ctx, 'interaction.void', programme.id);
    // voided by a colleague meanwhile, or no longer suspect
    if (!cluster) return { found: null, may };
    const { voteIds, key: _key, ...about } = cluster;
    const found = {
      cluster: about,
      count: voteIds.length,
      allIds: voteIds.join(','),
      votes: await votesByIds(ctx.app.db, {
        programmeId: programme.id,
        kind: cluster.kind,
        ids: voteIds.slice(0, mostShown),
      }),
      others: clusters
        .filter((one) => one.code !== cluster.code && one.voteIds.some((id) => voteIds.includes(id)))
        .slice(0, 10)
        .map(({ code, signal, text: says }) => ({ code, signal, text: says })),
    };
    return { found, may };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let result: { changed: number; frozen: boolean };
    try {
      const programme = await countingForStaff(ctx, params.slug);
      result = await voidVotes(ctx, {
        programmeId: programme.id,
        kind: voteKind(text(data, 'kind')),
        voteIds: (ticked(data, 'whole') ? text(data, 'all').split(',') : list(data, 'vote')).map(Number),
        reason: multiline(data, 'reason'),
        seen: multiline(data, 'seen'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(
      `/dieu-hanh/${params.slug}/tuong-tac/soat?da-lam=loai&so=${result.changed}${result.frozen ? '&chot-lai' : ''}`,
    );
  },
};
