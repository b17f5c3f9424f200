import { publicationPage } from '#lib/server/gallery/consentPage.ts';
import { answerConsents, noteConsentPaper, withdrawConsents } from '#lib/server/gallery/giveConsent.ts';
import { nameGuardian, resendGuardianLink } from '#lib/server/gallery/guardian.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { readChoices, readPaper } from '#lib/server/web/consentForm.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';

const doneOf = {
  answer: 'Đã ghi câu trả lời của bạn.',
  withdraw: 'Đã rút đồng ý.',
  guardian: 'Đã gửi thư cho người giám hộ.',
  resend: 'Đã gửi lại thư cho người giám hộ.',
  paper: 'Đã ghi nhận bản giấy.',
} as const;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const done = url.searchParams.get('xong') ?? '';
    return {
      head: headOf(entry),
      ...(await publicationPage(ctx, { entryId: entry.id })),
      done: done in doneOf ? doneOf[done as keyof typeof doneOf] : null,
      takenOff: url.searchParams.has('da-go'),
      now: ctx.now,
    };
  });

type Result = { takenOff: boolean } | undefined;

/** Runs one act of the page and comes back to it. */
const action =
  (name: keyof typeof doneOf, run: (ctx: Ctx, entryId: string, data: FormData) => Promise<Result>): Actions[string] =>
  async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let result: Result;
    try {
      await openEntry(ctx, url, params.id!);
      result = await run(ctx, params.id!, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/bai-du-thi/${params.id}/cong-khai?xong=${name}${result?.takenOff ? '&da-go' : ''}`);
  };

export const actions: Actions = {
  answer: action('answer', (ctx, entryId, data) =>
    answerConsents(ctx, { entryId, birthYear: text(data, 'birthYear'), choices: readChoices(data) }),
  ),
  withdraw: action('withdraw', (ctx, entryId) => withdrawConsents(ctx, { entryId })),
  guardian: action('guardian', async (ctx, entryId, data) => {
    await nameGuardian(ctx, {
      entryId,
      fullName: text(data, 'guardianName'),
      relation: text(data, 'guardianRelation'),
      email: text(data, 'guardianEmail'),
    });
    return undefined;
  }),
  resend: action('resend', async (ctx, entryId) => {
    await resendGuardianLink(ctx, { entryId });
    return undefined;
  }),
  paper: action('paper', (ctx, entryId, data) => noteConsentPaper(ctx, { entryId, ...readPaper(data) })),
};
