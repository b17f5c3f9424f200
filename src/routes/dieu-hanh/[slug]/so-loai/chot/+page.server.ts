import { finalName } from '#lib/domain/screening/agency.ts';
import { closeScreening, previewClosing } from '#lib/server/screening/agencyClose.ts';
import { screeningClosedAt } from '#lib/server/screening/agencySheet.ts';
import { canAgency } from '#lib/server/screening/policy.ts';
import { openAgency } from '#lib/server/screening/room.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { programme, agency } = await openAgency(ctx, params.slug);
    const { slug, doc } = programme;
    return {
      contest: { slug, name: doc.name, gallery: doc.gallery?.name ?? null },
      agency: agency.name,
      into: finalName(doc),
      closedAt: await screeningClosedAt(ctx.app.db, programme.id),
      preview: await previewClosing(ctx.app.db, programme, ctx.now),
      may: canAgency(ctx, 'agency.close', programme.id),
    };
  });
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { programme } = await openAgency(ctx, params.slug);
      await closeScreening(ctx, {
        programmeId: programme.id,
        fingerprint: text(data, 'fingerprint'),
        number: text(data, 'number'),
        date: text(data, 'date'),
        signer: text(data, 'signer'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/${params.slug}/so-loai?da=chot`);
  },
};
