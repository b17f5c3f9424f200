/** What the voter's own browser does in a secret ballot (RFC 9474); tests run it in Node. */
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { keyAlgorithm, newSerial, signedPart } from '#lib/domain/council/paper.ts';

/** A paper on its way: kept in the browser until it is cast, and afterwards as the voter's receipt. */
export interface OwnPaper {
  serial: string;
  /** what the server signs; it hides the serial */
  blinded: string;
  /** takes the hiding off again; forgotten once the signature is there */
  inverse: string | null;
  /** null: not signed yet */
  signature: string | null;
  cast: boolean;
}

const toText = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromText = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const suite = () => RSABSSA.SHA384.PSS.Deterministic();
const imported = (publicKey: string) =>
  crypto.subtle.importKey('spki', fromText(publicKey), keyAlgorithm, true, ['verify']);

/** Whether this browser can vote secretly: it needs a connection by TLS (or the machine itself). */
export const canBlind = (): boolean => globalThis.crypto?.subtle !== undefined;

/** A new paper with a serial that only this browser knows. */
export async function blindPaper(publicKey: string): Promise<OwnPaper> {
  const serial = newSerial();
  const { blindedMsg, inv } = await suite().blind(await imported(publicKey), signedPart(serial));
  return { serial, blinded: toText(blindedMsg), inverse: toText(inv), signature: null, cast: false };
}

/** The paper with the signature that the server made on its hidden serial. @throws Error when the signature does not fit */
export async function unblindPaper(publicKey: string, paper: OwnPaper, blindSignature: string): Promise<OwnPaper> {
  const signature = await suite().finalize(
    await imported(publicKey),
    signedPart(paper.serial),
    fromText(blindSignature),
    fromText(paper.inverse!),
  );
  return { ...paper, signature: toText(signature), inverse: null };
}

/** Whether the ballot's key has signed a paper: anybody can recount. */
export async function checkPaper(publicKey: string, paper: { serial: string; signature: string }): Promise<boolean> {
  return suite().verify(await imported(publicKey), fromText(paper.signature), signedPart(paper.serial));
}
