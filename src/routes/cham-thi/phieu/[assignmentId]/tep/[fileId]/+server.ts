import { error } from '@sveltejs/kit';
import { assignedFile } from '#lib/server/judging/sheets.ts';
import { serveAssigned } from '../../../../serve.ts';
import type { RequestHandler } from './$types';

/** A file of an assigned entry. Everyone but its judge: 404. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, request, url }) => {
  const file = await assignedFile(ctx, { ...params, version: url.searchParams.get('ban') });
  if (!file) error(404, 'Tệp này không có hoặc bạn không có quyền xem.', { code: 'not-found' });
  return serveAssigned(ctx, file, { request, download: url.searchParams.has('tai-ve') });
};
