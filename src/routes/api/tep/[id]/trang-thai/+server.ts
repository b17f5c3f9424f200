import { json } from '@sveltejs/kit';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { uploadState } from '#lib/server/file/uploads.ts';
import { answering } from '#lib/server/web/api.ts';
import type { RequestHandler } from './$types';

/** How far a file is: uploading, in quarantine, ready, rejected with the reason. For its owner. */
export const GET: RequestHandler = ({ locals, params }) =>
  answering(async () => {
    if (!isUuid(params.id)) throw notFound('Tệp này');
    return json(await uploadState(locals.ctx, params.id), { headers: { 'cache-control': 'no-store' } });
  });
