import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '../platform/ctx.ts';

/** The address that stands in links which leave this site: of the installation, else the one this request came to. */
export const publicOrigin = (ctx: Ctx, url: URL): string => ctx.app.config.origin ?? url.origin;

/** A changing request that a page of another site sends with our visitor's cookies (CSRF). */
export function foreignForm(req: IncomingMessage): boolean {
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS') return false;
  const site = req.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const origin = req.headers.origin;
  if (origin === undefined) return false; // not a browser's form; SvelteKit refuses form types without an origin itself
  try {
    return new URL(origin).host !== req.headers.host;
  } catch {
    return true;
  }
}

const page = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Không nhận biểu mẫu này - Lan Tỏa</title>
<body style="font:18px/1.55 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem"><h1 style="font-size:1.5rem">Không nhận biểu mẫu gửi từ trang khác</h1>
<p>Biểu mẫu vừa rồi được gửi từ một trang web khác nên không được xử lý, để không ai thay bạn làm việc mà bạn không biết.</p>
<p>Nếu chính bạn đang làm việc này, hãy <a href="/">mở lại trang chủ</a> và làm từ đó. Mã: foreign-form.</p></body></html>`;

export function refuseForeignForm(res: ServerResponse): void {
  res.writeHead(403, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  res.end(page);
}
