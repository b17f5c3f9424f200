import { deserialize } from '$app/forms';
import type { Saved } from './saveForm.ts';

type Status =
  | { kind: 'idle' }
  | { kind: 'typing' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string; issues: number }
  | { kind: 'failed'; message: string; final: boolean };

const pauseMs = 2500;
const retryMs = 10_000;

/** Sends a form to its own action whenever typing pauses. The form works the same without it. */
export class Autosave {
  status = $state<Status>({ kind: 'idle' });
  /** the version that the next save is based on; null: the one that the page came with */
  version = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leaving = false;
  #changedWhileSaving = false;
  #form: () => HTMLFormElement | undefined;

  constructor(form: () => HTMLFormElement | undefined) {
    this.#form = form;
  }

  /** Something was typed that is not stored yet. */
  get unsaved(): boolean {
    return (
      !this.#leaving &&
      (this.status.kind === 'typing' || this.status.kind === 'saving' || this.status.kind === 'failed')
    );
  }

  typed(): void {
    if (this.status.kind === 'saving') this.#changedWhileSaving = true;
    else if (!(this.status.kind === 'failed' && this.status.final)) this.status = { kind: 'typing' };
    this.#later(pauseMs);
  }

  /** The person presses a button: the browser sends the form itself. */
  leave(): void {
    this.#leaving = true;
    clearTimeout(this.#timer);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), ms);
  }

  async #save(): Promise<void> {
    const form = this.#form();
    if (!form || this.#leaving || this.status.kind === 'saving') return;
    if (this.status.kind === 'failed' && this.status.final) return;
    this.status = { kind: 'saving' };
    this.#changedWhileSaving = false;
    const data = new FormData(form);
    data.set('after', 'stay');
    data.set('by', 'page');
    if (this.version !== null) data.set('version', String(this.version));
    try {
      const response = await fetch(form.action || location.pathname, {
        method: 'POST',
        body: data,
        headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
      });
      if (response.redirected || !response.headers.get('content-type')?.includes('json'))
        return this.#fail(
          'Phiên đăng nhập đã hết. Hãy bấm “Lưu”: nội dung được giữ lại trong lúc bạn đăng nhập.',
          true,
        );
      const result = deserialize(await response.text());
      if (result.type === 'success' && result.data) {
        const saved = result.data as unknown as Saved;
        this.version = saved.version;
        this.status = { kind: 'saved', at: saved.savedAt, issues: saved.issues.length };
        if (this.#changedWhileSaving) this.typed();
      } else if (result.type === 'failure') {
        this.#fail(String(result.data?.message ?? 'Chưa lưu được.'), true);
      } else this.#fail('Chưa lưu được. Hãy bấm “Lưu”.', true);
    } catch {
      this.#fail('Mất kết nối nên chưa lưu được; trang sẽ tự thử lại.', false);
      this.#later(retryMs);
    }
  }

  #fail(message: string, final: boolean): void {
    this.status = { kind: 'failed', message, final };
  }
}
