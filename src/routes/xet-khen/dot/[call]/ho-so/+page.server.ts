import { readDossierFilter } from '#lib/domain/award/listFilter.ts';
import { dueSaying, isForwardedByOfficer } from '#lib/domain/award/work.ts';
import { waitingIds } from '#lib/server/award/decision/queries.ts';
import { dossierPageSize, listChoices, listDossiers } from '#lib/server/award/dossierList.ts';
import { openCall } from '#lib/server/award/room.ts';
import { mayDecideAt, mayWorkAt } from '#lib/server/award/scope.ts';
import { workCalendar } from '#lib/server/catalogue/queries.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const number = (value: string | null): number => (value !== null && /^\d{1,4}$/.test(value) ? Number(value) : 0);

/** What the bulk page has just done. */
function doneOf(params: URLSearchParams): string | null {
  const count = number(params.get('so'));
  const late = number(params.get('muon'));
  if (count === 0) return null;
  switch (params.get('xong')) {
    case 'met':
      return `Đã đánh dấu đạt cho ${count} hồ sơ`;
    case 'forward':
      return `Đã chuyển ${count} hồ sơ đến bước sau`;
    case 'back':
      return `Đã trả lại ${count} hồ sơ${late > 0 ? `, ${late} hồ sơ trả muộn` : ''}`;
    case 'decline':
      return `Đã kết luận ${count} hồ sơ không đủ điều kiện`;
    case 'asked':
      return `Đã hỏi ý kiến ${count} cơ quan`;
    default:
      return null;
  }
}

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { call, scope } = await openCall(ctx, params.call);
    const filter = readDossierFilter(url.searchParams);
    const { db } = ctx.app;
    const [{ rows, total }, choices, calendar] = await Promise.all([
      listDossiers(db, { callId: call.id, filter, now: ctx.now }),
      listChoices(db, call.id, ctx.now),
      workCalendar(db),
    ]);
    const count = (stepId: string) =>
      choices.counts.find((one) => one.stepId === stepId && one.state === 'in-progress');
    return {
      filter,
      total,
      pageSize: dossierPageSize,
      rows: rows.map((row) => ({
        ...row,
        due: row.state === 'in-progress' ? dueSaying(row.dueOn, ctx.now, calendar) : null,
      })),
      units: choices.units,
      forms: call.doc.forms.map(({ formId, name }) => ({ formId, name })),
      steps: await Promise.all(
        call.doc.path.map(async (step) => {
          const works = mayWorkAt(scope, call, step).allow;
          const here = count(step.id)?.count ?? 0;
          return {
            id: step.id,
            name: step.name,
            kind: step.kind,
            count: here,
            // what stands in a draft waits for the one who decides, not for the officer
            todo: !works ? 0 : step.kind === 'decision' ? (await waitingIds(db, call.id, step.id)).length : here,
            late: count(step.id)?.late ?? 0,
            works,
            forwards: works && isForwardedByOfficer(step.kind),
            returns: works || mayDecideAt(scope, call, step).allow,
            hasChecklist: step.checklist.length > 0,
          };
        }),
      ),
      done: doneOf(url.searchParams),
    };
  });
