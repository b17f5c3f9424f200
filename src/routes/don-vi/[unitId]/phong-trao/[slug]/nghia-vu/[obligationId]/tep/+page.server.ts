import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { fieldsOf, type SelfAssessment, selfNames } from '#lib/domain/report/content.ts';
import { fieldName, isTextPart, partName, textField } from '#lib/domain/report/form.ts';
import { unsaid } from '#lib/domain/report/understand.ts';
import { removeReportFile } from '#lib/server/report/files.ts';
import { openReport } from '#lib/server/report/open.ts';
import { addSource, readSource, type SourceReading, takeSource } from '#lib/server/report/source.ts';
import { goTo, list, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const shown = (field: string, value: string): string => {
  if (field.endsWith('.self')) return selfNames[value as SelfAssessment] ?? value;
  return field.startsWith('targets.') && /^-?\d/.test(value) ? formatDecimal(value) : value;
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const report = await openReport(ctx, params);
    if (report.unit.id !== params.unitId || report.movement.slug !== params.slug)
      throw notFound('Kế hoạch hoặc báo cáo này');
    const { parts, rule, obligation, files, version, content } = report;
    const fields = fieldsOf(content);
    const asked = url.searchParams.get('tep');
    let reading: SourceReading | null = null;
    let unread: string | null = null;
    if (asked && report.edit.allow)
      try {
        reading = await readSource(ctx, report, asked);
      } catch (problem) {
        if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
        unread = problem.message;
      }
    return {
      title: `${rule.name}, ${periodName(obligation.period)}`,
      unitName: report.unit.name,
      dueAt: obligation.due_at,
      clause: rule.clause,
      now: ctx.now,
      version,
      blocked: report.edit.allow ? null : report.edit.reason,
      sources: files.filter((file) => file.role === 'source').map(({ id, name, size }) => ({ id, name, size })),
      unread,
      places: parts.filter(isTextPart).map((part) => ({ value: textField(part), label: partName(part) })),
      reading: reading && {
        fileId: reading.fileId,
        name: reading.name,
        state: reading.state,
        found: reading.found.map((one) => ({
          ...one,
          title: fieldName(parts, one.field),
          shown: shown(one.field, one.text),
          own: fields[one.field] && fields[one.field] !== one.text ? shown(one.field, fields[one.field]!) : null,
        })),
        left: reading.left.map((one, index) => ({ ...one, index })),
        figures: reading.figures,
        unsaid: unsaid(parts, reading.found).map(partName),
      },
    };
  });

type ActionEvent = Parameters<Actions[string]>[0];

const root = ({ params }: ActionEvent) =>
  `/don-vi/${params.unitId}/phong-trao/${params.slug}/nghia-vu/${params.obligationId}`;

export const actions: Actions = {
  upload: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    const file = data.get('file');
    let fileId = '';
    try {
      fileId = await addSource(event.locals.ctx, {
        obligationId: event.params.obligationId,
        file: file instanceof File ? file : null,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${root(event)}/tep?tep=${fileId}`);
  },
  take: async (event) => {
    requireSignedIn(event.locals.ctx, event.url);
    const data = await event.request.formData();
    const place = new Map<number, string>();
    for (const name of data.keys())
      if (/^place\.\d{1,4}$/.test(name)) place.set(Number(name.slice(6)), text(data, name));
    try {
      await takeSource(event.locals.ctx, {
        obligationId: event.params.obligationId,
        fileId: text(data, 'fileId'),
        version: Number(text(data, 'version')) || 0,
        use: list(data, 'use'),
        place: new Map([...place].filter(([, field]) => field !== '')),
        mode: text(data, 'mode') === 'replace' ? 'replace' : 'append',
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${root(event)}?da=tep`);
  },
  remove: async (event) => {
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
    return goTo(`${root(event)}/tep`);
  },
};
