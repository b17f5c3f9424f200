import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { documentFiles, documentKinds } from '#lib/server/publication/documents.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    const documents = (await programmeById(ctx.app.db, room.id))?.doc.documents ?? [];
    const files = await documentFiles(ctx.app.db, documents);
    return {
      documents: documents.map((d) => ({
        ...d,
        kindName: documentKinds[d.kind],
        file: d.fileId ? (files.get(d.fileId) ?? null) : null,
      })),
      may: canProgramme(ctx, 'programme.content', room.id),
      saved: url.searchParams.has('da-luu'),
    };
  });
