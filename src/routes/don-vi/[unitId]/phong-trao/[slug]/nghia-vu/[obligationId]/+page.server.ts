import { fail } from '@sveltejs/kit';
import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { fieldsOf } from '#lib/domain/report/content.ts';
import { fieldNames } from '#lib/domain/report/form.ts';
import { fingerprints } from '#lib/domain/report/merge.ts';
import { shownFigure } from '#lib/server/report/figures.ts';
import { removeReportFile, reportFileRules } from '#lib/server/report/files.ts';
import { lastReturn, openReport, ownTargets } from '#lib/server/report/open.ts';
import { prefillSources, takeOver } from '#lib/server/report/prefill.ts';
import { type Choice, nameConflict, type Saved, saveReport, settleConflicts } from '#lib/server/report/save.ts';
import { missingOf, reportFigures, submitReport } from '#lib/server/report/submit.ts';
import { viewOf } from '#lib/server/report/view.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

// Uploads are better with scripts; everything here works without them.
export const csr = true;

type ActionEvent = Parameters<Actions[string]>[0];

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const report = await openReport(ctx, params);
    if (report.unit.id !== params.unitId || report.movement.slug !== params.slug)
      throw notFound('Kế hoạch hoặc báo cáo này');
    const { obligation, rule, content, files, version } = report;
    const asked = url.searchParams.get('lan');
    const no = asked && /^\d{1,4}$/.test(asked) ? Number(asked) : null;
    const facts = {
      title: `${rule.name}, ${periodName(obligation.period)}`,
      kind: rule.kind,
      clause: rule.clause,
      unitName: report.unit.name,
      obligation: {
        id: obligation.id,
        state: obligation.state,
        dueAt: obligation.due_at,
        firstSubmittedAt: obligation.first_submitted_at,
        submittedAt: obligation.submitted_at,
        returnedAt: obligation.returned_at,
        exemptedAt: obligation.exempted_at,
      },
      printed: rule.due.printed,
      returned: obligation.state === 'returned' ? await lastReturn(ctx.app.db, obligation.id) : null,
      now: ctx.now,
      done: url.searchParams.get('da'),
      view: no !== null || !report.edit.allow ? await viewOf(ctx, report, no) : null,
      handedIn: report.submissions.map(({ no: one, at }) => ({ no: one, at })),
      blocked: report.edit.allow ? null : report.edit.reason,
      earlier: no,
    };
    if (!report.edit.allow || no !== null) return { ...facts, draft: null };
    const fields = fieldsOf(content);
    const figures = await reportFigures(ctx, report);
    const own = await ownTargets(ctx.app.db, report);
    const sources = await prefillSources(ctx, report);
    return {
      ...facts,
      draft: {
        version,
        fields,
        base: JSON.stringify(fingerprints(fields)),
        taken: content.taken ?? {},
        updatedAt: report.updatedAt,
        updatedBy: report.updatedBy,
        parts: report.parts.map((part) => ({
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
        missing: missingOf(report, content, figures),
        rules: {
          signed: { ...reportFileRules.signed, id: 'signed', required: rule.form.signedCopy },
          attachment: { ...reportFileRules.attachment, id: 'attachment', required: false },
        },
        files: files.map((file) => ({ ...file, ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}) })),
        problem: url.searchParams.get(uploadProblemParameter),
      },
    };
  });

const here = ({ params }: ActionEvent) =>
  `/don-vi/${params.unitId}/phong-trao/${params.slug}/nghia-vu/${params.obligationId}`;

const readBase = (data: FormData): Record<string, string> => {
  try {
    const base: unknown = JSON.parse(text(data, 'base') || '{}');
    return typeof base === 'object' && base !== null ? (base as Record<string, string>) : {};
  } catch {
    return {};
  }
};

/** Saves what stands in the form. What another person changed at the same time comes back for a choice. */
async function saveForm({ locals: { ctx }, params: { obligationId } }: ActionEvent, data: FormData) {
  const report = await openReport(ctx, { obligationId });
  const sent = fieldNames(report.parts).filter((name) => data.has(name));
  // Radios that nobody touched are not sent at all.
  return saveReport(ctx, {
    obligationId,
    version: Number(text(data, 'version')) || 0,
    content: Object.fromEntries(sent.map((name) => [name, multiline(data, name)])),
    base: readBase(data),
    reviewed: list(data, 'reviewed'),
  });
}

const bothChanged = async ({ locals: { ctx }, params: { obligationId } }: ActionEvent, saved: Saved) => {
  const report = await openReport(ctx, { obligationId });
  return fail(409, {
    message: `${report.updatedBy ?? 'Người khác'} vừa sửa cùng ${saved.conflicts.length === 1 ? 'một phần' : `${saved.conflicts.length} phần`} với bạn. Các phần còn lại đã được lưu.`,
    code: 'report.conflict',
    issues: [],
    values: null,
    version: saved.version,
    conflicts: saved.conflicts.map((one) => nameConflict(report, one)),
  });
};

const after = (event: ActionEvent, saved: Saved, anchor = '') =>
  goTo(`${here(event)}?da=${saved.merged.length > 0 ? 'ghep' : 'luu'}${anchor}`);

export const actions: Actions = {
  save: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    try {
      const saved = await saveForm(event, data);
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      return after(event, saved);
    } catch (problem) {
      return refuse(problem, data);
    }
  },
  resolve: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    try {
      const choices = list(data, 'field').map((field) => {
        const choice = text(data, `choice.${field}`);
        return {
          field,
          mine: multiline(data, `mine.${field}`),
          theirs: multiline(data, `theirs.${field}`),
          choice: (choice === 'mine' || choice === 'both' ? choice : 'theirs') as Choice,
        };
      });
      const { obligationId } = event.params;
      const saved = await settleConflicts(event.locals.ctx, {
        obligationId,
        version: Number(text(data, 'version')) || 0,
        choices,
      });
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      return after(event, saved);
    } catch (problem) {
      return refuse(problem, data);
    }
  },
  take: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    const [sourceId = '', field = ''] = text(data, 'take').split('|');
    try {
      const saved = await saveForm(event, data);
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      await takeOver(event.locals.ctx, {
        obligationId: event.params.obligationId,
        version: saved.version,
        sourceId,
        field: field === '*' ? null : field,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${here(event)}?da=lay${field === '*' ? '' : `#p-${field.replace(/[^\p{L}\p{N}]+/gu, '-')}`}`);
  },
  submit: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    try {
      const saved = await saveForm(event, data);
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      // What came from someone else has to be read before it is handed in.
      if (saved.merged.length > 0) return after(event, saved);
      await submitReport(event.locals.ctx, { obligationId: event.params.obligationId, version: saved.version });
    } catch (problem) {
      const answer = refuse(problem, data);
      // Everything was saved: what is stored now is what the form was made from.
      if (answer.data.code === 'report.incomplete') return fail(answer.status, { ...answer.data, values: null });
      return answer;
    }
    return goTo(`${here(event)}?da=nop`);
  },
  removeFile: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    try {
      await removeReportFile(event.locals.ctx, {
        obligationId: event.params.obligationId,
        fileId: text(data, 'fileId'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${here(event)}#tep`);
  },
};
