/**
 * The key of a secret ballot and the signatures on its papers (RFC 9474, RSABSSA-SHA384-PSS). A voter's device hides the serial of its
 * paper before it is signed here, so the signature proves that an entitled member got the paper and says nothing of which one.
 */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { isSerial, newSerial, saltLength, signedPart } from '#lib/domain/council/paper.ts';
import type { BallotPaper } from '#lib/domain/council/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';

const bits = 2048;
const bytes = bits / 8;
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };

/** A key for one ballot: public half as SPKI, private half as PKCS #8, both base64. */
export async function newBallotKey(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

const privateOf = (key: string) => createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
const publicOf = (key: string) => createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });

/** What members compare, so that nobody is given a key of their own: "3F2A 90B1 …". */
export const keyFingerprint = (publicKey: string): string =>
  createHash('sha256')
    .update(Buffer.from(publicKey, 'base64'))
    .digest('hex')
    .slice(0, 24)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1 ');

const malformed = () =>
  new RuleError({
    code: 'ballot.malformed',
    status: 400,
    message: 'Thiết bị gửi lên phiếu không đúng dạng. Hãy tải lại trang, hoặc xin thư ký phiếu rút.',
  });

/** The signature of a serial that nobody here can read. @throws RuleError 'ballot.malformed' */
export function signBlinded(privateKey: string, blinded: string): string {
  const message = Buffer.from(blinded, 'base64');
  if (message.length !== bytes) throw malformed();
  const key = privateOf(privateKey);
  let signature: Buffer;
  try {
    signature = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, message);
  } catch {
    throw malformed(); // not smaller than the modulus
  }
  // a fault while computing must not leave the machine: it would give the key away
  const again = publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_NO_PADDING }, signature);
  if (!again.equals(message)) throw new Error('blind signature does not verify');
  return signature.toString('base64');
}

/** A paper that the server itself makes, for a drawn slip or a written paper: signed like all others, so that none stands out. */
export function newPaper(privateKey: string): Pick<BallotPaper, 'serial' | 'signature'> {
  const serial = newSerial();
  const signature = sign('sha384', signedPart(serial), { key: privateOf(privateKey), ...pss });
  return { serial, signature: signature.toString('base64') };
}

/** Whether this ballot's key has signed the paper. */
export function isSigned(publicKey: string, paper: { serial: unknown; signature: unknown }): boolean {
  if (!isSerial(paper.serial) || typeof paper.signature !== 'string' || paper.signature.length > 1000) return false;
  const signature = Buffer.from(paper.signature, 'base64');
  return (
    signature.length === bytes &&
    verify('sha384', signedPart(paper.serial), { key: publicOf(publicKey), ...pss }, signature)
  );
}

/** The box with further papers, in order of their serials: the order tells nothing of who came when. */
export const withPapers = (box: readonly BallotPaper[], papers: readonly BallotPaper[]): BallotPaper[] =>
  [...box, ...papers].toSorted((a, b) => (a.serial < b.serial ? -1 : 1));

/** How the code on a slip is stored: its hash, bound to its ballot. */
export const slipHash = (ballotId: string, code: string): string =>
  createHash('sha256').update(`${ballotId}:${code}`).digest('hex');
