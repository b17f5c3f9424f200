/** Counting the votes of a council, exactly and by the rule that the catalogue gives for each form (Q25-12, V26-4). */

import type { VoteRule } from '../catalogue/vote.ts';
import { compare, decimalText, divide, mul } from '../kernel/decimal.ts';
import { type Issue, RuleError } from '../kernel/errors.ts';
import type { BallotChoices, BallotCount, Choice } from './types.ts';

export interface BallotItem {
  dossierId: string;
  rule: VoteRule;
}

export const choices: readonly Choice[] = ['yes', 'no', 'abstain'];

export const choiceNames: Record<Choice, string> = {
  yes: 'Đồng ý',
  no: 'Không đồng ý',
  abstain: 'Không có ý kiến',
};

/**
 * What the papers say of each dossier. Where the law prescribes a ratio on the total membership, those who did not vote count as not
 * having agreed; where it prescribes none, more than half of those who voted have to agree.
 * @param members all members of the council at the moment of the vote
 * @param present those who attend, and those whose written opinion is in the box
 */
export function countBallot(args: {
  items: readonly BallotItem[];
  papers: readonly BallotChoices[];
  members: number;
  present: number;
}): BallotCount[] {
  return args.items.map(({ dossierId, rule }) => {
    const said = (choice: Choice) => args.papers.filter((paper) => paper[dossierId] === choice).length;
    const [yes, no, abstain] = [said('yes'), said('no'), said('abstain')];
    const voted = yes + no + abstain;
    const base = rule.percent === null ? voted : rule.base === 'members' ? args.members : args.present;
    const passed =
      base > 0 && (rule.percent === null ? yes * 2 > base : compare(mul(yes, 100), mul(rule.percent, base)) >= 0);
    return {
      dossierId,
      yes,
      no,
      abstain,
      members: args.members,
      voted,
      // Cut off, never rounded up: a ratio must not read as reached when it was not.
      percent: base === 0 ? '0' : decimalText(divide(yes * 100, base, 2, 'down')),
      base: rule.base ?? 'present',
      needed: rule.percent,
      passed,
      rule: rule.percent === null ? `${rule.words} Cách tính: quá nửa số phiếu đồng ý.` : rule.words,
      source: rule.source,
      verified: rule.verified,
    };
  });
}

/** Field of a form in which the choice for a dossier is made. */
export const choiceField = (dossierId: string): string => `choice-${dossierId}`;

/**
 * The paper that somebody filled in: a choice for each dossier of the ballot and for no other.
 * @throws RuleError 'ballot.choices' with one finding a dossier
 */
export function readChoices(dossierIds: readonly string[], given: Record<string, unknown>): BallotChoices {
  const issues: Issue[] = dossierIds
    .filter((id) => !choices.includes(given[id] as Choice))
    .map((id) => ({ field: choiceField(id), message: 'Hãy chọn một ý kiến cho hồ sơ này.' }));
  const foreign = Object.keys(given).filter((id) => !dossierIds.includes(id));
  if (issues.length > 0 || foreign.length > 0)
    throw new RuleError({
      code: 'ballot.choices',
      message:
        foreign.length > 0
          ? 'Phiếu có hồ sơ không thuộc lần bỏ phiếu này. Hãy tải lại trang rồi chọn lại.'
          : `Còn ${issues.length} hồ sơ chưa chọn ý kiến.`,
      issues,
    });
  return Object.fromEntries(dossierIds.map((id) => [id, given[id] as Choice]));
}
