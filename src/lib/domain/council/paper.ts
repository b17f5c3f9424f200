/** The papers of a secret ballot: what voter, server and whoever recounts have to agree on. */
import { groupedCode, parseGroupedCode } from '../kernel/ids.ts';

// 24 of 31 characters are 118 random bits: enough entropy for RFC 9474 to sign the serial as it is (PrepareIdentity).
const serialGroups = 6;
const slipGroups = 3;

/** The number of a paper, made by the voter's own device. */
export const newSerial = (): string => groupedCode(serialGroups);
export const isSerial = (text: unknown): text is string =>
  typeof text === 'string' && parseGroupedCode(text, serialGroups) === text;

/** The code on a slip that a member without a device draws. */
export const newSlipCode = (): string => groupedCode(slipGroups);
export const parseSlipCode = (typed: string): string | null => parseGroupedCode(typed, slipGroups);

/** What is signed of a paper: its serial. The key is that of the one ballot, so a signature fits no other. */
export const signedPart = (serial: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(serial);

/** How a device imports the ballot's public key, and how the signature is made: RSABSSA-SHA384-PSS of RFC 9474. */
export const keyAlgorithm = { name: 'RSA-PSS', hash: 'SHA-384' } as const;
export const saltLength = 48;
