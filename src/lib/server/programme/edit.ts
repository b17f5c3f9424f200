import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { consequences } from '#lib/domain/programme/consequences.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { type JudgedChange, judgeChanges, requireChangeAllowed } from '#lib/domain/programme/freeze.ts';
import { PART_NAMES, type Part } from '#lib/domain/programme/parts.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { checkProgramme } from '#lib/domain/programme/validate.ts';
import { takeOffUnderNewRules } from '../gallery/takeOff.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, requireProgramme } from './create.ts';
import { programmeFacts } from './facts.ts';
import { canProgramme, type ProgrammeAct } from './policy.ts';
import type { StoredProgramme } from './queries.ts';
import { type ChangeLine, changeLine, lockProgramme, storeVersion } from './versions.ts';

/** Which keys of the document a part may change. */
export const partKeys: Record<Part, (keyof ContestProgramme)[]> = {
  basics: [
    'name',
    'shortName',
    'code',
    'slug',
    'theme',
    'summary',
    'purposes',
    'year',
    'province',
    'standingAgency',
    'organisers',
    'contacts',
    'pillars',
    'topics',
  ],
  timeline: ['timeline'],
  eligibility: ['eligibility'],
  dossier: ['dossier'],
  screening: ['screening'],
  rounds: ['rounds'],
  gallery: ['gallery'],
  interaction: ['interaction'],
  combination: ['combination'],
  prizes: ['prizes'],
  budget: ['budget'],
  committees: ['committees'],
  tasks: ['tasks'],
  documents: ['documents', 'clauses'],
  questions: ['questions'],
};

/** Documents, lists of committees and the tasks of agencies are the secretariat's daily work; every other part is the administrator's. */
export const actOfPart = (part: Part): ProgrammeAct =>
  part === 'documents' || part === 'committees' || part === 'budget' || part === 'tasks'
    ? 'programme.content'
    : 'programme.edit';

export interface EditPreview {
  changes: (ChangeLine & { frozen: string | null })[];
  consequences: string[];
  /** what would be wrong in the new version and is not wrong now */
  findings: Finding[];
  /** a frozen place changes: a reason of at least 20 characters is asked for */
  reasonNeeded: boolean;
}

function patched(programme: StoredProgramme, part: Part, patch: Partial<ContestProgramme>): ContestProgramme {
  const foreign = Object.keys(patch).filter((key) => !partKeys[part].includes(key as keyof ContestProgramme));
  if (foreign.length > 0) throw new Error(`part ${part} does not hold ${foreign.join(', ')}`);
  // An optional part that is `undefined` in the patch has been taken out of the programme.
  const whole = Object.entries({ ...programme.doc, ...patch }).filter(([, value]) => value !== undefined);
  return checkedShape(Object.fromEntries(whole), null);
}

const newFindings = (before: ContestProgramme, after: ContestProgramme): Finding[] => {
  const known = new Set(checkProgramme(before).map((f) => f.code + f.path));
  return checkProgramme(after).filter((f) => f.severity !== 'info' && !known.has(f.code + f.path));
};

/** A part that contradicts itself is never stored once people rely on the programme; a draft may be half done. */
function refuseContradictions(programme: StoredProgramme, findings: Finding[]): void {
  const errors = findings.filter((f) => f.severity === 'error');
  if (programme.status === 'draft' || errors.length === 0) return;
  throw new RuleError({
    code: 'programme.contradiction',
    message: 'Nội dung mới còn chỗ mâu thuẫn nên chưa lưu được.',
    issues: errors.map((f) => ({ field: f.path, message: f.message })),
  });
}

/**
 * What saving would change, what follows from it, and whether a reason is needed. Nothing is stored.
 * @throws RuleError with findings when the new part has the wrong shape
 */
export async function previewEdit(
  ctx: Ctx,
  args: { programmeId: string; part: Part; patch: Partial<ContestProgramme> },
): Promise<EditPreview> {
  requireAllowed(canProgramme(ctx, actOfPart(args.part), args.programmeId));
  const programme = await requireProgramme(ctx, args.programmeId);
  const after = patched(programme, args.part, args.patch);
  const facts = await programmeFacts(ctx.app.db, programme, ctx.now);
  const findings = newFindings(programme.doc, after);
  refuseContradictions(programme, findings);
  const changes = judgeChanges(programme.doc, after, facts);
  return {
    changes: changes.map((change) => ({ ...changeLine(change), frozen: change.frozen })),
    consequences: changes.length > 0 ? consequences(programme.doc, after, facts) : [],
    findings,
    reasonNeeded: changes.some((change) => change.frozen !== null),
  };
}

/**
 * Saves one part of a programme as a new version.
 * @param args.version the version the page was made from (optimistic lock)
 * @param args.reason at least 20 characters where something frozen changes; kept with the version and public
 * @returns the new version, or the old one when nothing differs
 * @throws RuleError 'stale', 'programme.reason', 'programme.contradiction', or what can never change any more
 */
export async function editProgramme(
  ctx: Ctx,
  args: { programmeId: string; part: Part; patch: Partial<ContestProgramme>; version: number; reason?: string },
): Promise<number> {
  requireAllowed(canProgramme(ctx, actOfPart(args.part), args.programmeId));
  await requireProgramme(ctx, args.programmeId);
  const reason = clean(args.reason ?? '');
  return act(
    ctx,
    {
      act: 'programme.edit',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: `Sửa phần “${PART_NAMES[args.part]}” của chương trình.`,
    },
    async (tx) => {
      const programme = await lockProgramme(tx, args.programmeId, args.version);
      const doc = patched(programme, args.part, args.patch);
      const facts = await programmeFacts(tx.db, programme, ctx.now);
      const changes: JudgedChange[] = requireChangeAllowed({ before: programme.doc, after: doc, facts, reason });
      if (changes.length === 0)
        throw new RuleError({
          code: 'programme.no-change',
          message: 'Chưa có gì thay đổi so với bản đang lưu.',
          status: 409,
        });
      refuseContradictions(programme, newFindings(programme.doc, doc));
      const lines = changes.map(changeLine);
      const version = await storeVersion(tx, ctx, programme, {
        doc,
        part: args.part,
        reason: reason || null,
        changes: lines,
      });
      const left = args.part === 'gallery' ? await takeOffUnderNewRules(tx, ctx, { ...programme, doc }) : 0;
      tx.note({
        changes: { version, reason: reason || null, lines, ...(left > 0 ? { withdrawnFromGallery: left } : {}) },
      });
      return version;
    },
  );
}
