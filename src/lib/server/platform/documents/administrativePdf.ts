import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { headView, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

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
      sections: d.sections.map((section) => ({
        ...section,
        tables: (section.tables ?? []).map((table) => ({
          title: table.title ?? null,
          columns: table.columns.map((one) => ({
            label: one.label,
            numeric: one.numeric ?? false,
            weight: one.weight ?? 1,
          })),
          rows: table.rows,
        })),
      })),
      closing: d.closing,
      receivers: d.receivers,
      signer: signerView(d.signer),
    },
  });
