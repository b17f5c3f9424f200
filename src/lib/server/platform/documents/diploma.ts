import type { CertificateLayout } from '#lib/domain/award/types.ts';
import type { Diploma } from '#lib/domain/document/types.ts';
import { verificationView } from './format.ts';
import { joinPdf } from './joinPdf.ts';
import { renderPdf } from './typst.ts';

/**
 * Certificates of commendation on A4 landscape, each line in its place, one page each.
 * @param args.grid draws millimetres and the box of each field, for adjusting a printer
 * @throws TypesettingError
 */
export const diplomaPdf = (
  diplomas: readonly Diploma[],
  args: { layout: CertificateLayout; title: string; author: string; madeAt: Date; grid?: boolean },
): Promise<Buffer> =>
  renderPdf({
    template: 'diploma',
    title: args.title,
    author: args.author,
    madeAt: args.madeAt,
    data: {
      layout: args.layout,
      grid: args.grid ?? false,
      certificates: diplomas.map((one) => ({ texts: one.texts, verify: verificationView(one.verification, '') })),
    },
  });

/** So many are set at once: memory stays flat however many follow. */
const BATCH = 100;

/** Certificates of one form, which share a layout. */
interface DiplomaGroup {
  layout: Parameters<typeof diplomaPdf>[1]['layout'];
  diplomas: readonly Diploma[];
}

/** All certificates of a decision as one file, piece by piece, form by form. */
export async function* diplomaBatch(
  groups: readonly DiplomaGroup[],
  args: Omit<Parameters<typeof diplomaPdf>[1], 'layout'>,
): AsyncGenerator<Buffer> {
  async function* parts() {
    let done = 0;
    for (const { layout, diplomas } of groups)
      for (let from = 0; from < diplomas.length; from += BATCH) {
        const some = diplomas.slice(from, from + BATCH);
        yield { pdf: await diplomaPdf(some, { ...args, layout }), label: `${done + 1}-${done + some.length}` };
        done += some.length;
      }
  }
  yield* joinPdf(parts(), args.title);
}
