import type { EntryList } from '#lib/domain/document/types.ts';
import { formatDateTime, formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

const rowsView = (rows: EntryList['rows']) =>
  rows.map((row) => ({
    no: String(row.no),
    code: row.code,
    title: row.title,
    authors: row.authors.map((author) => ({ name: author.name, workplace: author.workplace ?? null })),
    unit: row.unit ?? null,
    submitted: formatDateTimeShort(row.submittedAt),
    note: row.note ?? null,
  }));

/** Danh sách bài dự thi as it was closed, with what joined and what left since. */
export const entryListPdf = (d: EntryList) =>
  renderPdf({
    template: 'entryList',
    title: `Danh sách bài dự thi ${d.about}`,
    author: d.head.issuer,
    madeAt: d.madeAt,
    data: {
      head: headView(d.head),
      about: d.about,
      closed: `Chốt lúc ${formatDateTime(d.closedAt)}, ${d.closedBy} thực hiện. Tổng số: ${d.rows.length} bài.`,
      rows: rowsView(d.rows),
      addenda: rowsView(d.addenda),
      changes: d.changes,
      hash: d.hash,
      receivers: d.receivers,
      signer: signerView(d.signer),
    },
  });
