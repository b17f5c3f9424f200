import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { photoRule } from '#lib/server/example/files.ts';
import { examplePage } from '#lib/server/example/page.ts';
import { removePhoto, saveExample, submitExample, withdrawExample } from '#lib/server/example/write.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text, ticked } from '#lib/server/web/forms.ts';
import { typedExample } from '../fields.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const page = await examplePage(ctx, params.exampleId, params);
    return {
      ...page,
      photoRule,
      files: page.photos.map(
        ({ fileId, name, size, state, message }): ExistingFile => ({
          id: fileId,
          name,
          size,
          state,
          message,
          ...(state === 'ready' ? { href: `/tep/${fileId}` } : {}),
        }),
      ),
      problem: url.searchParams.get(uploadProblemParameter),
      saved: url.searchParams.get('da-luu'),
    };
  });

const doing = async (
  { locals: { ctx }, params, request }: RequestEvent,
  form: string,
  work: (ctx: Ctx, data: FormData) => Promise<unknown>,
  next = `/${params.exampleId}?da-luu=${form}`,
) => {
  const data = await request.formData();
  try {
    await examplePage(ctx, params.exampleId, params);
    await work(ctx, data);
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`/don-vi/${params.unitId}/phong-trao/${params.slug}/dien-hinh${next}`);
};

export const actions = {
  save: (event) =>
    doing(event, 'save', (ctx, data) =>
      saveExample(ctx, {
        ...typedExample(data),
        exampleId: event.params.exampleId,
        version: Number(text(data, 'version')),
        entries: multiline(data, 'entries'),
        initiatives: multiline(data, 'initiatives'),
        photos: data
          .getAll('photoId')
          .map(String)
          .map((fileId) => ({
            fileId,
            caption: text(data, `caption-${fileId}`),
            consentSaid: ticked(data, `consent-${fileId}`),
          })),
      }),
    ),
  remove: (event) =>
    doing(event, 'remove', (ctx, data) =>
      removePhoto(ctx, { exampleId: event.params.exampleId, fileId: text(data, 'fileId') }),
    ),
  submit: (event) =>
    doing(event, 'submit', (ctx, data) =>
      submitExample(ctx, { exampleId: event.params.exampleId, version: Number(text(data, 'version')) }),
    ),
  withdraw: (event) =>
    doing(
      event,
      'withdraw',
      (ctx, data) => withdrawExample(ctx, { exampleId: event.params.exampleId, reason: multiline(data, 'reason') }),
      '?da-go',
    ),
} satisfies Actions;
