import { error } from '@sveltejs/kit';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { readableFile } from '#lib/server/file/uploads.ts';
import { serveFile } from '#lib/server/platform/files/serve.ts';
import type { RequestHandler } from './$types';

/** A stored file, to those whom the policy allows, by ranges. Everyone else: 404. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  const file = isUuid(params.id) ? await readableFile(locals.ctx, params.id) : null;
  if (!file) error(404, 'Tệp này không có hoặc bạn không có quyền xem.', { code: 'not-found' });
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
