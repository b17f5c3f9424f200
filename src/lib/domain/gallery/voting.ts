/** When the public may like, pass on and watch, and how often (K24-4, K24-8). */
import { formatDate, formatDateTime, toDate } from '../kernel/time.ts';
import type { InteractionRules } from '../programme/types.ts';

/** `counting`: what happens now counts for the prize; `frozen`: it is shown, and counts for no prize. */
export type VotingPhase = 'before' | 'counting' | 'frozen';

export function votingPhase(rules: Pick<InteractionRules, 'from' | 'freezeAt'>, now: Date): VotingPhase {
  if (now < toDate(rules.from)) return 'before';
  return now <= toDate(rules.freezeAt) ? 'counting' : 'frozen';
}

/** What stands beside the button, so that nobody votes in vain. */
export function votingNote(rules: Pick<InteractionRules, 'from' | 'freezeAt'>, now: Date): string {
  const phase = votingPhase(rules, now);
  if (phase === 'before') return `Bình chọn mở từ ${formatDateTime(toDate(rules.from))}.`;
  if (phase === 'counting') return `Lượt thích tính giải đến hết ${formatDateTime(toDate(rules.freezeAt))}.`;
  return `Đã chốt ${formatDate(toDate(rules.freezeAt))}; lượt thích sau đó không tính giải.`;
}

/** Seconds that must have been watched: so many, or the given part of the video where that is shorter; at least one. */
export function secondsToWatch(view: InteractionRules['view'], duration: number | null): number {
  const part = duration === null ? Number.POSITIVE_INFINITY : Math.ceil(duration * Number(view.fraction));
  return Math.max(1, Math.min(view.seconds, part));
}

/** Attempts in a window of minutes. */
interface Rate {
  points: number;
  windowMinutes: number;
}

const hour = 60;
const day = 24 * hour;

/**
 * With a proof of work a school behind one address can still vote within an hour; without one (no scripts) an address is given
 * what a household needs. A device is what a browser says of itself, so it only slows honest repetition down.
 */
export const votingLimits = {
  likeOfPerson: { points: 120, windowMinutes: hour },
  likeOfNetwork: { solved: { points: 1500, windowMinutes: hour }, none: { points: 30, windowMinutes: hour } },
  likeOfDevice: { solved: { points: 120, windowMinutes: hour }, none: { points: 30, windowMinutes: hour } },
  mailToAddress: { points: 5, windowMinutes: day },
  mailOfNetwork: { solved: { points: 300, windowMinutes: hour }, none: { points: 12, windowMinutes: hour } },
  mailOfDevice: { solved: { points: 12, windowMinutes: hour }, none: { points: 4, windowMinutes: hour } },
  shareOfPerson: { points: 60, windowMinutes: hour },
  shareOfNetwork: { solved: { points: 600, windowMinutes: hour }, none: { points: 30, windowMinutes: hour } },
  viewOfNetwork: { points: 1500, windowMinutes: hour },
  viewOfDevice: { points: 60, windowMinutes: hour },
} satisfies Record<string, Rate | { solved: Rate; none: Rate }>;

const crawlers =
  /facebookexternalhit|facebookcatalog|meta-externalagent|zalo-?(bot|crawler|link)|twitterbot|linkedinbot|telegrambot|whatsapp|slackbot|discordbot|skypeuripreview|viber|pinterest|embedly|redditbot|googlebot|bingbot|coccocbot|yandex|baiduspider|applebot|duckduckbot|petalbot|bot\/|\bbot\b|crawler|spider|preview/i;

/** Programs that only look at a link to draw its preview or to index it. No name at all is a program, too. */
export const isCrawler = (agent: string): boolean => agent.trim() === '' || crawlers.test(agent);

/** A browser that fetches ahead: nobody has opened the page yet. */
export const isPrefetch = (headers: Pick<Headers, 'get'>): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  );
