import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { letterRule, waitingLetters } from '#lib/server/screening/files.ts';
import { forwardEntries, forwardVerdict } from '#lib/server/screening/forward.ts';
import { unitSubtree } from '#lib/server/screening/policy.ts';
import { chosenProgramme, unitEntries, unitRoom } from '#lib/server/screening/unit.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

// The upload of the signed letter is better with scripts; without them it is a plain form.
export const csr = true;

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { contest } = await parent();
    const { db } = ctx.app;
    const programme = contest && (await programmeById(db, contest.id));
    if (!contest || !programme) throw notFound('Cuộc thi này');
    const scope = { programmeId: contest.id, unitId: params.unitId };
    const all = await unitEntries(db, { programmeId: contest.id, unitIds: await unitSubtree(db, params.unitId) });
    const letters = await waitingLetters(db, scope);
    const verdict = forwardVerdict(programme.doc, ctx.now);
    return {
      chosen: all
        .filter((e) => e.stage === 'accepted')
        .map(({ id, code, title, authors, rank, unitName }) => ({ id, code, title, authors, rank, unitName })),
      waiting: all.filter((e) => e.stage === 'waiting').length,
      letters: letters.map((f) => ({
        id: f.id,
        name: f.name,
        size: f.size ?? f.declared_size,
        state: f.state,
        message: f.reject_message,
        ...(f.state === 'ready' ? { href: `/tep/${f.id}` } : {}),
      })),
      rule: { ...letterRule(programme), id: 'letter', required: contest.requireLetter },
      blocked: verdict.allow ? null : verdict.reason,
      problem: url.searchParams.get(uploadProblemParameter),
    };
  });

export const actions: Actions = {
  forward: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    try {
      const { programmes } = await unitRoom(ctx, params.unitId);
      const programme = chosenProgramme(programmes, url.searchParams.get('cuoc-thi'));
      if (!programme) throw notFound('Cuộc thi này');
      await forwardEntries(ctx, {
        programmeId: programme.id,
        unitId: params.unitId,
        entryIds: list(data, 'entryIds'),
        letterNumber: text(data, 'letterNumber'),
        letterDate: text(data, 'letterDate'),
        letterFileId: text(data, 'letterFileId'),
        note: multiline(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    const slug = url.searchParams.get('cuoc-thi');
    return goTo(`/don-vi/${params.unitId}/gui-ve-tinh?da=gui${slug ? `&cuoc-thi=${slug}` : ''}`);
  },
};
