import { sql } from 'kysely';
import { forbidden } from '#lib/domain/kernel/errors.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { hasRole } from '../platform/policy.ts';

/** Signed copies of plan documents: read by everyone when public, else by those who run the programme. They come in through their own page. */
export const documentFiles: FilePurposeRules = {
  authorise: async () => {
    throw forbidden('Văn bản được tải lên ở trang “Tài liệu” của chương trình.');
  },
  attach: async () => {},
  detach: async () => {},
  rule: async () => null,
  mayRead: async (ctx, file) => {
    const found = await sql<{ id: string; open: boolean }>`
      select p.id, p.status <> 'draft' and (d ->> 'public')::boolean as open
        from programme p, jsonb_array_elements(p.doc -> 'documents') d
       where d ->> 'fileId' = ${file.id}`.execute(ctx.app.db);
    return found.rows.some(
      (row) =>
        row.open ||
        hasRole(ctx.actor, ctx.now, ['admin', 'auditor', 'secretary', 'support', 'organiser'], { programmeId: row.id }),
    );
  },
};
