import { watched } from './watched.ts';

const post = (path: string, body: unknown) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: true,
  });

/** Counts a view of the video when it was really watched. What goes wrong is nothing to tell the viewer: the video plays on. */
export function countView(video: HTMLVideoElement, code: string): void {
  const one = watched();
  let ticket: { ticket: string; seconds: number; at: number } | null = null;
  let asked = false;

  video.addEventListener('play', async () => {
    if (asked) return;
    asked = true;
    try {
      const answer = await post('/api/thu-vien/luot-xem/bat-dau', { code });
      if (answer.ok) ticket = { ...(await answer.json()), at: performance.now() };
    } catch {
      asked = false;
    }
  });
  video.addEventListener('timeupdate', () => {
    const silent = document.hidden && (video.muted || video.volume === 0);
    one.at(video.currentTime, performance.now(), !video.paused && !video.seeking && !silent);
    if (!ticket) return;
    const passed = (performance.now() - ticket.at) / 1000;
    if (one.seconds() < ticket.seconds || passed < ticket.seconds) return;
    const report = { ticket: ticket.ticket, seconds: one.seconds() };
    ticket = null;
    post('/api/thu-vien/luot-xem', report).catch(() => {});
  });
}
