import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../config.ts';
import { printable } from './text.ts';
import type { Delivery, Order } from './typst.worker.ts';

// Templates and the thread's source are read as files, also by the bundled pages: a bundle cannot tell where they lie.
const here = (...path: string[]) => join(projectRoot(), 'src/lib/server/platform/documents', ...path);

/** Folder of the font: metrics of Times New Roman, which Decree 30/2020 prescribes, and every Vietnamese letter. */
export const fontFolder = () =>
  dirname(createRequire(join(projectRoot(), 'package.json')).resolve('@expo-google-fonts/tinos/package.json'));

const faces = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'];

/** A document that could not be laid out: a defect of a template, never of what a user typed. */
export class TypesettingError extends Error {
  constructor(template: string, why: string) {
    super(`Không tạo được tài liệu "${template}": ${why}`);
    this.name = 'TypesettingError';
  }
}

interface Waiting {
  template: string;
  resolve: (pdf: Buffer) => void;
  reject: (error: Error) => void;
}

let worker: Worker | undefined;
let orders = 0;
const waiting = new Map<number, Waiting>();

function settle(id: number): Waiting | undefined {
  const one = waiting.get(id);
  waiting.delete(id);
  // An idle typesetter must not keep a command line or a test from ending.
  if (waiting.size === 0) worker?.unref();
  return one;
}

/** The one typesetter, made when first needed; fonts are loaded once. A typesetter that died is replaced by the next order. */
function typesetter(): Worker {
  if (worker) return worker;
  const fontPaths = faces.map((face) => join(fontFolder(), face));
  const made = new Worker(here('typst.worker.ts'), { workerData: { templates: here('templates'), fontPaths } });
  made.on('message', (delivery: Delivery) => {
    const one = settle(delivery.id);
    if ('pdf' in delivery) one?.resolve(Buffer.from(delivery.pdf.buffer as ArrayBuffer));
    else one?.reject(new TypesettingError(one.template, delivery.problem));
  });
  const lost = (why: string) => {
    if (worker === made) worker = undefined;
    for (const id of [...waiting.keys()]) {
      const one = settle(id);
      one?.reject(new TypesettingError(one.template, why));
    }
  };
  made.on('error', (error) => lost(String(error)));
  made.on('exit', (code) => lost(`bộ dàn trang dừng (${code})`));
  worker = made;
  return made;
}

export interface RenderArgs {
  /** name of the `.typ` file, without ending */
  template: string;
  /** title in the PDF's metadata, which readers announce */
  title: string;
  author?: string;
  /** creation time of the PDF: with the same data the bytes are the same */
  madeAt: Date;
  /** small line at the bottom of each page */
  footer?: string;
  /** whatever the template reads; strings reach it as text, never as markup */
  data: Record<string, unknown>;
}

/**
 * Lays out a template with data as a tagged PDF (PDF/UA-1 where its letters allow), in a thread beside the server.
 * @throws TypesettingError
 */
export async function renderPdf(args: RenderArgs): Promise<Buffer> {
  const meta = { title: args.title, author: args.author ?? [], footer: args.footer ?? null };
  const order: Order = {
    id: orders++,
    template: args.template,
    data: JSON.stringify(printable({ ...args.data, meta })),
    createdAt: Math.floor(args.madeAt.getTime() / 1000),
  };
  return new Promise<Buffer>((resolve, reject) => {
    const at = typesetter();
    waiting.set(order.id, { template: args.template, resolve, reject });
    at.ref();
    at.postMessage(order);
  });
}
