import { whileOpenKind } from '#lib/domain/entry/deadline.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { entryOnBehalf } from '#lib/server/entry/start.ts';
import { createPersonOnBehalf, peopleOfUnit } from '#lib/server/people/invite.ts';
import { canBringPeople } from '#lib/server/people/policy.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { entriesOnBehalf } from '#lib/server/screening/onBehalf.ts';
import { chosenProgramme, unitRoom } from '#lib/server/screening/unit.ts';
import { goTo, loading, refuse, text, ticked } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    requireAllowed(canBringPeople(ctx, params.unitId));
    const { contest } = await parent();
    const programme = contest && (await programmeById(ctx.app.db, contest.id));
    if (!contest || !programme) throw notFound('Cuộc thi này');
    const people = await peopleOfUnit(ctx, { unitId: params.unitId });
    const open = whileOpenKind(programme.doc, 'intake', ctx.now);
    return {
      people: people.filter((p) => !p.hasAccount).map(({ id, fullName, phone }) => ({ id, fullName, phone })),
      entries: await entriesOnBehalf(ctx, { programmeId: contest.id, unitId: params.unitId }),
      blocked: open.allow || open.code === 'period.upcoming' ? null : open.reason,
    };
  });

export const actions: Actions = {
  start: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    let entryId: string;
    try {
      const { programmes } = await unitRoom(ctx, params.unitId);
      const programme = chosenProgramme(programmes, url.searchParams.get('cuoc-thi'));
      if (!programme) throw notFound('Cuộc thi này');
      entryId = (
        await entryOnBehalf(ctx, {
          programmeId: programme.id,
          unitId: params.unitId,
          personId: text(data, 'personId'),
          title: text(data, 'title'),
          paperSigned: ticked(data, 'paperSigned'),
        })
      ).entryId;
    } catch (problem) {
      return refuse(problem, data, 'start');
    }
    return goTo(`/bai-du-thi/${entryId}`);
  },
  person: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    let personId: string;
    try {
      personId = (
        await createPersonOnBehalf(ctx, {
          unitId: params.unitId,
          fullName: text(data, 'fullName'),
          phone: text(data, 'phone'),
          birthYear: text(data, 'birthYear'),
          position: text(data, 'position'),
        })
      ).personId;
    } catch (problem) {
      return refuse(problem, data, 'person');
    }
    const slug = url.searchParams.get('cuoc-thi');
    return goTo(`/don-vi/${params.unitId}/nop-thay?nguoi=${personId}${slug ? `&cuoc-thi=${slug}` : ''}#bai`);
  },
};
