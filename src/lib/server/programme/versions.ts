import type { Kysely } from 'kysely';
import { notFound, stale } from '#lib/domain/kernel/errors.ts';
import { type Change, showChange } from '#lib/domain/programme/diff.ts';
import type { PartSet } from '#lib/domain/programme/partSet.ts';
import { contestParts } from '#lib/domain/programme/parts.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ProgrammeDocument } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { kindOf } from './kinds.ts';
import type { AnyProgramme, StoredProgramme } from './queries.ts';

/** One line of a version as it is kept and shown; texts, so that an old line reads the same when names have changed since. */
export interface ChangeLine {
  path: string;
  label: string;
  before: string;
  after: string;
}

export function changeLine(change: Change, parts: PartSet = contestParts): ChangeLine {
  const [before, after] = showChange(change, parts);
  return { path: change.path, label: change.label, before, after };
}

/**
 * Locks the programme's row for this transaction and gives what is stored in it now.
 * @throws RuleError 'stale' when the page was made from another version
 */
export async function lockAny(tx: Tx, programmeId: string, version?: number): Promise<AnyProgramme> {
  const row = await tx.db
    .selectFrom('programme')
    .selectAll()
    .where('id', '=', programmeId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('Chương trình này');
  if (version !== undefined && row.version !== version) throw stale('Chương trình');
  return {
    id: row.id,
    slug: row.slug,
    code: row.code,
    status: row.status,
    version: row.version,
    publishedAt: row.published_at,
    createdAt: row.created_at,
    doc: row.doc,
  };
}

/** Locks a contest's row. @throws RuleError 'stale', and 'not-found' for a movement */
export async function lockProgramme(tx: Tx, programmeId: string, version?: number): Promise<StoredProgramme> {
  const programme = await lockAny(tx, programmeId, version);
  if (programme.doc.kind !== 'contest') throw notFound('Chương trình này');
  return { ...programme, doc: programme.doc };
}

/** Stores the next version of a locked programme. What the public sees follows at once when it is published. */
export async function storeVersion(
  tx: Tx,
  ctx: Ctx,
  programme: AnyProgramme,
  next: { doc: ProgrammeDocument; part: string; reason: string | null; changes: ChangeLine[] },
): Promise<number> {
  const version = programme.version + 1;
  await tx.db
    .updateTable('programme')
    .set({ doc: json(next.doc), version, slug: next.doc.slug, code: next.doc.code })
    .where('id', '=', programme.id)
    .execute();
  await tx.db
    .insertInto('programme_version')
    .values({
      programme_id: programme.id,
      version,
      doc: json(next.doc),
      part: next.part,
      reason: next.reason,
      changes: json(next.changes),
      by_id: ctx.actor.id,
      at: ctx.now,
    })
    .execute();
  if (programme.status !== 'draft') tx.publish();
  return version;
}

export interface VersionSummary {
  version: number;
  at: Date;
  /** null: the system */
  byName: string | null;
  partName: string;
  reason: string | null;
  changes: ChangeLine[];
}

const partName = (programme: AnyProgramme, part: string): string =>
  ({ create: 'Tạo chương trình', publish: 'Công bố', close: 'Đóng chương trình' })[part] ??
  kindOf(programme.doc).freeze.parts.names[part] ??
  part;

/** Every version of a programme, the newest first. */
export async function programmeVersions(db: Kysely<DB>, programme: AnyProgramme): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('programme_version as v')
    .leftJoin('person as p', 'p.id', 'v.by_id')
    .select(['v.version', 'v.at', 'v.part', 'v.reason', 'v.changes', 'p.full_name'])
    .where('v.programme_id', '=', programme.id)
    .orderBy('v.version', 'desc')
    .execute();
  return rows.map((row) => ({
    version: row.version,
    at: row.at,
    byName: row.full_name,
    partName: partName(programme, row.part),
    reason: row.reason,
    changes: row.changes as ChangeLine[],
  }));
}

export interface PublicChange {
  at: Date;
  partName: string;
  reason: string | null;
  changes: ChangeLine[];
}

// What visitors never see cannot be told to them as a change either.
const insideParts = ['budget'];

function visible(doc: ProgrammeDocument, line: ChangeLine): boolean {
  if (/^(budget|questions)\b/.test(line.path)) return false;
  const hidden = [
    ...doc.committees.filter((c) => !c.public).map((c) => `committees[${c.id}]`),
    ...doc.documents.filter((d) => !d.public).map((d) => `documents[${d.id}]`),
  ];
  return (
    !hidden.some((path) => line.path === path || line.path.startsWith(`${path}.`)) && !line.path.endsWith('.fileId')
  );
}

/** "Những thay đổi sau khi công bố": what changed for the public since publication, the newest first. */
export async function changesSincePublication(db: Kysely<DB>, programme: AnyProgramme): Promise<PublicChange[]> {
  if (!programme.publishedAt) return [];
  const publicParts = Object.keys(kindOf(programme.doc).freeze.parts.names).filter((p) => !insideParts.includes(p));
  const rows = await db
    .selectFrom('programme_version')
    .select(['at', 'part', 'reason', 'changes', 'version'])
    .where('programme_id', '=', programme.id)
    .where('at', '>=', programme.publishedAt)
    .where('part', 'in', publicParts)
    .orderBy('version', 'desc')
    .execute();
  return rows.flatMap((row) => {
    const changes = (row.changes as ChangeLine[]).filter((line) => visible(programme.doc, line));
    return changes.length > 0
      ? [{ at: row.at, partName: partName(programme, row.part), reason: row.reason, changes }]
      : [];
  });
}
