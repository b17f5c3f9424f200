import pg from 'pg';
import type { Log } from './log/log.ts';

/** `publication`: what the public sees has changed. `clock`: a rehearsal moved the clock. `reconnected`: notices may have been missed. */
export type Notice = 'publication' | 'clock' | 'reconnected';

/** Hears NOTIFY on channel `lantoa` over a connection of its own, and reconnects when it breaks. */
export async function listen(
  connectionString: string,
  log: Log,
  heard: (notice: Notice) => Promise<void>,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const tell = (notice: Notice) => {
    heard(notice).catch((error) => log.error({ err: error, notice }, 'notice failed'));
  };
  const connect = async (again: boolean): Promise<void> => {
    const next = new pg.Client({ connectionString });
    next.on('error', () => {});
    next.on('end', () => {
      if (stopped || client !== next) return;
      timer = setTimeout(() => connect(true).catch(() => next.emit('end')), 1000);
    });
    next.on('notification', (n) => tell((n.payload ?? 'publication') as Notice));
    client = next;
    await next.connect();
    await next.query('listen lantoa');
    if (again) tell('reconnected');
  };
  await connect(false);
  return async () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
