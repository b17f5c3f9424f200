import { error } from '@sveltejs/kit';
import { assignedFile } from '#lib/server/judging/sheets.ts';
import { serveFile } from '#lib/server/platform/files/serve.ts';
import type { RequestHandler } from './$types';

/** A file of an assigned entry, by ranges, under a name that tells nothing about its author. Everyone else: 404. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, request, url }) => {
  const file = await assignedFile(ctx, params);
  if (!file) error(404, { message: 'Tệp này không có hoặc bạn không có quyền xem.', code: 'not-found' });
  return serveFile(request, {
    store: ctx.app.files,
    key: file.storageKey,
    size: file.size,
    media: file.media,
    name: file.name,
    disposition: url.searchParams.has('tai-ve') ? 'attachment' : 'inline',
    etag: file.etag,
    modified: file.modified,
  });
};
