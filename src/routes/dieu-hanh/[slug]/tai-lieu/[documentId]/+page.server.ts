import { notFound } from '#lib/domain/kernel/errors.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import type { PlanDocument } from '#lib/domain/programme/types.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { documentFiles, documentKinds, removeDocument, saveDocument } from '#lib/server/publication/documents.ts';
import { goTo, loading, refuse, text, ticked } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** The address of a document that does not exist yet. */
const fresh = 'moi';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    const { room } = await parent();
    const programme = await programmeBySlug(ctx.app.db, params.slug);
    const document = programme?.doc.documents.find((d) => d.id === params.documentId) ?? null;
    if (!document && params.documentId !== fresh) throw notFound('Văn bản này');
    const files = await documentFiles(ctx.app.db, document ? [document] : []);
    return {
      document,
      file: document?.fileId ? (files.get(document.fileId) ?? null) : null,
      committees: programme?.doc.committees.filter((c) => c.documentId === document?.id).map((c) => c.name) ?? [],
      kinds: Object.entries(documentKinds).map(([value, label]) => ({ value, label })),
      version: programme?.version ?? 0,
      // a published document changes only with a reason
      reasonNeeded: room.status !== 'draft' && document !== null && document.number !== null,
      may: canProgramme(ctx, 'programme.content', room.id),
    };
  });

export const actions = {
  save: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      const programme = await programmeBySlug(ctx.app.db, params.slug);
      if (!programme) throw notFound('Chương trình này');
      await saveDocument(ctx, {
        programmeId: programme.id,
        ...(params.documentId === fresh ? {} : { documentId: params.documentId }),
        version: Number(text(data, 'version')),
        document: {
          kind: text(data, 'kind') as PlanDocument['kind'],
          title: text(data, 'title'),
          number: text(data, 'number'),
          date: parseViDateIso(text(data, 'date')) ?? '',
          issuer: text(data, 'issuer'),
          signer: text(data, 'signer'),
          public: ticked(data, 'public'),
        },
        file: file instanceof File ? file : null,
        removeFile: ticked(data, 'removeFile'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(`/dieu-hanh/${params.slug}/tai-lieu?da-luu=1`);
  },
  remove: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const programme = await programmeBySlug(ctx.app.db, params.slug);
      if (!programme) throw notFound('Chương trình này');
      await removeDocument(ctx, {
        programmeId: programme.id,
        documentId: params.documentId,
        version: Number(text(data, 'version')),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'remove');
    }
    return goTo(`/dieu-hanh/${params.slug}/tai-lieu?da-luu=1`);
  },
} satisfies Actions;
