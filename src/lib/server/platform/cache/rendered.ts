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
  // Anyone can invent query strings: they have small rooms of their own and push nobody out of the others. So have pages that
  // exist in several orders (a key that starts with '#' and the order).
  const room = (most: number) => ({ most: Math.ceil(most), pages: new Map<string, Rendered>() });
  const plain = { addressed: room(maxEntries), queried: room(maxEntries / 5) };
  const ordered = { addressed: room(maxEntries / 2), queried: room(maxEntries / 5) };
  const roomOf = (key: string) => (key.startsWith('#') ? ordered : plain)[key.includes('?') ? 'queried' : 'addressed'];
  const flights = new Map<string, Promise<Rendered | null>>();
  let version = 1;
  return {
    get(key) {
      const { pages } = roomOf(key);
      const page = pages.get(key);
      if (!page) return null;
      // lists in several orders have no countdown, and all their orders would have to be rendered again
      if (performance.now() - page.madeAt > (key.startsWith('#') ? maxAge * 8 : maxAge)) {
        pages.delete(key);
        return null;
      }
      return page;
    },
    put(key, page) {
      const { pages, most } = roomOf(key);
      if (!pages.has(key) && pages.size >= most) pages.delete(pages.keys().next().value as string);
      pages.set(key, page);
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
      for (const rooms of [plain, ordered]) for (const { pages } of Object.values(rooms)) pages.clear();
      flights.clear();
    },
    get version() {
      return version;
    },
  };
}
