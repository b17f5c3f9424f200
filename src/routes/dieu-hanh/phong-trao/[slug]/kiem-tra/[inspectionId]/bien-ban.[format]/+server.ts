import { error } from '@sveltejs/kit';
import { inspectionMinutes } from '#lib/server/inspection/papers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** Minutes for both sides to sign. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format, slug, inspectionId } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  return loading(async () => fileResponse(await inspectionMinutes(ctx, { slug, inspectionId, format }), format));
};
