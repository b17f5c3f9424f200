import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkDraw, drawCommitment, drawOrder, drawSeed } from './draw.ts';

const codes = ['CDS26-00007', 'CDS26-00042', 'CDS26-00101', 'CDS26-00002'];

describe('drawOrder', () => {
  it('K26-4e: anyone can redo it with a SHA-256 program', async () => {
    const seed = drawSeed('bí-mật', ' 6 3 1 ');
    expect(seed).toBe('bí-mật|6 3 1');
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const byHand = [...codes].sort((a, b) => (sha(`${seed}|${a}`) < sha(`${seed}|${b}`) ? -1 : 1));
    const drawn = await drawOrder(seed, codes);
    expect(drawn.map((d) => d.code)).toEqual(byHand);
    expect(drawn.map((d) => d.position)).toEqual([1, 2, 3, 4]);
    expect(drawn[0]?.key).toBe(sha(`${seed}|${byHand[0]}`));
  });

  it('depends on the seed and the set of codes only', async () => {
    const order = async (seed: string, list: string[]) => (await drawOrder(seed, list)).map((d) => d.code);
    expect(await order('s', codes.toReversed())).toEqual(await order('s', codes));
    const orders = await Promise.all(Array.from({ length: 20 }, (_, i) => order(`seed ${i}`, codes)));
    expect(new Set(orders.map(String)).size).toBeGreaterThan(5);
  });

  it('every entry comes first about equally often', async () => {
    const first = new Map<string, number>();
    for (let i = 0; i < 800; i++) {
      const winner = (await drawOrder(`fair ${i}`, codes))[0]!.code;
      first.set(winner, (first.get(winner) ?? 0) + 1);
    }
    for (const code of codes) expect(first.get(code)).toBeGreaterThan(140);
  });

  it('a changed order or a secret that was not committed to is found', async () => {
    const commitment = await drawCommitment('secret');
    const seed = drawSeed('secret', 'words');
    const order = (await drawOrder(seed, codes)).map((d) => d.code);
    expect(await checkDraw({ seed, order, commitment })).toEqual({ orderMatches: true, commitmentMatches: true });
    expect(await checkDraw({ seed, order: order.toReversed() })).toEqual({
      orderMatches: false,
      commitmentMatches: null,
    });
    expect((await checkDraw({ seed: 'other|words', order, commitment })).commitmentMatches).toBe(false);
  });

  it('refuses an empty seed and a code given twice', async () => {
    await expect(drawOrder(' ', codes)).rejects.toThrow('hạt giống');
    await expect(drawOrder('s', ['a', 'a'])).rejects.toThrow();
    expect(await drawOrder('s', [])).toEqual([]);
  });
});
