import { RuleError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/ids.ts';

/**
 * The draw of the order of presentation (K26-4e), which anyone can check with any SHA-256 program:
 * 1. Before the draw the organisers show a commitment, SHA-256 of a secret.
 * 2. In the hall somebody says words or numbers that nobody could know before (dice, a phrase from the audience).
 * 3. The seed is `secret|words`; the secret is shown. For each entry the key is SHA-256 of `seed|code`, in lower-case hex.
 * 4. Entries stand in ascending order of their keys.
 * Neither the holder of the secret nor the speaker alone can choose the order.
 */

export const DRAW_ALGORITHM =
  'Khóa của mỗi bài là SHA-256 của chuỗi "hạt giống|mã bài" (UTF-8, viết thường dạng thập lục phân). Bài có khóa nhỏ hơn trình bày trước. Hạt giống gồm mã bí mật đã cam kết trước và lời đọc tại hội trường, nối bằng dấu |.';

export interface Drawn {
  code: string;
  position: number;
  key: string;
}

/** What is shown before the draw; it binds to the secret without telling it. */
export const drawCommitment = (secret: string): Promise<string> => sha256Hex(secret);

/** The seed from the committed secret and the words said in the hall (NFC, outer spaces removed). */
export const drawSeed = (secret: string, words: string): string => `${secret}|${words.normalize('NFC').trim()}`;

/** The order of presentation for these entry codes. It depends on nothing but the seed and the set of codes. */
export async function drawOrder(seed: string, codes: readonly string[]): Promise<Drawn[]> {
  if (seed.trim() === '')
    throw new RuleError({ code: 'judging.draw-seed', message: 'Chưa có hạt giống để bốc thăm.', field: 'seed' });
  if (new Set(codes).size !== codes.length) throw new RangeError('a code is drawn twice');
  const keyed = await Promise.all(codes.map(async (code) => ({ code, key: await sha256Hex(`${seed}|${code}`) })));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ code, key }, index) => ({ code, key, position: index + 1 }));
}

/** Whether a published order is what its seed gives, and the seed what was committed to. */
export async function checkDraw(args: {
  seed: string;
  order: readonly string[];
  commitment?: string;
}): Promise<{ orderMatches: boolean; commitmentMatches: boolean | null }> {
  const drawn = await drawOrder(args.seed, args.order);
  const secret = args.seed.slice(0, args.seed.indexOf('|') < 0 ? undefined : args.seed.indexOf('|'));
  return {
    orderMatches: drawn.every(({ code }, index) => code === args.order[index]),
    commitmentMatches:
      args.commitment === undefined ? null : (await drawCommitment(secret)) === args.commitment.toLowerCase(),
  };
}
