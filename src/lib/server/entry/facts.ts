import type { Kysely } from 'kysely';
import type { DossierFacts } from '#lib/domain/entry/dossier.ts';
import { type ExclusionFinding, excludedAuthors } from '#lib/domain/entry/exclusion.ts';
import { visibleState } from '#lib/domain/entry/progress.ts';
import { quotaFindings } from '#lib/domain/entry/quota.ts';
import { type EntryState, editableStage } from '#lib/domain/entry/states.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { excludedRoleHolders } from '../people/exclusion.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';
import { entriesNaming } from './quota.ts';
import type { AuthorRecord, EntryRecord, StageId } from './record.ts';

export interface StageFile {
  id: string;
  entryFileId: string;
  requirementId: string;
  name: string;
  size: number;
  kind: string | null;
  sha256: string | null;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  message: string | null;
  facts: Record<string, unknown>;
}

/** The files of one stage that have not been removed. */
export async function stageFiles(db: Kysely<DB>, entryId: string, stage: StageId): Promise<StageFile[]> {
  const rows = await db
    .selectFrom('entry_file as ef')
    .innerJoin('file as f', 'f.id', 'ef.file_id')
    .select(['f.id', 'ef.id as entryFileId', 'ef.requirement_id as requirementId', 'f.name', 'f.size', 'f.kind'])
    .select(['f.sha256', 'f.state', 'f.reject_message as message', 'f.declared_size', 'f.facts'])
    .where('ef.entry_id', '=', entryId)
    .where('ef.stage', '=', stage)
    .where('ef.removed_at', 'is', null)
    .orderBy('ef.position')
    .orderBy('ef.added_at')
    .execute();
  return rows.map(({ declared_size, size, ...row }) => ({ ...row, size: size ?? declared_size }));
}

/** Who among these authors holds a role that excludes them (K26-2b). Call it after `lockExclusion` where it decides. */
export async function exclusionsOf(
  db: Kysely<DB>,
  programme: StoredProgramme,
  authors: readonly Pick<AuthorRecord, 'personId' | 'fullName' | 'email' | 'workplace' | 'declinedAt'>[],
  now: Date,
): Promise<ExclusionFinding[]> {
  return excludedAuthors(programme.doc, authors, await excludedRoleHolders(db, programme.id, now));
}

/** @throws RuleError exclusion.role with the name, the role and the clause; `fieldOf` says beside which field */
export function refuseExcluded(findings: readonly ExclusionFinding[], fieldOf: (index: number) => string): void {
  const blocked = findings.filter((finding) => finding.level === 'block');
  const [first] = blocked;
  if (!first) return;
  throw new RuleError({
    code: first.code,
    message: first.message,
    clause: first.clause,
    issues: blocked.map((finding, i) => ({ field: fieldOf(i), message: finding.message, clause: finding.clause })),
  });
}

/** What the rules of the dossier ask about an entry. */
export async function dossierFacts(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entry: EntryRecord,
  stage: StageId,
  now: Date,
): Promise<DossierFacts & { stageFiles: StageFile[] }> {
  const files = await stageFiles(db, entry.id, stage);
  const others = await entriesNaming(db, programme, entry.authors, entry.id);
  const declarations = await db
    .selectFrom('entry_declaration')
    .select(['declaration_id as declarationId', 'version'])
    .where('entry_id', '=', entry.id)
    .execute();
  return {
    title: entry.title,
    pillar: entry.pillar,
    topics: entry.topics,
    unitId: entry.unitId,
    values: entry.form[stage] ?? {},
    authors: entry.authors,
    exclusions: await exclusionsOf(db, programme, entry.authors, now),
    quotas: quotaFindings(programme.doc, entry.authors, others, () => false),
    files,
    stageFiles: files,
    declarations,
  };
}

/** The state that authors may know: what is decided but not published stays hidden, in words of refusals, too. */
export const authorsState = async (db: Kysely<DB>, entry: Pick<EntryRecord, 'programmeId' | 'state'>) => {
  const published = await publishedDecisions(db, entry.programmeId);
  const state: EntryState = visibleState(entry.state, published);
  return { published, state };
};

/** The stage that authors may change now. @throws RuleError with clock and clause when there is none */
export async function requireEditable(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entry: EntryRecord,
  now: Date,
): Promise<StageId> {
  requirePublished(programme);
  const { state } = await authorsState(db, entry);
  const result = editableStage(programme.doc, { ...entry, state }, now);
  if (!result.allow) requireAllowed({ ...result, status: 422 });
  return result.allow ? result.stage : 'submission';
}

/** @throws RuleError programme.closed */
export function requirePublished(programme: StoredProgramme): void {
  if (programme.status !== 'published')
    throw new RuleError({
      code: 'programme.closed',
      message: 'Cuộc thi này hiện không nhận hồ sơ.',
    });
}
