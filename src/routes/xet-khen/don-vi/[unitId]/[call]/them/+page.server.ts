import { fail } from '@sveltejs/kit';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import { unitsToNominate } from '#lib/server/award/dossierPages.ts';
import { formsFor, lookAtSubject, startDossier } from '#lib/server/award/dossiers.ts';
import { openNomination, requireNominating, requireOpen } from '#lib/server/award/nomination.ts';
import { goTo, loading, refuse, text, textValues, ticked } from '#lib/server/web/forms.ts';
import { convertedQuery, readableForm } from '#lib/server/web/legacyForm.ts';
import { typedSubject } from '../fields.ts';
import type { Actions, PageServerLoad } from './$types';

const kinds = ['collective', 'individual', 'household'] as const;
const kindOf = (typed: string | null) => kinds.find((one) => one === typed) ?? null;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const at = await openNomination(ctx, { unitId: params.unitId, slug: params.call });
    requireNominating(at);
    requireOpen(at.call, ctx.now);
    const kind = kindOf(url.searchParams.get('loai'));
    return {
      call: { slug: at.call.slug, name: at.call.doc.name },
      kind,
      kinds: kinds
        .filter((one) => formsFor(at, one, ctx.now).length > 0)
        .map((one) => ({ value: one, label: subjectKindNames[one] })),
      forms: kind ? formsFor(at, kind, ctx.now) : [],
      units: unitsToNominate(at.scope, at.unit.id),
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const { data, converted } = await readableForm(request);
    const kind = kindOf(text(data, 'kind'));
    let dossierId: string;
    try {
      if (ticked(data, 'useProposed')) data.set('name', text(data, 'proposedName'));
      const args = {
        unitId: params.unitId,
        slug: params.call,
        formId: text(data, 'formId'),
        subject: { ...typedSubject(data), kind: kind ?? 'individual' },
        subjectUnitId: text(data, 'subjectUnitId'),
      };
      const look = await lookAtSubject(ctx, args);
      const chosen = text(data, 'chosen') || null;
      const asks = look.candidates.length > 0 && chosen === null;
      const strange = look.proposedName !== null || look.warnings.length > 0 || converted !== null;
      // shown once: whoever sends the same again has looked
      if (asks || (strange && !ticked(data, 'looked')))
        return fail(422, {
          message: asks
            ? 'Sổ khen thưởng đã có tên này: hãy chọn ở dưới.'
            : 'Hãy xem lại các chỗ sau rồi bấm “Lập hồ sơ” lần nữa.',
          code: 'award.look',
          issues: ticked(data, 'looked') && asks ? [{ field: 'chosen', message: 'Hãy chọn một mục.' }] : [],
          values: textValues(data),
          look,
          converted,
        });
      ({ dossierId } = await startDossier(ctx, { ...args, chosen }));
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/don-vi/${params.unitId}/${params.call}/${dossierId}?da-luu=moi${convertedQuery(converted)}`);
  },
};
