import { error } from '@sveltejs/kit';
import { reportTemplate } from '#lib/server/report/template.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The form of this unit and period as a file to write in. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'docx' && format !== 'xlsx') error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(await reportTemplate(ctx, { obligationId: params.obligationId, format }), format),
  );
};
