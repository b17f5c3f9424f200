import { RuleError } from '../kernel/errors.ts';
import type { Change } from '../programme/diff.ts';
import type { FreezeRules, Frozen } from '../programme/judge.ts';
import { type ProgrammePath, parsePath, readPath } from '../programme/paths.ts';
import { type MovementPart, movementParts } from './parts.ts';
import type { MovementProgramme } from './types.ts';

/** What has already happened under a movement, counted by the caller. */
export interface MovementFacts {
  now: Date;
  published: boolean;
  /** figures by indicator id; `locked`: with an official figure */
  figures: Record<string, { entered: number; locked: number }>;
  /** obligations by rule id; `begun`: no longer untouched; `open`: not yet handed in or handed back */
  obligations: Record<string, { total: number; begun: number; submitted: number; accepted: number; open: number }>;
  reportsAccepted: number;
  examplesPublished: number;
  /** summaries of the province that are final */
  summaries: number;
}

const announced = 'Kế hoạch đã công bố.';

/** Keys of an indicator by which figures are counted; the rest says who leads it and how lists show it. */
const definition = [
  'kind',
  'numerator',
  'denominator',
  'decimals',
  'bounds',
  'aggregation',
  'direction',
  'frequency',
  'measure',
  'reportedBy',
];
/** Keys of an indicator that are its promise. */
const promise = ['targets', 'name', 'incomplete', 'baseline'];

function indicatorFrozen(doc: MovementProgramme, path: ProgrammePath, facts: MovementFacts): Frozen {
  const [, id = '', key] = parsePath(path);
  // a new one takes nothing from anybody
  if (!doc.indicators.some((one) => one.id === id)) return null;
  const { locked = 0 } = facts.figures[id] ?? {};
  if (key === undefined) return announced;
  if (definition.includes(key)) return locked > 0 ? `Đã khóa ${locked} số liệu theo cách tính này.` : null;
  return promise.includes(key) ? announced : null;
}

function obligationFrozen(doc: MovementProgramme, path: ProgrammePath, facts: MovementFacts): Frozen {
  const [, id = '', key] = parsePath(path);
  if (!doc.obligations.some((one) => one.id === id)) return null;
  const { total = 0 } = facts.obligations[id] ?? {};
  if (key !== undefined && ['reminders', 'receivers', 'opensDaysBefore', 'name', 'clause'].includes(key)) return null;
  return total > 0 ? `Đã giao cho ${total} lượt đơn vị theo quy định này.` : null;
}

/**
 * Whether the place at this path is frozen: figures are locked by it, obligations were given out under it, or the plan that says
 * it is published. What the plan left open (a number, a day) is filled in freely. Nothing of a draft is frozen.
 */
export function frozenAt(doc: MovementProgramme, path: ProgrammePath, facts: MovementFacts): Frozen {
  if (!facts.published) return null;
  const [root = '', id] = parsePath(path);
  const given = Object.values(facts.obligations).reduce((sum, one) => sum + one.total, 0);
  switch (root) {
    case 'name':
    case 'theme':
    case 'from':
    case 'to':
    case 'organiserUnit':
    case 'standingUnit':
    case 'parent':
    case 'serves':
    case 'aims':
    case 'scope':
    case 'measures':
    case 'contents':
    case 'criteria':
    case 'phases':
    case 'commendations':
    case 'clauses': {
      const was = readPath(doc, path);
      return was === undefined || was === null ? null : announced;
    }
    case 'classes':
      return given > 0 && id !== undefined ? `Đã giao kế hoạch, báo cáo cho ${given} lượt đơn vị.` : null;
    case 'occasions': {
      const occasion = doc.occasions.find((one) => one.id === id);
      return occasion && occasion.on.value !== null ? 'Đã định ngày.' : null;
    }
    case 'indicators':
      return indicatorFrozen(doc, path, facts);
    case 'obligations':
      return obligationFrozen(doc, path, facts);
    case 'documents':
      if (readPath(doc, path) === undefined) return null;
      return doc.documents.some((document) => document.id === id && document.number !== null)
        ? 'Văn bản đã công bố.'
        : null;
    case 'questions': {
      const decision = doc.questions.find((question) => question.id === id)?.decision;
      return decision ? `${decision.by} đã quyết định.` : null;
    }
    // Lists of people, what agencies have to do and what a visit looks at are work in progress.
    default:
      return null;
  }
}

