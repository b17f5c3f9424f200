/** One rendered public page, ready to send. */
export interface Rendered {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  brotli: Buffer | null;
  gzip: Buffer | null;
  etag: string;
  madeAt: number;
}

/**
 * Anonymous pages, rendered once per address and publication version. An act that changes what the public sees clears it;
 * a page also grows old after `maxAgeMs`, because countdowns move.
 */
export interface RenderedCache {
  get(key: string): Rendered | null;
  put(key: string, page: Rendered): void;
  /** Runs `make` once for callers that ask for the same key at the same time. */
  once(key: string, make: () => Promise<Rendered | null>): Promise<Rendered | null>;
  clear(): void;
  readonly version: number;
}

export function createRenderedCache(options: { maxEntries?: number; maxAgeMs?: number } = {}): RenderedCache {
  const maxEntries = options.maxEntries ?? 500;
  const maxAge = options.maxAgeMs ?? 15_000;
  const pages = new Map<string, Rendered>();
  // Anyone can invent query strings: they have a small room of their own and push nobody out of the other.
  const queried = new Map<string, Rendered>();
  const roomOf = (key: string) => (key.includes('?') ? queried : pages);
  const roomFor = (key: string) => (key.includes('?') ? Math.ceil(maxEntries / 5) : maxEntries);
  const flights = new Map<string, Promise<Rendered | null>>();
  let version = 1;
  return {
    get(key) {
      const page = roomOf(key).get(key);
      if (!page) return null;
      if (performance.now() - page.madeAt > maxAge) {
        roomOf(key).delete(key);
        return null;
      }
      return page;
    },
    put(key, page) {
      const room = roomOf(key);
      if (!room.has(key) && room.size >= roomFor(key)) room.delete(room.keys().next().value as string);
      room.set(key, page);
    },
    once(key, make) {
      const running = flights.get(key);
      if (running) return running;
      const started = version;
      const flight = make().then((page) => {
        // what was rendered before a publication must not be kept after it
        if (page && started === version) this.put(key, page);
        return page;
      });
      flights.set(key, flight);
      const done = () => {
        if (flights.get(key) === flight) flights.delete(key);
      };
      flight.then(done, done);
      return flight;
    },
    clear() {
      version++;
      pages.clear();
      queried.clear();
      flights.clear();
    },
    get version() {
      return version;
    },
  };
}
