import { error } from '@sveltejs/kit';
import { meetingMinutes } from '#lib/server/council/minutes.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** Minutes of a meeting, to be signed. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format, call, meetingId } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  return loading(async () => fileResponse(await meetingMinutes(ctx, { slug: call, meetingId, format }), format));
};
