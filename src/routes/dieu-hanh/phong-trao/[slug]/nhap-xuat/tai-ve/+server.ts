import { obligationsFile, readExportFilter, valuesFile, wideFile } from '#lib/server/imports/export.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { fileKindOf } from '#lib/server/web/importRoom.ts';
import type { RequestHandler } from './$types';

const files = new Map([
  ['so-lieu', valuesFile],
  ['bang', wideFile],
  ['viec', obligationsFile],
]);

/** Figures or obligations of a filter as a file. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const write = files.get(url.searchParams.get('loai') ?? '') ?? valuesFile;
    const file = await write(ctx, {
      slug: params.slug,
      filter: readExportFilter(url.searchParams),
      kind: fileKindOf(url.searchParams),
    });
    return fileResponse(file, file.kind);
  });
};
