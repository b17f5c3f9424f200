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

/** All certificates of a decision as one file, piece by piece. */
export async function* diplomaBatch(
  diplomas: readonly Diploma[],
  args: Parameters<typeof diplomaPdf>[1],
): AsyncGenerator<Buffer> {
  async function* parts() {
    for (let from = 0; from < diplomas.length; from += BATCH) {
      const some = diplomas.slice(from, from + BATCH);
      yield { pdf: await diplomaPdf(some, args), label: `${from + 1}-${from + some.length}` };
    }
  }
  yield* joinPdf(parts(), args.title);
}
