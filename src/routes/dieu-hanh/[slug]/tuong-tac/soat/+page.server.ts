import { type Signal, signalLabels, type VoteKind } from '#lib/domain/gallery/suspicion.ts';
import { canInteraction, countingForStaff } from '#lib/server/gallery/interactionPolicy.ts';
import { pastReviews, restoreVotes, voteKind } from '#lib/server/gallery/review.ts';
import { clustersOf } from '#lib/server/gallery/suspects.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const perPage = 25;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await countingForStaff(ctx, params.slug);
    requireAllowed(canInteraction(ctx, 'interaction.review', programme.id));
    const [{ clusters, suspects, looked }, past] = await Promise.all([
      clustersOf(ctx.app.db, programme.id),
      pastReviews(ctx.app.db, programme.id),
    ]);
    const asked = (name: string) => url.searchParams.get(name)?.slice(0, 100) ?? '';
    const signal = asked('dau-hieu') in signalLabels ? (asked('dau-hieu') as Signal) : null;
    const work = asked('bai');
    const found = clusters.filter((one) => (!signal || one.signal === signal) && (!work || one.work.code === work));
    const page = Math.max(1, Number.parseInt(asked('trang'), 10) || 1);
    return {
      filter: { signal, work },
      works: [...new Map(clusters.map((one) => [one.work.code, one.work])).values()],
      clusters: found.slice((page - 1) * perPage, page * perPage).map(({ voteIds, key: _key, ...one }) => ({
        ...one,
        count: voteIds.length,
      })),
      total: found.length,
      page,
      perPage,
      figures: {
        looked,
        suspects,
        voided: past.reduce((n, one) => n + (one.decision === 'void' ? one.stillVoided : 0), 0),
      },
      past,
      may: canInteraction(ctx, 'interaction.void', programme.id),
      done: { what: asked('da-lam'), votes: asked('so'), frozen: url.searchParams.has('chot-lai') },
    };
  });

export const actions: Actions = {
  restore: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let result: { changed: number; frozen: boolean };
    try {
      const programme = await countingForStaff(ctx, params.slug);
      const kind: VoteKind = voteKind(text(data, 'kind'));
      result = await restoreVotes(ctx, {
        programmeId: programme.id,
        kind,
        voteIds: list(data, 'vote')
          .flatMap((one) => one.split(','))
          .map(Number),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, text(data, 'review'));
    }
    return goTo(
      `/dieu-hanh/${params.slug}/tuong-tac/soat?da-lam=khoi-phuc&so=${result.changed}${result.frozen ? '&chot-lai' : ''}`,
    );
  },
};
