import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** Runs in a thread of its own: typesetting is synchronous, and a batch of certificates must not hold up the pages. */

export interface Order {
  id: number;
  template: string;
  /** JSON that the template reads as `data.json` */
  data: string;
  /** seconds since 1970 */
  createdAt: number;
}

export type Delivery = { id: number; pdf: Uint8Array } | { id: number; problem: string };

/** Typst remembers every layout for the next compilation; without forgetting, a long-lived server would grow without end. */
const FORGET_EVERY = 16;
/** characters of data from which a document is a batch: nothing of it comes again, so all of it is forgotten at once */
const LARGE = 200_000;

const { templates, fontPaths } = workerData as { templates: string; fontPaths: string[] };
const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontPaths }] });
const dataFile = join(templates, 'data.json');
let rendered = 0;

function typeset(order: Order): Buffer {
  compiler.mapShadow(dataFile, Buffer.from(order.data));
  // Not compile() first: the layout it returns lives until V8 collects it, and V8 does not see how large it is.
  const source = { mainFilePath: join(templates, `${order.template}.typ`) };
  const options = { creationTimestamp: order.createdAt };
  try {
    return compiler.pdf(source, { ...options, pdfStandard: 'ua-1' });
  } catch {
    // A letter that no font of this machine has (some emoji) is refused by PDF/UA; the document is still tagged without it.
    return compiler.pdf(source, options);
  } finally {
    compiler.unmapShadow(dataFile);
    rendered += 1;
    if (rendered % FORGET_EVERY === 0) compiler.evictCache(1);
    if (order.data.length > LARGE) compiler.evictCache(0);
  }
}

// The compiler puts its message into `code`.
const problemOf = (error: unknown) => String((error as { code?: unknown }).code ?? error);

parentPort?.on('message', (order: Order) => {
  let delivery: Delivery;
  try {
    delivery = { id: order.id, pdf: new Uint8Array(typeset(order)) };
  } catch (error) {
    delivery = { id: order.id, problem: problemOf(error) };
  }
  parentPort?.postMessage(delivery, 'pdf' in delivery ? [delivery.pdf.buffer as ArrayBuffer] : []);
});
