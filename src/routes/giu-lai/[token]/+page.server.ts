import { notFound } from '#lib/domain/kernel/errors.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { findHeldForm, heldFormCookie } from '#lib/server/web/heldForm.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, params, url, cookies }) => {
  requireSignedIn(locals.ctx, url);
  return loading(async () => {
    const held = cookies.get(heldFormCookie) === params.token ? await findHeldForm(locals.ctx.app, params.token) : null;
    if (!held) throw notFound('Nội dung đã giữ');
    const page = held.path.split('?', 1)[0] ?? '/';
    return { ...held, page, shown: held.fields.map(([, value]) => value).filter((value) => value.trim().length > 1) };
  });
};
