import { error } from '@sveltejs/kit';
import { summaryPaper } from '#lib/server/summary/paper.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { RequestHandler } from './$types';

/** The report in administrative form; `?ban=1`: an issued version. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  const asked = url.searchParams.get('ban');
  const no = asked && /^\d{1,4}$/.test(asked) ? Number(asked) : null;
  const { slug, summaryId } = params;
  return loading(async () =>
    fileResponse(await summaryPaper(ctx, { slug, summaryId, no, format, origin: publicOrigin(ctx, url) }), format),
  );
};
