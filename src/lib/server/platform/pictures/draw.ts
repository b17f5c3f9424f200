import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { projectRoot } from '../config.ts';
import { fontFolder } from '../documents/typst.ts';
import type { Drawing, Drawn } from './picture.worker.ts';

interface Waiting {
  resolve: (png: Buffer) => void;
  reject: (error: Error) => void;
}

/** Drawings that may wait; more are refused, because each takes a fifth of a second of a processor. */
const LONGEST_QUEUE = 40;

let worker: Worker | undefined;
let orders = 0;
const waiting = new Map<number, Waiting>();

function settle(id: number): Waiting | undefined {
  const one = waiting.get(id);
  waiting.delete(id);
  // an idle thread must not keep a command line or a test from ending
  if (waiting.size === 0) worker?.unref();
  return one;
}

/** The one drawing thread, made when first needed; one that died is replaced by the next order. */
function drawer(): Worker {
  if (worker) return worker;
  const wasm = createRequire(join(projectRoot(), 'package.json')).resolve('@resvg/resvg-wasm/index_bg.wasm');
  const faces = ['400Regular/Tinos_400Regular.ttf', '700Bold/Tinos_700Bold.ttf'];
  // The thread's source is read as a file, also by the bundled pages: a bundle cannot tell where it lies.
  const made = new Worker(join(projectRoot(), 'src/lib/server/platform/pictures/picture.worker.ts'), {
    workerData: { wasm, fontPaths: faces.map((face) => join(fontFolder(), face)) },
  });
  made.on('message', (drawn: Drawn) => {
    const one = settle(drawn.id);
    if ('png' in drawn) one?.resolve(Buffer.from(drawn.png.buffer as ArrayBuffer));
    else one?.reject(new Error(`picture: ${drawn.problem}`));
  });
  const lost = (why: string) => {
    if (worker === made) worker = undefined;
    for (const id of [...waiting.keys()]) settle(id)?.reject(new Error(`picture: ${why}`));
  };
  made.on('error', (error) => lost(String(error)));
  made.on('exit', (code) => lost(`the thread ended with ${code}`));
  worker = made;
  return made;
}

/**
 * Draws an SVG as PNG, in a thread beside the server. Its only font is Tinos.
 * @throws RuleError 503 when too many drawings wait
 */
export async function drawPng(svg: string): Promise<Buffer> {
  if (waiting.size >= LONGEST_QUEUE)
    throw new RuleError({
      code: 'picture.busy',
      status: 503,
      message: 'Đang vẽ nhiều ảnh cùng lúc. Hãy thử lại sau ít phút.',
    });
  return new Promise<Buffer>((resolve, reject) => {
    const drawing: Drawing = { id: orders++, svg };
    const at = drawer();
    waiting.set(drawing.id, { resolve, reject });
    at.ref();
    at.postMessage(drawing);
  });
}
