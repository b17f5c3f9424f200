import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { forwardingRoles } from '#lib/server/award/forwarding/files.ts';
import {
  approveForwarding,
  cancelForwarding,
  dropDossier,
  type Place,
  reopenForwarding,
  returnForwarding,
  submitForwarding,
} from '#lib/server/award/forwarding/list.ts';
import { enterGranted, enterRefused, payGranted } from '#lib/server/award/forwarding/outcome.ts';
import { sendForwarding, takeBackForwarding } from '#lib/server/award/forwarding/send.ts';
import { forwardingView } from '#lib/server/award/forwarding/view.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await forwardingView(ctx, { slug: params.call, forwardingId: params.forwardingId })),
    rules: forwardingRoles,
    problem: url.searchParams.get(uploadProblemParameter),
    said: url.searchParams.get('xong'),
  }));

const doing =
  (name: string, work: (ctx: Ctx, place: Place, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const place = { slug: params.call, forwardingId: params.forwardingId, version: Number(text(data, 'version')) };
    try {
      await work(ctx, place, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/xet-khen/dot/${params.call}/trinh-tren/${params.forwardingId}?xong=${name}`);
  };

const withReason =
  (work: (ctx: Ctx, args: Place & { reason: string }) => Promise<unknown>) =>
  (ctx: Ctx, place: Place, data: FormData) =>
    work(ctx, { ...place, reason: multiline(data, 'reason') });

const paying = (to: 'paid' | 'due') => (ctx: Ctx, place: Place, data: FormData) =>
  payGranted(ctx, { ...place, paymentIds: list(data, 'paymentIds'), to, day: text(data, 'day') });

export const actions: Actions = {
  drop: doing('drop', (ctx, place, data) => dropDossier(ctx, { ...place, dossierId: text(data, 'dossierId') })),
  submit: doing('submit', submitForwarding),
  approve: doing('approve', approveForwarding),
  return: doing('return', withReason(returnForwarding)),
  reopen: doing('reopen', withReason(reopenForwarding)),
  cancel: doing('cancel', withReason(cancelForwarding)),
  send: doing('send', (ctx, place, data) =>
    sendForwarding(ctx, {
      ...place,
      input: {
        letterNumber: text(data, 'letterNumber'),
        letterDate: text(data, 'letterDate'),
        sentOn: text(data, 'sentOn'),
        way: text(data, 'way'),
        receipt: text(data, 'receipt'),
      },
    }),
  ),
  takeBack: doing('takeBack', withReason(takeBackForwarding)),
  granted: doing('granted', (ctx, place, data) =>
    enterGranted(ctx, {
      ...place,
      dossierIds: list(data, 'dossierIds'),
      input: { number: text(data, 'number'), date: text(data, 'date'), signer: text(data, 'signer') },
    }),
  ),
  refused: doing('refused', (ctx, place, data) =>
    enterRefused(ctx, { ...place, dossierIds: list(data, 'dossierIds'), reason: multiline(data, 'reason') }),
  ),
  paid: doing('paid', paying('paid')),
  due: doing('due', paying('due')),
  removeFile: doing('removeFile', (ctx, _place, data) => removeAwardFile(ctx, { fileId: text(data, 'fileId') })),
};
