import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireEditable } from './facts.ts';
import { orKeepLate } from './late.ts';
import { requireEntry } from './policy.ts';
import { lockForAuthors, programmeOf, touch } from './record.ts';

/**
 * Stores which declarations of the open stage the authors agree to: the text as they read it, its version, who, when, from
 * where. A box that is no longer ticked takes the agreement back.
 */
export async function agreeDeclarations(ctx: Ctx, args: { entryId: string; declarationIds: string[] }): Promise<void> {
  await requireEntry(ctx, 'entry.edit', args.entryId);
  const late = { entryId: args.entryId, part: 'declarations', typed: args.declarationIds };
  const init = {
    act: 'entry.declare',
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Xác nhận cam kết',
  };
  await orKeepLate(ctx, late, () =>
    act(ctx, init, async (tx) => {
      const entry = await lockForAuthors(tx.db, args.entryId);
      const programme = await programmeOf(tx.db, entry);
      const stage = dossierStage(programme.doc, await requireEditable(tx.db, programme, entry, ctx.now));
      const held = await tx.db
        .selectFrom('entry_declaration')
        .select(['declaration_id', 'version'])
        .where('entry_id', '=', entry.id)
        .execute();
      const has = (id: string, version: number) =>
        held.some((one) => one.declaration_id === id && one.version === version);
      const wanted = (id: string) => args.declarationIds.includes(id);
      const agreed = stage.declarations.filter((one) => wanted(one.id) && !has(one.id, one.version));
      const taken = stage.declarations.filter((one) => !wanted(one.id) && has(one.id, one.version));
      for (const one of taken)
        await tx.db
          .deleteFrom('entry_declaration')
          .where('entry_id', '=', entry.id)
          .where('declaration_id', '=', one.id)
          .where('version', '=', one.version)
          .execute();
      for (const one of agreed)
        await tx.db
          .insertInto('entry_declaration')
          .values({
            entry_id: entry.id,
            declaration_id: one.id,
            version: one.version,
            text: one.text,
            person_id: ctx.actor.id,
            at: ctx.now,
            ip: ctx.ip,
          })
          .execute();
      if (agreed.length + taken.length > 0) await touch(tx.db, ctx, entry, false);
      tx.note({
        programmeId: programme.id,
        summary: `Xác nhận cam kết của “${entry.title}”`,
        changes: { agreed: agreed.map((one) => one.id), takenBack: taken.map((one) => one.id) },
      });
    }),
  );
}
