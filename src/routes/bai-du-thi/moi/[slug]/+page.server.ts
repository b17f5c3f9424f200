import { periodOf, whileOpen } from '#lib/domain/entry/deadline.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { quotaOf } from '#lib/server/entry/quota.ts';
import { startEntry, startHindrance } from '#lib/server/entry/start.ts';
import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await requirePublic(ctx, params.slug);
    const { doc, status } = programme;
    const intake = periodOf(doc, 'intake');
    const open = whileOpen(doc, intake, ctx.now);
    const blocked =
      status === 'closed'
        ? 'Cuộc thi này đã kết thúc.'
        : open.allow || open.code === 'period.upcoming'
          ? await startHindrance(ctx, programme)
          : open.reason;
    return {
      slug: doc.slug,
      contest: doc.name,
      shortName: doc.shortName,
      blocked,
      early: !open.allow && blocked === null && intake ? new Date(intake.from) : null,
      until: intake ? new Date(intake.to) : null,
      pillars: doc.pillars.items.map(({ id, name, hint }) => ({ value: id, label: name, ...(hint ? { hint } : {}) })),
      pillarClause: clauseLabel(doc, doc.pillars.clause),
      entrants: doc.eligibility.entrants,
      excludedNote: doc.eligibility.excludedNote,
      eligibilityClause: clauseLabel(doc, doc.eligibility.clause),
      quota: blocked ? null : await quotaOf(ctx, programme),
      now: ctx.now,
    };
  });
};

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let entryId = '';
    try {
      const programme = await requirePublic(ctx, params.slug);
      ({ entryId } = await startEntry(ctx, {
        programmeId: programme.id,
        title: text(data, 'title'),
        pillar: text(data, 'pillar') || null,
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${entryId}`);
  },
};
