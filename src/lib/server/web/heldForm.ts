import { networkOf, takeAttempt } from '../people/limits.ts';
import { hashSecret, newSecret } from '../platform/auth/tokens.ts';
import type { App } from '../platform/ctx.ts';

/** Only the browser that sent a form gets it back: else a stranger could hand a prepared form to an administrator. */
export const heldFormCookie = 'lantoa_giu';

const keepForMs = 24 * 3600 * 1000;
// These forms need no session, and addresses with a secret are not written down.
const withoutSession =
  /^\/(api\/|dang-|quen-mat-khau|dat-lai-mat-khau|xac-nhan|loi-moi|dong-tac-gia|nguoi-giam-ho|quan-tri-dau-tien|tra-cuu|xac-minh|binh-chon|khen-thuong)/;
const maxChars = 400_000;

/**
 * Keeps the text fields of a form that arrived after the session had ended, and sends the person to sign in; afterwards
 * `/giu-lai/<token>` gives the form back. Passwords and files are not kept (an upload keeps itself).
 * @returns the redirect, or null when there is nothing to keep
 */
export async function holdForm(app: App, request: Request, url: URL, ip: string): Promise<Response | null> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.includes('form') || withoutSession.test(url.pathname)) return null;
  const data = await request
    .clone()
    .formData()
    .catch(() => null);
  if (!data) return null;
  const body = [...data.entries()].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && !/password/i.test(pair[0]),
  );
  if (body.length === 0 || body.reduce((n, [k, v]) => n + k.length + v.length, 0) > maxChars) return null;
  // Anyone can send forms with an invented session: what they leave here is bounded.
  const allowed = await takeAttempt(app.db, `held:${networkOf(ip)}`, { points: 30, windowMinutes: 60, what: '' }).then(
    () => true,
    () => false,
  );
  if (!allowed) return null;
  const secret = newSecret();
  const now = new Date();
  await app.db
    .insertInto('held_form')
    .values({
      token_hash: hashSecret(secret),
      path: url.pathname + url.search,
      body: JSON.stringify(body.map((pair) => pair.map((part) => part.replaceAll('\0', '')))),
      created_at: now,
      expires_at: new Date(now.getTime() + keepForMs),
    })
    .execute();
  const next = `/giu-lai/${secret}`;
  const secure = url.protocol === 'https:' ? '; Secure' : '';
  return new Response(null, {
    status: 303,
    headers: {
      location: `/dang-nhap?het-phien=1&tiep=${encodeURIComponent(next)}`,
      'set-cookie': `${heldFormCookie}=${secret}; Path=/giu-lai; HttpOnly; SameSite=Lax; Max-Age=${keepForMs / 1000}${secure}`,
    },
  });
}

/** A kept form by its secret, or null when unknown or too old. */
export async function findHeldForm(
  app: App,
  secret: string,
): Promise<{ path: string; fields: [string, string][] } | null> {
  const row = await app.db
    .selectFrom('held_form')
    .select(['path', 'body'])
    .where('token_hash', '=', hashSecret(secret))
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
  return row ? { path: row.path, fields: row.body } : null;
}
