import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../platform/ctx.ts';

/** Uploads bypass the pages, whose body limit is small: resumable ones at /api/tus, plain forms at /api/tai-tep. */
export async function mountUploads(_app: App): Promise<(req: IncomingMessage, res: ServerResponse, path: string) => boolean> {
  return () => false;
}
