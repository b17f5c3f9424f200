import { notFound } from '#lib/domain/kernel/errors.ts';
import { blankFormDocx } from '#lib/server/platform/documents/index.ts';
import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** K26-4b: the registration form to prepare on paper, made from the programme's own fields. */
export const GET: RequestHandler = ({ locals, params }) =>
  loading(async () => {
    const { doc } = await requirePublic(locals.ctx, params.slug);
    const stage = doc.dossier.find((s) => s.id === 'submission');
    if (!stage) throw notFound('Mẫu phiếu này');
    const file = await blankFormDocx(
      {
        contestName: doc.name,
        theme: doc.theme,
        year: doc.year,
        place: doc.province,
        pillars: doc.pillars.items.map((pillar) => pillar.name),
        topics: doc.topics.items.map((topic) => topic.name),
        maxAuthors: Math.floor(100 / doc.eligibility.minShare),
        minShare: doc.eligibility.minShare,
      },
      stage,
    );
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'content-disposition': `attachment; filename="phieu-dang-ky-${doc.slug}.docx"`,
        'cache-control': 'no-cache',
      },
    });
  });
