import { publicityPhases } from '#lib/domain/award/publicity.ts';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import { publicList, sendComment } from '#lib/server/award/comment.ts';
import { sourceOf } from '#lib/server/web/device.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  return loading(async () => {
    const { list, call, phase, lines } = await publicList(ctx, params.publicityId);
    const { id, title, intro, fromOn, toOn, publishedAt } = list;
    return {
      list: { id, title, intro, fromOn, toOn, publishedAt },
      about: call.doc.name,
      phase,
      state: publicityPhases[phase],
      lines: lines.map(({ dossierId, ord, shown, removedAt }) => ({
        id: dossierId,
        ord,
        shown,
        removed: removedAt !== null,
      })),
      receipt: parseCertificateCode(url.searchParams.get('bien-nhan') ?? '', 'GY'),
    };
  });
};

export const actions: Actions = {
  default: async (event) => {
    const data = await event.request.formData();
    let code: string;
    try {
      code = await sendComment(event.locals.ctx, {
        publicityId: event.params.publicityId,
        dossierId: text(data, 'about'),
        name: text(data, 'name'),
        contact: text(data, 'contact'),
        body: multiline(data, 'body'),
        ...sourceOf(event, text(data, 'proof')),
      });
    } catch (problem) {
      // what a browser computed is good for one press only
      data.delete('proof');
      return refuse(problem, data);
    }
    return goTo(`/khen-thuong/lay-y-kien/${event.params.publicityId}?bien-nhan=${code}#gop-y`);
  },
};
