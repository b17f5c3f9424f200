import { verifyPaper } from '#lib/server/register/verify.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => ({
    typed: params.code.slice(0, 60),
    check: await verifyPaper(locals.ctx.app.db, params.code),
  }));
