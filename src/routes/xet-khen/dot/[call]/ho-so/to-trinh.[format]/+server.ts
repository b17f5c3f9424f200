import { error } from '@sveltejs/kit';
import { stepLetter } from '#lib/server/award/stepLetter.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The letter of an office with the list of its step. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format, call } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  const stepId = url.searchParams.get('buoc') ?? '';
  return loading(async () => fileResponse(await stepLetter(ctx, { slug: call, stepId, format }), format));
};
