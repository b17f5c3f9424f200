import { textFor } from '#lib/domain/kernel/text.ts';
import { closeFinding, returnFinding, reviseFinding } from '#lib/server/inspection/findings.ts';
import { findingView } from '#lib/server/inspection/views.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  close: 'Đã khép lại kiến nghị.',
  return: 'Đã trả lại để đơn vị làm tiếp.',
  revise: 'Đã điều chỉnh và báo cho đơn vị.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await findingView(ctx, params)),
    said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
  }));

const doing =
  (
    name: string,
    work: (ctx: Ctx, at: { slug: string; findingId: string; reason: string }, data: FormData) => Promise<unknown>,
  ) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await work(ctx, { ...params, reason: multiline(data, 'reason') }, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/kiem-tra/kien-nghi/${params.findingId}?xong=${name}`);
  };

export const actions: Actions = {
  close: doing('close', closeFinding),
  return: doing('return', returnFinding),
  revise: doing('revise', (ctx, at, data) =>
    reviseFinding(ctx, {
      ...at,
      text: multiline(data, 'text'),
      clause: text(data, 'clause'),
      ownerId: text(data, 'ownerId'),
      dueOn: text(data, 'dueOn'),
    }),
  ),
};
