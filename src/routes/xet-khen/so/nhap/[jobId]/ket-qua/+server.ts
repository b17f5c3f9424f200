import { awardsReportFile } from '#lib/server/register/importRoom.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () =>
    fileResponse(await awardsReportFile(ctx, params.jobId, url.searchParams.get('chi') === 'khong-nhan'), 'xlsx'),
  );
};
