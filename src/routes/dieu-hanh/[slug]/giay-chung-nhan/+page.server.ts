import { certificateRegister, issueCertificates } from '#lib/server/result/certificates.ts';
import { BATCH } from '#lib/server/result/download.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await programmeForResult(ctx, params.slug);
    const register = await certificateRegister(ctx, programme);
    const inForce = register.rows.filter((row) => !row.revokedAt).length;
    const { certificate } = programme.doc.prizes;
    return {
      register,
      inForce,
      parts: Array.from({ length: Math.ceil(inForce / BATCH) }, (_, i) => ({
        no: i + 1,
        from: i * BATCH + 1,
        to: Math.min(inForce, (i + 1) * BATCH),
      })),
      certificate: { title: certificate.title, issuer: certificate.issuer, signer: certificate.signerName },
      issued: Number(url.searchParams.get('phat-hanh')) || 0,
    };
  });

export const actions: Actions = {
  issue: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let issued = 0;
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      issued = await issueCertificates(ctx, { programmeId: id });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/dieu-hanh/${params.slug}/giay-chung-nhan?phat-hanh=${issued}`);
  },
};
