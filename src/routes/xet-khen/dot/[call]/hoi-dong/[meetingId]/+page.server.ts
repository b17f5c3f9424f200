import { choiceField } from '#lib/domain/council/count.ts';
import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import type { AwardFile } from '#lib/server/award/fileRows.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { openSession, setAttendance } from '#lib/server/council/attendance.ts';
import { cancelBallot, closeBallot, openBallot } from '#lib/server/council/ballots.ts';
import { concludeMeeting, saveMinutes } from '#lib/server/council/conclude.ts';
import { meetingFileRules } from '#lib/server/council/files.ts';
import { cancelMeeting, changeMeeting, inviteMembers } from '#lib/server/council/meetings.ts';
import { enterWritten, markSlip } from '#lib/server/council/tellers.ts';
import { meetingView } from '#lib/server/council/view.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  plan: 'Đã lập phiên họp. Hãy mời thành viên.',
  change: 'Đã lưu phiên họp. Nếu đã mời, hãy gửi lại lời mời để thành viên biết thay đổi.',
  invite: 'Đã gửi lời mời họp.',
  cancel: 'Đã hủy phiên họp.',
  start: 'Phiên họp đã khai mạc.',
  attend: 'Đã cập nhật điểm danh.',
  ballot: 'Đã mở bỏ phiếu.',
  close: 'Đã kết thúc bỏ phiếu và kiểm phiếu.',
  void: 'Đã hủy lần bỏ phiếu.',
  slip: 'Đã ghi nhận phiếu rút.',
  written: 'Đã nhập phiếu bằng văn bản.',
  minutes: 'Đã lưu nội dung biên bản.',
  conclude: 'Đã kết luận phiên họp; hồ sơ đã được chuyển theo kết luận.',
  remove: 'Đã gỡ tệp.',
};

const existing = ({ id, name, size, state, message }: AwardFile): ExistingFile => ({
  id,
  name,
  size,
  state,
  message,
  ...(state === 'ready' ? { href: `/tep/${id}` } : {}),
});

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { files, ...view } = await meetingView(ctx, { slug: params.call, meetingId: params.meetingId });
    const of = (role: string) => files.filter((one) => one.role === role).map(existing);
    return {
      ...view,
      fileRules: meetingFileRules,
      papers: of('paper'),
      signed: of('signed'),
      problem: url.searchParams.get(uploadProblemParameter),
      said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
    };
  });

type Run = { slug: string; meetingId: string };

const doing =
  (name: string, work: (ctx: Ctx, at: Run, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const ballotId = text(data, 'ballotId');
    try {
      await work(ctx, { slug: params.call, meetingId: params.meetingId }, data);
    } catch (problem) {
      return refuse(problem, data, ballotId ? `${name}-${ballotId}` : name);
    }
    return goTo(`/xet-khen/dot/${params.call}/hoi-dong/${params.meetingId}?xong=${name}`);
  };

const ballotOf = (at: Run, data: FormData) => ({ ...at, ballotId: text(data, 'ballotId') });

/** The fields `<part>-<id>` of a form, by id. */
const byId = (data: FormData, part: string): [string, string][] =>
  [...data.keys()]
    .filter((key) => key.startsWith(`${part}-`))
    .map((key) => [key.slice(part.length + 1), text(data, key)]);

export const actions: Actions = {
  change: doing('change', (ctx, at, data) =>
    changeMeeting(ctx, {
      ...at,
      version: Number(text(data, 'version')),
      title: text(data, 'title'),
      startsAt: text(data, 'startsAt'),
      place: text(data, 'place'),
      agenda: multiline(data, 'agenda'),
      dossierIds: list(data, 'dossierIds'),
    }),
  ),
  invite: doing('invite', (ctx, at) => inviteMembers(ctx, at)),
  cancel: doing('cancel', (ctx, at, data) => cancelMeeting(ctx, { ...at, reason: multiline(data, 'reason') })),
  start: doing('start', (ctx, at, data) =>
    openSession(ctx, {
      ...at,
      attendance: Object.fromEntries(
        byId(data, 'state').map(([id, state]) => [id, { state, reason: text(data, `why-${id}`) }]),
      ),
      secretaryName: text(data, 'secretaryName'),
      tellers: multiline(data, 'tellers'),
    }),
  ),
  attend: doing('attend', (ctx, at, data) =>
    setAttendance(ctx, {
      ...at,
      memberId: text(data, 'memberId'),
      state: text(data, 'state'),
      reason: text(data, 'why'),
    }),
  ),
  ballot: doing('ballot', (ctx, at, data) =>
    openBallot(ctx, {
      ...at,
      title: text(data, 'title'),
      secret: text(data, 'secret') !== 'no',
      dossierIds: list(data, 'dossierIds'),
      recused: list(data, 'recused').flatMap((pair) => {
        const [dossierId, memberId] = pair.split(' ');
        return dossierId && memberId ? [{ dossierId, memberId }] : [];
      }),
    }),
  ),
  close: doing('close', (ctx, at, data) => closeBallot(ctx, ballotOf(at, data))),
  void: doing('void', (ctx, at, data) =>
    cancelBallot(ctx, { ...ballotOf(at, data), reason: multiline(data, 'reason') }),
  ),
  slip: doing('slip', (ctx, at, data) =>
    markSlip(ctx, { ...ballotOf(at, data), memberId: text(data, 'memberId'), drew: text(data, 'drew') === 'yes' }),
  ),
  written: doing('written', (ctx, at, data) => {
    const dossierIds = list(data, 'about');
    const memberIds = list(data, 'memberIds');
    return enterWritten(ctx, {
      ...ballotOf(at, data),
      memberIds,
      papers: memberIds.map((_, i) =>
        Object.fromEntries(dossierIds.map((id) => [id, text(data, `${choiceField(id)}-${i}`)])),
      ),
    });
  }),
  minutes: doing('minutes', (ctx, at, data) =>
    saveMinutes(ctx, { ...at, discussion: multiline(data, 'discussion'), conclusion: multiline(data, 'conclusion') }),
  ),
  conclude: doing('conclude', (ctx, at, data) =>
    concludeMeeting(ctx, {
      ...at,
      version: Number(text(data, 'version')),
      discussion: multiline(data, 'discussion'),
      conclusion: multiline(data, 'conclusion'),
      outcomes: Object.fromEntries(
        byId(data, 'outcome').map(([id, outcome]) => [
          id,
          { outcome, to: text(data, `to-${id}`), reason: multiline(data, `reason-${id}`) },
        ]),
      ),
    }),
  ),
  remove: doing('remove', async (ctx, at, data) => {
    const { files } = await meetingView(ctx, at);
    const file = files.find((one) => one.id === text(data, 'fileId'));
    if (!file) throw notFound('Tệp này');
    await removeAwardFile(ctx, { fileId: file.id });
  }),
};
