import type { Kysely } from 'kysely';
import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { endOfDay, toMs } from '#lib/domain/kernel/time.ts';
import { checkMovement } from '#lib/domain/movement/check.ts';
import { completeness, type MandatoryContent } from '#lib/domain/movement/completeness.ts';
import { consequences as movementConsequences } from '#lib/domain/movement/consequences.ts';
import { movementEdits } from '#lib/domain/movement/editor/parts.ts';
import { type MovementFacts, movementFreeze } from '#lib/domain/movement/freeze.ts';
import { parseMovement } from '#lib/domain/movement/parse.ts';
import type { MovementPart } from '#lib/domain/movement/parts.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { consequences } from '#lib/domain/programme/consequences.ts';
import type { Choice, Edit } from '#lib/domain/programme/editor/describe.ts';
import { editsOf } from '#lib/domain/programme/editor/parts.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { contestFreeze, type ProgrammeFacts } from '#lib/domain/programme/freeze.ts';
import type { FreezeRules } from '#lib/domain/programme/judge.ts';
import { type ParseIssue, parseProgramme } from '#lib/domain/programme/parse.ts';
import type { Part } from '#lib/domain/programme/parts.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { checkProgramme } from '#lib/domain/programme/validate.ts';
import { takeOffUnderNewRules } from '../gallery/takeOff.ts';
import { onMovementChanged } from '../movement/changed.ts';
import { movementFacts } from '../movement/facts.ts';
import { requireSameHead, requireWithinUnit, unitChoices } from '../movement/within.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ProgrammeDocument } from '../platform/db/schema.ts';
import { programmeFacts } from './facts.ts';
import type { ProgrammeAct } from './policy.ts';
import type { StoredProgramme } from './queries.ts';

/**
 * What the engine has to know of one kind of programme: how its document is read, checked, divided, edited and frozen, and what
 * follows from a change. Versions, the editor, questions, publication and export are the same for all kinds.
 */
export interface Kind<D extends ProgrammeDocument, F> {
  /** in the middle of a sentence: "cuộc thi" */
  noun: string;
  parse(input: unknown): { ok: true; doc: D } | { ok: false; issues: ParseIssue[] };
  /** @param law in force today: what a movement may be commended with */
  check(doc: D, law: LawVersion): Finding[];
  /** what the law asks of it, beside what it has; made for showing */
  completeness(doc: D): MandatoryContent[];
  freeze: FreezeRules<D, F>;
  facts(db: Kysely<DB>, programme: StoredProgramme<D>, now: Date): Promise<F>;
  consequences(before: D, after: D, facts: F): string[];
  edits(part: string, doc: D, units: Choice[]): Edit[];
  /** the units that its forms offer */
  units(db: Kysely<DB>, now: Date): Promise<Choice[]>;
  /** whose work a part is */
  actOfPart(part: string): ProgrammeAct;
  /** @throws {RuleError} for a document that contradicts the data around it, or that its writer may not make of the one before */
  guard(ctx: Ctx, db: Kysely<DB>, before: StoredProgramme<D>, after: D): Promise<void>;
  /** what follows in the same transaction when a part has changed; 'publish' when it is published. Returns what the log keeps */
  changed(tx: Tx, ctx: Ctx, programme: StoredProgramme<D>, part: string): Promise<Record<string, unknown>>;
  /** the instant after which it can be closed without a reason */
  end(doc: D): number;
  /** publication asks for number and date of the signed plan */
  signedPlan: boolean;
  publicPage(slug: string): string;
  room(slug: string): string;
}

/** Documents, lists of committees and the tasks of agencies are the secretariat's daily work; every other part is the administrator's. */
const daily =
  (...parts: string[]) =>
  (part: string): ProgrammeAct =>
    parts.includes(part) ? 'programme.content' : 'programme.edit';

const contest: Kind<ContestProgramme, ProgrammeFacts> = {
  noun: 'cuộc thi',
  parse(input) {
    const result = parseProgramme(input);
    return result.ok ? { ok: true, doc: result.programme } : result;
  },
  check: checkProgramme,
  completeness: () => [],
  freeze: contestFreeze,
  facts: programmeFacts,
  consequences,
  edits: (part, doc) => editsOf(part as Part, doc),
  units: async () => [],
  actOfPart: daily('documents', 'committees', 'budget', 'tasks'),
  guard: async () => {},
  async changed(tx, ctx, programme, part) {
    const left = part === 'gallery' ? await takeOffUnderNewRules(tx, ctx, programme) : 0;
    return left > 0 ? { withdrawnFromGallery: left } : {};
  },
  end: (doc) => Math.max(...doc.timeline.map((period) => toMs(period.to))),
  signedPlan: false,
  publicPage: (slug) => `/cuoc-thi/${slug}`,
  room: (slug) => `/dieu-hanh/${slug}`,
};

const movement: Kind<MovementProgramme, MovementFacts> = {
  noun: 'phong trào',
  parse(input) {
    const result = parseMovement(input);
    return result.ok ? { ok: true, doc: result.movement } : result;
  },
  check: checkMovement,
  completeness,
  freeze: movementFreeze,
  facts: movementFacts,
  consequences: movementConsequences,
  edits: (part, doc, units) => movementEdits(part as MovementPart, { doc, units }),
  units: unitChoices,
  actOfPart: daily('documents', 'committees', 'tasks', 'inspection'),
  async guard(ctx, db, before, after) {
    requireSameHead(ctx, before.id, before.doc, after);
    await requireWithinUnit(db, after, ctx.now);
  },
  changed: onMovementChanged,
  end: (doc) => endOfDay(doc.to).getTime(),
  signedPlan: true,
  publicPage: (slug) => `/phong-trao/${slug}`,
  room: (slug) => `/dieu-hanh/phong-trao/${slug}`,
};

const kinds: Record<ProgrammeDocument['kind'], Kind<ProgrammeDocument, unknown>> = { contest, movement };

/** The kind of a document. */
export const kindOf = (doc: Pick<ProgrammeDocument, 'kind'>): Kind<ProgrammeDocument, unknown> => kinds[doc.kind];
