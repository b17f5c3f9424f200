import type { DashboardAsk } from '#lib/domain/dashboard/ask.ts';
import { bearingOf } from '#lib/domain/dashboard/standing.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Board, type BoardUnit, loadBoard, yearsToChoose } from './board.ts';
import { type Cell, cellOf } from './cells.ts';
import { clustersAt } from './figures.ts';
import { reach } from './summary.ts';

interface GridRow {
  id: string;
  code: string;
  label: string;
  note: string | undefined;
  classId: string;
  cells: Record<string, Cell>;
  behind: number;
  missing: number;
}

/** A unit's line: what it reports of these indicators and the reader may see. Null where that is nothing. */
function rowOf(board: Board, unit: BoardUnit, indicators: Board['indicators']): GridRow | null {
  const ended = !board.scope.participants.some((one) => one.id === unit.id);
  const cells: Record<string, Cell> = {};
  let [behind, missing] = [0, 0];
  for (const indicator of indicators) {
    if (!board.sees(indicator, unit.id) || indicator.aggregation.method === 'formula') continue;
    // an ended unit stands here only with what could not be handed on
    const own =
      ended &&
      board.read
        .get(indicator.id)
        ?.undivided.some((row) => row.unitId === unit.id && row.period.startsWith(String(board.year)));
    if (ended ? !own : !indicator.reportedBy.includes(unit.classId)) continue;
    const cell = ended ? { state: 'unjudged' as const, text: null, valueId: null } : cellOf(board, indicator, unit);
    cells[indicator.id] = cell;
    const bearing = bearingOf(cell.state);
    if (bearing === 'behind') behind++;
    if (bearing === 'missing') missing++;
  }
  if (Object.keys(cells).length === 0) return null;
  return {
    id: unit.id,
    code: unit.code,
    label: unit.name,
    note: unit.validTo && ended ? `đơn vị cũ, đến ${formatDate(unit.validTo)}` : undefined,
    classId: unit.classId,
    cells,
    behind,
    missing,
  };
}

/** Indicators × units in one year, narrowed and sorted as the address asks. */
export async function indicatorGrid(ctx: Ctx, { slug, ask }: { slug: string; ask: DashboardAsk }) {
  const { movement, scope } = await openMovement(ctx, slug);
  const [board, clusters] = await Promise.all([
    loadBoard(ctx, { movement, scope }, { year: ask.year, working: ask.working }),
    clustersAt(ctx.app.db, isoDateLocal(ctx.now)),
  ]);
  const cluster = ask.cluster ? new Set(clusters.find((one) => one.id === ask.cluster)?.unitIds) : null;
  const root = `/dieu-hanh/phong-trao/${movement.slug}`;
  const groups = [...new Set(board.indicators.map((one) => one.group))];
  const indicators = board.indicators
    .filter((one) => !ask.group || one.group === ask.group)
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  const every = [...board.units.values()].flatMap((unit) => rowOf(board, unit, indicators) ?? []);
  const rows = every.filter(
    (row) => (!ask.classId || row.classId === ask.classId) && (!cluster || cluster.has(row.id)),
  );
  if (ask.sort === 'gap') rows.sort((a, b) => b.behind - a.behind || b.missing - a.missing);
  const classes = new Set(every.map((row) => row.classId));
  return {
    root,
    shortName: movement.doc.shortName,
    reach: reach(board),
    year: board.year,
    working: board.working,
    columns: indicators.map((one) => ({
      id: one.id,
      label: one.shortName,
      href: `${root}/chi-tieu/${one.id}?nam=${board.year}`,
      group: one.group,
    })),
    rows,
    classes: movement.doc.classes
      .filter((one) => classes.has(one.id))
      .map(({ id, name }) => ({ value: id, label: name })),
    clusters: clusters
      .filter((one) => every.some((row) => one.unitIds.includes(row.id)))
      .map(({ id, name }) => ({ value: id, label: name })),
    choices: yearsToChoose(board),
    groups: groups.map((name) => ({ value: name, label: name })),
  };
}
