/** What the pages of a report show. */
import { notFound } from '#lib/domain/kernel/errors.ts';
import {
  bookOf,
  type ChangedFigure,
  changedFigures,
  referenceTo,
  type Segment,
  segments,
} from '#lib/domain/summary/references.ts';
import { sectionsOf } from '#lib/domain/summary/structure.ts';
import type { SummaryFigure, SummaryPlot, SummaryTable } from '#lib/domain/summary/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { obstacles } from './finalise.ts';
import { type OpenSummary, openSummary, summaryOverview, usedFigures } from './open.ts';
import { appendixTables, restsText } from './paper.ts';
import { sectionLength } from './write.ts';

/** A figure as lists show it: without the ids that it counts. */
export interface ListedFigure extends Omit<SummaryFigure, 'source'> {
  reference: string;
  used: boolean;
}

const frame = (open: OpenSummary) => ({
  id: open.summary.id,
  name: open.name,
  clause: open.clause,
  title: open.summary.title,
  state: open.summary.state,
  version: open.summary.version,
  number: open.summary.number,
  dated: open.summary.dated,
  correction: open.summary.correction,
  updatedAt: open.summary.updatedAt,
  rests: open.data.rests,
  restsText: restsText(open.data),
  from: open.data.from,
  to: open.data.to,
  may: open.write,
});

/** A report's first page. @throws RuleError 'not-found' */
export async function summaryPage(ctx: Ctx, args: { slug: string; summaryId: string }) {
  const open = await openSummary(ctx, args);
  return {
    ...frame(open),
    ...summaryOverview(open),
    issues: open.issues,
    obstacles: open.summary.state === 'draft' ? obstacles(open) : [],
    missing: open.data.tables
      .filter((table) => table.id === 'chua-tinh' || table.id === 'thieu-so-lieu')
      .map((table) => ({ id: table.id, title: table.title })),
    figures: open.data.figures.length,
  };
}

const listed = (figures: SummaryFigure[], used: Set<string>): { group: string; figures: ListedFigure[] }[] =>
  [...Map.groupBy(figures, (figure) => figure.group)].map(([group, own]) => ({
    group,
    figures: own.map(({ source: _source, ...figure }) => ({
      ...figure,
      reference: referenceTo(figure.id),
      used: used.has(figure.id),
    })),
  }));

/** One section to write: its words, the figures, what units wrote. @throws RuleError 'not-found' */
export async function sectionPage(ctx: Ctx, args: { slug: string; summaryId: string; sectionId: string }) {
  const open = await openSummary(ctx, args);
  const plans = sectionsOf(open.movement.doc);
  const at = plans.findIndex((one) => one.id === args.sectionId);
  const plan = plans[at];
  if (!plan) throw notFound('Phần này');
  const section = open.summary.body.sections[plan.id] ?? { text: '', picks: [], version: 0 };
  const book = bookOf(open.data.figures);
  const picked = new Map(section.picks.map((pick) => [pick.key, pick.text]));
  const offered = open.candidates.filter((one) => one.sectionId === plan.id);
  const gone = section.picks.filter((pick) => !offered.some((one) => one.key === pick.key));
  const changed: ChangedFigure[] =
    open.summary.state === 'draft'
      ? changedFigures(open.summary.body.seen, open.data.figures, usedFigures(open.summary.body))
      : [];
  return {
    ...frame(open),
    plan,
    next: plans[at + 1] ?? null,
    text: section.text,
    sectionVersion: section.version,
    maxLength: sectionLength,
    shown: section.text.split('\n').map((line) => shownLine(line, book)),
    figures: listed(open.data.figures, usedFigures(open.summary.body)),
    changed: changed.filter((one) => section.text.includes(referenceTo(one.id))),
    candidates: offered.map((one) => ({
      ...one,
      picked: picked.has(one.key),
      excerpt: picked.get(one.key) ?? one.text,
    })),
    gone: gone.map((pick) => ({ ...pick, source: open.sources[pick.key]?.source ?? 'Nguồn không còn' })),
  };
}

export type ShownSegment = {
  text: string;
  figure?: { id: string; label: string; basis: string; official: boolean };
  missing?: string;
};

const shownLine = (line: string, book: ReturnType<typeof bookOf>): ShownSegment[] =>
  segments(line, book).map((one: Segment) => {
    if ('figure' in one) {
      const { id, label, basis, official } = one.figure;
      return { text: one.text, figure: { id, label, basis, official } };
    }
    return 'missing' in one ? { text: one.text, missing: one.missing } : { text: one.text };
  });

interface ShownSection {
  id: string;
  level: 1 | 2;
  title: string;
  lines: ShownSegment[][];
  quotes: { key: string; text: string; source: string; href: string | null }[];
  tables: SummaryTable[];
  plots: SummaryPlot[];
}

/** The whole report as it reads, every figure with its source. @throws RuleError 'not-found' */
export async function previewPage(ctx: Ctx, args: { slug: string; summaryId: string }) {
  const open = await openSummary(ctx, args);
  const { body } = open.summary;
  const { data } = open;
  const book = bookOf(data.figures);
  const lines = (text: string): ShownSegment[][] =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => shownLine(line.trim(), book));
  const sections: ShownSection[] = sectionsOf(open.movement.doc).map((plan) => {
    const section = body.sections[plan.id];
    return {
      id: plan.id,
      level: plan.level,
      title: plan.title,
      lines: lines(section?.text ?? ''),
      quotes: (section?.picks ?? []).map((pick) => ({
        ...pick,
        source: open.sources[pick.key]?.source ?? 'Nguồn không còn',
        href: open.sources[pick.key]?.href ?? null,
      })),
      tables: data.tables.filter((table) => plan.tables.includes(table.id)),
      plots: data.plots.filter((plot) => plan.plots.includes(plot.id)),
    };
  });
  return {
    ...frame(open),
    head: body.head,
    basis: lines(body.head.basis),
    opening: lines(body.head.opening),
    closing: lines(body.head.closing),
    sections,
    appendices: appendixTables(data),
  };
}

/** Heading and foot to write. @throws RuleError 'not-found' */
export async function headPage(ctx: Ctx, args: { slug: string; summaryId: string }) {
  const open = await openSummary(ctx, args);
  return { ...frame(open), head: open.summary.body.head, headVersion: open.summary.body.headVersion };
}
