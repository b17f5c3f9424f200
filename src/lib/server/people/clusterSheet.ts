import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import {
  type ClusterLine,
  type ClusterRow,
  clusterColumns,
  clusterHead,
  clusterKindLabels,
  readClusters,
} from '#lib/domain/people/clusters.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { xlsxTemplate } from '../platform/tables/write.ts';
import { fillScheme } from './clusterActs.ts';
import { type ClusterScheme, clustersOf, schemeById } from './clusters.ts';
import { canAdminister } from './policy.ts';

/** What a file changes in a scheme. */
export interface ClusterReport {
  created: number;
  changed: number;
  same: number;
  errors: number;
  rows: ClusterRow[];
  /** units of the scheme that the file does not name: they leave it */
  gone: { name: string; from: string }[];
}

const broken = (message: string) => new RuleError({ code: 'clusters.file', message, field: 'file' });

async function compared(db: Tx['db'], scheme: ClusterScheme, lines: ClusterLine[]) {
  const [before, units] = await Promise.all([
    clustersOf(db, scheme.id),
    db.selectFrom('unit').select(['id', 'code', 'name', 'valid_to']).execute(),
  ]);
  const known = new Map(
    units.map((unit) => [
      unit.code,
      {
        ...unit,
        problem:
          unit.valid_to && unit.valid_to < scheme.validFrom
            ? `${unit.name} đã kết thúc ngày ${formatDate(unit.valid_to)}, trước khi phương án có hiệu lực.`
            : null,
      },
    ]),
  );
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  const read = readClusters(lines, known, before);
  const count = (outcome: ClusterRow['outcome']) => read.rows.filter((row) => row.outcome === outcome).length;
  const report: ClusterReport = {
    created: count('created'),
    changed: count('changed'),
    same: count('same'),
    errors: count('error'),
    rows: read.rows,
    gone: read.gone.map(({ unitId, from }) => ({ name: names.get(unitId) ?? '', from })),
  };
  return { clusters: read.clusters, report };
}

/**
 * Reads a file that describes a whole scheme and says what it would change, without changing anything.
 * @returns the report, and the lines for `importClusters`
 */
export async function previewClusters(
  ctx: Ctx,
  args: { schemeId: string; file: Uint8Array },
): Promise<{ report: ClusterReport; lines: ClusterLine[] }> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const rows: TableRow[] = [];
  for await (const row of readTable(args.file)) rows.push(row);
  const start = rows.findIndex((row) => clusterHead(row.cells) !== null);
  const head = start >= 0 && start < 10 ? clusterHead(rows[start]!.cells) : null;
  if (!head) throw broken(`Không thấy dòng tên cột. Cần các cột: ${clusterColumns.join(', ')}.`);
  const lines = rows
    .slice(start + 1)
    .map((row) => ({ line: row.line, cells: head.map((at) => row.cells[at]?.slice(0, 300) ?? '') }));
  if (lines.length === 0) throw broken('Tệp không có dòng nào dưới tên cột.');
  if (lines.length > 5000) throw broken('Tệp có hơn 5.000 dòng. Một phương án không lớn đến thế: hãy xem lại tệp.');
  return { report: (await compared(ctx.app.db, scheme, lines)).report, lines };
}

/** The lines of a preview as its page sends them back. @throws RuleError when they are not what was sent out */
export function readPreviewed(text: string): ClusterLine[] {
  try {
    const lines = JSON.parse(text) as unknown;
    if (
      Array.isArray(lines) &&
      lines.length <= 5000 &&
      lines.every(
        (one: Partial<ClusterLine> | null) =>
          Number.isSafeInteger(one?.line) &&
          Array.isArray(one?.cells) &&
          one.cells.length === clusterColumns.length &&
          one.cells.every((cell) => typeof cell === 'string' && cell.length <= 300),
      )
    )
      return lines as ClusterLine[];
  } catch {
    // said below
  }
  throw broken('Bản xem trước không còn nguyên vẹn. Hãy chọn tệp và xem trước lại.');
}

/** Makes a scheme as the file says: what it does not name leaves the scheme; lines that cannot be read change nothing. */
export async function importClusters(
  ctx: Ctx,
  args: { schemeId: string; lines: ClusterLine[] },
): Promise<ClusterReport> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const init = { act: 'cluster.import', subject: { kind: 'cluster-scheme', id: scheme.id }, summary: 'Nhập cụm, khối' };
  return act(ctx, init, async (tx) => {
    await tx.db.selectFrom('cluster_scheme').select('id').where('id', '=', scheme.id).forUpdate().execute();
    const { clusters, report } = await compared(tx.db, scheme, args.lines);
    if (clusters.length === 0) throw broken('Không đọc được cụm, khối nào trong tệp, nên không thay đổi gì.');
    await fillScheme(tx.db, scheme.id, clusters);
    const { created, changed, same, errors, gone } = report;
    tx.note({
      summary: `Nhập cụm, khối vào ${scheme.name}: thêm ${created}, sửa ${changed}, giữ nguyên ${same}, đưa ra ${gone.length}, lỗi ${errors}`,
      changes: { created, changed, same, errors, gone },
    });
    return report;
  });
}

/** A scheme as a workbook of the form that is imported; an empty one is a template. */
export async function clusterWorkbook(ctx: Ctx, args: { schemeId: string }): Promise<Uint8Array> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const rows = (await clustersOf(ctx.app.db, scheme.id)).flatMap((one) => {
    const head = [one.code, one.name, clusterKindLabels[one.kind]];
    return one.members.length === 0
      ? [[...head, '', '']]
      : one.members.map((member) => [...head, member.code, member.leads ? 'x' : '']);
  });
  const widths = [14, 50, 10, 16, 10];
  return xlsxTemplate(
    'Cụm, khối thi đua',
    clusterColumns.map((label, i) => ({ label, width: widths[i]! })),
    rows,
  );
}
