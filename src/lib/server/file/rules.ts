import type { Kysely } from 'kysely';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';

/** What a noun says about the files it owns. A new kind of file is one object of this type and one line in `purposes.ts`. */
export interface FilePurposeRules {
  /** May the actor add a file here, now? @throws RuleError otherwise. @returns the rule the file is judged by */
  authorise(ctx: Ctx, target: UploadTarget, file: { name: string; size: number }): Promise<FileRule>;
  /** Ties the new row to its owner (an `entry_file` row, say), in the transaction that makes it. */
  attach(tx: Tx, ctx: Ctx, fileId: string, target: UploadTarget): Promise<void>;
  /** The upload was given up or failed before it was whole. */
  detach(db: Kysely<DB>, fileId: string): Promise<void>;
  /** The rule for the check after the upload; null when the owner is gone. */
  rule(db: Kysely<DB>, file: Row<'file'>): Promise<FileRule | null>;
  /** The check found the file good; runs in the transaction that makes it ready. */
  ready?(db: Kysely<DB>, file: Row<'file'>): Promise<void>;
  /** May the actor read it? Asked at every read. */
  mayRead(ctx: Ctx, file: Row<'file'>): Promise<boolean>;
}
