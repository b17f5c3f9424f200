import { compare, decimalsOf } from '../kernel/decimal.ts';
import { formatDate, formatDateTime, startOfDay, toMs } from '../kernel/time.ts';
import type { Report } from './findings.ts';
import type { Combination, ContestProgramme, InteractionRules, InteractionTie } from './types.ts';

/** The gallery, interactions, the combined score and the tasks: parts that a contest has only where its plan has them. */
export function checkGallery(programme: ContestProgramme, report: Report): void {
  checkShown(programme, report);
  if (programme.interaction) checkInteraction(programme, programme.interaction, report);
  if (programme.combination) checkCombination(programme, programme.combination, report);
  checkSidePrizes(programme, report);
  checkAgency(programme, report);
  checkTasks(programme, report);
}

function checkShown({ gallery, dossier }: ContestProgramme, report: Report): void {
  if (!gallery) return;
  const stage = dossier.find((s) => s.id === gallery.video.stage);
  const file = stage?.files.find((f) => f.id === gallery.video.requirementId);
  if (!file)
    report('error', 'gallery-video', 'gallery.video.requirementId', 'Thư viện trỏ đến một tệp không có trong hồ sơ.');
  else if (!file.accept.includes('video'))
    report('error', 'gallery-video', 'gallery.video.requirementId', `"${file.label}" không nhận video.`);
  if (gallery.summaryField !== null && !stage?.fields.some((f) => f.id === gallery.summaryField))
    report('error', 'gallery-summary', 'gallery.summaryField', 'Thư viện trỏ đến một mục không có trong phiếu.');
  if (!gallery.consents.some((consent) => consent.needed))
    report(
      'error',
      'gallery-consent',
      'gallery.consents',
      'Cần ít nhất một sự đồng ý bắt buộc trước khi công khai tác phẩm.',
    );
}

/** Totals of interactions are kept with three decimals; a finer weight would be rounded behind people's backs. */
const WEIGHT_DECIMALS = 3;

function checkInteraction(programme: ContestProgramme, rules: InteractionRules, report: Report): void {
  if (!programme.gallery)
    report('error', 'interaction-gallery', 'interaction', 'Muốn tính tương tác phải có thư viện tác phẩm.');
  if (toMs(rules.from) >= toMs(rules.freezeAt))
    report('error', 'freeze-order', 'interaction.freezeAt', 'Thời điểm chốt phải sau khi bắt đầu tính tương tác.');
  const intake = programme.timeline.find((period) => period.kind === 'intake');
  if (intake && toMs(rules.freezeAt) <= toMs(intake.to))
    report(
      'error',
      'freeze-intake',
      'interaction.freezeAt',
      `Thời điểm chốt phải sau khi hết nhận bài (${formatDateTime(intake.to)}).`,
    );
  const period = programme.timeline.find((p) => p.kind === 'interaction');
  if (period && toMs(period.to) !== toMs(rules.freezeAt))
    report(
      'warning',
      'freeze-period',
      'interaction.freezeAt',
      `Thời điểm chốt khác với cuối bước "${period.name}" (${formatDateTime(period.to)}).`,
    );
  const { source, ...own } = rules.weights;
  const weights = [
    ...Object.entries(own).map(([key, weight]) => [`interaction.weights.${key}`, weight] as const),
    ...Object.entries(rules.external.weights).map(
      ([key, weight]) => [`interaction.external.weights.${key}`, weight] as const,
    ),
  ];
  for (const [path, weight] of weights) checkWeight(path, weight, report);
  if (Object.values(own).every((weight) => compare(weight, 0) === 0))
    report('error', 'weights-zero', 'interaction.weights', 'Lượt thích, chia sẻ, xem đều không tính điểm nào.');
  if (source === 'open')
    report(
      'warning',
      'weights-open',
      'interaction.weights',
      'Chưa quyết định lượt thích, chia sẻ, xem tính mấy điểm.',
      'results',
    );
  const { counted } = rules.external;
  if (counted.value === null && counted.source === 'open')
    report(
      'warning',
      'external-open',
      'interaction.external.counted',
      'Chưa quyết định có tính số liệu của trang ngoài (fanpage) hay không.',
      'results',
    );
  if (compare(rules.view.fraction, 0) <= 0 || compare(rules.view.fraction, 1) > 0)
    report(
      'error',
      'view-fraction',
      'interaction.view.fraction',
      'Phần video phải xem nằm trong khoảng từ trên 0 đến 1.',
    );
  checkTies(rules.ties, 'interaction.ties', report);
}

