import type { DetailedError, PreviousUpload, Upload } from 'tus-js-client';
import type {
  FileStateResponse,
  StartUploadRequest,
  StartUploadResponse,
  UploadRefusal,
  UploadTarget,
} from '#lib/domain/file/api.ts';
import type { FilePurpose } from '#lib/domain/file/kind.ts';
import { kindByName } from '#lib/domain/file/kind.ts';
import { type FileRule, type Finding, judgeDeclared, judgeVideo, passes } from '#lib/domain/file/requirement.ts';
import { SpeedMeter } from './speed.ts';
import { readVideoFacts } from './videoFacts.ts';

/**
 * idle → reading → (refused) → uploading ⇄ paused | lost → checking → done | rejected
 * `lost`: the connection is gone or the server refuses for now; everything that has arrived is kept.
 */
export type Phase = 'idle' | 'reading' | 'refused' | 'uploading' | 'paused' | 'lost' | 'checking' | 'done' | 'rejected';

export interface SessionOptions {
  rule: FileRule;
  purpose: FilePurpose;
  target: UploadTarget;
  startUrl: string;
  stateUrl: (fileId: string) => string;
  /** Called once the file has been checked, well or not. */
  onChecked: () => void | Promise<void>;
}

// Proxies often hold back a whole request body: pieces of this size lose little and still fill the line.
const chunkBytes = 16 * 1024 * 1024;
const retryDelays = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

const failed: UploadRefusal = {
  code: 'upload.failed',
  message: 'Máy chủ chưa nhận được tệp. Hãy thử lại sau ít phút.',
};
const signedOut = 'Phiên đăng nhập đã hết. Hãy đăng nhập lại ở một thẻ khác rồi bấm “Tiếp tục”: phần đã tải vẫn còn.';

async function refusalOf(response: Response): Promise<UploadRefusal> {
  if (response.status === 401) return { code: 'signed-out', message: signedOut };
  const body = (await response.json().catch(() => null)) as Partial<UploadRefusal> | null;
  return body?.message ? { code: body.code ?? 'upload.refused', message: body.message } : failed;
}

function messageOf(error: Error | DetailedError): string {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return 'Mất kết nối. Phần đã tải được giữ lại; hệ thống tự tải tiếp khi có mạng.';
  if (response.getStatus() === 401) return signedOut;
  try {
    return (JSON.parse(response.getBody()) as UploadRefusal).message ?? failed.message;
  } catch {
    return failed.message;
  }
}

const statusOf = (error: Error | DetailedError): number =>
  ('originalResponse' in error ? error.originalResponse?.getStatus() : null) ?? 0;

/** One upload as the page sees it; its fields are reactive. */
export class UploadSession {
  phase = $state<Phase>('idle');
  findings = $state<Finding[]>([]);
  message = $state<string | null>(null);
  name = $state('');
  sent = $state(0);
  total = $state(0);
  /** bytes per second, 0 while unknown */
  speed = $state(0);
  /** bytes that were there from an earlier visit */
  resumedAt = $state(0);

  private upload: Upload | null = null;
  private fileId: string | null = null;
  private file: File | null = null;
  private readonly meter = new SpeedMeter();
  private stopped = false;
  private readonly options: () => SessionOptions;

  constructor(options: () => SessionOptions) {
    this.options = options;
  }

  get percent(): number {
    return this.total === 0 ? 0 : Math.floor((this.sent / this.total) * 100);
  }

  get remainingSeconds(): number {
    return this.speed > 0 ? (this.total - this.sent) / this.speed : Number.POSITIVE_INFINITY;
  }

  /** True while leaving the page would interrupt something. */
  get busy(): boolean {
    return this.phase === 'uploading' || this.phase === 'reading';
  }

  /** Looks at a chosen file and, if nothing speaks against it, begins or continues its upload. */
  async choose(file: File): Promise<void> {
    const { rule } = this.options();
    this.file = file;
    this.fileId = null;
    Object.assign(this, {
      phase: 'reading',
      findings: [],
      message: null,
      name: file.name,
      sent: 0,
      total: file.size,
      speed: 0,
      resumedAt: 0,
    });
    let findings = judgeDeclared({ name: file.name, bytes: file.size }, rule);
    if (passes(findings) && kindByName(file.name) === 'video') {
      const facts = await readVideoFacts(file, rule.video);
      findings = [...findings, ...judgeVideo(facts, rule)];
    }
    if (this.file !== file) return;
    this.findings = findings;
    if (passes(findings)) await this.begin(file, true);
    else this.phase = 'refused';
  }

  /** Only the same file for the same place is continued: another entry's upload must never get these bytes. */
  private fingerprint(file: File): string {
    const { purpose, target } = this.options();
    const place = [purpose, target.entryId, target.stage, target.requirementId, target.programmeId, target.unitId].join(
      '/',
    );
    return ['lantoa', place, file.name, file.size, file.lastModified].join('|');
  }

