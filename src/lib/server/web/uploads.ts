import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { uploadProblems } from '#lib/domain/file/api.ts';
import type { FilePurpose } from '#lib/domain/file/kind.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { cancelUpload, receiveUpload, startUpload, uploadInProgress } from '../file/uploads.ts';
import { actorOfSession, sessionCookie } from '../platform/auth/sessions.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { createFormUpload } from '../platform/files/formUpload.ts';
import { createTusHandler } from '../platform/files/tus.ts';
import { visitor } from '../platform/policy.ts';

async function ctxOf(app: App, req: IncomingMessage): Promise<Ctx> {
  const cookie = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(req.headers.cookie ?? '')?.[1];
  const actor = cookie ? await actorOfSession(app.db, cookie) : null;
  const requestId = req.headers['x-request-id'];
  const ip = req.headers['x-client-ip'];
  return {
    app,
    actor: actor ?? visitor,
    now: app.clock.now(),
    requestId: typeof requestId === 'string' ? requestId : randomUUID(),
    channel: 'web',
    ip: typeof ip === 'string' ? ip : null,
  };
}

const sweepEveryMs = 6 * 3600 * 1000;

/** Uploads bypass the pages, whose body limit is small: resumable ones at /api/tus, plain forms at /api/tai-tep. */
export async function mountUploads(
  app: App,
): Promise<(req: IncomingMessage, res: ServerResponse, path: string) => boolean> {
  const origin = app.config.origin ?? undefined;
  const onError = (error: unknown) => app.log.error({ err: error }, 'upload failed');
  const tus = await createTusHandler({
    store: app.files,
    authorise: async (req, upload) => {
      const ctx = await ctxOf(app, req);
      const row = await uploadInProgress(ctx, upload.fileId);
      if (!row) {
        return ctx.actor.id === null
          ? {
              allow: false,
              status: 401,
              message: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi bấm “Tiếp tục”: phần đã tải vẫn còn.',
            }
          : { allow: false, status: 404, message: 'Không có lượt tải tệp này.' };
      }
      if (row.state !== 'uploading' && upload.method !== 'HEAD')
        return { allow: false, status: 410, message: 'Tệp này đã tải xong.' };
      return { allow: true, ownerId: row.owner_id as string, fileId: row.id, maxBytes: row.declared_size };
    },
    onFinished: (upload) => receiveUpload(app, upload),
    onCancelled: (upload) => cancelUpload(app, upload.fileId),
    onError,
    ...(origin ? { origin } : {}),
  });
  const form = createFormUpload({
    store: app.files,
    authorise: async (req, { fields, name }) => {
      const ctx = await ctxOf(app, req);
      const { purpose = '', next: _next, fileId: _fileId, ...target } = fields;
      try {
        const length = Number(req.headers['content-length'] ?? 1);
        const { fileId, maxBytes } = await startUpload(ctx, {
          purpose: purpose as FilePurpose,
          target,
          name,
          size: Math.max(1, length),
        });
        return { allow: true, fileId, ownerId: ctx.actor.id as string, maxBytes };
      } catch (problem) {
        if (!(problem instanceof RuleError)) throw problem;
        return { allow: false, code: problem.code in uploadProblems ? problem.code : 'file.refused' };
      }
    },
    onFinished: (upload) => receiveUpload(app, upload),
    onCancelled: (upload) => cancelUpload(app, upload.fileId),
    onError,
    ...(origin ? { origin } : {}),
  });
  const sweep = () =>
    tus
      .sweep()
      .then(({ expired }) => Promise.all(expired.map((id) => cancelUpload(app, id))))
      .catch(onError);
  await sweep();
  setInterval(sweep, sweepEveryMs).unref();
  return (req, res, path) => path.startsWith('/api/t') && (tus.handle(req, res) || form.handle(req, res));
}
