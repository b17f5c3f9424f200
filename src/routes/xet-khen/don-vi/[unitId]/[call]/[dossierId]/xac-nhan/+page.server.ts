import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { askByMail, askByPrint, notePaper } from '#lib/server/award/confirm.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { dossierRole } from '#lib/server/award/nominationFiles.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { qrSvg } from '#lib/server/platform/documents/qr.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ url }) => ({
  rule: dossierRole('confirmation')!,
  problem: url.searchParams.get(uploadProblemParameter),
});

const doing = async (
  { locals: { ctx }, request, url }: RequestEvent,
  form: string,
  work: (ctx: Ctx, data: FormData) => Promise<unknown>,
) => {
  const data = await request.formData();
  try {
    await work(ctx, data);
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`${url.pathname}?da-luu=${form}`);
};

export const actions = {
  mail: (event) =>
    doing(event, 'mail', (ctx, data) =>
      askByMail(ctx, { dossierId: event.params.dossierId, email: text(data, 'email') }),
    ),
  paper: (event) => doing(event, 'paper', (ctx) => notePaper(ctx, { dossierId: event.params.dossierId })),
  remove: (event) => doing(event, 'remove', (ctx, data) => removeAwardFile(ctx, { fileId: text(data, 'fileId') })),
  // the link is shown once, so this answer is a page and no redirect
  print: async (event) => {
    const data = await event.request.formData();
    try {
      const { link, until } = await askByPrint(event.locals.ctx, { dossierId: event.params.dossierId });
      return { form: 'print', printed: { link, until, qr: qrSvg(link) } };
    } catch (problem) {
      return refuse(problem, data, 'print');
    }
  },
} satisfies Actions;
