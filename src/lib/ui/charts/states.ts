import type { StandingState } from '#lib/domain/dashboard/standing.ts';
import { statusNames } from '#lib/domain/indicator/status.ts';

/** How a figure stands, as every chart shows it: a word, a letter and a pattern besides the colour. */
export type ChartState = StandingState | 'none';

interface StateLook {
  label: string;
  /** stands in the cell, so that a print in black and white says the same */
  letter: string;
}

export const stateLooks: Record<ChartState, StateLook> = {
  exceeded: { label: statusNames.exceeded, letter: 'V' },
  attained: { label: statusNames.attained, letter: 'Đ' },
  early: { label: statusNames.early, letter: 'S' },
  'on-track': { label: statusNames['on-track'], letter: 'T' },
  open: { label: 'Đang thực hiện, chưa đủ để đánh giá', letter: '…' },
  behind: { label: statusNames.behind, letter: 'C' },
  missed: { label: statusNames.missed, letter: 'K' },
  unjudged: { label: 'Có số liệu, không có mục tiêu để so', letter: '•' },
  nothing: { label: 'Không phát sinh', letter: '∅' },
  missing: { label: 'Chưa có số liệu', letter: '–' },
  incomplete: { label: 'Kế hoạch ghi chưa đủ, không đánh giá', letter: '?' },
  none: { label: 'Không phải báo cáo', letter: '' },
};

/** In the order of legends: from good to open. */
export const legendOrder = Object.keys(stateLooks) as ChartState[];
