import { type Kysely, sql } from 'kysely';
import type { DB } from '../platform/db/schema.ts';

/** Why figures were last returned, and by whom. One query. */
export async function returnReasons(
  db: Kysely<DB>,
  valueIds: string[],
): Promise<Map<string, { reason: string; by: string }>> {
  if (valueIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; reason: string; by: string }>`
    select distinct on (value_id) value_id as id, reason, by_name as by
      from indicator_value_event where what = 'returned' and reason is not null and value_id = any(${valueIds}::uuid[])
     order by value_id, id desc`.execute(db);
  return new Map(rows.map(({ id, reason, by }) => [id, { reason, by }]));
}

/** A version of a figure, with what happened to it. */
export interface VersionOfFigure {
  version: number;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
  note: string;
  reason: string | null;
  byName: string;
  /** written by the standing unit for the unit */
  onBehalf: boolean;
  at: Date;
}

export interface EventOfFigure {
  version: number;
  at: Date;
  byName: string;
  what: string;
  reason: string | null;
}

const eventNames: Record<string, string> = {
  entered: 'Ghi số liệu',
  changed: 'Sửa số liệu',
  completed: 'Đánh dấu đã đủ',
  submitted: 'Gửi',
  withdrawn: 'Rút lại',
  returned: 'Trả lại',
  verified: 'Xác nhận',
  locked: 'Khóa, thành số chính thức',
  corrected: 'Đính chính sau khi khóa',
  'evidence-added': 'Thêm minh chứng',
  'evidence-removed': 'Gỡ minh chứng',
};

/** All versions and all events of a figure, the latest first. */
export async function historyOf(
  db: Kysely<DB>,
  valueId: string,
): Promise<{ versions: VersionOfFigure[]; events: EventOfFigure[] }> {
  const [versions, events] = await Promise.all([
    sql<VersionOfFigure>`
      select version, trim_scale(numerator) as numerator, trim_scale(denominator) as denominator, trim_scale(value) as value,
             note, reason, by_name as "byName", on_behalf as "onBehalf", at
        from indicator_value_version where value_id = ${valueId} order by version desc`.execute(db),
    db
      .selectFrom('indicator_value_event')
      .select(['version', 'at', 'by_name as byName', 'what', 'reason', 'on_behalf'])
      .where('value_id', '=', valueId)
      .orderBy('id', 'desc')
      .execute(),
  ]);
  return {
    versions: versions.rows,
    events: events.map(({ on_behalf, what, ...event }) => ({
      ...event,
      what: `${eventNames[what] ?? what}${on_behalf ? (what === 'verified' ? ' (chính người nhập thay xác nhận)' : ' (nhập thay)') : ''}`,
    })),
  };
}
