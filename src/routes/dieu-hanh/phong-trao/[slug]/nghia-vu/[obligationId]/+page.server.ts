import { textFor } from '#lib/domain/kernel/text.ts';
import { mayAccept, mayManage } from '#lib/server/movement/scope.ts';
import { runOne, undoExemption } from '#lib/server/obligation/bulk.ts';
import { acceptObligation, returnObligation } from '#lib/server/obligation/decide.ts';
import { obligationHistory } from '#lib/server/obligation/history.ts';
import { openObligation } from '#lib/server/obligation/list.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { reportView } from '#lib/server/report/view.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  remind: 'Đã gửi thư nhắc đơn vị.',
  exempt: 'Đã miễn cho đơn vị.',
  undo: 'Đã bỏ miễn.',
  accept: 'Đã chấp nhận.',
  return: 'Đã trả lại để đơn vị sửa.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { movement, scope, obligation } = await openObligation(ctx, params);
    const { rule, ...shown } = obligation;
    const receivers = (rule?.receivers ?? []).map(
      (code) => [...scope.units.values()].find((unit) => unit.code === code)?.name ?? code,
    );
    const asked = Number(url.searchParams.get('lan'));
    const no = Number.isInteger(asked) && asked > 0 ? asked : null;
    return {
      // of what the document no longer asks, only the course is left to show
      view: rule ? await reportView(ctx, { obligationId: obligation.id, no }) : null,
      obligation: shown,
      rule: rule && { clause: rule.clause, printed: rule.due.printed, reading: rule.due.reading, kind: rule.kind },
      receivers,
      history: await obligationHistory(ctx.app.db, obligation.id),
      manages: mayManage(scope).allow,
      decides: movement.status === 'published' && rule !== null && mayAccept(scope, rule, obligation.unitId).allow,
      said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
    };
  });

interface Sent {
  slug: string;
  obligationId: string;
  reason: string;
  no?: number;
}

const doing =
  (name: string, work: (ctx: Ctx, sent: Sent) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const no = Number(text(data, 'no'));
    try {
      await work(ctx, { ...params, reason: multiline(data, 'reason'), ...(no > 0 ? { no } : {}) });
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/nghia-vu/${params.obligationId}?xong=${name}`);
  };

export const actions: Actions = {
  accept: doing('accept', acceptObligation),
  return: doing('return', returnObligation),
  exempt: doing('exempt', (ctx, sent) => runOne(ctx, 'exempt', sent)),
  remind: doing('remind', (ctx, sent) => runOne(ctx, 'remind', sent)),
  undo: doing('undo', undoExemption),
};
