import { takeBackLike } from '#lib/server/gallery/like.ts';
import { myLikes } from '#lib/server/gallery/mine.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return { likes: await myLikes(ctx), done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  takeBack: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await takeBackLike(ctx, { code: text(data, 'code') });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/tai-khoan/binh-chon?xong');
  },
};
