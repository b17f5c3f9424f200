import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { papersOf, questionsFor } from '#lib/server/gallery/consentPage.ts';
import { noteConsentPaper } from '#lib/server/gallery/giveConsent.ts';
import { consentList } from '#lib/server/gallery/remind.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openEntries } from '#lib/server/screening/room.ts';
import { readPaper } from '#lib/server/web/consentForm.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const [entry] = isUuid(params.id) ? await consentList(ctx, programme, params.id) : [];
    if (!entry) throw notFound('Bài dự thi này');
    return {
      slug: programme.slug,
      code: entry.code,
      title: entry.title,
      shown: entry.shown,
      gaps: entry.authors.reduce((sum, one) => sum + one.gaps.length, 0),
      authors: papersOf(entry.authors),
      questions: questionsFor(programme, null, 'author'),
      may: canCheck(ctx, 'check.decide', programme.id).allow,
      done: url.searchParams.has('xong'),
      takenOff: url.searchParams.has('da-go'),
      now: ctx.now,
    };
  });
};

export const actions: Actions = {
  paper: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let takenOff = false;
    try {
      const programme = await openEntries(ctx, params.slug);
      ({ takenOff } = await noteConsentPaper(ctx, {
        entryId: params.id,
        programmeId: programme.id,
        ...readPaper(data),
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/${params.slug}/dong-y/${params.id}?xong${takenOff ? '&da-go' : ''}`);
  },
};
