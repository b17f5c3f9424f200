import { textFor } from '#lib/domain/kernel/text.ts';
import { extendCall } from '#lib/server/award/call/edit.ts';
import { callPage } from '#lib/server/award/call/pages.ts';
import { cancelCall, closeCall, startCall } from '#lib/server/award/call/state.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  open: 'Đã mở đợt và báo cho các đơn vị.',
  extend: 'Đã gia hạn và báo cho các đơn vị.',
  close: 'Đã kết thúc đợt.',
  cancel: 'Đã hủy đợt.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({
    ...(await callPage(ctx, params.call)),
    said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
  }));
};

const doing =
  (name: string, work: (ctx: Ctx, at: { slug: string; version: number }, data: FormData) => Promise<void>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await work(ctx, { slug: params.call, version: Number(text(data, 'version')) }, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/xet-khen/dot/${params.call}?xong=${name}`);
  };

export const actions: Actions = {
  open: doing('open', (ctx, at) => startCall(ctx, at)),
  extend: doing('extend', (ctx, at, data) =>
    extendCall(ctx, { ...at, closesOn: text(data, 'closesOn'), reason: multiline(data, 'reason') }),
  ),
  close: doing('close', (ctx, at, data) => closeCall(ctx, { ...at, reason: multiline(data, 'reason') })),
  cancel: doing('cancel', (ctx, at, data) => cancelCall(ctx, { ...at, reason: multiline(data, 'reason') })),
};
