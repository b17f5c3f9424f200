/** What scripts add to liking, passing on and watching. The page works without it; it is written by hand so that nothing else is loaded. */
import { proofs } from './proof.ts';
import { countView } from './views.ts';

interface State {
  counts: Record<'likes' | 'shares' | 'views', number> | null;
  note: string;
  me: { liked: boolean; blocked: string | null } | null;
}

const number = new Intl.NumberFormat('vi-VN');
const failed = 'Chưa gửi được. Hãy kiểm tra mạng rồi bấm lại.';

/** A plain form that is given a proof before it goes. */
function guardForm(form: HTMLFormElement): void {
  const proof = proofs(form.dataset.proof ?? '');
  const hidden = form.querySelector<HTMLInputElement>('input[name=proof]');
  const progress = form.querySelector<HTMLElement>('[data-progress]');
  form.addEventListener('focusin', proof.prepare, { once: true });
  form.addEventListener('pointerover', proof.prepare, { once: true });
  let sending = false;
  form.addEventListener('submit', async (event) => {
    if (!hidden || hidden.value) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    if (progress) progress.textContent = 'Đang kiểm tra trình duyệt, chừng một giây…';
    hidden.value = await proof.take();
    // A form that is just being sent cannot be sent again: a proof computed in advance is there before this press is over.
    // '' means that the browser cannot compute; then the form goes as it is.
    setTimeout(() => (hidden.value ? form.requestSubmit() : form.submit()));
  });
  // coming back by the browser's history: what was computed is used up
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted || !hidden) return;
    hidden.value = '';
    sending = false;
    if (progress) progress.textContent = '';
  });
}

function interact(box: HTMLElement): void {
  const code = box.dataset.interact ?? '';
  const api = `/api/thu-vien/${code}`;
  const proof = proofs(box.dataset.solver ?? '');
  const say = (text: string) => {
    const place = box.querySelector('[data-said]');
    if (place) place.textContent = text;
  };
  const show = (state: State) => {
    for (const [name, value] of Object.entries(state.counts ?? {})) {
      const place = box.querySelector(`[data-count=${name}]`);
      if (place) place.textContent = number.format(value);
    }
    const note = box.querySelector('[data-note]');
    if (note) note.textContent = state.note;
  };
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(api + path, body === undefined ? {} : init).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as (T & { message?: string }) | null;
    if (!answer?.ok || !said) throw new Error(said?.message ?? failed);
    return said;
  };

  const likeForm = box.querySelector<HTMLFormElement>('form[data-like]');
  const button = likeForm?.querySelector('button');
  let liked = likeForm?.action.includes('takeBack') ?? false;
  const draw = (now: boolean) => {
    if (!likeForm || !button) return;
    button.textContent = now ? 'Thôi thích' : 'Thích';
    button.classList.toggle('secondary', now);
    likeForm.action = likeForm.action.replace(/\?\/\w+$/, now ? '?/takeBack' : '?/like');
  };
  let busy = false;
  likeForm?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const wanted = !liked;
    draw(wanted);
    say('Đang ghi nhận…');
    try {
      const state = await ask<State>('/thich', { like: wanted, proof: wanted ? await proof.take() : null });
      liked = state.me?.liked ?? wanted;
      show(state);
      say(liked ? 'Bạn đã thích tác phẩm này.' : 'Đã rút lại lượt thích.');
    } catch (problem) {
      say((problem as Error).message);
    }
    draw(liked);
    busy = false;
  });

  const shareForm = box.querySelector<HTMLFormElement>('form[data-share]');
  shareForm?.addEventListener('submit', async (event) => {
    event.preventDefault();
    say('Đang lấy liên kết…');
    try {
      const { address } = await ask<{ address: string }>('/chia-se', { proof: await proof.take() });
      const place = box.querySelector<HTMLElement>('[data-shared]');
      const field = place?.querySelector('input');
      if (place && field) {
        place.hidden = false;
        field.value = address;
        field.focus();
        field.select();
      }
      say('Đã có liên kết của bạn: hãy chép và gửi đi.');
      // where the device can pass things on itself; being sent away is no error
      if (navigator.share && matchMedia('(pointer: coarse)').matches)
        await navigator.share({ title: box.dataset.title ?? '', url: address }).catch(() => {});
    } catch (problem) {
      say((problem as Error).message);
    }
  });

  for (const form of [likeForm, shareForm])
    for (const sign of ['pointerover', 'focusin']) form?.addEventListener(sign, proof.prepare, { once: true });

  // Brought back by the browser's history, the page shows what was true when it was left.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    ask<State>('/toi').then(
      (state) => {
        show(state);
        liked = state.me?.liked ?? false;
        draw(liked);
      },
      () => {},
    );
  });
  const video = document.querySelector('video');
  if (video) countView(video, code);
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-proof]')) guardForm(form);
for (const box of document.querySelectorAll<HTMLElement>('[data-interact]')) interact(box);
