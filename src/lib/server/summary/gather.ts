/** Everything that a report says by itself, counted anew each time until it is made final. */
import { type Kysely, sql } from 'kysely';
import { formatNumber } from '#lib/domain/kernel/money.ts';
import { endOfDay, startOfDay } from '#lib/domain/kernel/time.ts';
import { periodName, periodYear } from '#lib/domain/movement/periods.ts';
import type { OccasionKind } from '#lib/domain/movement/types.ts';
import { type SelfAssessment, selfNames } from '#lib/domain/report/content.ts';
import { coveredDays, covers } from '#lib/domain/summary/occasions.ts';
import { placeOf } from '#lib/domain/summary/structure.ts';
import type { Candidate, SummaryData, SummaryFigure, SummaryTable } from '#lib/domain/summary/types.ts';
import { type Board, loadBoard } from '../dashboard/board.ts';
import { type ExampleSummary, publishedExamples } from '../example/queries.ts';
import type { MovementScope } from '../movement/scope.ts';
import { type ObligationRow, obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type SubmittedReport, submittedReports } from '../report/submitted.ts';
import { type HandIn, handInFigures, missingTables } from './handIns.ts';
import { indicatorPart } from './measured.ts';

export interface SummaryAsk {
  period: string;
  occasion: OccasionKind;
}

const rootOf = (movement: StoredMovement): string => `/dieu-hanh/phong-trao/${movement.slug}`;

function described(movement: StoredMovement, board: Board, row: ObligationRow): HandIn {
  const rule = movement.doc.obligations.find((one) => one.id === row.ruleId);
  const unit = board.units.get(row.unitId);
  return {
    ...row,
    kind: rule?.kind ?? 'report',
    ruleName: rule?.name ?? 'Việc đã bỏ khỏi kế hoạch',
    classId: unit?.classId ?? 'khac',
    className: unit?.className ?? 'Không còn tham gia',
  };
}

/** The accepted reports of a report's periods, the last hand-in of each. One query a period. */
async function acceptedReports(db: Kysely<DB>, movement: StoredMovement, rows: HandIn[]): Promise<SubmittedReport[]> {
  const accepted = rows.filter((row) => row.kind === 'report' && row.state === 'accepted' && !row.exemptedAt);
  const ids = new Set(accepted.map((row) => row.id));
  const periods = [...new Set(accepted.map((row) => row.period))];
  const found = await Promise.all(periods.map((period) => submittedReports(db, { programmeId: movement.id, period })));
  return found.flat().filter((one) => ids.has(one.obligationId));
}

/** What units wrote, under the section where it belongs. */
function written(movement: StoredMovement, reports: SubmittedReport[]): Candidate[] {
  return reports.flatMap((report) =>
    report.content.parts.flatMap((part): Candidate[] => {
      const id = part.key.slice(part.key.indexOf('.') + 1);
      const base = {
        key: `${report.obligationId}:${part.key}`,
        source: `${report.unitName} (${report.content.rule.name}, ${periodName(report.period)})`,
        unit: report.unitName,
        heading: part.name,
        href: `${rootOf(movement)}/nghia-vu/${report.obligationId}`,
      };
      const one = (sectionId: string, text: string | undefined): Candidate[] =>
        text?.trim() ? [{ ...base, sectionId, text: text.trim() }] : [];
      if (part.kind === 'content') {
        const known = movement.doc.contents.some((line) => line.id === id);
        return one(known ? `noi-dung.${id}` : 'ket-qua', report.content.contents[id]);
      }
      if (part.kind === 'section') return one(placeOf(part.name), report.content.sections[id]);
      if (part.kind === 'criterion') {
        const answer = report.content.criteria[id];
        return one(answer?.self && answer.self !== 'full' ? 'ton-tai' : 'trien-khai', answer?.text);
      }
      return [];
    }),
  );
}

const exampleCandidates = (movement: StoredMovement, examples: ExampleSummary[]): Candidate[] =>
  examples.map((one) => ({
    key: `dien-hinh:${one.id}`,
    sectionId: 'dien-hinh',
    source: `${one.unitName} (điển hình ${one.code})`,
    unit: one.unitName,
    heading: one.code,
    text: `${one.title}. ${one.summary}`.trim(),
    href: `${rootOf(movement)}/dien-hinh/${one.id}`,
  }));

