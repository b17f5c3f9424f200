import { error } from '@sveltejs/kit';
import { reportPaper } from '#lib/server/report/paper.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** What was handed in, in administrative form; also for its receivers, who stand outside the unit's pages. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  const asked = url.searchParams.get('lan');
  const no = asked && /^\d{1,4}$/.test(asked) ? Number(asked) : null;
  return loading(async () =>
    fileResponse(await reportPaper(ctx, { obligationId: params.obligationId, no, format }), format),
  );
};
