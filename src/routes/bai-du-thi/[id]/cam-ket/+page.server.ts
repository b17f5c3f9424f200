import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { agreeDeclarations } from '#lib/server/entry/declarations.ts';
import { goTo, list, loading, refuse, ticked } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const { doc } = entry.contest;
    return {
      head: headOf(entry),
      onBehalf: entry.onBehalf,
      declarations: dossierStage(doc, entry.stage).declarations.map(({ id, text, version, required, clause }) => {
        const given = entry.declarations.filter((one) => one.id === id);
        const now = given.find((one) => one.version === version);
        return {
          id,
          text,
          required,
          clause: clauseLabel(doc, clause),
          agreedAt: now?.at ?? null,
          changed: !now && given.length > 0,
        };
      }),
      now: ctx.now,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const declarationIds = list(data, 'asked').filter((id) => ticked(data, `declarations.${id}`));
    try {
      await agreeDeclarations(ctx, { entryId: params.id, declarationIds });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}?xong=da-luu`);
  },
};