const contentFigures = (movement: StoredMovement, reports: SubmittedReport[]): SummaryFigure[] =>
  movement.doc.contents.map((line) => {
    const wrote = reports.filter((report) => report.content.contents[line.id]?.trim());
    return {
      id: `noi-dung.${line.id}.don-vi`,
      group: 'Nội dung thi đua',
      label: `Số đơn vị báo cáo về nội dung ${line.label} ${line.title}`,
      text: formatNumber(new Set(wrote.map((report) => report.unitId)).size),
      basis: `Trên ${formatNumber(reports.length)} báo cáo đã chấp nhận`,
      official: true,
      source: { kind: 'obligation', ids: wrote.map((report) => report.obligationId) },
    };
  });

/** How units of each class assess themselves by each criterion: of several reports of one unit the last counts. */
function selfAssessment(
  movement: StoredMovement,
  board: Board,
  reports: SubmittedReport[],
): { figures: SummaryFigure[]; table: SummaryTable | null } {
  const latest = [...Map.groupBy(reports, (report) => report.unitId).values()].map((own) =>
    own.reduce((a, b) => (b.period > a.period ? b : a)),
  );
  const answers: SelfAssessment[] = ['full', 'partly', 'not'];
  const parts: Record<SelfAssessment, string> = { full: 'dat', partly: 'mot-phan', not: 'chua-dat' };
  const figures: SummaryFigure[] = [];
  const rows: SummaryTable['rows'] = [];
  for (const one of movement.doc.classes) {
    const mine = latest.filter((report) => (board.units.get(report.unitId)?.classId ?? 'khac') === one.id);
    for (const criterion of movement.doc.criteria.filter((each) => each.classIds.includes(one.id))) {
      const said = mine.filter((report) => report.content.criteria[criterion.id]?.self);
      if (mine.length === 0) continue;
      const id = `tieu-chi.${criterion.id}.${one.id}`;
      rows.push([
        { text: one.name },
        { text: criterion.text },
        ...answers.map((answer) => {
          const counted = said.filter((report) => report.content.criteria[criterion.id]?.self === answer);
          const figure: SummaryFigure = {
            id: `${id}.${parts[answer]}`,
            group: 'Tự đánh giá theo tiêu chí',
            label: `${one.name}, ${selfNames[answer].toLocaleLowerCase('vi')}: ${criterion.text}`,
            text: formatNumber(counted.length),
            basis: `Trên ${formatNumber(mine.length)} đơn vị có báo cáo được chấp nhận, ${formatNumber(said.length)} đơn vị tự đánh giá`,
            official: true,
            source: { kind: 'obligation', ids: counted.map((report) => report.obligationId) },
          };
          figures.push(figure);
          return { text: figure.text, figure: figure.id };
        }),
        { text: formatNumber(mine.length) },
      ]);
    }
  }
  return {
    figures,
    table:
      rows.length === 0
        ? null
        : {
            id: 'tieu-chi',
            title: 'Tự đánh giá của các đơn vị theo tiêu chí (đơn vị)',
            columns: [
              { label: 'Đối tượng', weight: 1.4 },
              { label: 'Tiêu chí', weight: 4 },
              ...answers.map((answer) => ({ label: selfNames[answer], numeric: true, weight: 1 })),
              { label: 'Đơn vị có báo cáo', numeric: true, weight: 1 },
            ],
            rows,
            note: 'Đếm từ báo cáo gần nhất đã được chấp nhận của mỗi đơn vị.',
          },
  };
}

