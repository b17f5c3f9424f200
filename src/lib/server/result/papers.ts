/** The closing report and the list of prizes as papers to print and sign. */
import type { AwardTier, ReportTable } from '#lib/domain/document/types.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { formatMoney, formatNumber } from '#lib/domain/kernel/money.ts';
import { formatDate, formatDateRange } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { awardListPdf, closingReportPdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { type CalculationView, calculationTables, calculationView } from './calculation.ts';
import { needsFreeze } from './frozen.ts';
import { gatherAwards } from './gather.ts';
import { headOf, signerOf } from './head.ts';
import { canResult } from './policy.ts';
import { decisionsOf } from './queries.ts';
import { type ReportFigures, reportFigures, reportTexts, sectionNames, type Tally } from './report.ts';

const paragraphs = (text: string): string[] =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean);

function tallyTable(title: string, head: string, rows: Tally[], totals: Tally, twoRounds: boolean): ReportTable {
  const line = (row: Tally) => [
    row.label,
    formatNumber(row.submitted),
    formatNumber(row.eligible),
    ...(twoRounds ? [formatNumber(row.finalists)] : []),
    formatNumber(row.awarded),
  ];
  return {
    title,
    columns: [head, 'Bài nộp', 'Đủ điều kiện', ...(twoRounds ? ['Vào vòng cuối'] : []), 'Đạt giải'],
    rows: [...rows.map(line), line(totals)],
    totals: true,
  };
}

const awardTiers = (figures: ReportFigures, calculation: CalculationView | null): AwardTier[] =>
  figures.tiers.map(({ name, amount, honours, side, winners }) => ({
    name,
    amount,
    winners: winners.map(({ code, title, authors }) => ({
      code,
      title,
      ...figureOf(calculation, code, side),
      authors: authors.map(({ name, workplace }) => ({ name, ...(workplace ? { workplace } : {}) })),
      ...(honours ? { honours } : {}),
    })),
  }));

function figureOf(calculation: CalculationView | null, code: string, side: boolean): { figure?: string } {
  if (side) {
    const row = calculation?.side?.rows.find((one) => one.code === code);
    return row ? { figure: `${row.total} tương tác` } : {};
  }
  const row = calculation?.combined?.rows.find((one) => one.code === code);
  return row ? { figure: `Điểm chung: ${row.sum}` } : {};
}

/** As published; before that, as it stands. */
async function figuresBehind(ctx: Ctx, programme: StoredProgramme): Promise<CalculationView | null> {
  const { results } = await decisionsOf(ctx.app.db, programme.id);
  if (results?.published_at) return calculationView(programme.doc, results.calculation);
  if (!needsFreeze(programme.doc) || programme.doc.rounds.length === 0) return null;
  return calculationView(programme.doc, (await gatherAwards(ctx.app.db, programme)).calculation);
}

function opening(doc: ContestProgramme): string[] {
  const plan = doc.documents.find((document) => document.kind === 'plan');
  const basis = plan?.number
    ? `Thực hiện ${plan.title} (số ${plan.number}${plan.date ? ` ngày ${formatDate(plan.date)}` : ''} của ${plan.issuer}),`
    : 'Thực hiện kế hoạch tổ chức Cuộc thi,';
  return [`${basis} ${doc.prizes.certificate.issuer} báo cáo tổng kết như sau:`];
}

function roundTable(figures: ReportFigures): ReportTable {
  const score = (value: string | null) => (value === null ? '–' : formatDecimal(value));
  return {
    title: 'Kết quả chấm theo vòng',
    columns: ['Vòng', 'Bài có điểm', 'Giám khảo', 'Phiếu đã ký', 'Cao nhất', 'Thấp nhất', 'Trung bình'],
    rows: figures.rounds.map((round) => [
      round.name,
      formatNumber(round.entries),
      formatNumber(round.judges),
      formatNumber(round.sheets),
      score(round.highest),
      score(round.lowest),
      score(round.mean),
    ]),
  };
}

