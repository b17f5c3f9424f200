import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** Runs in a thread of its own: drawing takes a fifth of a second, in which no page could be sent. */

export interface Drawing {
  id: number;
  svg: string;
}

export type Drawn = { id: number; png: Uint8Array } | { id: number; problem: string };

const { wasm, fontPaths } = workerData as { wasm: string; fontPaths: string[] };
const ready = initWasm(readFileSync(wasm));
const fontBuffers = fontPaths.map((path) => new Uint8Array(readFileSync(path)));

async function draw(svg: string): Promise<Uint8Array> {
  await ready;
  const picture = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Tinos' } });
  try {
    const image = picture.render();
    try {
      // a copy, because the memory of the drawing machine is given back
      return new Uint8Array(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    picture.free();
  }
}

parentPort?.on('message', ({ id, svg }: Drawing) => {
  draw(svg).then(
    (png) => parentPort?.postMessage({ id, png } satisfies Drawn, [png.buffer as ArrayBuffer]),
    (error) => parentPort?.postMessage({ id, problem: String(error) } satisfies Drawn),
  );
});
