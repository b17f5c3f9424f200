import type { AdministrativePaper, PaperTable } from '#lib/domain/document/types.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

const tableView = (table: PaperTable) => ({
  title: table.title ?? null,
  note: table.note ?? null,
  columns: table.columns.map((one) => ({
    label: one.label,
    numeric: one.numeric ?? false,
    weight: one.weight ?? 1,
  })),
  rows: table.rows,
});

/** A plan or a report as PDF. */
export const administrativePdf = (d: AdministrativePaper): Promise<Buffer> =>
  renderPdf({
    template: 'paper',
    title: `${d.name} ${d.about}`,
    author: d.head.issuer,
    madeAt: d.madeAt,
    ...(d.footer ? { footer: d.footer } : {}),
    data: {
      head: headView(d.head),
      name: d.name,
      about: d.about,
      opening: d.opening,
      to: d.to ?? [],
      basis: d.basis ?? [],
      decides: d.decides ?? null,
      sections: d.sections.map((section) => ({
        ...section,
        quotes: section.quotes ?? [],
        plots: section.plots ?? [],
        tables: (section.tables ?? []).map(tableView),
      })),
      appendices: (d.appendices ?? []).map((one) => ({ ...one, tables: one.tables.map(tableView) })),
      closing: d.closing,
      receivers: d.receivers,
      signers: [d.signer].flat().map((one) => signerView(one)),
    },
  });