/** K26-6a: báo cáo tổng kết. Marked as a draft until the results are published. */
export async function closingReportFile(
  ctx: Ctx,
  programme: StoredProgramme,
): Promise<{ pdf: Uint8Array; name: string }> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { doc } = programme;
  const [figures, texts, { results }, view] = await Promise.all([
    reportFigures(ctx.app.db, programme),
    reportTexts(ctx.app.db, programme.id),
    decisionsOf(ctx.app.db, programme.id),
    figuresBehind(ctx, programme),
  ]);
  const twoRounds = doc.rounds.some((round) => round.kind === 'final');
  const { totals } = figures;
  const calculation = calculationTables(view);
  const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];
  const issued = doc.documents.filter((document) => document.number !== null);
  const pdf = await closingReportPdf({
    head: { ...headOf(doc), draft: !figures.resultsPublished },
    about: `tổng kết ${doc.name}`,
    opening: opening(doc),
    sections: [
      {
        title: 'Công tác tổ chức',
        paragraphs: [
          `Chủ đề: “${doc.theme}”. Cơ quan thường trực: ${doc.standingAgency}.`,
          ...issued.map(
            (document) =>
              `${document.title}, số ${document.number}${document.date ? ` ngày ${formatDate(document.date)}` : ''}.`,
          ),
          ...doc.timeline.map((period) => `${period.name}: ${formatDateRange(period.from, period.to)}.`),
        ],
      },
      {
        title: 'Kết quả tham gia',
        paragraphs: [
          `Có ${formatNumber(totals.submitted)} bài dự thi của ${formatNumber(figures.authors)} tác giả; ${formatNumber(totals.eligible)} bài đủ điều kiện, ${formatNumber(figures.withdrawn)} bài do tác giả rút, ${formatNumber(figures.disqualified)} bài bị loại.`,
        ],
        tables: [
          ...(doc.pillars.items.length > 0
            ? [tallyTable('Bài dự thi theo lĩnh vực', 'Lĩnh vực', figures.pillars, totals, twoRounds)]
            : []),
          tallyTable('Bài dự thi theo đơn vị', 'Đơn vị', figures.units, totals, twoRounds),
        ],
      },
      { title: 'Kết quả chấm', paragraphs: [], tables: [roundTable(figures)] },
      {
        title: 'Giải thưởng',
        paragraphs: [
          figures.prizeCount === 0
            ? 'Chưa có giải nào được quyết định.'
            : `${results?.number ? `Theo Quyết định số ${results.number}${results.date ? ` ngày ${formatDate(results.date)}` : ''}, ` : ''}trao ${formatNumber(figures.prizeCount)} giải, tổng tiền thưởng ${formatMoney(figures.prizeTotal)} (${clauseLabel(doc, doc.prizes.clause)}).`,
        ],
        awards: figures.prizeCount > 0,
      },
      ...(calculation.tables.length > 0
        ? [{ title: 'Tương tác và cách tính điểm', paragraphs: calculation.words, tables: calculation.tables }]
        : []),
      {
        title: 'Kinh phí',
        paragraphs: [
          `Dự trù kinh phí tổ chức và giải thưởng: ${formatMoney(figures.budgetTotal)} (${clauseLabel(doc, doc.budget.clause)}).`,
        ],
      },
      ...(Object.keys(sectionNames) as (keyof typeof sectionNames)[])
        .filter((section) => texts[section].trim())
        .map((section) => ({ title: sectionNames[section], paragraphs: paragraphs(texts[section]) })),
    ].map((section, i) => ({ ...section, title: `${numerals[i]}. ${section.title}` })),
    tiers: awardTiers(figures, view),
    receivers: [doc.standingAgency, ...doc.organisers.filter((one) => one !== doc.standingAgency), 'Lưu: VT'],
    signer: signerOf(doc),
    madeAt: ctx.now,
  });
  return { pdf, name: `bao-cao-tong-ket-${doc.slug}.pdf` };
}

/** K26-5a: danh sách đạt giải, to be attached to the decision; marked as a draft until it is published. */
export async function awardListFile(ctx: Ctx, programme: StoredProgramme): Promise<{ pdf: Uint8Array; name: string }> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { doc } = programme;
  const [figures, { results }, view] = await Promise.all([
    reportFigures(ctx.app.db, programme),
    decisionsOf(ctx.app.db, programme.id),
    figuresBehind(ctx, programme),
  ]);
  const pdf = await awardListPdf({
    head: { ...headOf(doc), draft: !figures.resultsPublished },
    about: doc.name,
    decision:
      results?.number && results.date
        ? `(Kèm theo Quyết định số ${results.number} ngày ${formatDate(results.date)})`
        : '(Kèm theo Quyết định số …… ngày ……)',
    tiers: awardTiers(figures, view),
    notes: calculationTables(view).words,
    receivers: [doc.standingAgency, 'Lưu: VT'],
    signer: signerOf(doc),
    madeAt: ctx.now,
  });
  return { pdf, name: `danh-sach-dat-giai-${doc.slug}.pdf` };
}
