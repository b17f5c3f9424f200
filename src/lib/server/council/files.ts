/** Papers of a meeting: what members read beforehand, and the signed minutes afterwards. */
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { FilePlace, PlaceRule } from '../award/filePlace.ts';
import { callById } from '../award/queries.ts';
import { awardScope, mayOpenCall } from '../award/scope.ts';
import { meetingById, openAsMember, openToRun } from './open.ts';

const MiB = 1024 * 1024;

export const meetingFileRules: Record<'paper' | 'signed', PlaceRule & { hint: string }> = {
  paper: {
    label: 'Tài liệu phiên họp',
    hint: 'Tờ trình, bảng tổng hợp, dự thảo. Thành viên Hội đồng đọc được sau khi được mời.',
    accept: ['pdf', 'docx', 'xlsx', 'image'],
    maxBytes: 50 * MiB,
    maxCount: 30,
  },
  signed: {
    label: 'Biên bản đã ký',
    hint: 'Bản quét biên bản có chữ ký của thư ký và người chủ trì. Sau khi tải lên, nội dung biên bản không sửa được nữa.',
    accept: ['pdf', 'image'],
    maxBytes: 50 * MiB,
    maxCount: 5,
  },
};

const ruleOf = (role: string): PlaceRule | null =>
  Object.hasOwn(meetingFileRules, role) ? meetingFileRules[role as 'paper' | 'signed'] : null;

export const meetingFiles: FilePlace = {
  toAdd: async (ctx, id, role) => {
    const rule = ruleOf(role);
    const meeting = await meetingById(ctx.app.db, id);
    const call = meeting && (await callById(ctx.app.db, meeting.callId));
    if (!rule || !meeting || !call) throw notFound('Phiên họp này');
    await openToRun(ctx, { slug: call.slug, meetingId: meeting.id });
    const open =
      role === 'signed' ? meeting.state === 'closed' : meeting.state === 'planned' || meeting.state === 'open';
    if (!open)
      throw new RuleError({
        code: 'meeting.state',
        status: 409,
        message:
          role === 'signed'
            ? 'Biên bản đã ký được tải lên sau khi phiên họp kết luận.'
            : 'Phiên họp đã kết thúc hoặc đã hủy, không thêm hay gỡ tài liệu được nữa.',
      });
    return rule;
  },
  ruleOf,
  mayRead: async (ctx, id) => {
    const meeting = await meetingById(ctx.app.db, id);
    const call = meeting && (await callById(ctx.app.db, meeting.callId));
    if (!meeting || !call) return false;
    if (mayOpenCall(await awardScope(ctx), call).allow) return true;
    return openAsMember(ctx, { meetingId: id }).then(
      () => true,
      () => false,
    );
  },
};
