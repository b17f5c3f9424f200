import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { EVENTS, Server, type ServerOptions } from '@tus/server';
import type { UploadRefusal } from '#lib/domain/file/api.ts';
import { formatBytes } from '#lib/domain/file/format.ts';
import { createLocker } from './lock.ts';
import { PendingUploads } from './pendingUploads.ts';
import { closeWhenSilent, isSameOrigin } from './requests.ts';
import type { FileStore, StorageKey } from './store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type TusMethod = 'POST' | 'HEAD' | 'PATCH' | 'DELETE';

/** What is asked of the application before anything is done with an upload. */
interface UploadRequest {
  method: TusMethod;
  /** id of the row in table `file`; the upload has the same id */
  fileId: string;
  /** bytes declared at creation; null when unknown */
  size: number | null;
}

type UploadDecision =
  | { allow: true; ownerId: string; fileId: string /** limit of the requirement, in bytes */; maxBytes?: number }
  | { allow: false; status: 401 | 403 | 404 | 409 | 410 | 413 | 422; code?: string; message: string };

/** A whole upload, its bytes in the content store. */
export interface FinishedUpload {
  fileId: string;
  ownerId: string;
  key: StorageKey;
  /** bytes */
  size: number;
  /** known when the upload came in one piece; otherwise `store.digest(key)` tells it */
  sha256: string | null;
}

export interface TusOptions {
  store: FileStore;
  /** Asked for every method. A refusal is shown to the person, so its message is Vietnamese and says what to do. */
  authorise: (req: IncomingMessage, upload: UploadRequest) => Promise<UploadDecision>;
  /**
   * Takes over the content, in one transaction. May be called again for the same file after a crash: then it must not do the work
   * twice. `false` means the file is no longer wanted; its content is removed. When it throws, the upload stays complete and is
   * handed over at the client's next question or at the next `sweep`.
   */
  onFinished: (upload: FinishedUpload) => Promise<boolean>;
  /** The person gave up: the row can go. */
  onCancelled?: (upload: { fileId: string; ownerId: string }) => Promise<void>;
  /** hard limit for any file, default 2 GiB */
  maxBytes?: number;
  /** where it is mounted, default "/api/tus" */
  path?: string;
  /** public origin, e.g. "https://thidua.sonla.gov.vn"; default: the Host header */
  origin?: string;
  expirationMs?: number;
  onError?: (error: unknown, fileId: string | null) => void;
}

export interface TusHandler {
  path: string;
  /** True when the request was for the upload server and is being answered. */
  handle(req: IncomingMessage, res: ServerResponse): boolean;
  /** Hands over what was complete when the process died and forgets uploads that nobody continued. Run at start and daily. */
  sweep(now?: Date): Promise<{ finished: string[]; expired: string[] }>;
}

class Refusal extends Error {
  readonly status_code: number;
  readonly body: string;
  constructor(status: number, refusal: UploadRefusal) {
    super(refusal.message);
    this.status_code = status;
    this.body = JSON.stringify(refusal);
  }
}

// What the tus library says in English about a protocol error, in words for the person who waits.
const words: Record<number, UploadRefusal> = {
  404: {
    code: 'upload.not-found',
    message: 'Không tìm thấy lượt tải lên này hoặc bạn không có quyền. Hãy chọn lại tệp.',
  },
  409: { code: 'upload.offset', message: 'Phần đã nhận khác với phần trình duyệt gửi. Hãy bấm “Tiếp tục”.' },
  410: { code: 'upload.expired', message: 'Lượt tải lên đã quá hạn 7 ngày. Hãy chọn lại tệp để tải từ đầu.' },
  413: { code: 'file.too-large', message: 'Tệp gửi lên lớn hơn dung lượng đã khai báo. Hãy chọn lại tệp.' },
};

