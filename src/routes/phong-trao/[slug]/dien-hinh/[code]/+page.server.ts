import { notFound } from '#lib/domain/kernel/errors.ts';
import { linksOf } from '#lib/server/example/links.ts';
import { photosOf } from '#lib/server/example/photos.ts';
import { publishedByCode, replicasOf } from '#lib/server/example/queries.ts';
import { requirePublicMovement } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const movement = await requirePublicMovement(ctx, params.slug);
    const { db } = ctx.app;
    const example = await publishedByCode(db, { programmeId: movement.id, code: params.code });
    if (!example) throw notFound('Điển hình này');
    const [photos, links, replicas] = await Promise.all([
      photosOf(db, example.id),
      linksOf(db, example.id),
      replicasOf(db, example.id, 'confirmed'),
    ]);
    const { code, kind, title, summary, body, results, unitName, published_at: publishedAt } = example;
    return {
      example: { code, kind, title, summary, body, results, unitName, publishedAt },
      content: movement.doc.contents.find((line) => line.id === example.content_id) ?? null,
      photos: photos
        .filter((photo) => photo.ready && photo.consentSaid)
        .map(({ fileId, caption }) => ({ fileId, caption })),
      // an entry that is not on show is nobody's business here
      links: links.filter((link) => link.kind === 'initiative' || link.href !== null),
      replicas: replicas.map(({ unitName, since }) => ({ unitName, since })),
      origin: publicOrigin(ctx, url),
    };
  });
