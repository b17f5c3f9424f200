import type { Tone } from '../types.ts';

export const newsStates: Record<'draft' | 'published' | 'withdrawn', { label: string; tone: Tone }> = {
  draft: { label: 'Nháp', tone: 'warn' },
  published: { label: 'Đã đăng', tone: 'good' },
  withdrawn: { label: 'Đã gỡ', tone: 'plain' },
};
