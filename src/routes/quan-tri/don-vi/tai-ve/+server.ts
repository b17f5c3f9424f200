import { unitsFile } from '#lib/server/imports/units.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import { fileKindOf } from '#lib/server/web/importRoom.ts';
import type { RequestHandler } from './$types';

/** Every unit in the columns that are read back. */
export const GET: RequestHandler = ({ locals: { ctx }, url }) => {
  requireAdmin(ctx, url);
  return loading(async () => {
    const file = await unitsFile(ctx, { kind: fileKindOf(url.searchParams) });
    return fileResponse(file, file.kind);
  });
};
