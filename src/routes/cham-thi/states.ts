import type { Tone } from '#lib/ui/types.ts';

export const roundStates: Record<'pending' | 'open' | 'closed', { label: string; tone: Tone }> = {
  pending: { label: 'Chưa mở chấm', tone: 'plain' },
  open: { label: 'Đang chấm', tone: 'info' },
  closed: { label: 'Đã kết thúc chấm', tone: 'good' },
};

export const sheetStates: Record<'todo' | 'draft' | 'signed', { label: string; tone: Tone }> = {
  todo: { label: 'Chưa chấm', tone: 'plain' },
  draft: { label: 'Đang chấm', tone: 'warn' },
  signed: { label: 'Đã ký', tone: 'good' },
};
