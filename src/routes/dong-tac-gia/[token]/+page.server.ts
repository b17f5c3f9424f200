import { formatShare } from '#lib/domain/entry/authors.ts';
import { coAuthorInvitation, confirmCoAuthor, declineCoAuthor } from '#lib/server/entry/coAuthor.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const show = (share: string | null) => (share ? formatShare(share) : 'chưa ghi');

export const load: PageServerLoad = ({ locals: { ctx }, params, setHeaders }) => {
  // The address is a secret: it goes into no cache, and to no other site by the policy of every page. No stricter policy here: with
  // 'no-referrer' a browser sends the page's own forms without their origin, and they would be refused as foreign.
  setHeaders({ 'cache-control': 'no-store' });
  return loading(async () => {
    const { authors, share, ...invitation } = await coAuthorInvitation(ctx, params.token);
    return {
      ...invitation,
      share: show(share),
      authors: authors.map((author) => ({ ...author, share: show(author.share) })),
      signedIn: isSignedIn(ctx.actor) ? ctx.actor.name : null,
    };
  });
};

export const actions: Actions = {
  confirm: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await confirmCoAuthor(ctx, { secret: params.token });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/dong-tac-gia/${params.token}`);
  },
  decline: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await declineCoAuthor(ctx, { secret: params.token, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'decline');
    }
    goTo(`/dong-tac-gia/${params.token}`);
  },
};
