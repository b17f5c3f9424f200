import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { newChallenge } from '#lib/server/gallery/challenge.ts';
import type { App } from '#lib/server/platform/ctx.ts';

/** What a browser with scripts computes before it likes. */
export async function solvedProof(app: App): Promise<string> {
  const challenge = await newChallenge(app);
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}
