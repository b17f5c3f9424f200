import { periodName } from '#lib/domain/movement/periods.ts';
import { fieldsOf } from '#lib/domain/report/content.ts';
import { fieldNames } from '#lib/domain/report/form.ts';
import { fingerprints } from '#lib/domain/report/merge.ts';
import { formSteps, type StepState, stepOf, stepState, stepStates } from '#lib/domain/report/steps.ts';
import type { Ctx } from '../platform/ctx.ts';
import { shownFigure } from './figures.ts';
import { reportFileRules } from './files.ts';
import { type OpenReport, ownTargets } from './open.ts';
import { prefillSources } from './prefill.ts';
import { missingOf, reportFigures } from './submit.ts';
import { viewOf } from './view.ts';

/** The two pages after the form's own: files, and a last look before handing in. */
const filesStep = 'tep';
const reviewStep = 'nop';

/**
 * A report that is being written, as its pages show it: the list of steps, and the one that was asked for.
 * @param asked id of a step; anything else is the list
 */
export async function draftOf(ctx: Ctx, report: OpenReport, asked: string | null) {
  const { rule, content, files, version } = report;
  const fields = fieldsOf(content);
  const [figures, own, sources] = await Promise.all([
    reportFigures(ctx.app.db, report),
    ownTargets(ctx.app.db, report),
    prefillSources(ctx, report),
  ]);
  const missing = missingOf(report, content, figures);
  const entered = new Set(figures.flatMap((one) => (one.value === null ? [] : [one.indicatorId])));
  const formPages = formSteps(report.parts);
  const kept = files.filter((file) => file.role !== 'source');
  const filesState: StepState = missing.some((issue) => issue.field === 'signed')
    ? 'empty'
    : kept.length > 0
      ? 'complete'
      : 'optional';
  const steps = [
    ...formPages.map((step) => ({
      id: step.id,
      title: step.title,
      group: step.group,
      hint:
        step.id === 'so-lieu' && step.parts.length > 0
          ? `${step.parts.filter((part) => part.kind === 'value' && entered.has(part.indicator.id)).length}/${step.parts.length} chỉ tiêu đã có số liệu`
          : null,
      state: stepStates[stepState(step, content, missing, entered)],
    })),
    {
      id: filesStep,
      title: rule.form.signedCopy ? 'Bản đã ký và tệp kèm' : 'Tệp kèm theo',
      group: 'Kết quả',
      hint: kept.length > 0 ? `${kept.length} tệp` : null,
      state: { ...stepStates[filesState], ...(filesState === 'empty' ? { label: 'Chưa có' } : {}) },
    },
  ];
  const order = [...steps.map(({ id, title }) => ({ id, title })), { id: reviewStep, title: 'Xem lại và nộp' }];
  const at = order.findIndex((one) => one.id === asked);
  const shown = formPages.find((one) => one.id === asked)?.parts ?? [];
  const mine = new Set(fieldNames(shown));
  return {
    version,
    fields,
    base: JSON.stringify(fingerprints(Object.fromEntries(Object.entries(fields).filter(([name]) => mine.has(name))))),
    taken: content.taken ?? {},
    updatedAt: report.updatedAt,
    updatedBy: report.updatedBy,
    steps,
    step:
      at < 0
        ? null
        : { ...order[at]!, no: at + 1, of: order.length, back: order[at - 1] ?? null, next: order[at + 1] ?? null },
    parts: shown.map((part) => ({
      ...part,
      sources: sources.flatMap(({ id, label, fields: theirs }) => {
        const field = part.kind === 'criterion' ? `${part.key}.text` : part.key;
        return theirs[field] && theirs[field] !== fields[field] ? [{ id, label, field }] : [];
      }),
      figures: figures
        .filter((one) => part.kind === 'value' && one.indicatorId === part.indicator.id)
        .map((one) => ({ ...one, periodName: periodName(one.period), shown: shownFigure(one) })),
      registered: part.kind === 'value' ? (own.get(part.indicator.id) ?? null) : null,
    })),
    sources: sources.map(({ id, label, fields: theirs }) => ({
      id,
      label,
      count: Object.keys(theirs).filter((key) => !fields[key]).length,
    })),
    missing: missing.map((issue) => ({
      ...issue,
      step: stepOf(formPages, issue.field)?.id ?? filesStep,
    })),
    view: asked === reviewStep ? await viewOf(ctx, { ...report, submissions: [] }, null) : null,
    rules: {
      signed: { ...reportFileRules.signed, id: 'signed', required: rule.form.signedCopy },
      attachment: { ...reportFileRules.attachment, id: 'attachment', required: false },
    },
    files: files.map((file) => ({ ...file, ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}) })),
  };
}