async function inspectionFigures(
  db: Kysely<DB>,
  movementId: string,
  days: { from: string; to: string },
): Promise<SummaryFigure[]> {
  const { rows } = await sql<{ id: string; findings: number; open: number }>`
    select i.id, count(f.id)::int as findings, count(f.id) filter (where f.state <> 'closed')::int as open
      from inspection i left join inspection_finding f on f.inspection_id = i.id
     where i.programme_id = ${movementId} and i.state in ('held', 'closed') and i.held_on between ${days.from} and ${days.to}
     group by i.id, i.held_on order by i.held_on, i.id`.execute(db);
  const total = (of: 'findings' | 'open') => rows.reduce((sum, row) => sum + row[of], 0);
  const make = (part: string, label: string, count: number, counted: typeof rows): SummaryFigure => ({
    id: `kiem-tra.${part}`,
    group: 'Kiểm tra',
    label,
    text: formatNumber(count),
    basis: `Trên ${formatNumber(rows.length)} cuộc kiểm tra đã tiến hành trong kỳ`,
    official: true,
    source: { kind: 'inspection', ids: counted.map((row) => row.id) },
  });
  return [
    make('cuoc', 'Số cuộc kiểm tra đã tiến hành', rows.length, rows),
    make(
      'ton-tai',
      'Số nội dung cần khắc phục qua kiểm tra',
      total('findings'),
      rows.filter((row) => row.findings > 0),
    ),
    make(
      'con-mo',
      'Số nội dung cần khắc phục chưa xong',
      total('open'),
      rows.filter((row) => row.open > 0),
    ),
  ];
}

function exampleFigures(examples: ExampleSummary[]): SummaryFigure[] {
  const make = (part: string, label: string, count: number, counted: ExampleSummary[]): SummaryFigure => ({
    id: `dien-hinh.${part}`,
    group: 'Điển hình',
    label,
    text: formatNumber(count),
    basis: `Của ${formatNumber(new Set(counted.map((one) => one.unitId)).size)} đơn vị`,
    official: true,
    source: { kind: 'example', ids: counted.map((one) => one.id) },
  });
  const replicas = examples.reduce((sum, one) => sum + one.replicas, 0);
  return [
    make('tong', 'Số điển hình, cách làm hay đã công bố trong kỳ', examples.length, examples),
    make(
      'nhan-rong',
      'Số lượt áp dụng điển hình đã được xác nhận',
      replicas,
      examples.filter((one) => one.replicas > 0),
    ),
  ];
}

/**
 * Q25-13: the figures, tables and plots of a report with their sources, and what units wrote. Only official figures and accepted
 * reports count; what rests on working figures says so. The number of queries does not grow with the units.
 */
export async function gatherSummary(
  ctx: Ctx,
  at: { movement: StoredMovement; scope: MovementScope },
  ask: SummaryAsk,
): Promise<{ data: SummaryData; candidates: Candidate[] }> {
  const { movement } = at;
  const { doc } = movement;
  const { db } = ctx.app;
  const year = periodYear(ask.period);
  const days = coveredDays(doc, ask);
  const [board, working, rows, inspections, { examples }] = await Promise.all([
    loadBoard(ctx, at, { year, working: false }),
    loadBoard(ctx, at, { year, working: true }),
    obligationsOf(db, { programmeIds: [movement.id] }),
    inspectionFigures(db, movement.id, days),
    publishedExamples(db, {
      programmeId: movement.id,
      from: startOfDay(days.from),
      to: endOfDay(days.to),
    }),
  ]);
  const every = rows.map((row) => described(movement, board, row));
  const covered = every.filter((row) => covers(ask, row.period));
  const before =
    ask.occasion === 'yearly'
      ? { name: `năm ${year - 1}`, rows: every.filter((row) => periodYear(row.period) === year - 1) }
      : null;
  const handed = handInFigures(doc, covered, before, ctx.now);
  const measured = indicatorPart(board, working, year, rootOf(movement));
  const reports = await acceptedReports(db, movement, covered);
  const criteria = selfAssessment(movement, board, reports);
  const owed = covered.filter((row) => row.kind === 'report' && !row.exemptedAt);
  const data: SummaryData = {
    ...ask,
    ...days,
    at: ctx.now.toISOString(),
    rests: {
      owed: owed.length,
      submitted: owed.filter((row) => row.firstSubmittedAt).length,
      accepted: owed.filter((row) => row.state === 'accepted').length,
    },
    figures: [
      ...handed.figures,
      ...contentFigures(movement, reports),
      ...measured.figures,
      ...criteria.figures,
      ...inspections,
      ...exampleFigures(examples),
    ],
    tables: [
      ...(handed.table ? [handed.table] : []),
      ...measured.tables,
      ...(criteria.table ? [criteria.table] : []),
      ...missingTables(covered, ctx.now, rootOf(movement)),
    ],
    plots: [...(handed.plot ? [handed.plot] : []), ...measured.plots],
  };
  return { data, candidates: [...written(movement, reports), ...exampleCandidates(movement, examples)] };
}
