import { confirmVote, voteBehind } from '#lib/server/gallery/voter.ts';
import { sourceOf } from '#lib/server/web/device.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { beginSession } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url, setHeaders }) => {
  // the address is a secret; opening it does nothing, because programs that scan mails open links, too
  setHeaders({ 'cache-control': 'no-store' });
  return loading(async () => {
    const { work, ...request } = await voteBehind(ctx, params.token);
    return {
      ...request,
      work: { code: work.code, title: work.title, address: work.address, contest: work.doc.shortName },
      rulesPage: `/cuoc-thi/${work.programme.slug}/the-le`,
      signedIn: ctx.actor.id !== null,
      fresh: url.searchParams.has('xong'),
    };
  });
};

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const { token } = event.params;
    let done: Awaited<ReturnType<typeof confirmVote>>;
    try {
      done = await confirmVote(ctx, { secret: token, ...sourceOf(event, null) });
    } catch (problem) {
      return refuse(problem, await event.request.formData());
    }
    if (done.session) await beginSession(event, done.personId, 'voter');
    goTo(`/binh-chon/xac-nhan/${token}?xong`);
  },
};
