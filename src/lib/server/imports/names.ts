/** How the lines of a file name units and periods, and what is wrong with it when they do not. */
import { type Kysely, sql } from 'kysely';
import { readPeriod } from '#lib/domain/imports/format.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { DB } from '../platform/db/schema.ts';
import type { ImportFrame } from './kind.ts';

export interface NamedUnit {
  id: string;
  code: string;
  name: string;
  validTo: string | null;
}

export interface Named<T> {
  found: T | null;
  field: string;
  message: string;
}

const ok = <T>(found: T): Named<T> => ({ found, field: '', message: '' });
const wrong = <T>(field: string, message: string): Named<T> => ({ found: null, field, message });

/** Spreadsheets take away the zeros at the beginning of codes that look like numbers. */
const codes = (typed: string): string[] => [typed, ...(/^\d{1,5}$/.test(typed) ? [typed.padStart(5, '0')] : [])];

/** Every unit there ever was by its code, and by all names that it bore. */
export async function unitNames(db: Kysely<DB>) {
  const { rows } = await sql<NamedUnit & { names: string[] }>`
    select u.id, u.code, u.name, u.valid_to as "validTo",
           array(select n.name from unit_name n where n.unit_id = u.id) as names
      from unit u`.execute(db);
  const byCode = new Map(rows.map((unit) => [fold(unit.code), unit]));
  const byName = Map.groupBy(rows, (unit) => fold(unit.name));
  const byId = new Map(rows.map((unit) => [unit.id, unit]));

  return (cells: Record<string, string>, frame: Pick<ImportFrame, 'unitId'>): Named<NamedUnit> => {
    const code = (cells.unitCode ?? '').trim();
    const name = (cells.unitName ?? '').trim();
    if (code === '' && name === '') {
      const own = frame.unitId === null ? undefined : byId.get(frame.unitId);
      return own ? ok(own) : wrong('unitCode', 'Dòng này không ghi đơn vị. Hãy ghi mã đơn vị như trong tệp mẫu.');
    }
    if (code === '') {
      const same = byName.get(fold(name)) ?? [];
      const [only] = same;
      if (only && same.length === 1) return ok(only);
      return wrong(
        'unitName',
        same.length > 1
          ? `Có ${same.length} đơn vị tên “${name}”. Hãy ghi mã đơn vị.`
          : `Không có đơn vị nào tên “${name}”. Hãy ghi mã đơn vị như trong tệp mẫu.`,
      );
    }
    const unit = codes(code).flatMap((one) => byCode.get(fold(one)) ?? [])[0];
    if (!unit) return wrong('unitCode', `Không có đơn vị nào mã “${code}”.`);
    // a column that was sorted alone puts codes beside names of others
    if (name !== '' && ![unit.name, ...unit.names].some((one) => fold(one) === fold(name)))
      return wrong(
        'unitName',
        `Mã ${unit.code} là ${unit.name}, còn tệp ghi “${name}”. Hãy xem lại: có thể các cột bị xếp lệch nhau.`,
      );
    return ok(unit);
  };
}

/** The period of a line. */
export function periodOf(cells: Record<string, string>, frame: Pick<ImportFrame, 'period'>): Named<string> {
  const typed = (cells.period ?? '').trim();
  if (typed === '')
    return frame.period ? ok(frame.period) : wrong('period', 'Dòng này không ghi kỳ. Ví dụ: 2025, 2025-H1, 2025-Q1.');
  const period = readPeriod(typed);
  if (!period)
    return wrong(
      'period',
      `“${typed}” không phải là một kỳ. Hãy ghi năm (2025), nửa năm (2025-H1) hoặc quý (2025-Q1).`,
    );
  if (frame.period && period !== frame.period)
    return wrong('period', `Dòng này là của ${periodName(period)}, còn tệp được gửi cho ${periodName(frame.period)}.`);
  return ok(period);
}
