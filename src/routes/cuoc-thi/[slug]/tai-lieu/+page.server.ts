import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { documentFiles, documentKinds } from '#lib/server/publication/documents.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { doc } = await requirePublic(locals.ctx, params.slug);
    const documents = doc.documents.filter((d) => d.public);
    const files = await documentFiles(locals.ctx.app.db, documents);
    return {
      documents: documents.map((d) => ({
        ...d,
        kindName: documentKinds[d.kind],
        file: d.fileId ? (files.get(d.fileId) ?? null) : null,
        committees: doc.committees.filter((c) => c.public && c.documentId === d.id && c.members.length > 0),
      })),
    };
  });
