/** The figures behind published prizes, as anyone may check them: on the page, as a table to download, in the report. */
import type { ReportTable } from '#lib/domain/document/types.ts';
import { tiesText } from '#lib/domain/gallery/ties.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatNumber } from '#lib/domain/kernel/money.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Calculation } from '#lib/domain/result/calculation.ts';
import { calculationText, describeCombination } from '#lib/domain/result/combine.ts';
import { isSide } from '#lib/domain/result/prizes.ts';
import type { Ctx } from '../platform/ctx.ts';
import { csvText, xlsxTemplate } from '../platform/tables/write.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { decisionsOf } from './queries.ts';

const shown = (score: string, decimals?: number) => formatDecimal(score, decimals);

/** How the combined scores and the ranking of interactions came about, in words and rows; null where neither counts. */
export function calculationView(doc: ContestProgramme, calculation: Calculation | null) {
  if (!calculation) return null;
  const { freeze, combined, interactions } = calculation;
  return {
    freezeNo: freeze.no,
    frozenAt: freeze.frozenAt,
    combined: combined && {
      formula: describeCombination(combined.combination, combined.full),
      ties: tiesText(combined.combination.ties),
      rows: combined.rows.map((row) => ({
        code: row.code,
        title: row.title,
        rank: row.rank,
        juryRank: row.juryRank,
        juryScore: shown(row.jury.score),
        total: shown(row.interactions.total),
        score: shown(row.score, combined.combination.decimals),
        tieNote: row.tieNote,
        ...calculationText(row, combined.combination, combined),
      })),
    },
    side: doc.prizes.tiers.some(isSide)
      ? {
          ties: tiesText(doc.interaction?.ties ?? []),
          rows: interactions.map(({ code, title, rank, likes, shares, views, external, total, tieNote }) => ({
            code,
            title,
            rank,
            likes: formatNumber(likes),
            shares: formatNumber(shares),
            views: formatNumber(views),
            external: formatNumber(external.likes + external.shares + external.comments),
            externalEach: [external.likes, external.shares, external.comments].map((n) => formatNumber(n)).join(', '),
            total: shown(total),
            tieNote,
          })),
        }
      : null,
  };
}

export type CalculationView = NonNullable<ReturnType<typeof calculationView>>;

/** The same as tables for the closing report and the list of prizes. */
export function calculationTables(view: CalculationView | null): { words: string[]; tables: ReportTable[] } {
  if (!view) return { words: [], tables: [] };
  const { combined, side } = view;
  return {
    words: [
      ...(combined ? [combined.formula] : []),
      `Lượt tương tác chốt lúc ${formatDateTime(view.frozenAt)} (lần chốt ${view.freezeNo}).`,
    ],
    tables: [
      ...(combined
        ? [
            {
              title: 'Cách tính điểm chung',
              columns: ['Tác phẩm', 'Hạng', 'Điểm Ban Giám khảo', 'Tương tác', 'Điểm chung'],
              rows: combined.rows.map((row) => [
                `${row.code} ${row.title}`,
                String(row.rank),
                row.juryScore,
                row.total,
                row.score,
              ]),
            },
          ]
        : []),
      ...(side
        ? [
            {
              title: 'Xếp hạng theo lượt tương tác',
              columns: ['Tác phẩm', 'Hạng', 'Thích', 'Chia sẻ', 'Xem', 'Tổng tính điểm'],
              rows: side.rows
                .slice(0, 10)
                .map((row) => [
                  `${row.code} ${row.title}`,
                  String(row.rank),
                  row.likes,
                  row.shares,
                  row.views,
                  row.total,
                ]),
            },
          ]
        : []),
    ],
  };
}

/** The calculation of published results as a file, for whoever wants to check it. @throws 404 before publication */
export async function calculationFile(
  ctx: Ctx,
  programme: StoredProgramme,
  format: 'xlsx' | 'csv',
): Promise<{ body: Uint8Array<ArrayBuffer> | string; name: string }> {
  const { results } = await decisionsOf(ctx.app.db, programme.id);
  const view = results?.published_at ? calculationView(programme.doc, results.calculation) : null;
  if (!view) throw notFound('Bảng tính điểm này');
  const name = `cach-tinh-ket-qua-${programme.doc.slug}.${format}`;
  const [head, rows] = view.combined ? combinedSheet(view.combined) : sideSheet(view);
  if (format === 'csv') return { body: csvText([head.map((one) => one.label), ...rows]), name };
  return { body: new Uint8Array(await xlsxTemplate('Cách tính', head, rows)), name };
}

type Sheet = [{ label: string; width: number }[], string[][]];

function combinedSheet({ formula, rows }: NonNullable<CalculationView['combined']>): Sheet {
  return [
    [
      { label: 'Hạng', width: 8 },
      { label: 'Mã', width: 14 },
      { label: 'Tác phẩm', width: 50 },
      { label: 'Điểm Ban Giám khảo', width: 20 },
      { label: 'Quy đổi', width: 34 },
      { label: 'Tương tác', width: 12 },
      { label: 'Điểm tương tác', width: 34 },
      { label: 'Cách tính điểm chung', width: 46 },
      { label: 'Điểm chung', width: 12 },
      { label: 'Ghi chú', width: 50 },
    ],
    [
      ...rows.map((row) => [
        String(row.rank),
        row.code,
        row.title,
        row.juryScore,
        row.jury,
        row.total,
        row.points,
        row.sum,
        row.score,
        row.tieNote ?? '',
      ]),
      ['', '', formula, '', '', '', '', '', '', ''],
    ],
  ];
}

function sideSheet({ side }: CalculationView): Sheet {
  return [
    [
      { label: 'Hạng', width: 8 },
      { label: 'Mã', width: 14 },
      { label: 'Tác phẩm', width: 50 },
      { label: 'Lượt thích', width: 12 },
      { label: 'Lượt chia sẻ', width: 12 },
      { label: 'Lượt xem', width: 12 },
      { label: 'Trang ngoài', width: 12 },
      { label: 'Tổng tính điểm', width: 16 },
      { label: 'Ghi chú', width: 50 },
    ],
    (side?.rows ?? []).map((row) => [
      String(row.rank),
      row.code,
      row.title,
      row.likes,
      row.shares,
      row.views,
      row.external,
      row.total,
      row.tieNote ?? '',
    ]),
  ];
}