function checkWeight(path: string, weight: string, report: Report): void {
  if (compare(weight, 0) < 0) report('error', 'weight-negative', path, 'Số điểm của một lượt không được nhỏ hơn 0.');
  if (decimalsOf(weight) > WEIGHT_DECIMALS)
    report('error', 'weight-decimals', path, `Số điểm của một lượt có nhiều nhất ${WEIGHT_DECIMALS} chữ số thập phân.`);
}

function checkTies(ties: InteractionTie[], path: string, report: Report): void {
  if (new Set(ties).size < ties.length)
    report('error', 'tie-twice', path, 'Một cách xét khi bằng nhau được chọn hai lần.');
  const decision = ties.indexOf('decision');
  if (decision >= 0 && decision < ties.length - 1)
    report('error', 'tie-after-decision', path, 'Sau "Ban Tổ chức quyết định" không còn cách xét nào khác.');
  if (decision < 0)
    report('info', 'tie-end', path, 'Xét hết các cách mà vẫn bằng nhau thì vẫn cần Ban Tổ chức quyết định.');
}

function checkCombination(
  programme: ContestProgramme,
  { jury, interactions, ties }: Combination,
  report: Report,
): void {
  const path = 'combination';
  if (!programme.interaction)
    report('error', 'combination-interaction', path, 'Muốn cộng điểm tương tác phải có quy định về tương tác.');
  if (jury.scale !== null && compare(jury.scale, 0) <= 0)
    report('error', 'combination-scale', `${path}.jury.scale`, 'Thang điểm của Ban Giám khảo phải lớn hơn 0.');
  checkWeight(`${path}.jury.weight`, jury.weight, report);
  checkWeight(`${path}.interactions.weight`, interactions.weight, report);
  if (compare(jury.weight, 0) === 0)
    report('error', 'combination-jury', `${path}.jury.weight`, 'Điểm của Ban Giám khảo phải có hệ số lớn hơn 0.');
  const { points } = interactions;
  const here = `${path}.interactions.points`;
  if (compare(points.points, 0) <= 0)
    report('error', 'combination-points', `${here}.points`, 'Số điểm tương tác phải lớn hơn 0.');
  if (points.kind === 'per') {
    if (compare(points.interactions, 0) <= 0)
      report('error', 'combination-points', `${here}.interactions`, 'Số lượt để được cộng điểm phải lớn hơn 0.');
    if (points.max !== null && compare(points.max, 0) <= 0)
      report('error', 'combination-points', `${here}.max`, 'Mức cộng cao nhất phải lớn hơn 0.');
  }
  checkTies(ties, `${path}.ties`, report);
}

function checkSidePrizes({ prizes, interaction }: ContestProgramme, report: Report): void {
  for (const tier of prizes.tiers.filter((t) => t.basis === 'interactions')) {
    const path = `prizes.tiers[${tier.id}]`;
    if (!interaction)
      report(
        'error',
        'side-prize',
        `${path}.basis`,
        `${tier.name} trao theo tương tác nhưng chưa có quy định về tương tác.`,
      );
    if (tier.floor !== undefined)
      report('error', 'side-prize-floor', `${path}.floor`, `${tier.name} trao theo tương tác nên không có điểm sàn.`);
  }
}

function checkAgency({ screening: { agency }, timeline }: ContestProgramme, report: Report): void {
  if (!agency) return;
  if (!timeline.some((period) => period.id === agency.periodId))
    report('error', 'unknown-period', 'screening.agency.periodId', `Sơ loại của ${agency.name} trỏ đến bước không có.`);
  if (agency.checklist.length === 0)
    report('error', 'checklist-empty', 'screening.agency.checklist', `${agency.name} chưa có mục nào để xem xét.`);
}

function checkTasks({ tasks = [], timeline }: ContestProgramme, report: Report): void {
  const first = timeline[0];
  if (!first) return;
  for (const task of tasks) {
    const due = task.due.value;
    if (due !== null && startOfDay(due).getTime() < startOfDay(first.from.slice(0, 10)).getTime())
      report(
        'warning',
        'task-due',
        `tasks[${task.id}].due`,
        `Hạn ${formatDate(startOfDay(due))} của "${task.agency}" đứng trước khi Cuộc thi bắt đầu.`,
      );
  }
}
