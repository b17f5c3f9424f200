import { readExportFilter, unitTemplate } from '#lib/server/imports/export.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { fileKindOf } from '#lib/server/web/importRoom.ts';
import type { RequestHandler } from './$types';

/** The unit's figures of a period, ready to be filled in. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { period } = readExportFilter(url.searchParams);
    const file = await unitTemplate(ctx, { ...params, period, kind: fileKindOf(url.searchParams) });
    return fileResponse(file, file.kind);
  });
};
