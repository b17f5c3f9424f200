import { error } from '@sveltejs/kit';
import { submissionPaper } from '#lib/server/award/nominationPapers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

const papers = ['to-trinh', 'bien-ban', 'bien-nhan'] as const;

/** Letter and minutes as drafts, and the receipt. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  const paper = papers.find((one) => one === params.paper);
  if (!paper || (format !== 'pdf' && format !== 'docx')) error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(await submissionPaper(ctx, { unitId: params.unitId, slug: params.call, paper, format }), format),
  );
};
