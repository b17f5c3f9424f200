import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { canAdminister } from './policy.ts';
import { readUnit } from './unitActs.ts';

interface ImportRow {
  line: number;
  code: string;
  name: string;
  outcome: 'created' | 'changed' | 'same' | 'error';
  message: string;
}

export interface ImportReport {
  created: number;
  changed: number;
  same: number;
  errors: number;
  rows: ImportRow[];
}

const columnNames = ['code', 'name', 'kind', 'parent', 'validFrom', 'validTo', 'email', 'successors'] as const;
type Column = (typeof columnNames)[number];

/** Head rows are read in English (our files) and as an office would write them. */
const columnOf: Record<string, Column> = {
  ...Object.fromEntries(columnNames.map((name) => [name.toLowerCase(), name])),
  ma: 'code',
  'ma don vi': 'code',
  ten: 'name',
  'ten don vi': 'name',
  loai: 'kind',
  'loai don vi': 'kind',
  'truc thuoc': 'parent',
  'ma don vi cap tren': 'parent',
  'tu ngay': 'validFrom',
  'den ngay': 'validTo',
  'thu dien tu': 'email',
  'don vi ke thua': 'successors',
};

const communeKind = (name: string): string => (fold(name).startsWith('phuong ') ? 'ward' : 'commune');

/** A file without a head row is a list of communes: code and name, under the province. */
function headOf(first: TableRow): { head: (Column | null)[]; isHead: boolean } {
  const head = first.cells.map((cell) => columnOf[fold(cell)] ?? null);
  if (head.includes('code') && head.includes('name')) return { head, isHead: true };
  if (first.cells.filter((cell) => cell.trim() !== '').length === 2 && /^\d{5}$/.test(first.cells[0]?.trim() ?? ''))
    return { head: ['code', 'name'], isHead: false };
  throw new RuleError({
    code: 'units.head',
    message: 'Dòng đầu của tệp phải có tên cột, ít nhất “code” và “name” (hoặc “Mã đơn vị”, “Tên đơn vị”).',
    field: 'file',
  });
}

/**
 * Imports units from a table (TSV, CSV or XLSX). The code is the key; importing again changes only what differs, and what
 * a file does not say stays. Nothing is deleted. A row that cannot be read is reported, the others count.
 */
