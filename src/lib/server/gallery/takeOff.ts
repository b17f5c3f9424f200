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
