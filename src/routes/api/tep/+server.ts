import { json } from '@sveltejs/kit';
import type { StartUploadResponse } from '#lib/domain/file/api.ts';
import { startUpload } from '#lib/server/file/uploads.ts';
import { answering, uploadRequest } from '#lib/server/web/api.ts';
import type { RequestHandler } from './$types';

/** Asks for a place for a file; its bytes then go to the resumable upload server. */
export const POST: RequestHandler = ({ locals, request }) =>
  answering(async () => {
    const { fileId } = await startUpload(locals.ctx, uploadRequest(await request.json()));
    return json({ fileId, tusUrl: '/api/tus' } satisfies StartUploadResponse, { status: 201 });
  });
