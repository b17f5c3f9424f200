/** The fund for emulation and commendation (Quỹ thi đua, khen thưởng, Điều 11 Luật Thi đua, khen thưởng 2022). */
import { compare, divide, mul } from '../kernel/decimal.ts';

export type FundKind = 'in' | 'work' | 'goods';

export const fundKindNames: Record<FundKind, string> = {
  in: 'Thu vào quỹ',
  work: 'Chi phát động, sơ kết, tổng kết, tuyên truyền, kiểm tra, Hội đồng',
  goods: 'Chi in, làm hiện vật khen thưởng',
};

export interface FundFigures {
  in: number;
  work: number;
  goods: number;
  /** bonuses that are paid, and those that are still due */
  paid: number;
  due: number;
}

export interface FundState extends FundFigures {
  left: number;
  /** what may go to organising work; null: the catalogue has no share */
  workLimit: number | null;
  /** one sentence each */
  warnings: string[];
}

/** @param share percent of what the fund received that may pay for organising, decimal string; null: not known */
export function fundState(figures: FundFigures, share: string | null): FundState {
  const left = figures.in - figures.work - figures.goods - figures.paid - figures.due;
  const workLimit = share === null ? null : Number(divide(mul(share, figures.in), 100, 0, 'down').units);
  const warnings: string[] = [];
  if (left < 0) warnings.push('Quỹ không đủ chi: tổng chi và tiền thưởng phải chi vượt số đã thu.');
  if (workLimit !== null && compare(figures.work, workLimit) > 0)
    warnings.push('Chi cho tổ chức phong trào, sơ kết, tổng kết vượt tỷ lệ được phép của quỹ.');
  return { ...figures, left, workLimit, warnings };
}
