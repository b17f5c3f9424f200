import { formatDecimal } from '../kernel/decimal.ts';
import type { AwardForm } from './types.ts';

export interface VoteRule {
  /** decimal string; null: the law prescribes no share, the council goes by its own rules */
  percent: string | null;
  base: 'members' | 'present' | null;
  source: string;
  verified: boolean;
  /** as pages and minutes say it */
  words: string;
}

const bases = { members: 'tổng số thành viên Hội đồng', present: 'số thành viên có mặt' };

/** Which share of a council has to agree before a form may be proposed (Nghị định 98/2023/NĐ-CP Điều 30 khoản 7). */
export function voteRule({ vote }: Pick<AwardForm, 'vote'>): VoteRule {
  if (!vote)
    return {
      percent: null,
      base: null,
      source: 'Chưa thấy văn bản quy định tỷ lệ phiếu cho hình thức này',
      verified: false,
      words: 'Pháp luật không định tỷ lệ phiếu; Hội đồng xét theo quy chế của mình.',
    };
  const { percent, base } = vote.value;
  return {
    percent,
    base,
    source: vote.source,
    verified: vote.verified,
    words: `Từ ${formatDecimal(percent)}% trở lên, tính trên ${bases[base]}.`,
  };
}
