import { RuleError } from '../kernel/errors.ts';
import { formatDateTime, toMs } from '../kernel/time.ts';
import { periodOf } from './clock.ts';
import type { Change } from './diff.ts';
import type { Frozen } from './judge.ts';
import * as engine from './judge.ts';
import { contestParts, type Part } from './parts.ts';
import { type ProgrammePath, parsePath, readPath } from './paths.ts';
import type { ContestProgramme } from './types.ts';

/** What has already happened under a programme, counted by the caller. */
export interface ProgrammeFacts {
  now: Date;
  published: boolean;
  /** entries that people have begun, drafts included */
  entriesStarted: number;
  entriesSubmitted: number;
  /** finalists that have handed in their completed dossier */
  entriesRefined: number;
  /** by round id */
  rounds: Record<string, { state: 'pending' | 'open' | 'closed'; assignments: number; sheetsSigned: number }>;
  finalistsDecided: boolean;
  awardsDecided: number;
  resultsPublished: boolean;
  /** interactions have been frozen at least once */
  interactionsFrozen: boolean;
}

function samples(programme: ContestProgramme): Record<Part, ProgrammePath[]> {
  return {
    basics: ['name'],
    timeline: programme.timeline.map((period) => `timeline[${period.id}]`),
    eligibility: ['eligibility'],
    dossier: programme.dossier.map((stage) => `dossier[${stage.id}]`),
    screening: ['screening'],
    rounds: programme.rounds.map((round) => `rounds[${round.id}]`),
    gallery: ['gallery'],
    interaction: ['interaction'],
    combination: ['combination'],
    prizes: ['prizes'],
    budget: ['budget'],
    committees: ['committees'],
    tasks: [],
    documents: programme.documents.map((document) => `documents[${document.id}]`),
    questions: programme.questions.map((question) => `questions[${question.id}]`),
  };
}

/**
 * Whether the place at this path is frozen: its period has begun, its round was opened, entries were handed in under it,
 * or a person has decided it. Nothing of an unpublished programme is frozen.
 */
export function frozenAt(programme: ContestProgramme, path: ProgrammePath, facts: ProgrammeFacts): Frozen {
  if (!facts.published) return null;
  const [root, id] = parsePath(path);
  const begun = (periodId: string): Frozen => {
    const period = periodOf(programme, periodId);
    if (!period || facts.now.getTime() < toMs(period.from)) return null;
    return `"${period.name}" đã bắt đầu lúc ${formatDateTime(period.from)}.`;
  };
  const submitted = facts.entriesSubmitted > 0 ? `Đã có ${facts.entriesSubmitted} bài nộp theo quy định này.` : null;
  const intake = programme.timeline.find((period) => period.kind === 'intake');
  const intakeBegun = intake ? begun(intake.id) : null;

  switch (root) {
    case 'timeline':
      return id ? begun(id) : null;
    case 'eligibility':
    case 'screening':
    case 'pillars':
    case 'topics':
      return submitted ?? intakeBegun;
    case 'dossier': {
      const stage = programme.dossier.find((s) => s.id === id);
      if (!stage) return null;
      const handedIn = stage.id === 'submission' ? facts.entriesSubmitted : facts.entriesRefined;
      return handedIn > 0 ? `Đã có ${handedIn} hồ sơ nộp theo mẫu này.` : begun(stage.periodId);
    }
    case 'rounds': {
      const round = programme.rounds.find((r) => r.id === id);
      if (!round) return null;
      const fact = facts.rounds[round.id];
      return fact && fact.state !== 'pending' ? `${round.name} đã mở.` : begun(round.periodId);
    }
    case 'gallery':
      return programme.gallery ? (submitted ?? intakeBegun) : null;
    case 'interaction': {
      const { interaction } = programme;
      if (!interaction || facts.now.getTime() < toMs(interaction.from)) return null;
      return facts.interactionsFrozen
        ? 'Số liệu tương tác đã chốt.'
        : `Lượt tương tác được tính từ ${formatDateTime(interaction.from)}.`;
    }
    case 'combination': {
      const final = programme.rounds.find((round) => round.kind === 'final');
      return final ? frozenAt(programme, `rounds[${final.id}]`, facts) : null;
    }
    // What agencies have to do is work in progress: it changes without a reason.
    case 'tasks':
      return null;
    case 'prizes': {
      if (facts.awardsDecided > 0) return `Đã quyết định ${facts.awardsDecided} giải.`;
      const final = programme.rounds.find((round) => round.kind === 'final');
      return final ? frozenAt(programme, `rounds[${final.id}]`, facts) : null;
    }
    case 'budget':
      return facts.awardsDecided > 0 ? `Đã quyết định ${facts.awardsDecided} giải.` : null;
    case 'committees':
      return intakeBegun;
    case 'documents':
      // Attaching what was missing (a signed copy, a number) changes nothing that people relied on.
      if (readPath(programme, path) === undefined) return null;
      return programme.documents.some((document) => document.id === id && document.number !== null)
        ? 'Văn bản đã công bố.'
        : null;
    case 'clauses':
      return 'Nội dung văn bản đã công bố.';
    case 'questions': {
      const decision = programme.questions.find((question) => question.id === id)?.decision;
      return decision ? `${decision.by} đã quyết định.` : null;
    }
    default:
      return submitted ?? intakeBegun;
  }
}

