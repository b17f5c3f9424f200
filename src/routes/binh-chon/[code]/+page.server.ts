import type { RequestEvent } from '@sveltejs/kit';
import { likeWork, takeBackLike } from '#lib/server/gallery/like.ts';
import { interactState } from '#lib/server/gallery/mine.ts';
import { myShare, passOn, shareAddress } from '#lib/server/gallery/share.ts';
import { requestVote, voteConsent } from '#lib/server/gallery/voter.ts';
import { sourceOf } from '#lib/server/web/device.ts';
import { goTo, loading, refuse, text, ticked } from '#lib/server/web/forms.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  return loading(async () => {
    const { work, ...state } = await interactState(ctx, params.code);
    const token = await myShare(ctx, work);
    return {
      work: { code: work.code, title: work.title, address: work.address, contest: work.doc.shortName },
      rulesPage: `/cuoc-thi/${work.programme.slug}/the-le`,
      sharesPerDay: work.rules.sharesPerDay.value,
      state,
      consent: voteConsent(work.doc),
      shared: token ? publicOrigin(ctx, url) + shareAddress(token) : null,
      done: url.searchParams.get('xong'),
      sentTo: url.searchParams.get('da-gui')?.slice(0, 260) ?? null,
      mailHeld: ctx.app.config.smtpUrl === null,
    };
  });
};

type Sent = RequestEvent<{ code: string }>;

/** One form of the page: does it, and shows the page again with what is true now. */
async function doing(event: Sent, form: string, work: (data: FormData) => Promise<string>) {
  const data = await event.request.formData();
  let said: string;
  try {
    said = await work(data);
  } catch (problem) {
    // what a browser computed is good for one press only
    data.delete('proof');
    return refuse(problem, data, form);
  }
  goTo(`/binh-chon/${event.params.code.toLowerCase()}?${said}`);
}

export const actions: Actions = {
  like: (event) =>
    doing(event, 'like', async (data) => {
      await likeWork(event.locals.ctx, { code: event.params.code, ...sourceOf(event, text(data, 'proof')) });
      return 'xong=thich';
    }),
  takeBack: (event) =>
    doing(event, 'like', async () => {
      await takeBackLike(event.locals.ctx, { code: event.params.code });
      return 'xong=thoi';
    }),
  share: (event) =>
    doing(event, 'share', async (data) => {
      await passOn(event.locals.ctx, { code: event.params.code, ...sourceOf(event, text(data, 'proof')) });
      return 'xong=chia-se#chia-se';
    }),
  email: (event) =>
    doing(event, 'email', async (data) => {
      const { sentTo } = await requestVote(event.locals.ctx, {
        code: event.params.code,
        fullName: text(data, 'fullName'),
        email: text(data, 'email'),
        agreed: ticked(data, 'agreed'),
        ...sourceOf(event, text(data, 'proof')),
      });
      return `da-gui=${encodeURIComponent(sentTo)}`;
    }),
};
