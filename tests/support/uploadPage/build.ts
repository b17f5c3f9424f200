import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.resolve(here, '../../..');

/** Builds the upload component on its own into `outDir`: a script for browsers and a function that renders it without scripts. */
export async function buildUploadPage(
  outDir: string,
): Promise<{ client: string; render: typeof import('./server.ts').default }> {
  await mkdir(outDir, { recursive: true });
  const shared = {
    root,
    configFile: false as const,
    mode: 'production',
    logLevel: 'error' as const,
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    resolve: { alias: { '$app/navigation': path.join(here, 'navigation.ts') } },
  };
  const client = path.join(outDir, 'client');
  await build({
    ...shared,
    build: {
      outDir: client,
      rollupOptions: {
        input: path.join(here, 'main.ts'),
        output: { entryFileNames: 'main.js', assetFileNames: 'main[extname]' },
      },
    },
  });
  const server = path.join(outDir, 'server');
  await build({
    ...shared,
    ssr: { noExternal: true },
    build: {
      outDir: server,
      ssr: path.join(here, 'server.ts'),
      rollupOptions: { output: { entryFileNames: 'upload.mjs' } },
    },
  });
  const { default: render } = (await import(
    pathToFileURL(path.join(server, 'upload.mjs')).href
  )) as typeof import('./server.ts');
  return { client, render };
}
