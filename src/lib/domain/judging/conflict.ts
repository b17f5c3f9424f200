import { fold } from '../kernel/text.ts';

/** Who may not judge what (K26-2b, conflict of interest): found by the system, or declared by the judge. */

export interface ConflictJudge {
  id: string;
  fullName: string;
  email: string | null;
  /** the judge's unit and those above it, below the province: colleagues of one agency count, the whole province does not */
  unitIds: string[];
  unitName?: string | null;
}

interface ConflictAuthor {
  personId: string | null;
  fullName: string;
  email: string | null;
  unitIds?: string[];
  /** as typed in the form, for authors without an account */
  workplace?: string | null;
}

export interface ConflictEntry {
  id: string;
  /** the unit that the entry comes from and those above it, below the province */
  unitIds: string[];
  authors: ConflictAuthor[];
}

export interface DeclaredRelation {
  judgeId: string;
  entryId: string;
  reason: string;
}

type ConflictCode = 'author' | 'same-email' | 'same-name' | 'same-unit' | 'declared';

/** At most one a judge and entry, with the strongest ground. */
export interface Conflict {
  judgeId: string;
  entryId: string;
  source: 'detected' | 'declared';
  code: ConflictCode;
  reason: string;
}

const STRENGTH: ConflictCode[] = ['author', 'same-email', 'declared', 'same-unit', 'same-name'];

/**
 * All conflicts between judges and entries. A shared name is a conflict too, although namesakes exist: the secretariat can
 * lift it after looking, while nobody could notice one that was never raised.
 */
export function detectConflicts(args: {
  judges: ConflictJudge[];
  entries: ConflictEntry[];
  declared?: DeclaredRelation[];
}): Conflict[] {
  const found = new Map<string, Conflict>();
  const note = (conflict: Conflict): void => {
    const key = `${conflict.judgeId} ${conflict.entryId}`;
    const known = found.get(key);
    if (!known || STRENGTH.indexOf(conflict.code) < STRENGTH.indexOf(known.code)) found.set(key, conflict);
  };
  const index = indexJudges(args.judges);
  for (const entry of args.entries)
    for (const { judgeId, code, reason } of groundsOf(entry, index))
      note({ judgeId, entryId: entry.id, source: 'detected', code, reason });
  for (const { judgeId, entryId, reason } of args.declared ?? [])
    note({ judgeId, entryId, source: 'declared', code: 'declared', reason });
  return [...found.values()];
}

interface JudgeIndex {
  ids: Set<string>;
  byEmail: Map<string, string[]>;
  byName: Map<string, string[]>;
  byUnit: Map<string, string[]>;
  byUnitName: Map<string, string[]>;
}

function indexJudges(judges: ConflictJudge[]): JudgeIndex {
  const group = (keysOf: (judge: ConflictJudge) => string[]): Map<string, string[]> => {
    const map = new Map<string, string[]>();
    for (const judge of judges)
      for (const key of keysOf(judge)) {
        const list = map.get(key);
        if (list) list.push(judge.id);
        else map.set(key, [judge.id]);
      }
    return map;
  };
  const present = (text: string | null | undefined): string[] => (text?.trim() ? [fold(text.trim())] : []);
  return {
    ids: new Set(judges.map((judge) => judge.id)),
    byEmail: group((judge) => present(judge.email)),
    byName: group((judge) => present(judge.fullName)),
    byUnit: group((judge) => judge.unitIds),
    byUnitName: group((judge) => present(judge.unitName)),
  };
}

function* groundsOf(
  entry: ConflictEntry,
  index: JudgeIndex,
): Generator<{ judgeId: string; code: ConflictCode; reason: string }> {
  for (const author of entry.authors) {
    if (author.personId && index.ids.has(author.personId))
      yield { judgeId: author.personId, code: 'author', reason: 'Giám khảo là tác giả hoặc đồng tác giả của bài này.' };
    if (author.email)
      for (const judgeId of index.byEmail.get(fold(author.email.trim())) ?? [])
        yield { judgeId, code: 'same-email', reason: 'Giám khảo và tác giả dùng chung một địa chỉ thư điện tử.' };
    for (const judgeId of index.byName.get(fold(author.fullName.trim())) ?? [])
      yield { judgeId, code: 'same-name', reason: `Giám khảo trùng họ tên với tác giả ${author.fullName}.` };
    for (const unitId of author.unitIds ?? [])
      for (const judgeId of index.byUnit.get(unitId) ?? []) yield { judgeId, code: 'same-unit', reason: SAME_UNIT };
    if (author.workplace?.trim())
      for (const judgeId of index.byUnitName.get(fold(author.workplace.trim())) ?? [])
        yield { judgeId, code: 'same-unit', reason: SAME_UNIT };
  }
  for (const unitId of entry.unitIds)
    for (const judgeId of index.byUnit.get(unitId) ?? [])
      yield { judgeId, code: 'same-unit', reason: 'Giám khảo công tác tại đơn vị gửi bài này.' };
}

const SAME_UNIT = 'Giám khảo công tác cùng đơn vị với tác giả.';