function refuseImpossible(before: ContestProgramme, change: Change, facts: ProgrammeFacts): void {
  const refuse = (code: string, message: string, hint?: string): never => {
    throw new RuleError({ code, message, field: change.path, ...(hint ? { hint } : {}) });
  };
  if (change.path === 'code' && facts.entriesSubmitted > 0)
    refuse('programme.code-used', 'Mã cuộc thi đã in trên giấy biên nhận của các bài đã nộp nên không sửa được nữa.');
  if (change.path === 'slug' && facts.published)
    refuse('programme.slug-used', 'Địa chỉ trang đã công bố nên không sửa được nữa.');
  const round = /^rounds\[([^\]]+)\]/.exec(change.path)?.[1];
  const fact = round ? facts.rounds[round] : undefined;
  const name = before.rounds.find((r) => r.id === round)?.name;
  if (fact && change.after === undefined && change.path === `rounds[${round}]` && fact.state !== 'pending')
    refuse('programme.round-opened', `${name} đã mở nên không bỏ được.`);
  if (
    fact &&
    fact.sheetsSigned > 0 &&
    change.path.startsWith(`rounds[${round}].rubric.criteria`) &&
    !/\.(hint|name)$/.test(change.path)
  )
    refuse(
      'programme.rubric-signed',
      `${name} đã có ${fact.sheetsSigned} phiếu chấm ký theo tiêu chí hiện tại nên không sửa thang điểm được.`,
      'Trưởng Ban Giám khảo mở lại các phiếu đã ký trước khi sửa.',
    );
  if (change.part === 'prizes' && facts.resultsPublished)
    refuse('programme.results-published', 'Kết quả đã công bố nên không sửa cơ cấu giải thưởng được nữa.');
}

/** What of a contest is frozen, and what can never change. */
export const contestFreeze: engine.FreezeRules<ContestProgramme, ProgrammeFacts> = {
  parts: contestParts,
  samples,
  frozenAt,
  refuseImpossible,
};

/** Which parts of a contest are frozen, with the reasons. */
export const frozenParts = (programme: ContestProgramme, facts: ProgrammeFacts): Record<string, string[]> =>
  engine.frozenParts(contestFreeze, programme, facts);

/** The changes of a contest, where they may be. @throws RuleError what may not be */
export const requireChangeAllowed = (
  args: engine.ChangeArgs<ContestProgramme, ProgrammeFacts>,
): engine.JudgedChange[] => engine.requireChangeAllowed(contestFreeze, args);
