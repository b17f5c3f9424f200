import { ERRORS, type Lock, type Locker } from '@tus/server';

interface Held {
  /** Asks the holder to stop. */
  release: () => Promise<void> | void;
  waiting: (() => void)[];
}

/**
 * One request at a time for each upload. A client that comes back after a lost connection finds its old request still holding the
 * lock: the holder is asked to stop and the newcomer waits in a queue, without spinning.
 */
export function createLocker(timeoutMs = 20_000): Locker {
  const held = new Map<string, Held>();

  const take = async (id: string, signal: AbortSignal, release: Held['release']): Promise<void> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    for (let current = held.get(id); current; current = held.get(id)) {
      const { waiting } = current;
      const freed = new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        deadline.addEventListener('abort', () => reject(ERRORS.ERR_LOCK_TIMEOUT), { once: true });
      });
      await current.release();
      await freed;
    }
    held.set(id, { release, waiting: [] });
  };

  return {
    newLock(id): Lock {
      return {
        lock: (signal, release) => take(id, signal, release),
        async unlock() {
          const waiting = held.get(id)?.waiting ?? [];
          held.delete(id);
          for (const wake of waiting) wake();
        },
      };
    },
  };
}
