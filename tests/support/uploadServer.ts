import { appendFile, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFormUpload } from '../../src/lib/server/platform/files/formUpload.ts';
import { serveFile } from '../../src/lib/server/platform/files/serve.ts';
import { createFileStore, type FileStore } from '../../src/lib/server/platform/files/store.ts';
import { createTusHandler, type FinishedUpload, type TusHandler } from '../../src/lib/server/platform/files/tus.ts';
import { sendWebResponse } from './webResponse.ts';

/** The files that belong to someone, without a database: file id → owner. */
export const files = {
  an: '0a000000-0000-4000-8000-000000000001',
  anSecond: '0a000000-0000-4000-8000-000000000002',
  binh: '0b000000-0000-4000-8000-000000000001',
};
const ownerOf: Record<string, string> = { [files.an]: 'an', [files.anSecond]: 'an', [files.binh]: 'binh' };
const limit = 600 * 1024 * 1024;

export interface UploadServer {
  server: Server;
  url: string;
  store: FileStore;
  tus: TusHandler;
  finished: FinishedUpload[];
  cancelled: string[];
  /** Makes the next hand-overs fail, as when the database is away. */
  breakDatabase(broken: boolean): void;
  close(): Promise<void>;
}

const personOf = (req: IncomingMessage) => /(?:^|; )person=(\w+)/.exec(req.headers.cookie ?? '')?.[1] ?? null;

/** Our small server with its upload adapters and a policy of one sentence: who is signed in may touch the own files. */
export async function startUploadServer(dataDir: string, log?: string): Promise<UploadServer> {
  const store = await createFileStore(path.join(dataDir, 'files'));
  const finished: FinishedUpload[] = [];
  const cancelled: string[] = [];
  let broken = false;
  const onFinished = async (upload: FinishedUpload) => {
    if (broken) throw new Error('database is away');
    finished.push(upload);
    if (log) await appendFile(log, `${JSON.stringify(upload)}\n`);
    return true;
  };
  const decide = (req: IncomingMessage, fileId: string) => {
    const person = personOf(req);
    if (!person) return { allow: false, status: 401, message: 'Bạn cần đăng nhập để tải tệp.' } as const;
    if (ownerOf[fileId] !== person) return { allow: false, status: 404, message: 'Không tìm thấy tệp này.' } as const;
    return { allow: true, ownerId: person, fileId, maxBytes: limit } as const;
  };
  const tus = await createTusHandler({
    store,
    authorise: async (req, upload) => decide(req, upload.fileId),
    onFinished,
    onCancelled: async ({ fileId }) => void cancelled.push(fileId),
  });
  await tus.sweep();
  const form = createFormUpload({
    store,
    maxBytes: 400 * 1024 * 1024,
    async authorise(req, { fields }) {
      const decision = decide(req, fields.fileId ?? '');
      if (!decision.allow) return { allow: false, code: 'file.refused' };
      return fields.purpose === 'letter' ? { ...decision, maxBytes: 1024 } : decision;
    },
    onFinished,
    onCancelled: async ({ fileId }) => void cancelled.push(fileId),
  });
  const server = createServer((req, res) => {
    if (tus.handle(req, res) || form.handle(req, res)) return;
    const upload = finished.find(({ fileId }) => req.url === `/tep/${fileId}`);
    if (!upload) return void res.writeHead(404).end();
    const headers = new Headers(req.headers as Record<string, string>);
    serveFile(
      { method: req.method ?? 'GET', headers },
      {
        store,
        key: upload.key,
        size: upload.size,
        media: 'video/mp4',
        name: 'Bài dự thi số 1.mp4',
        etag: upload.key,
        modified: new Date('2026-07-01T00:00:00Z'),
      },
    ).then((response) => sendWebResponse(response, res));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    tus,
    finished,
    cancelled,
    breakDatabase: (value) => {
      broken = value;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The hand-overs that a server process wrote into its log. */
export async function readLog(log: string): Promise<FinishedUpload[]> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FinishedUpload);
}

// As a process of its own, so that a test can kill it: node uploadServer.ts <dataDir> <log>
if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { url } = await startUploadServer(process.argv[2]!, process.argv[3]);
  process.stdout.write(`${url}\n`);
}
