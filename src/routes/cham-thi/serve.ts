import type { AssignedFile } from '#lib/server/judging/sheets.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { serveFile } from '#lib/server/platform/files/serve.ts';

/** A file of a dossier, by ranges, under a name that tells nothing about its author. */
export const serveAssigned = (
  ctx: Ctx,
  file: AssignedFile,
  { request, download }: { request: Request; download: boolean },
): Promise<Response> | Response =>
  serveFile(request, {
    store: ctx.app.files,
    key: file.storageKey,
    size: file.size,
    media: file.media,
    name: file.name,
    disposition: download ? 'attachment' : 'inline',
    etag: file.etag,
    modified: file.modified,
  });
