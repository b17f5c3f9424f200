/** The closed list as papers and tables to pass on (K24-8). */
import { stateLabel } from '#lib/domain/entry/progress.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { entryListPdf } from '../platform/documents/index.ts';
import { csvText, xlsxTemplate } from '../platform/tables/write.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { headOf, signerOf } from '../result/head.ts';
import { type ClosedList, closedList } from './entryList.ts';

const kinds = { withdrawn: 'Đã rút', disqualified: 'Bị loại', reinstated: 'Hủy việc loại' };

/** "Bị loại lúc … (Mục …): …": what happened to a line since the list was closed. */
const changesOf = (line: ClosedList['lines'][number]): string[] =>
  line.changes.map(
    (change) =>
      `${kinds[change.kind]} lúc ${formatDateTimeShort(change.at)}${change.clause ? ` (${change.clause})` : ''}${change.reason ? `: ${change.reason}` : ''}`,
  );

const addedNote = ({ added }: ClosedList['lines'][number]): string =>
  added ? `Bổ sung lúc ${formatDateTimeShort(added.at)}: ${added.reason}` : '';

const head = [
  { label: 'TT', width: 6 },
  { label: 'Mã', width: 14 },
  { label: 'Tên bài dự thi', width: 50 },
  { label: 'Tác giả', width: 40 },
  { label: 'Nơi công tác', width: 40 },
  { label: 'Đơn vị', width: 30 },
  { label: 'Nộp lúc', width: 18 },
  { label: 'Bổ sung sau khi chốt', width: 40 },
  { label: 'Thay đổi sau khi chốt', width: 40 },
  { label: 'Trạng thái hiện nay', width: 24 },
];

async function requireList(ctx: Ctx, programme: StoredProgramme): Promise<ClosedList> {
  const list = await closedList(ctx.app.db, programme.id);
  if (!list) throw notFound('Danh sách này');
  return list;
}

const rowsOf = ({ doc }: StoredProgramme, list: ClosedList): string[][] =>
  list.lines.map((line) => [
    String(line.no),
    line.code,
    line.title,
    line.authors.map((author) => author.name).join('; '),
    [...new Set(line.authors.map((author) => author.workplace).filter(Boolean))].join('; '),
    line.unit ?? '',
    formatDateTimeShort(line.submittedAt),
    addedNote(line),
    changesOf(line).join('; '),
    stateLabel(line.state, doc),
  ]);

/** The whole list as a table: the closed lines, the addenda, the differences since. @throws 404 before it is closed */
export async function listTable(
  ctx: Ctx,
  programme: StoredProgramme,
  kind: 'xlsx' | 'csv',
): Promise<Uint8Array | string> {
  const rows = rowsOf(programme, await requireList(ctx, programme));
  return kind === 'xlsx'
    ? xlsxTemplate('Danh sách đã chốt', head, rows)
    : csvText([head.map((column) => column.label), ...rows]);
}

/** The list as a paper to print and sign. @throws 404 before it is closed */
export async function listPaper(ctx: Ctx, programme: StoredProgramme): Promise<{ pdf: Uint8Array; name: string }> {
  const list = await requireList(ctx, programme);
  const { doc } = programme;
  const row = (line: ClosedList['lines'][number], note: string) => ({
    no: line.no,
    code: line.code,
    title: line.title,
    authors: line.authors.map(({ name, workplace }) => ({ name, ...(workplace ? { workplace } : {}) })),
    ...(line.unit ? { unit: line.unit } : {}),
    submittedAt: line.submittedAt,
    ...(note ? { note } : {}),
  });
  const pdf = await entryListPdf({
    head: headOf(doc),
    about: doc.name,
    closedAt: list.closedAt,
    closedBy: list.closedBy,
    rows: list.lines.filter((line) => !line.added).map((line) => row(line, '')),
    addenda: list.lines.filter((line) => line.added).map((line) => row(line, addedNote(line))),
    changes: list.lines.flatMap((line) => changesOf(line).map((change) => `${line.code}: ${change}.`)),
    hash: list.sha256,
    receivers: [doc.standingAgency, ...doc.organisers.filter((one) => one !== doc.standingAgency), 'Lưu: VT'],
    signer: signerOf(doc),
    madeAt: ctx.now,
  });
  return { pdf, name: `danh-sach-bai-du-thi-${doc.slug}.pdf` };
}
