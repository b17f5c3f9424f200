import type { Kysely } from 'kysely';
import { callParts } from '#lib/domain/award/parts.ts';
import { limitText } from '#lib/domain/award/quota.ts';
import { parseCall } from '#lib/domain/award/schema.ts';
import type { AwardCall, Quota } from '#lib/domain/award/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { diffProgramme } from '#lib/domain/programme/diff.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { DB } from '../../platform/db/schema.ts';
import { json } from '../../platform/db/sql.ts';
import { type ChangeLine, changeLine } from '../../programme/versions.ts';
import { callById } from '../queries.ts';
import type { StoredCall } from '../scope.ts';

/** Locks a call until the end of the transaction. @throws RuleError 'stale' when the page was made from another version */
export async function lockCall(tx: Tx, callId: string, version?: number): Promise<StoredCall> {
  if (!isUuid(callId)) throw notFound('Đợt xét khen thưởng này');
  // acts on dossiers refer to the call by its key and hold dossiers: they must not wait here while this waits for their dossiers
  await tx.db.selectFrom('award_call').select('id').where('id', '=', callId).forNoKeyUpdate().execute();
  const call = await callById(tx.db, callId);
  if (!call) throw notFound('Đợt xét khen thưởng này');
  if (version !== undefined && call.version !== version) throw stale('Đợt xét khen thưởng');
  return call;
}

/** A document as it may be stored. @throws RuleError naming every fault */
export function shaped(doc: unknown): AwardCall {
  const parsed = parseCall(doc);
  if (parsed.ok) return parsed.call;
  throw new RuleError({
    code: 'call.shape',
    message: 'Còn chỗ chưa đúng mẫu nên chưa lưu được.',
    issues: parsed.issues.map(({ path, message }) => ({ field: path, message })),
  });
}

/** Stores the next version of a locked call. @returns its number */
export async function storeCall(
  tx: Tx,
  ctx: Ctx,
  call: StoredCall,
  doc: AwardCall,
  reason: string | null,
): Promise<number> {
  const version = call.version + 1;
  await tx.db
    .updateTable('award_call')
    .set({ doc: json(doc), version })
    .where('id', '=', call.id)
    .execute();
  await insertVersion(tx, ctx, call.id, version, doc, reason);
  return version;
}

export async function insertVersion(
  tx: Tx,
  ctx: Ctx,
  callId: string,
  version: number,
  doc: AwardCall,
  reason: string | null,
): Promise<void> {
  await tx.db
    .insertInto('award_call_version')
    .values({
      call_id: callId,
      version,
      doc: json(doc),
      reason,
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
}

const limitsText = (value: unknown): string =>
  Array.isArray(value) ? (value as Quota['limits']).map(limitText).join('; ') || '(trống)' : '(không có)';

/** What differs between two versions, as people read it. */
export const callChanges = (before: AwardCall, after: AwardCall): ChangeLine[] =>
  diffProgramme(before, after, callParts).map((change) =>
    change.path.endsWith('.limits')
      ? {
          path: change.path,
          label: change.label,
          before: limitsText(change.before),
          after: limitsText(change.after),
        }
      : changeLine(change, callParts),
  );

export interface CallVersion {
  version: number;
  at: Date;
  byName: string;
  reason: string | null;
  changes: ChangeLine[];
}

/** Every version of a call with what it changed, the newest first. */
export async function callVersions(db: Kysely<DB>, callId: string): Promise<CallVersion[]> {
  const rows = await db
    .selectFrom('award_call_version')
    .select(['version', 'at', 'by_name as byName', 'reason', 'doc'])
    .where('call_id', '=', callId)
    .orderBy('version')
    .execute();
  return rows
    .map(({ doc, ...row }, index) => ({
      ...row,
      changes: index === 0 ? [] : callChanges(rows[index - 1]!.doc, doc),
    }))
    .toReversed();
}
