import { initiativeTemplate } from '#lib/server/initiative/importInitiatives.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  requireRole(locals.ctx, url, ['admin', 'secretary'], 'quản trị viên và Tổ Thư ký');
  return new Response(new Uint8Array(await initiativeTemplate()), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="mau-so-sang-kien.xlsx"',
    },
  });
};
