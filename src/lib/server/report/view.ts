import { stateNames } from '#lib/domain/indicator/states.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { fieldsOf, readTargetId, type SelfAssessment, selfNames } from '#lib/domain/report/content.ts';
import { changedFields, type Piece, textDifference } from '#lib/domain/report/differences.ts';
import type { Ctx } from '../platform/ctx.ts';
import { shownFigure } from './figures.ts';
import { type OpenReport, openReport } from './open.ts';
import { reportFigures, type SubmittedContent, snapshot } from './submit.ts';

/** One part of what was handed in, as a page shows it. */
interface ShownPart {
  key: string;
  kind: string;
  name: string;
  text: string;
  self: SelfAssessment | null;
  /** own targets of an indicator */
  targets: { year: number; value: string; before: string | null }[];
  /** how the text differs from the hand-in before; null: it does not */
  difference: Piece[] | null;
  /** how the self-assessment was before, where it differs */
  selfBefore: string | null;
}

/** A plan or report for reading: one of its hand-ins, what changed since the one before, and what the reader may decide. */
export interface ReportViewData {
  obligationId: string;
  title: string;
  unitName: string;
  state: OpenReport['obligation']['state'];
  /** 0: a draft that was not handed in */
  no: number;
  at: Date | null;
  byName: string | null;
  sha256: string | null;
  parts: ShownPart[];
  changed: number;
  figures: { key: string; name: string; period: string; value: string; state: string; official: boolean }[];
  files: { id: string; name: string; size: number; sha256: string; role: string; added: boolean }[];
  submissions: { no: number; at: Date; byName: string }[];
  /** address of the paper without its format: ".pdf", ".docx" */
  paper: string | null;
  decide: { allow: boolean; reason: string | null };
}

function shownParts(content: SubmittedContent, before: SubmittedContent | null, report: OpenReport): ShownPart[] {
  const [now, was] = [fieldsOf(content), before ? fieldsOf(before) : null];
  const changed = new Set(was ? changedFields(was, now) : []);
  const kindOf = (id: string) => report.movement.doc.indicators.find((one) => one.id === id)?.kind;
  const number = (id: string, value: string) =>
    kindOf(id) === 'yes-no' ? (value === '1' ? 'Có' : 'Không') : formatDecimal(value);
  return content.parts.flatMap((part): ShownPart[] => {
    if (part.kind === 'value') return [];
    const field = part.kind === 'criterion' ? `${part.key}.text` : part.key;
    const self = content.criteria[part.key.slice('criteria.'.length)]?.self ?? null;
    const selfKey = `${part.key}.self`;
    const id = part.key.slice('targets.'.length);
    const keys = part.kind === 'target' ? [...new Set([...Object.keys(now), ...Object.keys(was ?? {})])] : [];
    return [
      {
        ...part,
        text: now[field] ?? '',
        self: part.kind === 'criterion' ? self : null,
        targets: keys
          .filter((key) => key.startsWith('targets.') && readTargetId(key.slice(8)).indicatorId === id)
          .map((key) => ({
            year: readTargetId(key.slice(8)).year,
            value: now[key] ? number(id, now[key]) : '–',
            before: changed.has(key) ? (was?.[key] ? number(id, was[key]) : 'không đăng ký') : null,
          }))
          .sort((a, b) => a.year - b.year),
        difference: changed.has(field) ? textDifference(was?.[field] ?? '', now[field] ?? '') : null,
        selfBefore: changed.has(selfKey) ? (selfNames[was?.[selfKey] as SelfAssessment] ?? 'chưa tự đánh giá') : null,
      },
    ];
  });
}

/** The view of one hand-in of a report that is already open; without any hand-in its draft, for those inside. */
export async function viewOf(ctx: Ctx, report: OpenReport, no: number | null): Promise<ReportViewData | null> {
  const { obligation, rule, unit, movement } = report;
  const submission = report.submissions.find((one) => no === null || one.no === no);
  if (!submission && (no !== null || report.id === null)) return null;
  const inside = report.scope.all || report.scope.subtree.has(unit.id);
  if (!submission && !inside) return null;
  const content = submission
    ? (submission.content as SubmittedContent)
    : snapshot(report, report.content, await reportFigures(ctx.app.db, report));
  const former = submission ? report.submissions.find((one) => one.no === submission.no - 1) : undefined;
  const before = former ? (former.content as SubmittedContent) : null;
  const parts = shownParts(content, before, report);
  const last = submission?.no === report.submissions[0]?.no;
  return {
    obligationId: obligation.id,
    title: `${rule.name}, ${periodName(obligation.period)}`,
    unitName: unit.name,
    state: obligation.state,
    no: submission?.no ?? 0,
    at: submission?.at ?? null,
    byName: submission?.byName ?? null,
    sha256: submission?.sha256 ?? null,
    parts,
    changed: parts.filter((one) => one.difference || one.selfBefore || one.targets.some((t) => t.before !== null))
      .length,
    figures: content.figures.map((one) => ({
      key: `${one.indicatorId} ${one.period}`,
      name: one.name,
      period: periodName(one.period),
      value: shownFigure(one),
      state: one.official ? 'Chính thức' : stateNames[one.state],
      official: one.official,
    })),
    files: content.files.map((file) => ({
      ...file,
      added: before !== null && !before.files.some((one) => one.id === file.id),
    })),
    submissions: report.submissions.map(({ no: one, at, byName }) => ({ no: one, at, byName })),
    paper: submission ? `/don-vi/${unit.id}/phong-trao/${movement.slug}/nghia-vu/${obligation.id}/ban-in` : null,
    decide: {
      allow: report.decide.allow && obligation.state === 'submitted' && last,
      reason: report.decide.allow ? null : report.decide.reason,
    },
  };
}

/**
 * What a unit handed in, for those who read and decide. Null where nothing was handed in and the reader stands outside the unit.
 * @param args.no which hand-in; the last one by default
 * @throws RuleError 'not-found'
 */
export async function reportView(
  ctx: Ctx,
  args: { obligationId: string; no: number | null },
): Promise<ReportViewData | null> {
  const report = await openReport(ctx, args);
  if (args.no !== null && !report.submissions.some((one) => one.no === args.no)) throw notFound('Bản đã nộp này');
  return viewOf(ctx, report, args.no);
}
