/**
 * The order of works in the public gallery (K24-4). Works are voted on, so none may be favoured by where it stands: each
 * visitor sees the works shuffled anew every day, and over visitors and days every work stands at every position equally often.
 * Visitors share a limited number of orders (buckets), so that their pages can be shared as well.
 */

/** How many orders there are on a day. */
export const BUCKETS = 64;

/** A keyed hash whose key nobody outside the installation knows: else one could choose where one's work stands. */
export type Keyed = (text: string) => Uint8Array;

export interface Visitor {
  /** IPv4 address or IPv6 network */
  network: string;
  agent: string;
  /** local day 'YYYY-MM-DD' */
  day: string;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bucket of a visitor on a day, 0 to `BUCKETS` - 1. Known without a cookie, and says nothing about the visitor. */
export function bucketOf(keyed: Keyed, { network, agent, day }: Visitor): number {
  const [a = 0, b = 0] = keyed(JSON.stringify(['visitor', network, agent, day]));
  return (a * 256 + b) % BUCKETS;
}

/** The seed of a bucket's order on a day. Works stand in the order of hash(seed + id of the entry). */
export const bucketSeed = (keyed: Keyed, { day, bucket }: { day: string; bucket: number }): string =>
  hex(keyed(JSON.stringify(['order', day, bucket]))).slice(0, 32);

/** The seed of a small selection that all visitors share, such as works beside a work; `when` makes it change. */
export const sharedSeed = (keyed: Keyed, { place, when }: { place: string; when: string }): string =>
  hex(keyed(JSON.stringify(['shared', place, when]))).slice(0, 32);
