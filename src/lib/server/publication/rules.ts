import { rulesInWords } from '#lib/domain/gallery/interaction.ts';
import { formatDecimal, isZero, mul, sum } from '#lib/domain/kernel/decimal.ts';
import { capitalise } from '#lib/domain/kernel/text.ts';
import { INTERACTION_TIES } from '#lib/domain/programme/labels.ts';
import type { ContestProgramme, InteractionRules } from '#lib/domain/programme/types.ts';
import { describeCombination } from '#lib/domain/result/combine.ts';

const said = (source: string) => ({ open: source === 'open', demo: source === 'demo' });

function countSentences(doc: ContestProgramme, rules: InteractionRules): string[] {
  const [window = '', ...rest] = rulesInWords(doc, rules);
  const { seconds, fraction } = rules.view;
  const view = isZero(rules.weights.view)
    ? []
    : [
        `Một lượt xem được tính khi xem ít nhất ${seconds} giây, hoặc ${formatDecimal(mul(fraction, 100))}% video nếu ngắn hơn.`,
      ];
  // What nobody has decided is not shown as if it were a rule.
  const counting =
    rules.weights.source === 'open'
      ? ['Kế hoạch chưa quy định mỗi lượt thích, chia sẻ, xem tính mấy điểm.']
      : [...rest, ...view];
  const hidden =
    rules.hiddenUntilFreeze.value === true
      ? ['Trước khi chốt, số lượt không hiện với mọi người.']
      : rules.hiddenUntilFreeze.value === false
        ? ['Số lượt hiện công khai trong suốt thời gian tính.']
        : [];
  return [window, ...counting, ...hidden];
}

/** The rules of the gallery, of interactions and of the combined score in plain words, for the public page of rules. */
export function galleryRules(doc: ContestProgramme) {
  const { gallery, interaction, combination } = doc;
  const final = doc.rounds.find((round) => round.kind === 'final');
  const full = sum((final?.rubric.criteria ?? []).map((c) => mul(c.max, c.weight)));
  return {
    gallery: gallery
      ? {
          clause: gallery.clause,
          name: gallery.name,
          guardianBelowAge: gallery.guardianBelowAge,
          consents: gallery.consents.map(({ id, text, needed, clause }) => ({ id, text, needed, clause })),
        }
      : null,
    interaction: interaction
      ? {
          clause: interaction.clause,
          sentences: countSentences(doc, interaction),
          ...said(interaction.weights.source),
          prizes: doc.prizes.tiers
            .filter((tier) => tier.basis === 'interactions')
            .map(({ id, name, count, amount, clause }) => ({ id, name, count, amount, clause })),
        }
      : null,
    combination: combination
      ? {
          clause: combination.clause,
          formula: isZero(full) ? null : capitalise(describeCombination(combination, full)),
          ties: combination.ties.map((tie) => INTERACTION_TIES[tie]),
          ...said(combination.source),
        }
      : null,
  };
}
