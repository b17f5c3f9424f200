import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { readShares } from '#lib/domain/people/shares.ts';
import { circleOf, followsItself } from '#lib/domain/people/unitLine.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { canAdminister } from './policy.ts';
import { readUnit } from './unitInput.ts';
import { allStays } from './unitTime.ts';

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

const columnNames = [
  'code',
  'name',
  'kind',
  'parent',
  'validFrom',
  'validTo',
  'email',
  'successors',
  'shares',
] as const;
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
  'ty le ke thua': 'shares',
  'phan ke thua': 'shares',
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

/** Who follows a unit, as its row says. */
interface Following {
  unitId: string;
  codes: string[];
  shares: string[];
  row: ImportRow;
}

/** Writes down the successors of one row, instead of those before; what cannot be read is said in the row. */
async function follow(
  db: Tx['db'],
  { unitId, codes, shares: typed, row }: Following,
  known: Map<string, { id: string; valid_to: string | null }>,
): Promise<void> {
  const refuse = (message: string) =>
    Object.assign(row, { outcome: 'error', message: row.outcome === 'same' ? message : `${row.message}; ${message}` });
  const missing = codes.filter((code) => !known.has(code));
  if (missing.length > 0) return void refuse(`Không tìm thấy đơn vị kế thừa ${missing.join(', ')}.`);
  const given = typed.some((share) => share.trim() !== '');
  if (given && typed.length !== codes.length)
    return void refuse(
      `Có ${codes.length} đơn vị kế thừa nhưng ${typed.length} phần; hãy viết đủ, cách nhau bằng dấu chấm phẩy.`,
    );
  const read = readShares(codes.map((_, i) => typed[i] ?? ''));
  if (!read.ok) return void refuse(read.message);
  const next = codes.map((code, i) => ({ successor_id: known.get(code)!.id, share: read.shares[i] ?? null }));
  const links = await db.selectFrom('unit_successor').select(['unit_id', 'successor_id', 'share']).execute();
  const before = links.filter((link) => link.unit_id === unitId);
  const same = (link: (typeof before)[number]) =>
    next.some((one) => one.successor_id === link.successor_id && (!given || one.share === link.share));
  if (before.length === next.length && before.every(same)) return;
  const after = [
    ...links
      .filter((link) => link.unit_id !== unitId)
      .map((link) => ({ unitId: link.unit_id, successorId: link.successor_id })),
    ...next.map((one) => ({ unitId, successorId: one.successor_id })),
  ];
  if (followsItself(after, unitId)) return void refuse('Các đơn vị không thể kế thừa lẫn nhau.');
  await db.deleteFrom('unit_successor').where('unit_id', '=', unitId).execute();
  await db
    .insertInto('unit_successor')
    .values(next.map((one) => ({ ...one, unit_id: unitId, note: null })))
    .execute();
  if (row.outcome === 'same') Object.assign(row, { outcome: 'changed', message: `Kế thừa bởi ${codes.join(', ')}` });
}

/** A file that puts units beneath themselves is refused whole: no row alone is to blame. */
async function refuseCircles(db: Tx['db'], rows: ImportRow[], known: Map<string, { id: string }>): Promise<void> {
  const stays = await allStays(db);
  const circle = rows.find((row) => row.outcome === 'changed' && circleOf(stays, known.get(row.code)?.id ?? ''));
  if (circle)
    throw new RuleError({
      code: 'unit.circle',
      message: `Dòng ${circle.line}: ${circle.name} trực thuộc chính nó hoặc đơn vị cấp dưới của nó. Hãy sửa tệp rồi nhập lại.`,
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
    const successors: Following[] = [];
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
      if (id && codes.length > 0)
        successors.push({ unitId: id, codes: [...new Set(codes)], shares: cell('shares').split(';'), row: line });
    }
    // Successors may stand further down in the file than the unit they follow.
    for (const following of successors) await follow(tx.db, following, known);
    await refuseCircles(tx.db, report.rows, known);
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
