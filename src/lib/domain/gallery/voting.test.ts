import { describe, expect, it } from 'vitest';
import { isCrawler, isPrefetch, secondsToWatch, votingNote, votingPhase } from './voting.ts';

const rules = { from: '2024-08-10T00:00:00+07:00', freezeAt: '2024-09-10T23:59:59.999+07:00' };
const at = (text: string) => new Date(text);

describe('K24-8: when likes count', () => {
  it('from the first instant to the last one, both included', () => {
    expect(votingPhase(rules, at('2024-08-09T23:59:59.999+07:00'))).toBe('before');
    expect(votingPhase(rules, at(rules.from))).toBe('counting');
    expect(votingPhase(rules, at(rules.freezeAt))).toBe('counting');
    expect(votingPhase(rules, at('2024-09-11T00:00:00+07:00'))).toBe('frozen');
  });
  it('K24-10: after the freeze says that they count for no prize', () => {
    expect(votingNote(rules, at('2024-09-12T08:00:00+07:00'))).toBe(
      'Đã chốt 10/09/2024; lượt thích sau đó không tính giải.',
    );
  });
});

describe('K24-4: what a view is', () => {
  it('so many seconds, or the part of a shorter video', () => {
    const view = { seconds: 30, fraction: '0.5' };
    expect(secondsToWatch(view, 270)).toBe(30);
    expect(secondsToWatch(view, 41)).toBe(21);
    expect(secondsToWatch(view, null)).toBe(30);
    expect(secondsToWatch(view, 0.5)).toBe(1);
  });
});

describe('K24-4: who opens a shared link', () => {
  it('previews of social networks are nobody', () => {
    for (const agent of [
      'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
      'Twitterbot/1.0',
      'ZaloBot/1.0',
      'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      'TelegramBot (like TwitterBot)',
      '',
    ])
      expect(isCrawler(agent), agent).toBe(true);
  });
  it('people inside the apps of these networks are people', () => {
    for (const agent of [
      'Mozilla/5.0 (Linux; Android 12; SM-A125F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/24051 ZaloTheme/light',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/450.0]',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ZaloPC/24.6 Chrome/118 Safari/537.36',
    ])
      expect(isCrawler(agent), agent).toBe(false);
  });
  it('fetching ahead is no opening', () => {
    expect(isPrefetch(new Headers({ 'sec-purpose': 'prefetch;prerender' }))).toBe(true);
    expect(isPrefetch(new Headers({ purpose: 'prefetch' }))).toBe(true);
    expect(isPrefetch(new Headers())).toBe(false);
  });
});
