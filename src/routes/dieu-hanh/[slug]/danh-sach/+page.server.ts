import { addToList, closedList, closeEntryList, offList, previewList } from '#lib/server/screening/entryList.ts';
import { canAgency } from '#lib/server/screening/policy.ts';
import { openAgency } from '#lib/server/screening/room.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { programme, agency } = await openAgency(ctx, params.slug);
    const { db } = ctx.app;
    const list = await closedList(db, programme.id);
    const { slug, doc } = programme;
    return {
      now: ctx.now,
      contest: { slug, name: doc.name, rounds: doc.rounds, clause: agency.clause },
      list: list && { ...list, snapshot: undefined },
      preview: list ? null : await previewList(db, programme, ctx.now),
      off: list ? (await offList(db, programme.id)).map(({ id, code, title }) => ({ id, code, title })) : [],
      may: canAgency(ctx, 'agency.list', programme.id),
      done: url.searchParams.get('da'),
    };
  });
};

export const actions: Actions = {
  close: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { programme } = await openAgency(ctx, params.slug);
      await closeEntryList(ctx, { programmeId: programme.id, fingerprint: text(data, 'fingerprint') });
    } catch (problem) {
      return refuse(problem, data, 'close');
    }
    return goTo(`/dieu-hanh/${params.slug}/danh-sach?da=close`);
  },
  add: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { programme } = await openAgency(ctx, params.slug);
      await addToList(ctx, {
        programmeId: programme.id,
        entryId: text(data, 'entryId'),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'add');
    }
    return goTo(`/dieu-hanh/${params.slug}/danh-sach?da=add`);
  },
};
