import { sql } from 'kysely';
import { plainNumber, type SheetCell } from '#lib/domain/imports/cells.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { canAdminister } from '../people/policy.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type SheetFile, type SheetFileKind, sheetFile } from './file.ts';

interface UnitLine {
  code: string;
  name: string;
  kind: string;
  parent: string | null;
  validFrom: string | null;
  validTo: string | null;
  email: string | null;
  successors: { code: string; share: string | null }[];
}

const head = [
  { label: 'Mã đơn vị', width: 16 },
  { label: 'Tên đơn vị', width: 44 },
  { label: 'Loại', width: 12 },
  { label: 'Trực thuộc', width: 16 },
  { label: 'Từ ngày', width: 12 },
  { label: 'Đến ngày', width: 12 },
  { label: 'Thư điện tử', width: 28 },
  { label: 'Đơn vị kế thừa', width: 30 },
  { label: 'Tỷ lệ kế thừa', width: 40 },
];

const day = (iso: string | null): string => (iso === null ? '' : formatDate(iso));

/**
 * Every unit there ever was, in the columns that `importUnits` reads: a file that comes in again changes nothing.
 * @throws RuleError 'forbidden' for those who do not administer units
 */
export async function unitsFile(ctx: Ctx, args: { kind: SheetFileKind }): Promise<SheetFile> {
  requireAllowed(canAdminister(ctx));
  const { rows } = await sql<UnitLine>`
    with recursive tree as (
      select u.id, 0 as depth from unit u where u.parent_id is null
      union all select u.id, t.depth + 1 from unit u join tree t on u.parent_id = t.id where t.depth < 20)
    select u.code, u.name, u.kind, p.code as parent, u.valid_from as "validFrom", u.valid_to as "validTo", u.email,
           coalesce((select jsonb_agg(jsonb_build_object('code', n.code, 'share', s.share::text) order by n.code)
                       from unit_successor s join unit n on n.id = s.successor_id where s.unit_id = u.id), '[]') as successors
      from unit u left join unit p on p.id = u.parent_id left join tree t on t.id = u.id
     order by coalesce(t.depth, 99), u.name collate "vi-x-icu", u.code`.execute(ctx.app.db);
  return sheetFile(
    {
      name: 'Đơn vị',
      mark: null,
      head,
      rows: rows.map((unit): SheetCell[] => [
        unit.code,
        unit.name,
        unit.kind,
        unit.parent ?? '',
        day(unit.validFrom),
        day(unit.validTo),
        unit.email ?? '',
        unit.successors.map((one) => one.code).join(';'),
        unit.successors.some((one) => one.share !== null)
          ? unit.successors.map((one) => (one.share === null ? '' : plainNumber(one.share))).join(';')
          : '',
      ]),
    },
    args.kind,
    `don-vi-${isoDateLocal(ctx.now)}`,
  );
}
