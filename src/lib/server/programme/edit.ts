import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { judgeChanges, requireChangeAllowed } from '#lib/domain/programme/judge.ts';
import { lawToday } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, refuseTaken, requireAny } from './create.ts';
import { kindOf } from './kinds.ts';
import { mayProgramme } from './policy.ts';
import type { AnyProgramme } from './queries.ts';
import { type ChangeLine, changeLine, lockAny, storeVersion } from './versions.ts';

/** New values of the keys of one part; a key that is there and undefined is taken out. */
export type Patch = Record<string, unknown>;

export interface EditPreview {
  changes: (ChangeLine & { frozen: string | null })[];
  consequences: string[];
  /** what would be wrong in the new version and is not wrong now */
  findings: Finding[];
  /** a frozen place changes: a reason of at least 20 characters is asked for */
  reasonNeeded: boolean;
}

function patched(programme: AnyProgramme, part: string, patch: Patch): ProgrammeDocument {
  const keys = kindOf(programme.doc).freeze.parts.keys[part] ?? [];
  const foreign = Object.keys(patch).filter((key) => !keys.includes(key));
  if (foreign.length > 0) throw new Error(`part ${part} does not hold ${foreign.join(', ')}`);
  refuseForeignFiles(programme.doc, patch);
  // An optional part that is `undefined` in the patch has been taken out of the programme.
  const whole = Object.entries({ ...programme.doc, ...patch }).filter(([, value]) => value !== undefined);
  return checkedShape(Object.fromEntries(whole) as unknown as ProgrammeDocument, null);
}

/**
 * Signed copies come in through their own page. A file that is only named here may be another programme's inner document, and naming it
 * as public would show it to everyone.
 */
function refuseForeignFiles(before: ProgrammeDocument, { documents }: Patch): void {
  if (!Array.isArray(documents)) return;
  const known = new Set(before.documents.flatMap((one) => one.fileId ?? []));
  const named = documents.flatMap((one: { fileId?: string } | null) => one?.fileId ?? []);
  if (named.every((id) => known.has(id))) return;
  throw new RuleError({
    code: 'programme.file',
    message: 'Văn bản chỉ kèm được tệp đã tải lên cho chính văn bản đó. Hãy mở lại trang rồi sửa lại.',
    field: 'documents',
  });
}

function newFindings(before: ProgrammeDocument, after: ProgrammeDocument, law: LawVersion): Finding[] {
  const { check } = kindOf(before);
  const known = new Set(check(before, law).map((f) => f.code + f.path));
  return check(after, law).filter((f) => f.severity !== 'info' && !known.has(f.code + f.path));
}

/** A part that contradicts itself is never stored once people rely on the programme; a draft may be half done. */
function refuseContradictions(programme: AnyProgramme, findings: Finding[]): void {
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
  args: { programmeId: string; part: string; patch: Patch },
): Promise<EditPreview> {
  const programme = await requireAny(ctx, args.programmeId);
  const kind = kindOf(programme.doc);
  requireAllowed(await mayProgramme(ctx, kind.actOfPart(args.part), programme));
  const after = patched(programme, args.part, args.patch);
  await kind.guard(ctx, ctx.app.db, programme, after);
  const facts = await kind.facts(ctx.app.db, programme, ctx.now);
  const findings = newFindings(programme.doc, after, await lawToday(ctx.app.db, ctx.now));
  refuseContradictions(programme, findings);
  const changes = judgeChanges(kind.freeze, { before: programme.doc, after, facts });
  return {
    changes: changes.map((change) => ({ ...changeLine(change, kind.freeze.parts), frozen: change.frozen })),
    consequences: changes.length > 0 ? kind.consequences(programme.doc, after, facts) : [],
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
  args: { programmeId: string; part: string; patch: Patch; version: number; reason?: string },
): Promise<number> {
  const { doc: before, ...known } = await requireAny(ctx, args.programmeId);
  const kind = kindOf(before);
  requireAllowed(await mayProgramme(ctx, kind.actOfPart(args.part), { ...known, doc: before }));
  const reason = clean(args.reason ?? '');
  return act(
    ctx,
    {
      act: 'programme.edit',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: `Sửa phần “${kind.freeze.parts.names[args.part]}” của chương trình.`,
    },
    async (tx) => {
      const programme = await lockAny(tx, args.programmeId, args.version);
      const doc = patched(programme, args.part, args.patch);
      await kind.guard(ctx, tx.db, programme, doc);
      await refuseTaken(tx, doc, programme.id);
      const facts = await kind.facts(tx.db, programme, ctx.now);
      const changes = requireChangeAllowed(kind.freeze, { before: programme.doc, after: doc, facts, reason });
      if (changes.length === 0)
        throw new RuleError({
          code: 'programme.no-change',
          message: 'Chưa có gì thay đổi so với bản đang lưu.',
          status: 409,
        });
      refuseContradictions(programme, newFindings(programme.doc, doc, await lawToday(tx.db, ctx.now)));
      const lines = changes.map((change) => changeLine(change, kind.freeze.parts));
      const version = await storeVersion(tx, ctx, programme, {
        doc,
        part: args.part,
        reason: reason || null,
        changes: lines,
      });
      const done = await kind.changed(tx, ctx, { ...programme, doc, version }, args.part);
      tx.note({ changes: { version, reason: reason || null, lines, ...done } });
      return version;
    },
  );
}
