import { describe, expect, it } from 'vitest';
import { createRenderedCache, type Rendered } from './rendered.ts';

const page = (): Rendered => ({
  status: 200,
  headers: {},
  body: Buffer.alloc(0),
  brotli: null,
  gzip: null,
  etag: '"x"',
  madeAt: performance.now(),
});
const keep = async (cache: ReturnType<typeof createRenderedCache>, key: string) =>
  cache.once(key, () => Promise.resolve(page()));

describe('rendered pages', () => {
  it('K24-4: pages in many orders, and invented queries, push no other page out', async () => {
    const cache = createRenderedCache({ maxEntries: 10 });
    await keep(cache, 'http://x/cuoc-thi/a');
    await keep(cache, '#1 http://x/thu-vien');
    await keep(cache, 'http://x/thu-vien?trang=2');
    for (let i = 0; i < 100; i++) await keep(cache, `#${i} http://x/thu-vien?trang=${i}`);
    expect(cache.get('#1 http://x/thu-vien')).not.toBeNull();
    for (let i = 2; i < 100; i++) await keep(cache, `#${i} http://x/thu-vien`);
    expect(cache.get('http://x/cuoc-thi/a')).not.toBeNull();
    expect(cache.get('http://x/thu-vien?trang=2')).not.toBeNull();
    // and their own rooms are small
    expect(cache.get('#1 http://x/thu-vien')).toBeNull();
    expect(cache.get('#99 http://x/thu-vien')).not.toBeNull();
    expect(cache.get('#1 http://x/thu-vien?trang=1')).toBeNull();
    cache.clear();
    expect(cache.get('#99 http://x/thu-vien')).toBeNull();
  });
});
