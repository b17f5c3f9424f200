/** Words, letters and colours of shares: how figures stand, where obligations are. */
import type { Tone } from '../types.ts';

interface Part {
  id: string;
  label: string;
  letter: string;
  tone: Tone;
}

export const bearingParts: Part[] = [
  { id: 'attained', label: 'Đạt, vượt hoặc đạt sớm', letter: 'Đ', tone: 'good' },
  { id: 'on-track', label: 'Đúng tiến độ', letter: 'T', tone: 'info' },
  { id: 'behind', label: 'Chậm hoặc chưa đạt', letter: 'C', tone: 'warn' },
  { id: 'open', label: 'Có số liệu, chưa đánh giá', letter: '…', tone: 'plain' },
  { id: 'nothing', label: 'Không phát sinh', letter: '∅', tone: 'plain' },
  { id: 'missing', label: 'Chưa có số liệu', letter: '–', tone: 'plain' },
];

export const workParts: Part[] = [
  { id: 'accepted', label: 'Gửi đúng hạn, đã chấp nhận', letter: 'C', tone: 'good' },
  { id: 'submitted', label: 'Gửi đúng hạn, đang xem', letter: 'G', tone: 'info' },
  { id: 'late', label: 'Gửi muộn', letter: 'M', tone: 'warn' },
  { id: 'open', label: 'Chưa gửi, còn hạn', letter: '…', tone: 'plain' },
  { id: 'overdue', label: 'Quá hạn, chưa gửi', letter: 'Q', tone: 'bad' },
  { id: 'exempted', label: 'Được miễn', letter: '–', tone: 'plain' },
];
