import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';

const middleware = compression({
  threshold: 1024,
  // files and videos are compressed already, and ranges must keep their bytes
  filter: (_req, res) =>
    /^(text\/(html|css|plain|csv)|application\/(json|javascript)|image\/svg)/.test(
      String(res.getHeader('content-type') ?? ''),
    ),
});

/** Compresses what is rendered for one person (adapter-node compresses only files of the build). */
export const compress = (req: IncomingMessage, res: ServerResponse): void => {
  middleware(req as never, res as never, () => {});
};
