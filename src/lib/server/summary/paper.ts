/** A report as a paper of the administration (Decree 30/2020): the same figures as on the page, each with its source in the last appendix. */
import type { AdministrativePaper, PaperAppendix, PaperPlot, PaperTable } from '#lib/domain/document/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatNumber } from '#lib/domain/kernel/money.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { bookOf, figureCode, referencesIn, resolved } from '#lib/domain/summary/references.ts';
import { sectionsOf } from '#lib/domain/summary/structure.ts';
import type { Frozen, SummaryBody, SummaryData, SummaryTable } from '#lib/domain/summary/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { type OpenSummary, openSummary } from './open.ts';

/** What one paper is made of: a draft as it stands, or an issued version as it was. */
interface Source {
  title: string;
  body: SummaryBody;
  data: SummaryData;
  sources: Frozen['excerpts'];
  number: string | null;
  dated: string | null;
  /** null: a draft */
  issue: { no: number; at: Date; sha256: string; reason: string | null } | null;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const tableOf = (table: SummaryTable): PaperTable => ({
  title: table.title,
  columns: table.columns,
  rows: table.rows.map((row) => row.map((cell) => cell.text)),
  ...(table.note ? { note: table.note } : {}),
});

/** Tables of a report outside its sections, in the order of the appendices. */
export function appendixTables(data: SummaryData): { title: string; landscape: boolean; tables: SummaryTable[] }[] {
  const pick = (match: (id: string) => boolean) => data.tables.filter((table) => match(table.id));
  return [
    { title: 'Tự đánh giá theo tiêu chí', landscape: false, tables: pick((id) => id === 'tieu-chi') },
    { title: 'Số liệu theo đối tượng và đơn vị', landscape: true, tables: pick((id) => id.startsWith('don-vi.')) },
    {
      title: 'Đơn vị nộp muộn, quá hạn, chưa được tổng hợp',
      landscape: false,
      tables: pick((id) => ['qua-han', 'chua-tinh', 'mien'].includes(id)),
    },
    { title: 'Đơn vị chưa có số liệu chính thức', landscape: false, tables: pick((id) => id === 'thieu-so-lieu') },
  ].filter((one) => one.tables.length > 0);
}

/** "Tổng hợp từ 68 báo cáo đã chấp nhận trên 75 báo cáo phải nộp." */
export const restsText = ({ rests }: Pick<SummaryData, 'rests'>): string =>
  rests.owed === 0
    ? 'Phong trào không giao báo cáo định kỳ trong kỳ này; số liệu lấy từ các đơn vị tham gia.'
    : `Tổng hợp từ ${formatNumber(rests.accepted)} báo cáo đã chấp nhận trên ${formatNumber(rests.owed)} báo cáo phải nộp (đã nộp ${formatNumber(rests.submitted)}).`;

/** Every figure that the words and the tables of sections show, with its code, value, basis and place. */
function sourceTable(open: OpenSummary, source: Source, origin: string): PaperTable {
  const plans = sectionsOf(open.movement.doc);
  const shown = new Set<string>();
  for (const text of Object.values(source.body.head)) for (const id of referencesIn(text)) shown.add(id);
  for (const plan of plans) {
    for (const id of referencesIn(source.body.sections[plan.id]?.text ?? '')) shown.add(id);
    for (const table of source.data.tables.filter((one) => plan.tables.includes(one.id)))
      for (const cell of table.rows.flat()) if (cell.figure) shown.add(cell.figure);
  }
  const rows = source.data.figures.flatMap((figure, i) =>
    shown.has(figure.id) ? [{ figure, code: figureCode(i) }] : [],
  );
  const place = `${origin}/dieu-hanh/phong-trao/${open.movement.slug}/bao-cao/${open.summary.id}/nguon/`;
  return {
    columns: [
      { label: 'Mã', weight: 0.7 },
      { label: 'Số liệu', weight: 3.6 },
      { label: 'Giá trị', numeric: true, weight: 1.2 },
      { label: 'Tính từ', weight: 3 },
    ],
    rows: rows.map(({ figure, code }) => [
      code,
      `${figure.label}${figure.official ? '' : ' (số tạm tính)'}`,
      figure.text,
      `${figure.basis}; ${formatNumber(figure.source.ids.length)} dòng nguồn`,
    ]),
    note: `Người có quyền mở nguồn của một số liệu bằng cách ghi mã vào cuối địa chỉ ${place} ${source.issue ? `rồi ghi tiếp ?ban=${source.issue.no}` : ''}`.trim(),
  };
}

/** The paper of a source. */
function paperOf(open: OpenSummary, source: Source, origin: string, now: Date): AdministrativePaper {
  const { body, data } = source;
  const book = bookOf(data.figures);
  const say = (text: string) => resolved(text, book);
  const { head } = body;
  const plots = new Map(
    data.plots.map((plot): [string, PaperPlot] => [
      plot.id,
      { svg: plot.svg, alt: plot.alt, caption: plot.title, width: plot.width, height: plot.height },
    ]),
  );
  const kept = source.issue
    ? `Bản ban hành${source.issue.no > 1 ? ` lần ${source.issue.no}` : ''}, số liệu chốt lúc ${formatDateTimeShort(source.issue.at)} · SHA-256 ${source.issue.sha256}`
    : `Dự thảo, số liệu lúc ${formatDateTimeShort(now)}`;
  const attached =
    source.number && source.dated
      ? `(Kèm theo Báo cáo số ${source.number} ngày ${formatDate(source.dated)})`
      : '(Kèm theo dự thảo báo cáo)';
  const appendices: PaperAppendix[] = [
    ...appendixTables(data).map((one) => ({ ...one, tables: one.tables.map(tableOf) })),
    { title: 'Nguồn của các số liệu', landscape: false, tables: [sourceTable(open, source, origin)] },
  ].map((one, i) => ({ ...one, title: `Phụ lục ${i + 1}. ${one.title}`, note: attached }));
  return {
    head: {
      kind: open.movement.doc.letterhead === 'party' ? 'party' : 'state',
      ...(head.parent ? { parent: head.parent } : {}),
      issuer: head.issuer,
      number: source.number ?? '……/BC-……',
      place: head.place,
      date: source.dated,
      year: Number(data.to.slice(0, 4)),
      ...(source.issue ? {} : { draft: true }),
    },
    name: 'Báo cáo',
    about: source.title,
    ...(head.to ? { to: linesOf(head.to).map(say) } : {}),
    basis: linesOf(head.basis).map(say),
    opening: [...linesOf(head.opening).map(say), restsText(data)],
    sections: sectionsOf(open.movement.doc).map((plan) => {
      const section = body.sections[plan.id];
      return {
        level: plan.level,
        title: plan.title,
        paragraphs: linesOf(section?.text ?? '').map(say),
        quotes: (section?.picks ?? []).map((pick) => ({
          text: pick.text.replace(/\s*\n\s*/g, ' '),
          by: source.sources[pick.key]?.source ?? '[nguồn không còn]',
        })),
        tables: data.tables.filter((table) => plan.tables.includes(table.id)).map(tableOf),
        plots: plan.plots.flatMap((id) => plots.get(id) ?? []),
      };
    }),
    closing: linesOf(head.closing).map(say),
    receivers: linesOf(head.receivers),
    signer: { capacity: linesOf(head.capacity), ...(head.signer ? { name: head.signer } : {}) },
    appendices,
    madeAt: source.issue?.at ?? now,
    footer: kept,
  };
}

/** An issued version as it was kept. */
async function issuedSource(ctx: Ctx, open: OpenSummary, no: number): Promise<Source> {
  const row = await ctx.app.db
    .selectFrom('summary_issue')
    .selectAll()
    .where('summary_id', '=', open.summary.id)
    .where('no', '=', no)
    .executeTakeFirst();
  if (!row) throw notFound('Bản báo cáo này');
  const frozen = row.figures as Frozen;
  return {
    title: row.title,
    body: row.body as SummaryBody,
    data: frozen.data,
    sources: frozen.excerpts,
    number: row.number,
    dated: row.dated,
    issue: { no: row.no, at: row.at, sha256: row.sha256, reason: row.reason },
  };
}

/**
 * Q25-13: the report as a file. Without a number the last issued version, or the draft while there is one.
 * @throws RuleError 'not-found'
 */
export async function summaryPaper(
  ctx: Ctx,
  args: { slug: string; summaryId: string; no: number | null; format: 'pdf' | 'docx'; origin: string },
): Promise<{ bytes: Buffer; name: string }> {
  const open = await openSummary(ctx, args);
  const no = args.no ?? (open.summary.state === 'final' ? (open.issues[0]?.no ?? null) : null);
  const source: Source =
    no === null
      ? {
          title: open.summary.title,
          body: open.summary.body,
          data: open.data,
          sources: open.sources,
          number: null,
          dated: null,
          issue: null,
        }
      : await issuedSource(ctx, open, no);
  const paper = paperOf(open, source, args.origin, ctx.now);
  const bytes = await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper));
  const name = slugify(`${open.name} ${open.movement.slug}`);
  return { bytes, name: `${name}${no === null ? '-du-thao' : `-ban-${no}`}.${args.format}` };
}
