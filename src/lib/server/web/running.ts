import type { App } from '../platform/ctx.ts';

// The pages are bundled by Vite while the server, worker and command line run from source: the one running app is handed
// over on globalThis, so both see the same pool, clock and cache.
const key = Symbol.for('lantoa.app');
type Holder = { [key]?: App };

export const setRunningApp = (app: App): void => {
  (globalThis as Holder)[key] = app;
};

/** @throws Error when called before the server opened the app */
export function runningApp(): App {
  const app = (globalThis as Holder)[key];
  if (!app) throw new Error('Ứng dụng chưa được mở: chạy qua `npm start` hoặc `npm run demo`.');
  return app;
}
