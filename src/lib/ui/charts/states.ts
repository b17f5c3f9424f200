/** How a figure stands against its target, as every chart shows it: a word, a letter and a pattern besides the colour. */
export type ChartState =
  | 'exceeded'
  | 'attained'
  | 'early'
  | 'on-track'
  | 'behind'
  | 'missed'
  | 'unjudged'
  | 'missing'
  | 'incomplete'
  | 'none';

interface StateLook {
  label: string;
  /** stands in the cell, so that a print in black and white says the same */
  letter: string;
}

export const stateLooks: Record<ChartState, StateLook> = {
  exceeded: { label: 'Vượt mục tiêu', letter: 'V' },
  attained: { label: 'Đạt mục tiêu', letter: 'Đ' },
  early: { label: 'Về đích sớm', letter: 'S' },
  'on-track': { label: 'Đúng tiến độ', letter: 'T' },
  behind: { label: 'Chậm tiến độ', letter: 'C' },
  missed: { label: 'Chưa đạt', letter: 'K' },
  unjudged: { label: 'Có số liệu, chưa có mục tiêu để so', letter: '•' },
  missing: { label: 'Chưa có số liệu', letter: '–' },
  incomplete: { label: 'Kế hoạch ghi chưa đủ, không đánh giá', letter: '?' },
  none: { label: 'Không phải báo cáo', letter: '' },
};

/** In the order of legends: from good to open. */
export const legendOrder = Object.keys(stateLooks) as ChartState[];

/** Where something stands on the way to its due day. */
export type WorkState = 'accepted' | 'submitted' | 'submitted-late' | 'open' | 'overdue' | 'exempted';

export const workLooks: Record<WorkState, StateLook> = {
  accepted: { label: 'Đã chấp nhận', letter: 'C' },
  submitted: { label: 'Đã nộp đúng hạn', letter: 'N' },
  'submitted-late': { label: 'Nộp muộn', letter: 'M' },
  open: { label: 'Chưa nộp, còn hạn', letter: '…' },
  overdue: { label: 'Quá hạn, chưa nộp', letter: 'Q' },
  exempted: { label: 'Được miễn', letter: '–' },
};