  private async begin(file: File, mayResume: boolean): Promise<void> {
    const tus = await import('tus-js-client');
    const { purpose, target, startUrl } = this.options();
    const fingerprint = this.fingerprint(file);
    const storage = tus.defaultOptions.urlStorage;
    const known = mayResume ? await storage.findUploadsByFingerprint(fingerprint).catch(() => []) : [];
    const previous: PreviousUpload | undefined = known.find((one) => one.uploadUrl && one.metadata.fileId);
    let endpoint = '/api/tus';
    if (previous) {
      this.fileId = previous.metadata.fileId!;
    } else {
      const request: StartUploadRequest = { purpose, target, name: file.name, size: file.size };
      const response = await fetch(startUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(request),
      }).catch(() => null);
      if (this.file !== file) return;
      if (!response?.ok) {
        const refusal = response
          ? await refusalOf(response)
          : { code: 'offline', message: 'Không có kết nối mạng. Hãy kiểm tra mạng rồi bấm “Tiếp tục”.' };
        this.message = refusal.message;
        // Without a place there is nothing to continue, except when trying again can help.
        this.phase = !response || response.status === 401 || response.status >= 500 ? 'lost' : 'refused';
        return;
      }
      const started = (await response.json()) as StartUploadResponse;
      this.fileId = started.fileId;
      endpoint = started.tusUrl;
    }

    const upload = new tus.Upload(file, {
      endpoint,
      metadata: { fileId: this.fileId },
      fingerprint: async () => fingerprint,
      chunkSize: chunkBytes,
      retryDelays,
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = statusOf(error);
        return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
      },
      onProgress: (sent, total) => {
        if (this.upload !== upload || this.phase !== 'uploading') return;
        if (this.sent === 0 && sent > 0 && previous) this.resumedAt = sent;
        this.sent = sent;
        this.total = total;
        this.speed = this.meter.add(performance.now(), sent);
      },
      onError: (error) => {
        if (this.upload !== upload) return;
        const status = statusOf(error);
        // The earlier upload is over for the server (expired, removed): begin anew instead of troubling the person.
        if (previous && [400, 404, 409, 410].includes(status)) {
          void storage
            .removeUpload(previous.urlStorageKey)
            .catch(() => {})
            .then(() => this.begin(file, false));
          return;
        }
        this.message = messageOf(error);
        this.phase = [403, 413, 422].includes(status) ? 'refused' : 'lost';
      },
      onSuccess: () => {
        if (this.upload === upload && this.fileId) void this.follow(this.fileId);
      },
    });
    if (previous) upload.resumeFromPreviousUpload(previous);
    this.upload = upload;
    this.go();
  }

  private go(): void {
    this.meter.reset();
    this.message = null;
    this.phase = 'uploading';
    this.upload?.start();
  }

  async pause(): Promise<void> {
    this.phase = 'paused';
    await this.upload?.abort(false);
  }

  /** Goes on after a pause or a lost connection. */
  async resume(): Promise<void> {
    if (this.upload) this.go();
    else if (this.file) await this.begin(this.file, true);
  }

  /** Called when the browser is online again. */
  online(): void {
    if (this.phase === 'lost') void this.resume();
  }

  /** Gives up: what has arrived is removed from the server. */
  async cancel(): Promise<void> {
    const { upload } = this;
    this.upload = null;
    this.file = null;
    this.phase = 'idle';
    this.findings = [];
    this.message = null;
    // Gone on the server already, or unreachable: then it expires by itself.
    await upload?.abort(true).catch(() => {});
    await this.options().onChecked();
  }

  /** Asks until the server has checked the file; `quiet` for files that were already there when the page came. */
  async follow(fileId: string, quiet = false): Promise<void> {
    if (!quiet) {
      this.phase = 'checking';
      this.upload = null;
      this.file = null;
    }
    for (let turn = 0; !this.stopped; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 1.3 ** turn, 5000)));
      const response = await fetch(this.options().stateUrl(fileId), { headers: { Accept: 'application/json' } }).catch(
        () => null,
      );
      if (this.stopped || (response && response.status >= 400 && response.status < 500)) return;
      const answer = response?.ok ? ((await response.json()) as FileStateResponse) : null;
      if (answer?.state !== 'ready' && answer?.state !== 'rejected') continue;
      if (!quiet) {
        this.phase = answer.state === 'ready' ? 'done' : 'rejected';
        this.message = answer.message;
        this.findings = answer.warnings ?? [];
      }
      await this.options().onChecked();
      return;
    }
  }

  /** The component goes away: nothing is asked any more, the upload rests on the server. */
  destroy(): void {
    this.stopped = true;
    if (this.upload && this.phase === 'uploading') void this.upload.abort(false);
  }
}
