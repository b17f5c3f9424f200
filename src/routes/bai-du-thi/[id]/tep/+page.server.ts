import { dossierStage } from '#lib/domain/entry/dossier.ts';
import type { ExistingFile } from '#lib/domain/file/api.ts';
import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { removeEntryFile } from '#lib/server/entry/removeFile.ts';
import { renditionsOf } from '#lib/server/file/renditions.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const { doc } = entry.contest;
    const stage = dossierStage(doc, entry.stage);
    const made = await renditionsOf(
      ctx.app.db,
      entry.files.map((file) => file.id),
    );
    const problem = url.searchParams.get(uploadProblemParameter);
    return {
      head: headOf(entry),
      clause: clauseLabel(doc, stage.clause),
      requirements: stage.files.map((requirement) => ({
        requirement,
        next: `/bai-du-thi/${entry.id}/tep?muc=${requirement.id}#file-${requirement.id}`,
        problem: problem && url.searchParams.get('muc') === requirement.id ? problem : null,
        files: entry.files
          .filter((file) => file.requirementId === requirement.id)
          .map((file): ExistingFile => {
            const low = made.get(file.id)?.low;
            const { warnings } = file.facts as Pick<ExistingFile, 'warnings'>;
            return {
              id: file.id,
              name: file.name,
              size: file.size,
              state: file.state,
              message: file.message,
              ...(warnings?.length ? { warnings } : {}),
              ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}),
              ...(low ? { light: { href: `/tep/${file.id}?ban=nhe`, size: low.bytes } } : {}),
            };
          }),
      })),
      now: ctx.now,
    };
  });

export const actions: Actions = {
  remove: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await removeEntryFile(ctx, { entryId: params.id, fileId: text(data, 'fileId') });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}/tep`);
  },
};