export async function importUnits(
  ctx: Ctx,
  args: { file: Uint8Array | string; name?: string; validFrom?: string },
): Promise<ImportReport> {
  requireAllowed(canAdminister(ctx));
  const bytes = typeof args.file === 'string' ? new TextEncoder().encode(args.file) : args.file;
  const rows: TableRow[] = [];
  for await (const row of readTable(bytes)) rows.push(row);
  if (!rows[0]) throw new RuleError({ code: 'units.empty', message: 'Tệp không có dòng nào.', field: 'file' });
  const { head, isHead } = headOf(rows[0]);
  const report: ImportReport = { created: 0, changed: 0, same: 0, errors: 0, rows: [] };
  await act(ctx, { act: 'unit.import', summary: 'Nhập danh sách đơn vị' }, async (tx) => {
    // Two imports at once would each think a code new.
    await sql`select pg_advisory_xact_lock(hashtext('unit.import'))`.execute(tx.db);
    const known = new Map((await tx.db.selectFrom('unit').selectAll().execute()).map((unit) => [unit.code, unit]));
    const province = [...known.values()].find((unit) => unit.kind === 'province');
    const successors: { unitId: string; codes: string[]; row: ImportRow }[] = [];
    for (const row of isHead ? rows.slice(1) : rows) {
      const cell = (column: Column) => clean(row.cells[head.indexOf(column)] ?? '');
      const code = cell('code');
      const name = cell('name');
      const before = known.get(code);
      const line: ImportRow = { line: row.line, code, name, outcome: 'same', message: 'Không thay đổi' };
      report.rows.push(line);
      const refuse = (message: string) => Object.assign(line, { outcome: 'error', message });
      const issues: RuleError['issues'] = [];
      const unit = readUnit(
        {
          code,
          name,
          kind: cell('kind') || before?.kind || communeKind(name),
          validFrom: cell('validFrom') || before?.valid_from || (before ? '' : (args.validFrom ?? '')),
          validTo: cell('validTo') || before?.valid_to || '',
          email: cell('email') || before?.email || '',
        },
        issues,
      );
      if (issues.length > 0) {
        refuse(issues.map((issue) => issue.message).join(' '));
        continue;
      }
      const parentCode = cell('parent');
      const parent = parentCode ? known.get(parentCode) : before ? null : unit.kind === 'province' ? null : province;
      if (parentCode && (!parent || parentCode === code)) {
        refuse(`Không tìm thấy đơn vị cấp trên có mã “${parentCode}”.`);
        continue;
      }
      const values = {
        code,
        name: unit.name,
        folded: unit.folded,
        kind: unit.kind,
        parent_id: parent?.id ?? before?.parent_id ?? null,
        valid_from: unit.validFrom,
        valid_to: unit.validTo,
        email: unit.email,
      };
      let id = before?.id;
      if (!before) {
        const made = await tx.db.insertInto('unit').values(values).returningAll().executeTakeFirstOrThrow();
        known.set(code, made);
        id = made.id;
        Object.assign(line, { outcome: 'created', message: 'Đã thêm' });
      } else if ((Object.keys(values) as (keyof typeof values)[]).some((key) => before[key] !== values[key])) {
        await tx.db.updateTable('unit').set(values).where('id', '=', before.id).execute();
        known.set(code, { ...before, ...values });
        Object.assign(line, {
          outcome: 'changed',
          message: before.name === unit.name ? 'Đã cập nhật' : `Đã đổi tên từ “${before.name}”`,
        });
      }
      const codes = cell('successors').split(/[;,]/).map(clean).filter(Boolean);
      if (id && codes.length > 0) successors.push({ unitId: id, codes, row: line });
    }
    // Successors may stand further down in the file than the unit they follow.
    for (const { unitId, codes, row } of successors) {
      const missing = codes.filter((code) => !known.has(code));
      if (missing.length > 0) row.message += `; không tìm thấy đơn vị kế thừa ${missing.join(', ')}`;
      const links = codes.flatMap((code) => known.get(code)?.id ?? []).filter((id) => id !== unitId);
      if (links.length > 0)
        await tx.db
          .insertInto('unit_successor')
          .values(links.map((id) => ({ unit_id: unitId, successor_id: id, note: null })))
          .onConflict((c) => c.doNothing())
          .execute();
    }
    const count = (outcome: ImportRow['outcome']) => report.rows.filter((row) => row.outcome === outcome).length;
    Object.assign(report, {
      created: count('created'),
      changed: count('changed'),
      same: count('same'),
      errors: count('error'),
    });
    tx.note({
      summary: `Nhập danh sách đơn vị${args.name ? ` từ ${args.name}` : ''}: thêm ${report.created}, sửa ${report.changed}, giữ nguyên ${report.same}, lỗi ${report.errors}`,
      changes: { created: report.created, changed: report.changed, same: report.same, errors: report.errors },
    });
  });
  return report;
}

/** Two-tier local government began on this day (Quyết định số 19/2025/QĐ-TTg gives the communes of it). */
const communesSince = '2025-07-01';

/** Imports the unit files that ship with the product; `agencies` holds the province, so alphabetical order is the right one. */
export async function seedUnits(ctx: Ctx): Promise<Record<string, ImportReport>> {
  const home = join(ctx.app.config.root, 'programmes');
  const reports: Record<string, ImportReport> = {};
  for (const province of (await readdir(home, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    const folder = join(home, province.name, 'units');
    const files = (await readdir(folder).catch(() => [] as string[])).filter((file) => file.endsWith('.tsv')).sort();
    for (const file of files) {
      const name = `${province.name}/${file}`;
      reports[name] = await importUnits(ctx, {
        file: await readFile(join(folder, file)),
        name,
        validFrom: communesOnly(file),
      });
    }
  }
  return reports;
}

const communesOnly = (file: string): string => (file === 'communes.tsv' ? communesSince : '');
