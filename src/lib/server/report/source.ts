import { readFile } from 'node:fs/promises';
import { extensionOf } from '#lib/domain/file/kind.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { type Block, readMark, type TemplateMark } from '#lib/domain/report/blocks.ts';
import { draftIssues } from '#lib/domain/report/check.ts';
import { contentOf, fieldsOf, readContent } from '#lib/domain/report/content.ts';
import { chosenFields, type Reading, understand } from '#lib/domain/report/understand.ts';
import { insertFormFile, storeFormFile } from '../file/formFile.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { readDocx } from '../platform/files/readDocx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable } from '../platform/tables/read.ts';
import { type OpenReport, openReport } from './open.ts';
import { lockReport, writeContent } from './save.ts';
import { markOf } from './template.ts';

/**
 * Takes in the file that a unit has written, to be read afterwards. It stays with the report as its source; nothing of its text goes
 * into the draft before a person has seen what was understood.
 * @throws RuleError with field `file`
 */
export async function addSource(ctx: Ctx, args: { obligationId: string; file: File | null }): Promise<string> {
  const report = await openReport(ctx, args);
  requireAllowed(report.edit);
  const { file } = args;
  const refuse = (message: string): never => {
    throw new RuleError({ code: 'report.source', message, field: 'file' });
  };
  if (!file || file.size === 0) return refuse('Hãy chọn một tệp Word (.docx) hoặc Excel (.xlsx).');
  if (extensionOf(file.name) === 'doc' || extensionOf(file.name) === 'xls')
    refuse(
      `“${file.name}” là tệp của Office cũ. Hãy mở tệp, chọn “Lưu thành” (Save As), kiểu ${extensionOf(file.name) === 'doc' ? 'Word (.docx)' : 'Excel (.xlsx)'}, rồi tải tệp mới lên.`,
    );
  const stored = await storeFormFile(ctx.app, file, {
    label: 'Tệp kế hoạch, báo cáo',
    accept: ['docx', 'xlsx'],
    code: 'report.source',
    tooLarge: 'Tệp nặng hơn 3,5 MB. Hãy bỏ bớt hình ảnh trong tệp (hình tải lên riêng ở mục tệp kèm) rồi chọn lại.',
  });
  const init = {
    act: 'report.add-source',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Tải lên tệp “${stored.name}” để lấy nội dung cho “${report.rule.name}” của ${report.unit.name}.`,
  };
  try {
    return await act(ctx, init, async (tx) => {
      const row = await lockReport(tx, ctx, report);
      const fileId = await insertFormFile(tx, ctx, 'report', stored);
      await tx.db
        .insertInto('unit_report_file')
        .values({ report_id: row.id, file_id: fileId, role: 'source', added_by: ctx.actor.id, added_at: ctx.now })
        .execute();
      tx.note({ changes: { fileId, sha256: stored.sha256 } });
      return fileId;
    });
  } catch (problem) {
    await ctx.app.files.delete(stored.key);
    throw problem;
  }
}

/**
 * Rows of a sheet as blocks: a row of one cell is a line of text, neighbouring rows of several cells are a table under the sheet's head.
 */
async function sheetBlocks(bytes: Uint8Array): Promise<Block[]> {
  const blocks: Block[] = [];
  let head: string[] | null = null;
  let own = false;
  for await (const { cells } of readTable(bytes)) {
    const filled = cells.filter((cell) => cell.trim() !== '');
    const [only] = filled;
    const marked = only !== undefined && readMark(only) !== null;
    own ||= marked;
    // In our own sheet a row without answers is a question without an answer; elsewhere a lone cell is a heading or a text.
    if (marked || (filled.length === 1 && !own)) {
      blocks.push({ kind: 'paragraph', text: only!, style: null, bold: false, numbered: null });
      continue;
    }
    if (filled.length === 1) continue;
    const last = blocks.at(-1);
    if (last?.kind === 'table') last.rows.push(cells);
    else blocks.push({ kind: 'table', rows: head ? [head, cells] : [cells] });
    head ??= cells;
  }
  return own ? blocks.filter((block) => block.kind === 'paragraph' || block.rows.length > 1) : blocks;
}

/** For which form a file was made, compared with the one it is read for. */
type MarkState = { kind: 'none' | 'same' } | { kind: 'older' | 'other'; words: string };

function markState(report: OpenReport, mark: TemplateMark | null): MarkState {
  if (!mark) return { kind: 'none' };
  const own = markOf(report);
  const period = /^\d{4}(-(H[12]|Q[1-4]))?$/.test(mark.period) ? periodName(mark.period) : mark.period;
  if (mark.slug !== own.slug || mark.ruleId !== own.ruleId) {
    const rule =
      mark.slug === own.slug ? report.movement.doc.obligations.find((one) => one.id === mark.ruleId) : undefined;
    return {
      kind: 'other',
      words: rule ? `“${rule.name}” ${period}` : `một phong trào hoặc việc khác (${mark.slug}, ${period})`,
    };
  }
  return mark.period === own.period ? { kind: 'same' } : { kind: 'older', words: period };
}

export interface SourceReading extends Reading {
  fileId: string;
  name: string;
  state: MarkState;
}

/**
 * What is understood of a source file. Reading changes nothing and gives the same for the same file, so an interrupted import leaves
 * nothing half done.
 * @throws RuleError 'not-found', 'docx.unreadable', 'table.unreadable'
 */
export async function readSource(ctx: Ctx, report: OpenReport, fileId: string): Promise<SourceReading> {
  const known = isUuid(fileId) && report.files.some((one) => one.id === fileId && one.role === 'source');
  const file = known
    ? await ctx.app.db.selectFrom('file').selectAll().where('id', '=', fileId).executeTakeFirst()
    : undefined;
  if (!file?.storage_key) throw notFound('Tệp này');
  const bytes = await readFile(ctx.app.files.pathOf(file.storage_key));
  const blocks = file.kind === 'xlsx' ? await sheetBlocks(bytes) : await readDocx(bytes);
  const reading = understand(report.parts, blocks);
  return { ...reading, fileId, name: file.name, state: markState(report, reading.mark) };
}

interface TakeSourceArgs {
  obligationId: string;
  fileId: string;
  version: number;
  /** fields that the person ticked */
  use: readonly string[];
  /** field for each piece that belongs to none, by its number */
  place: ReadonlyMap<number, string>;
  /** what happens where the draft already says something */
  mode: 'append' | 'replace';
}

/**
 * Puts what a person has looked at into the draft, all of it in one transaction. Text of an old template is marked, to be looked
 * through before it is handed in.
 * @throws RuleError 'report.nothing', 'report.wrong', 'stale'
 */
export async function takeSource(ctx: Ctx, args: TakeSourceArgs): Promise<{ fields: string[] }> {
  const report = await openReport(ctx, args);
  requireAllowed(report.edit);
  const reading = await readSource(ctx, report, args.fileId);
  const chosen = chosenFields(reading, { use: new Set(args.use), place: args.place });
  const names = Object.keys(chosen);
  if (names.length === 0)
    throw new RuleError({ code: 'report.nothing', message: 'Bạn chưa chọn phần nào. Hãy đánh dấu phần cần đưa vào.' });
  const init = {
    act: 'report.take-source',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Đưa ${names.length} mục từ tệp “${reading.name}” vào “${report.rule.name}” của ${report.unit.name}.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockReport(tx, ctx, report);
    if (row.version !== args.version) throw stale('Bản soạn');
    const content = readContent(row.content);
    const fields = fieldsOf(content);
    const taken = { ...content.taken };
    const old =
      reading.state.kind === 'older' || reading.state.kind === 'other' ? `tệp của ${reading.state.words}` : null;
    for (const [field, text] of Object.entries(chosen)) {
      const own = fields[field];
      const isText = !field.startsWith('targets.') && !field.endsWith('.self');
      if (own && args.mode === 'append') {
        // A level or a number cannot stand beside another one: what the person wrote stays.
        if (!isText || own.includes(text)) continue;
        fields[field] = `${own}\n\n${text}`;
      } else fields[field] = text;
      if (isText && old) taken[field] = old;
      else delete taken[field];
    }
    const issues = draftIssues(report.parts, fields, 'stored');
    if (issues.length > 0)
      throw new RuleError({ code: 'report.wrong', message: 'Chưa đưa vào được: có phần không dùng được.', issues });
    await writeContent(tx, ctx, row, { ...contentOf(fields), taken });
    tx.note({ changes: { fileId: args.fileId, fields: names, mode: args.mode } });
    return { fields: names };
  });
}
