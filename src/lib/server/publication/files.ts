import { sql } from 'kysely';
import { forbidden } from '#lib/domain/kernel/errors.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { hasRole } from '../platform/policy.ts';
import { mayProgramme } from '../programme/policy.ts';
import { anyById } from '../programme/queries.ts';

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
    for (const row of found.rows) {
      if (
        row.open ||
        hasRole(ctx.actor, ctx.now, ['admin', 'auditor', 'secretary', 'support', 'organiser'], { programmeId: row.id })
      )
        return true;
      // units that run a movement of their own keep its documents too
      const programme = await anyById(ctx.app.db, row.id);
      if (programme && (await mayProgramme(ctx, 'programme.content', programme)).allow) return true;
    }
    return false;
  },
};