function send(res: ServerResponse, status: number, refusal: UploadRefusal): void {
  const body = JSON.stringify(refusal);
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Tus-Resumable': '1.0.0',
  });
  res.end(body);
}

/**
 * The resumable upload server (tus 1.0), for a plain `node:http` server because a page route limits bodies. It knows files and
 * owners, nothing of entries: who may upload what is asked of `authorise` at every request, of `DELETE` and `HEAD` too.
 */
export async function createTusHandler(options: TusOptions): Promise<TusHandler> {
  const { store, authorise, onFinished, onCancelled, origin, onError } = options;
  const mount = options.path ?? '/api/tus';
  const maxBytes = options.maxBytes ?? 2 * 1024 ** 3;
  const expirationMs = options.expirationMs ?? 7 * dayMs;
  const directory = path.join(store.root, 'uploads');
  await mkdir(directory, { recursive: true, mode: 0o750 });
  const pending = new PendingUploads(directory, expirationMs);
  const finishing = new Map<string, Promise<void>>();
  /** Who makes the request that is being answered, as `authorise` said. */
  const owners = new WeakMap<object, string>();

  const handOver = async (id: string): Promise<void> => {
    const facts = await pending.facts.get(id);
    if (!facts || facts.finished) return;
    const key = facts.key ?? store.newKey();
    if (!facts.key) await pending.facts.set(id, { ...facts, key } as typeof facts);
    const { size } = await store.adopt(pending.fileOf(id), key);
    const ownerId = facts.metadata?.ownerId ?? '';
    const wanted = await onFinished({ fileId: id, ownerId, key, size, sha256: null });
    if (!wanted) await store.delete(key);
    await pending.facts.set(id, { ...facts, key, finished: true } as typeof facts);
    await rm(pending.fileOf(id), { force: true });
  };
  /** One hand-over at a time for each upload, whoever asks. */
  const finish = (id: string): Promise<void> => {
    const running = finishing.get(id) ?? handOver(id).finally(() => finishing.delete(id));
    finishing.set(id, running);
    return running;
  };

  const decide = async (req: IncomingMessage, id: string): Promise<UploadDecision> => {
    const method = req.method as TusMethod;
    if (method === 'POST') {
      const size = Number(req.headers['upload-length']);
      return authorise(req, { method, fileId: id, size: Number.isFinite(size) ? size : null });
    }
    const facts = await pending.facts.get(id);
    const decision = await authorise(req, { method, fileId: id, size: facts?.size ?? null });
    // An upload belongs to the one who created it, whatever the application would allow another person to do with the row.
    const foreign = decision.allow && facts && facts.metadata?.ownerId !== decision.ownerId;
    return foreign ? { allow: false, status: 404, ...words[404]! } : decision;
  };

  const onIncomingRequest: ServerOptions['onIncomingRequest'] = async (request, id) => {
    const req = request.runtime?.node?.req as IncomingMessage | undefined;
    if (!req) throw new Refusal(500, { code: 'upload.failed', message: 'Máy chủ chưa sẵn sàng nhận tệp.' });
    const decision = await decide(req, id);
    if (!decision.allow) {
      const { status, code, message } = decision;
      throw new Refusal(status, { code: code ?? words[status]?.code ?? 'upload.refused', message });
    }
    if (decision.fileId !== id) throw new Refusal(404, words[404]!);
    owners.set(request, decision.ownerId);
    if (req.method === 'POST') {
      const size = Number(req.headers['upload-length']);
      const limit = Math.min(decision.maxBytes ?? maxBytes, maxBytes);
      if (size > limit) {
        const message = `Tệp nặng ${formatBytes(size)}, mục này nhận tối đa ${formatBytes(limit)}. Hãy giảm dung lượng rồi tải lên lại.`;
        throw new Refusal(413, { code: 'file.too-large', message });
      }
      if (!(size > 0)) {
        const message = 'Tệp rỗng (0 byte). Hãy kiểm tra lại tệp rồi chọn lại.';
        throw new Refusal(422, { code: 'file.empty', message });
      }
      // A hand-over that the application never took leaves its content behind when the person starts again.
      const before = await pending.facts.get(id);
      if (before?.key && !before.finished) await store.delete(before.key);
    } else if (req.method === 'HEAD' && (await pending.isComplete(id))) {
      // All bytes were here when we died or when the database was away: hand over now, then answer "complete".
      await finish(id);
    }
  };

  const server = new Server({
    path: mount,
    datastore: pending,
    locker: createLocker(),
    lockDrainTimeout: 1000,
    relativeLocation: true,
    allowedOrigins: () => false,
    disableTerminationForFinishedUploads: true,
    namingFunction(_request, metadata) {
      const id = metadata?.fileId ?? '';
      if (!idPattern.test(id))
        throw new Refusal(400, {
          code: 'upload.no-file',
          message: 'Thiếu mã tệp. Hãy tải lại trang rồi chọn lại tệp.',
        });
      return id;
    },
    getFileIdFromRequest: (_request, last) => (last && idPattern.test(last) ? last : undefined),
    onIncomingRequest,
    async onUploadCreate(request, upload) {
      // The facts are ours: whatever else the client sent as metadata is thrown away.
      return { metadata: { fileId: upload.id, ownerId: owners.get(request) ?? '' } };
    },
    async onUploadFinish(_request, upload) {
      await finish(upload.id);
      return {};
    },
    onResponseError(_request, error) {
      if (error instanceof Refusal) return { status_code: error.status_code, body: error.body };
      const status = 'status_code' in error ? error.status_code : 500;
      if (status >= 500) onError?.(error, null);
      const refusal = words[status] ?? {
        code: 'upload.failed',
        message: 'Máy chủ chưa nhận được tệp. Hãy bấm “Tiếp tục” sau ít phút.',
      };
      return { status_code: status, body: JSON.stringify(refusal) };
    },
  });
  server.on(EVENTS.POST_TERMINATE, (request, _response, id) => {
    onCancelled?.({ fileId: id, ownerId: owners.get(request) ?? '' }).catch((error) => onError?.(error, id));
  });

  const methods = new Set(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);
  return {
    path: mount,

    handle(req, res) {
      const { pathname } = new URL(req.url ?? '/', 'http://localhost');
      if (pathname !== mount && !pathname.startsWith(`${mount}/`)) return false;
      // The override header would let a POST be authorised as one thing and carried out as another.
      if (!methods.has(req.method ?? '') || req.headers['x-http-method-override']) {
        send(res, 405, { code: 'upload.method', message: 'Yêu cầu không hợp lệ.' });
      } else if (!isSameOrigin(req, origin)) {
        send(res, 403, { code: 'upload.origin', message: 'Yêu cầu đến từ một trang khác nên bị từ chối.' });
      } else {
        res.setHeader('X-Content-Type-Options', 'nosniff');
        closeWhenSilent(req);
        server.handle(req, res).catch((error) => {
          onError?.(error, null);
          if (!res.headersSent)
            send(res, 500, { code: 'upload.failed', message: 'Máy chủ chưa nhận được tệp. Hãy thử lại.' });
          else res.destroy();
        });
      }
      return true;
    },

    async sweep(now = new Date()) {
      const result = { finished: [] as string[], expired: [] as string[] };
      for (const id of await pending.facts.list()) {
        const facts = await pending.facts.get(id).catch(() => undefined);
        if (!facts) continue;
        const age = now.getTime() - new Date(facts.creation_date ?? 0).getTime();
        if (await pending.isComplete(id)) {
          await finish(id).then(
            () => result.finished.push(id),
            (error) => onError?.(error, id),
          );
        } else if (age > expirationMs) {
          await pending.discard(id);
          if (!facts.finished) result.expired.push(id);
        }
      }
      return result;
    },
  };
}
