import { formatTimeSeconds } from '#lib/domain/kernel/time.ts';
import { deserialize } from '$app/forms';

const pause = 1200;
const retryAfter = 5000;

type Answer = {
  saved?: { version: number; savedAt: Date };
  stored?: { version: number };
  code?: string;
  message?: string;
};

/**
 * Saves the sheet a moment after the last keystroke, through the page's own action. One save at a time; what is typed meanwhile
 * goes with the next. A lost line is tried again; a sheet that another tab saved first is left to the judge.
 */
export class Autosave {
  state = $state<'quiet' | 'waiting' | 'saving'>('quiet');
  /** the version to send next; null until scripts run */
  version = $state<number | null>(null);
  /** "10:02:31" */
  savedAt = $state<string | null>(null);
  problem = $state<string | null>(null);
  /** another tab or device saved meanwhile */
  stale = $state(false);

  #form: HTMLFormElement | null = null;
  #address = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | null = null;
  #dirty = false;
  /** the form itself is on its way, and the page with it */
  #sent = false;
  #latest = 0;

  /** Something typed is not on the server yet. */
  get pending(): boolean {
    return !this.#sent && (this.#dirty || this.#running !== null);
  }

  get saving(): boolean {
    return this.#running !== null;
  }

  /** Waits for the save under way, whatever comes of it. */
  async settled(): Promise<void> {
    await this.#running;
    this.#running = null;
  }

  begin(form: HTMLFormElement, assignmentId: string, version: number): void {
    this.#form = form;
    this.#address = `/cham-thi/phieu/${assignmentId}?/save`;
    this.version = version;
    document.addEventListener('visibilitychange', this.#hidden);
  }

  end(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#hidden);
    this.#form = null;
  }

  changed(): void {
    this.#dirty = true;
    if (this.stale) return;
    this.state = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** The form itself is sent now: nothing is left to save, and leaving needs no question. */
  submitting(): void {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.#sent = true;
  }

  /** The judge wants what stands here, not what the other tab saved. */
  overwrite(): void {
    this.version = this.#latest;
    this.stale = false;
    this.problem = null;
    void this.flush();
  }

  drop(): void {
    this.#dirty = false;
  }

  /** Saves what is typed. @returns whether everything is on the server */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#running) await this.#running;
    if (!this.#dirty || this.stale) return !this.#dirty;
    this.#running = this.#send();
    const done = await this.#running;
    this.#running = null;
    if (done && this.#dirty) this.changed();
    return done && !this.#dirty;
  }

  async #send(): Promise<boolean> {
    if (!this.#form) return false;
    const body = new FormData(this.#form);
    body.set('version', String(this.version));
    body.set('auto', '1');
    this.#dirty = false;
    this.state = 'saving';
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        body: new URLSearchParams([...body].map(([name, value]) => [name, String(value)])),
        headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
        redirect: 'manual',
        keepalive: true,
      });
      if (response.type === 'opaqueredirect')
        return this.#failed('Phiên làm việc đã kết thúc, nội dung mới nhập đã được giữ lại. Hãy đăng nhập lại.');
      const result = deserialize<{ saved?: Answer['saved'] }, Answer>(await response.text());
      if (result.type === 'success' && result.data?.saved) {
        this.version = result.data.saved.version;
        this.savedAt = formatTimeSeconds(result.data.saved.savedAt);
        this.state = 'quiet';
        this.problem = null;
        return true;
      }
      if (result.type === 'failure') {
        if (result.data?.code === 'stale') {
          this.stale = true;
          this.#latest = result.data.stored?.version ?? 0;
        }
        return this.#failed(result.data?.message ?? 'Chưa lưu được.');
      }
      return this.#failed('Chưa lưu được: bài này không còn trong danh sách của bạn, hoặc hệ thống gặp lỗi.');
    } catch {
      this.#timer = setTimeout(() => void this.flush(), retryAfter);
      return this.#failed('Mất kết nối, chưa lưu. Hệ thống đang thử lại.');
    }
  }

  #failed(problem: string): false {
    this.#dirty = true;
    this.state = 'waiting';
    this.problem = problem;
    return false;
  }

  #hidden = (): void => {
    if (document.visibilityState === 'hidden' && this.#dirty && !this.#running) void this.flush();
  };
}
