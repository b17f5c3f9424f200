import { formatShare } from '#lib/domain/entry/authors.ts';
import {
  answerConsentsByLink,
  coAuthorInvitation,
  confirmCoAuthor,
  declineCoAuthor,
} from '#lib/server/entry/coAuthor.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { readAuthorAnswers, readChoices } from '#lib/server/web/consentForm.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const show = (share: string | null) => (share ? formatShare(share) : 'chưa ghi');

export const load: PageServerLoad = ({ locals: { ctx }, params, setHeaders, url }) => {
  // The address is a secret: it goes into no cache, and to no other site by the policy of every page. No stricter policy here: with
  // 'no-referrer' a browser sends the page's own forms without their origin, and they would be refused as foreign.
  setHeaders({ 'cache-control': 'no-store' });
  return loading(async () => {
    const { authors, share, ...invitation } = await coAuthorInvitation(ctx, params.token);
    return {
      ...invitation,
      share: show(share),
      authors: authors.map((author) => ({ ...author, share: show(author.share) })),
      answered: url.searchParams.has('xong'),
      signedIn: isSignedIn(ctx.actor) ? ctx.actor.name : null,
    };
  });
};

export const actions: Actions = {
  confirm: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await confirmCoAuthor(ctx, { secret: params.token, publication: readAuthorAnswers(data) });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/dong-tac-gia/${params.token}`);
  },
  consents: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const answers = { birthYear: text(data, 'birthYear'), choices: readChoices(data) };
    try {
      await answerConsentsByLink(ctx, { secret: params.token, ...answers });
    } catch (problem) {
      return refuse(problem, data, 'consents');
    }
    goTo(`/dong-tac-gia/${params.token}?xong`);
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
