import { stateLabel } from '#lib/domain/entry/progress.ts';
import { galleryOf } from '#lib/server/gallery/answers.ts';
import { consentList, remindConsents } from '#lib/server/gallery/remind.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openEntries } from '#lib/server/screening/room.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

const pageSize = 50;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const entries = await consentList(ctx, programme);
    const open = url.searchParams.get('loc') !== 'tat-ca';
    const missing = entries.filter((entry) => entry.authors.some((one) => one.gaps.length > 0));
    const listed = open ? missing : entries;
    const page = Math.max(1, Number(url.searchParams.get('trang')) || 1);
    const sent = url.searchParams.get('da-gui');
    return {
      slug: programme.slug,
      gallery: galleryOf(programme).name,
      total: entries.length,
      missing: missing.length,
      waiting: entries.flatMap((entry) => entry.authors).filter((one) => one.waiting.length > 0).length,
      open,
      page,
      pageSize,
      listed: listed.length,
      entries: listed.slice((page - 1) * pageSize, page * pageSize).map((entry) => ({
        id: entry.id,
        code: entry.code,
        title: entry.title,
        state: stateLabel(entry.state, programme.doc),
        shown: entry.shown,
        gaps: entry.authors.flatMap((one) => one.gaps),
      })),
      may: canCheck(ctx, 'check.decide', programme.id).allow,
      sent: sent && /^\d+$/.test(sent) ? Number(sent) : null,
      now: ctx.now,
    };
  });
};

export const actions: Actions = {
  remind: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let sent = 0;
    try {
      const { authors, guardians } = await remindConsents(ctx, await openEntries(ctx, params.slug));
      sent = authors + guardians;
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/${params.slug}/dong-y?da-gui=${sent}`);
  },
};
