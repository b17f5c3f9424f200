import { textFor } from '#lib/domain/kernel/text.ts';
import {
  addMember,
  changeCouncil,
  changeMember,
  councilView,
  endCouncil,
  endMember,
} from '#lib/server/council/councils.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { councilText } from '#lib/server/web/councilForm.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  create: 'Đã lập Hội đồng. Hãy thêm thành viên.',
  change: 'Đã lưu thông tin Hội đồng.',
  add: 'Đã thêm thành viên.',
  member: 'Đã đổi vai trò, chức vụ.',
  leave: 'Đã kết thúc tư cách thành viên.',
  end: 'Đã kết thúc nhiệm kỳ Hội đồng.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await councilView(ctx, params.councilId)),
    said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
  }));

const doing =
  (name: string, work: (ctx: Ctx, councilId: string, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const memberId = text(data, 'memberId');
    try {
      await work(ctx, params.councilId, data);
    } catch (problem) {
      return refuse(problem, data, memberId ? `${name}-${memberId}` : name);
    }
    return goTo(`/xet-khen/hoi-dong/${params.councilId}?xong=${name}`);
  };

const seat = (data: FormData) => ({
  role: text(data, 'role'),
  position: text(data, 'position'),
  from: text(data, 'from'),
});

export const actions: Actions = {
  change: doing('change', (ctx, councilId, data) => changeCouncil(ctx, { councilId, ...councilText(data) })),
  add: doing('add', (ctx, councilId, data) => addMember(ctx, { councilId, email: text(data, 'email'), ...seat(data) })),
  member: doing('member', (ctx, councilId, data) =>
    changeMember(ctx, { councilId, memberId: text(data, 'memberId'), ...seat(data) }),
  ),
  leave: doing('leave', (ctx, councilId, data) =>
    endMember(ctx, { councilId, memberId: text(data, 'memberId'), on: text(data, 'on'), reason: text(data, 'reason') }),
  ),
  end: doing('end', (ctx, councilId, data) =>
    endCouncil(ctx, { councilId, on: text(data, 'on'), reason: text(data, 'reason') }),
  ),
};
