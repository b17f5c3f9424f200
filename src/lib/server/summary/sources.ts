/** From a figure back to the rows that it counts. */
import { stateNames } from '#lib/domain/indicator/states.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { stateSaying, timeSaying } from '#lib/domain/obligation/words.ts';
import { figureBy } from '#lib/domain/summary/references.ts';
import type { Frozen, SummaryFigure } from '#lib/domain/summary/types.ts';
import { partsText } from '../indicator/figure.ts';
import { valuesOf } from '../indicator/values.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type OpenSummary, openSummary } from './open.ts';

export interface SourceItem {
  id: string;
  label: string;
  note: string;
  href: string;
}

async function itemsOf(ctx: Ctx, { movement }: OpenSummary, { source }: SummaryFigure): Promise<SourceItem[]> {
  const root = `/dieu-hanh/phong-trao/${movement.slug}`;
  const { db } = ctx.app;
  const { ids } = source;
  if (ids.length === 0) return [];
  switch (source.kind) {
    case 'obligation': {
      const names = new Map(movement.doc.obligations.map((rule) => [rule.id, rule.name]));
      const rows = await obligationsOf(db, { programmeIds: [movement.id], ids });
      return rows.map((row) => ({
        id: row.id,
        label: row.unitName,
        note: [
          `${names.get(row.ruleId) ?? row.ruleId}, ${periodName(row.period)}`,
          stateSaying(row, ctx.now).label.toLocaleLowerCase('vi'),
          timeSaying(row, ctx.now),
        ]
          .filter(Boolean)
          .join('; '),
        href: `${root}/nghia-vu/${row.id}`,
      }));
    }
    case 'value': {
      const indicators = new Map(movement.doc.indicators.map((one) => [one.id, one]));
      const rows = await valuesOf(db, { programmeId: movement.id, ids });
      return rows.map((row) => {
        const indicator = indicators.get(row.indicatorId);
        const shown = row.official ?? row;
        return {
          id: row.id,
          label: row.unitName,
          note: `${indicator?.shortName ?? row.indicatorId}, ${periodName(row.period)}: ${indicator ? partsText(indicator, shown) : (shown.value ?? '')}${row.official ? '' : ` (${stateNames[row.state].toLocaleLowerCase('vi')})`}`,
          href: `${root}/so-lieu/${row.id}`,
        };
      });
    }
    case 'example': {
      const rows = await db
        .selectFrom('good_example as e')
        .innerJoin('unit as u', 'u.id', 'e.unit_id')
        .select(['e.id', 'e.code', 'e.title', 'u.name as unit'])
        .where('e.programme_id', '=', movement.id)
        .where('e.id', 'in', ids)
        .orderBy('e.code')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        label: row.title,
        note: `${row.code}, ${row.unit}`,
        href: `${root}/dien-hinh/${row.id}`,
      }));
    }
    case 'inspection': {
      const rows = await db
        .selectFrom('inspection as i')
        .innerJoin('unit as u', 'u.id', 'i.unit_id')
        .select(['i.id', 'i.title', 'i.held_on as heldOn', 'u.name as unit'])
        .where('i.programme_id', '=', movement.id)
        .where('i.id', 'in', ids)
        .orderBy('i.held_on')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        label: row.title,
        note: `${row.unit}${row.heldOn ? `, ${formatDate(row.heldOn)}` : ''}`,
        href: `${root}/kiem-tra/${row.id}`,
      }));
    }
    case 'unit': {
      const rows = await db.selectFrom('unit').select(['id', 'name', 'code']).where('id', 'in', ids).execute();
      return rows
        .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
        .map((row) => ({
          id: row.id,
          label: row.name,
          note: row.code,
          href: `/don-vi/${row.id}/phong-trao/${movement.slug}`,
        }));
    }
  }
}

/**
 * One figure of a report and every row that it counts.
 * @param args.figureId its id, or its short code on paper
 * @param args.no of an issued version; else the report as it stands
 * @throws RuleError 'not-found'
 */
export async function figureSource(
  ctx: Ctx,
  args: { slug: string; summaryId: string; figureId: string; no?: number | null },
) {
  const open = await openSummary(ctx, args);
  const kept = args.no
    ? await ctx.app.db
        .selectFrom('summary_issue')
        .select('figures')
        .where('summary_id', '=', open.summary.id)
        .where('no', '=', args.no)
        .executeTakeFirst()
    : null;
  if (kept === undefined) throw notFound('Bản báo cáo này');
  const data = kept ? (kept.figures as Frozen).data : open.data;
  const figure = figureBy(data.figures, args.figureId);
  if (!figure) throw notFound('Số liệu này');
  return {
    name: open.name,
    frozen: kept !== null || open.summary.state === 'final',
    countedAt: new Date(data.at),
    figure,
    items: await itemsOf(ctx, open, figure),
  };
}
