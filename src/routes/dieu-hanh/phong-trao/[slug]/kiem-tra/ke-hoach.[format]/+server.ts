import { error } from '@sveltejs/kit';
import { inspectionPlan } from '#lib/server/inspection/papers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The plan of a year, as a paper to sign or a workbook to go on with. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format, slug } = params;
  if (format !== 'pdf' && format !== 'docx' && format !== 'xlsx') error(404, 'Trang này không có.');
  const asked = url.searchParams.get('nam');
  const year = asked && /^20\d\d$/.test(asked) ? Number(asked) : null;
  return loading(async () => fileResponse(await inspectionPlan(ctx, { slug, year, format }), format));
};
