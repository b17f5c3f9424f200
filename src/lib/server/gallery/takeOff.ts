import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { consentGaps } from './consents.ts';
import { takeDown } from './post.ts';

const reason = 'Không còn đủ đồng ý đăng công khai của tác giả hoặc người giám hộ.';

/**
 * Takes a work off the gallery at once when a needed consent is not there any more (K24-4). Inside the act that changes an
 * answer, which holds the lock of the entry. @returns whether it was on show
 */
export async function takeOffWithoutConsent(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entryId: string,
): Promise<boolean> {
  if (!(await consentGaps(tx.db, programme, [entryId], ctx.now)).has(entryId)) return false;
  const left = await takeDown(tx, ctx, [entryId], reason);
  if (left.length === 0) return false;
  tx.note({ changes: { withdrawnFromGallery: true } });
  return true;
}

/**
 * Takes off what a new version of the programme does not let on show: works whose authors or guardians have not answered its texts,
 * and all of them where it has no gallery any more. @returns how many left
 */
export async function takeOffUnderNewRules(tx: Tx, ctx: Ctx, programme: StoredProgramme): Promise<number> {
  const shown = await tx.db
    .selectFrom('gallery_item')
    .select('entry_id')
    .where('programme_id', '=', programme.id)
    .where('withdrawn_at', 'is', null)
    .execute();
  const ids = shown.map((row) => row.entry_id);
  if (!programme.doc.gallery) return (await takeDown(tx, ctx, ids, 'Chương trình không còn thư viện.')).length;
  const gaps = await consentGaps(tx.db, programme, ids, ctx.now);
  return (await takeDown(tx, ctx, [...gaps.keys()], reason)).length;
}