function samples(doc: MovementProgramme): Record<MovementPart, ProgrammePath[]> {
  const each = (root: string, list: { id: string }[], key = ''): ProgrammePath[] =>
    list.map(({ id }) => `${root}[${id}]${key}`);
  return {
    basics: ['name'],
    relations: [...(doc.parent ? ['parent'] : []), ...each('serves', doc.serves)],
    statements: [...each('aims', doc.aims), ...each('measures', doc.measures)],
    classes: each('classes', doc.classes),
    contents: each('contents', doc.contents),
    criteria: each('criteria', doc.criteria),
    phases: each('phases', doc.phases),
    occasions: each('occasions', doc.occasions),
    indicators: [...each('indicators', doc.indicators, '.kind'), ...each('indicators', doc.indicators, '.targets')],
    obligations: each('obligations', doc.obligations),
    commendations: each('commendations', doc.commendations),
    inspection: [],
    committees: [],
    tasks: [],
    documents: each('documents', doc.documents),
    questions: each('questions', doc.questions),
  };
}

function refuseImpossible(before: MovementProgramme, change: Change, facts: MovementFacts): void {
  const refuse = (code: string, message: string, hint?: string): never => {
    throw new RuleError({ code, message, field: change.path, ...(hint ? { hint } : {}) });
  };
  if (!facts.published) return;
  const [root = '', id = '', key] = parsePath(change.path);
  if (root === 'code')
    refuse('programme.code-used', 'Mã phong trào đã công bố và in trên giấy tờ nên không sửa được nữa.');
  if (root === 'slug') refuse('programme.slug-used', 'Địa chỉ trang đã công bố nên không sửa được nữa.');
  if (root === 'indicators') {
    const indicator = before.indicators.find((one) => one.id === id);
    const { entered = 0, locked = 0 } = facts.figures[id] ?? {};
    if (indicator && key === undefined && change.after === undefined && entered > 0)
      refuse(
        'movement.indicator-used',
        `Chỉ tiêu “${indicator.shortName}” đã có ${entered} số liệu nên không bỏ được.`,
        'Muốn thôi thu thập, hãy bỏ các đối tượng báo số liệu của chỉ tiêu.',
      );
    if (indicator && (key === 'kind' || key === 'frequency') && locked > 0)
      refuse(
        'movement.indicator-locked',
        `Chỉ tiêu “${indicator.shortName}” đã khóa ${locked} số liệu nên không đổi loại và kỳ số liệu được nữa.`,
        'Hãy thêm một chỉ tiêu mới cho cách đo mới.',
      );
  }
  if (root === 'obligations') {
    const rule = before.obligations.find((one) => one.id === id);
    const { submitted = 0 } = facts.obligations[id] ?? {};
    if (rule && submitted > 0 && key === undefined && change.after === undefined)
      refuse('movement.rule-used', `“${rule.name}” đã có ${submitted} đơn vị nộp nên không bỏ được.`);
    if (rule && submitted > 0 && (key === 'period' || key === 'kind'))
      refuse(
        'movement.rule-submitted',
        `“${rule.name}” đã có ${submitted} đơn vị nộp nên không đổi loại và kỳ được nữa.`,
        'Hãy thêm một quy định mới và đặt năm cuối cho quy định cũ.',
      );
  }
}

/** What of a movement is frozen, and what can never change. */
export const movementFreeze: FreezeRules<MovementProgramme, MovementFacts> = {
  parts: movementParts,
  samples,
  frozenAt,
  refuseImpossible,
};
