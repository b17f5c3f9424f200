import { moneyInWords } from '../kernel/money.ts';
import type { BudgetLine, ContestProgramme } from '../programme/types.ts';

interface EstimateLine {
  id: string;
  name: string;
  unit: string;
  quantity: number;
  /** integer đồng */
  unitPrice: number;
  amount: number;
}

export interface BudgetEstimate {
  prizes: EstimateLine[];
  prizeTotal: number;
  others: EstimateLine[];
  otherTotal: number;
  total: number;
  /** "Sáu mươi lăm triệu đồng" */
  inWords: string;
  /** what the estimate cannot know yet, in sentences */
  gaps: string[];
}

const lineOf = ({ id, name, unit, quantity, unitPrice }: BudgetLine): EstimateLine => ({
  id,
  name,
  unit,
  quantity,
  unitPrice,
  amount: quantity * unitPrice,
});

const total = (lines: EstimateLine[]): number => lines.reduce((all, line) => all + line.amount, 0);

/**
 * The budget estimate (dự trù kinh phí, K26-5b): prizes computed from the prize structure, so that the two never disagree,
 * then the lines that the secretariat added.
 */
export function budgetEstimate(programme: Pick<ContestProgramme, 'prizes' | 'budget'>): BudgetEstimate {
  const prizes = programme.prizes.tiers.map((tier) =>
    lineOf({ id: tier.id, name: tier.name, unit: 'giải', quantity: tier.count ?? 0, unitPrice: tier.amount }),
  );
  const others = programme.budget.lines.map(lineOf);
  const [prizeTotal, otherTotal] = [total(prizes), total(others)];
  return {
    prizes,
    prizeTotal,
    others,
    otherTotal,
    total: prizeTotal + otherTotal,
    inWords: moneyInWords(prizeTotal + otherTotal),
    gaps: programme.prizes.tiers
      .filter((tier) => tier.count === null)
      .map((tier) => `Chưa có số lượng ${tier.name}: khoản này đang tính là 0 đồng.`),
  };
}
