import { isOpen } from '#lib/domain/example/states.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { linksOf } from './links.ts';
import { openExample } from './open.ts';
import { photosOf } from './photos.ts';
import { replicasOf, stepsOf } from './queries.ts';

/**
 * Everything that the rooms show of one example.
 * @param where the room it is asked in: an example of another movement or unit has no page there
 * @throws RuleError 'not-found'
 */
export async function examplePage(ctx: Ctx, exampleId: string, where: { slug: string; unitId?: string }) {
  const { row, movement, scope, may } = await openExample(ctx, exampleId);
  if (movement.slug !== where.slug || (where.unitId !== undefined && row.unit_id !== where.unitId))
    throw notFound('Điển hình này');
  const { db } = ctx.app;
  const [photos, links, replicas, steps, unit] = await Promise.all([
    photosOf(db, row.id),
    linksOf(db, row.id),
    replicasOf(db, row.id),
    stepsOf(db, row.id),
    db.selectFrom('unit').select('name').where('id', '=', row.unit_id).executeTakeFirstOrThrow(),
  ]);
  return {
    example: {
      id: row.id,
      code: row.code,
      kind: row.kind,
      title: row.title,
      summary: row.summary,
      body: row.body,
      results: row.results,
      contentId: row.content_id,
      state: row.state,
      reason: row.reason,
      version: row.version,
      unitId: row.unit_id,
      unitName: scope.units.get(row.unit_id)?.name ?? unit.name,
    },
    contents: movement.doc.contents.map(({ id, label, title }) => ({ id, label, title })),
    open: isOpen(row.state) && may.write.allow,
    photos,
    links,
    replicas,
    steps,
    may,
  };
}
