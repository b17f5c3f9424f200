import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { goTo, loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import { saveForm } from '../saveForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    if (entry.stage !== 'submission') goTo(`/bai-du-thi/${entry.id}/hoan-thien`);
    const { doc } = entry.contest;
    const units = doc.screening.enabled && !entry.onBehalf ? await unitChoices(ctx.app.db, ctx.now) : [];
    const listed = units.some((group) => group.options.some((option) => option.value === entry.unitId));
    if (entry.unitId && !listed && units.length > 0)
      units.unshift({
        label: 'Đơn vị đã chọn',
        options: [{ value: entry.unitId, label: `${entry.unitName} (đã kết thúc)` }],
      });
    return {
      head: headOf(entry),
      title: entry.title,
      pillar: entry.pillar,
      topics: entry.topics,
      unitId: entry.unitId,
      unitName: entry.unitName,
      fields: dossierStage(doc, 'submission').fields,
      values: entry.values,
      pillars: doc.pillars.items.map(({ id, name, hint }) => ({ value: id, label: name, ...(hint ? { hint } : {}) })),
      pillarClause: clauseLabel(doc, doc.pillars.clause),
      topicChoices: doc.topics.items.map(({ id, name }) => ({ value: id, label: name })),
      topicClause: clauseLabel(doc, doc.topics.clause),
      screening: doc.screening.enabled
        ? {
            name: doc.screening.name,
            directAllowed: doc.screening.directAllowed,
            clause: clauseLabel(doc, doc.screening.clause),
          }
        : null,
      units,
      now: ctx.now,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    return saveForm(ctx, params.id, await request.formData());
  },
};
