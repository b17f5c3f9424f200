import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { awardFilesOf } from '#lib/server/award/fileRows.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { submissionRoles } from '#lib/server/award/nominationFiles.ts';
import { saveSubmission } from '#lib/server/award/submission.ts';
import { submissionPage } from '#lib/server/award/unitPages.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { convertedQuery, readableForm } from '#lib/server/web/legacyForm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const page = await submissionPage(ctx, { unitId: params.unitId, slug: params.call });
    return {
      ...page,
      rule: submissionRoles.letter!,
      files: page.submission ? await awardFilesOf(ctx.app.db, 'submissionId', [page.submission.id]) : [],
      saved: url.searchParams.get('da-luu'),
      converted: url.searchParams.get('da-chuyen'),
      problem: url.searchParams.get(uploadProblemParameter),
    };
  });

export const actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    const { data, converted } = await readableForm(request);
    try {
      await saveSubmission(ctx, {
        unitId: params.unitId,
        slug: params.call,
        version: Number(text(data, 'version')),
        change: {
          part: 'letter',
          letterNumber: text(data, 'letterNumber'),
          letterDate: text(data, 'letterDate'),
          signer: text(data, 'signer'),
          signerTitle: text(data, 'signerTitle'),
        },
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(`${url.pathname}?da-luu=1${convertedQuery(converted)}`);
  },
  remove: async ({ locals: { ctx }, request, url }) => {
    const data = await request.formData();
    try {
      await removeAwardFile(ctx, { fileId: text(data, 'fileId') });
    } catch (problem) {
      return refuse(problem, data, 'remove');
    }
    return goTo(url.pathname);
  },
} satisfies Actions;
