/**
 * Proof of work: the visitor's browser computes for about a second before an interaction, so that a thousand of them cost a
 * machine what one costs nobody. Made and checked here; nothing is asked of anybody else. Challenges expire in real time.
 */
import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { App } from '../platform/ctx.ts';
import type { DB, LikeChallenge } from '../platform/db/schema.ts';
import { interactionSecret } from './secret.ts';

/** 500 to 1000 keys of 1000 rounds: a second or two on a cheap phone, one key for us. */
const rounds = 1000;
const fewestKeys = 500;
const mostKeys = 1000;
const minutesToSolve = 20;

const signing = async (app: Pick<App, 'db'>) => ({
  deriveKey,
  hmacSignatureSecret: await interactionSecret(app, 'challenge'),
  hmacKeySignatureSecret: await interactionSecret(app, 'challenge-key'),
});

/** A new challenge for a browser. Nothing is stored until it is solved. */
export async function newChallenge(app: Pick<App, 'db'>): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: rounds,
    counter: randomInt(mostKeys, fewestKeys),
    expiresAt: Math.floor(Date.now() / 1000) + minutesToSolve * 60,
    ...(await signing(app)),
  });
}

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{1,128}$/));
const payload = v.object({
  challenge: v.object({
    parameters: v.strictObject({
      algorithm: v.literal('PBKDF2/SHA-256'),
      nonce: hex,
      salt: hex,
      cost: v.literal(rounds),
      keyLength: v.number(),
      keyPrefix: hex,
      keySignature: hex,
      expiresAt: v.number(),
    }),
    signature: hex,
  }),
  solution: v.object({ counter: v.number(), derivedKey: hex }),
});

const unsolved = (message: string) =>
  new RuleError({ code: 'proof.wrong', message: `${message} Hãy tải lại trang rồi bấm lại.` });

/** A checked proof; `spend` makes it unusable, in the transaction of the act it is for. */
export interface Proof {
  kind: LikeChallenge;
  spend(db: Kysely<DB>): Promise<void>;
}

const noProof: Proof = { kind: 'none', spend: async () => {} };

/**
 * Checks what a browser computed; null or '' when it ran no scripts.
 * @throws RuleError proof.wrong when something was sent that is no solution of ours, or came too late
 */
export async function checkProof(app: Pick<App, 'db'>, sent: string | null): Promise<Proof> {
  if (!sent) return noProof;
  const parsed = v.safeParse(payload, readJson(sent));
  if (!parsed.success) throw unsolved('Bước kiểm tra của trình duyệt chưa đúng.');
  const { challenge, solution } = parsed.output;
  const result = await verifySolution({ challenge, solution, ...(await signing(app)) });
  if (result.expired) throw unsolved('Trang đã mở quá lâu nên bước kiểm tra hết hạn.');
  if (!result.verified) throw unsolved('Bước kiểm tra của trình duyệt chưa đúng.');
  const { nonce, expiresAt } = challenge.parameters;
  return {
    kind: 'solved',
    async spend(db) {
      const spent = await db
        .insertInto('spent_challenge')
        .values({ nonce, expires_at: new Date(expiresAt * 1000) })
        .onConflict((c) => c.column('nonce').doNothing())
        .executeTakeFirst();
      if (spent.numInsertedOrUpdatedRows !== 1n) throw unsolved('Bước kiểm tra này đã dùng rồi.');
    },
  };
}

function readJson(text: string): unknown {
  if (text.length > 4000) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
