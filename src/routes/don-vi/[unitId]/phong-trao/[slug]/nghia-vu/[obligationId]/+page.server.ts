import { fail } from '@sveltejs/kit';
import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { fieldNames } from '#lib/domain/report/form.ts';
import { formSteps, stepOf } from '#lib/domain/report/steps.ts';
import { draftOf } from '#lib/server/report/draft.ts';
import { removeReportFile } from '#lib/server/report/files.ts';
import { lastReturn, openReport } from '#lib/server/report/open.ts';
import { takeOver } from '#lib/server/report/prefill.ts';
import { type Choice, nameConflict, type Saved, saveReport, settleConflicts } from '#lib/server/report/save.ts';
import { submitReport } from '#lib/server/report/submit.ts';
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
    const { obligation, rule } = report;
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
    return {
      ...facts,
      draft: {
        ...(await draftOf(ctx, report, url.searchParams.get('phan'))),
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

/**
 * Saves what stands in the form: one step, or all of them. Fields that were not sent stay as they are. What another person changed at the
 * same time comes back for a choice.
 */
async function saveForm({ locals: { ctx }, params: { obligationId } }: ActionEvent, data: FormData) {
  const report = await openReport(ctx, { obligationId });
  const sent = fieldNames(report.parts).filter((name) => data.has(name));
  // Radios that nobody touched are not sent at all.
  const saved = await saveReport(ctx, {
    obligationId,
    version: Number(text(data, 'version')) || 0,
    content: Object.fromEntries(sent.map((name) => [name, multiline(data, name)])),
    base: readBase(data),
    reviewed: list(data, 'reviewed'),
  });
  return { ...saved, other: otherWriter(report.updatedBy, ctx.actor.name) };
}

/** Who wrote last before this save, when it was somebody else. */
const otherWriter = (last: string | null, me: string): string => (last && last !== me ? last : 'Người khác');

const bothChanged = async (
  { locals: { ctx }, params: { obligationId } }: ActionEvent,
  saved: Saved & { other: string },
) => {
  const report = await openReport(ctx, { obligationId });
  return fail(409, {
    message: `${saved.other} vừa sửa cùng ${saved.conflicts.length === 1 ? 'một phần' : `${saved.conflicts.length} phần`} với bạn. Các phần còn lại đã được lưu.`,
    code: 'report.conflict',
    issues: [],
    values: null,
    version: saved.version,
    conflicts: saved.conflicts.map((one) => nameConflict(report, one)),
  });
};

/** To a step of the form with what was done, or to the list of steps. */
const at = (event: ActionEvent, step: string | null, done: string) =>
  `${here(event)}?${step ? `phan=${encodeURIComponent(step)}&` : ''}da=${done}`;

/** Where one is after saving: what another person wrote in the step is looked at first; else the step that was asked for, or the list. */
const after = (event: ActionEvent, saved: Saved, data: FormData) =>
  saved.merged.length > 0
    ? goTo(at(event, event.url.searchParams.get('phan'), 'ghep'))
    : goTo(at(event, text(data, 'go') || null, 'luu'));

export const actions: Actions = {
  save: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    try {
      const saved = await saveForm(event, data);
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      return after(event, saved, data);
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
      const { ctx } = event.locals;
      const { updatedBy } = await openReport(ctx, { obligationId });
      const saved = await settleConflicts(ctx, {
        obligationId,
        version: Number(text(data, 'version')) || 0,
        choices,
      });
      if (saved.conflicts.length > 0)
        return bothChanged(event, { ...saved, other: otherWriter(updatedBy, ctx.actor.name) });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(at(event, event.url.searchParams.get('phan'), 'luu'));
  },
  take: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    const [sourceId = '', field = ''] = text(data, 'take').split('|');
    let step: string | null = null;
    try {
      const saved = await saveForm(event, data);
      if (saved.conflicts.length > 0) return bothChanged(event, saved);
      await takeOver(event.locals.ctx, {
        obligationId: event.params.obligationId,
        version: saved.version,
        sourceId,
        field: field === '*' ? null : field,
      });
      const { parts } = await openReport(event.locals.ctx, { obligationId: event.params.obligationId });
      step = stepOf(formSteps(parts), field)?.id ?? null;
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${at(event, step, 'lay')}${step ? `#p-${field.replace(/[^\p{L}\p{N}]+/gu, '-')}` : ''}`);
  },
  submit: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    const { ctx } = event.locals;
    const { obligationId } = event.params;
    try {
      const { parts, version: stored } = await openReport(ctx, { obligationId });
      const seen = Number(text(data, 'version')) || 0;
      let version = seen;
      // The last page has no field: what was looked through there is handed in, in just that version.
      if (fieldNames(parts).some((name) => data.has(name))) {
        const saved = await saveForm(event, data);
        if (saved.conflicts.length > 0) return bothChanged(event, saved);
        // What came from someone else has to be read before it is handed in.
        if (saved.merged.length > 0 || stored !== seen) return goTo(at(event, 'nop', 'ghep'));
        version = saved.version;
      }
      await submitReport(ctx, { obligationId, version });
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
    return goTo(`${here(event)}?phan=tep`);
  },
};
