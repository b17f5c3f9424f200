import type { IncomingMessage, ServerResponse } from 'node:http';
import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { cleanFileName } from '#lib/domain/file/kind.ts';
import { boundaryOf, MultipartError, readMultipart } from './multipart.ts';
import { closeWhenSilent, isSameOrigin } from './requests.ts';
import { type FileStore, TooLargeError } from './store.ts';
import type { FinishedUpload } from './tus.ts';

/** The fields before the file, and the name of the file. */
interface FormUploadRequest {
  fields: Record<string, string>;
  name: string;
}

type FormUploadDecision =
  | { allow: true; fileId: string; ownerId: string; maxBytes?: number }
  /** `code` is a key of `uploadProblems` (domain/file/api.ts). */
  | { allow: false; code: string };

export interface FormUploadOptions {
  store: FileStore;
  /** Asked once, when the file begins: checks the person and makes or finds the row of the file. */
  authorise: (req: IncomingMessage, upload: FormUploadRequest) => Promise<FormUploadDecision>;
  /** As for tus. `false` means the file is no longer wanted; its content is removed. */
  onFinished: (upload: FinishedUpload) => Promise<boolean>;
  /** The upload broke off after it was allowed: its row can go. */
  onCancelled?: (upload: { fileId: string; ownerId: string }) => Promise<void>;
  maxBytes?: number;
  /** default "/api/tai-tep" */
  path?: string;
  origin?: string;
  onError?: (error: unknown) => void;
}

export interface FormUploadHandler {
  path: string;
  handle(req: IncomingMessage, res: ServerResponse): boolean;
}

/** A path of this site, or "/": never another site, never a script address. */
function localPath(next: string | undefined): string {
  if (!next?.startsWith('/') || /^\/[/\\]/.test(next) || /[\p{Cc}\\]/u.test(next)) return '/';
  const url = new URL(next, 'http://localhost');
  return url.origin === 'http://localhost' ? `${url.pathname}${url.search}${url.hash}` : '/';
}

function withProblem(next: string, code: string | null): string {
  const url = new URL(next, 'http://localhost');
  url.searchParams.delete(uploadProblemParameter);
  if (code) url.searchParams.set(uploadProblemParameter, code);
  return `${url.pathname}${url.search}${url.hash}`;
}

type Outcome = { next: string; problem: string | null };

/** Reads the form of `req`; every refusal is an outcome, so that the browser always lands on a page. */
async function receiveMultipart(req: IncomingMessage, options: FormUploadOptions): Promise<Outcome> {
  const { store, authorise, onFinished, onCancelled } = options;
  const hardLimit = options.maxBytes ?? 2 * 1024 ** 3;
  const fields: Record<string, string> = {};
  let problem: string | null = 'file.none';
  const outcome = () => ({ next: localPath(fields.next), problem });
  const boundary = boundaryOf(req.headers['content-type']);
  if (!boundary) return outcome();
  let begun: { fileId: string; ownerId: string } | null = null;
  try {
    for await (const part of readMultipart(req, boundary)) {
      if ('value' in part) {
        fields[part.field] = part.value;
        continue;
      }
      // A form without a chosen file sends an empty name.
      if (part.name === '' || problem === null) continue;
      const decision = await authorise(req, { fields, name: cleanFileName(part.name) });
      if (!decision.allow) {
        problem = decision.code;
        continue;
      }
      const { fileId, ownerId } = decision;
      begun = { fileId, ownerId };
      const maxBytes = Math.min(decision.maxBytes ?? hardLimit, hardLimit);
      const stored = await store.put(part.body, { maxBytes });
      if (stored.size === 0) {
        await store.delete(stored.key);
        problem = 'file.empty';
        continue;
      }
      const wanted = await onFinished({ fileId, ownerId, ...stored });
      if (!wanted) await store.delete(stored.key);
      problem = wanted ? null : 'file.refused';
      begun = wanted ? null : begun;
    }
  } catch (error) {
    if (error instanceof TooLargeError) problem = 'file.too-large';
    else if (error instanceof MultipartError || req.destroyed) problem = 'file.interrupted';
    else {
      options.onError?.(error);
      problem = 'file.failed';
    }
  }
  if (begun && problem) await onCancelled?.(begun);
  return outcome();
}

/**
 * The upload for browsers without scripts: an ordinary form to `/api/tai-tep`, streamed to the store in constant memory, then 303
 * back to the page in the field `next`, with `?loi-tep=<code>` after a refusal. Fields stand before the file in the form.
 */
export function createFormUpload(options: FormUploadOptions): FormUploadHandler {
  const mount = options.path ?? '/api/tai-tep';

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { next, problem } = await receiveMultipart(req, options);
    if (res.destroyed) return;
    // A browser that is still sending reads no answer, so what is left is read and forgotten, within reason.
    let rest = (options.maxBytes ?? 2 * 1024 ** 3) + 1024 ** 2;
    if (!req.readableEnded && !req.destroyed) {
      for await (const chunk of req) {
        rest -= (chunk as Buffer).length;
        if (rest < 0) break;
      }
    }
    res.writeHead(303, { Location: withProblem(next, problem), 'Cache-Control': 'no-store', 'Content-Length': 0 });
    res.end();
  };

  return {
    path: mount,
    handle(req, res) {
      if (new URL(req.url ?? '/', 'http://localhost').pathname !== mount) return false;
      const sameOrigin = isSameOrigin(req, options.origin);
      // A form carries the session cookie, so here a request that does not say where it comes from is refused, too.
      const named = req.headers.origin !== undefined || req.headers['sec-fetch-site'] !== undefined;
      if (req.method !== 'POST' || !sameOrigin || !named) {
        res.writeHead(req.method === 'POST' ? 403 : 405, {
          'Content-Type': 'text/plain; charset=utf-8',
          Connection: 'close',
        });
        res.end('Yêu cầu không đến từ trang của hệ thống nên bị từ chối.');
        return true;
      }
      closeWhenSilent(req);
      answer(req, res).catch((error) => {
        options.onError?.(error);
        res.destroy();
      });
      return true;
    },
  };
}
