import { error } from '@sveltejs/kit';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { renditionsOf } from '#lib/server/file/renditions.ts';
import { readableFile } from '#lib/server/file/uploads.ts';
import { serveFile } from '#lib/server/platform/files/serve.ts';
import type { RequestHandler } from './$types';

/** A stored file, to those whom the policy allows, by ranges. Everyone else: 404. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  const file = isUuid(params.id) ? await readableFile(locals.ctx, params.id) : null;
  if (!file) error(404, 'Tệp này không có hoặc bạn không có quyền xem.', { code: 'not-found' });
  if (url.searchParams.get('ban') === 'nhe') {
    const low = (await renditionsOf(locals.ctx.app.db, [file.id])).get(file.id)?.low;
    if (!low) error(404, 'Chưa có bản nhẹ của video này.', { code: 'not-found' });
    return serveFile(request, {
      store: locals.ctx.app.files,
      key: low.key,
      size: low.bytes,
      media: low.media,
      name: `${file.name.replace(/\.\w+$/, '')}-480p.mp4`,
      etag: low.key.slice(3),
      modified: low.madeAt,
    });
  }
  return serveFile(request, {
    store: locals.ctx.app.files,
    key: file.storage_key,
    size: file.size ?? 0,
    media: file.media ?? 'application/octet-stream',
    name: file.name,
    disposition: url.searchParams.has('tai-ve') ? 'attachment' : 'inline',
    etag: file.sha256 ?? file.id,
    modified: file.ready_at ?? file.created_at,
  });
};
