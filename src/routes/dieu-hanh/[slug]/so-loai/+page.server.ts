import { periodById } from '#lib/domain/entry/deadline.ts';
import { finalName, readAgencyFilter } from '#lib/domain/screening/agency.ts';
import { agencyBoard, agencyCounts, boardPageSize, nextUndecided } from '#lib/server/screening/agencyBoard.ts';
import { screeningClosedAt } from '#lib/server/screening/agencySheet.ts';
import { closedList } from '#lib/server/screening/entryList.ts';
import { canAgency } from '#lib/server/screening/policy.ts';
import { openAgency } from '#lib/server/screening/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { programme, agency } = await openAgency(ctx, params.slug);
    const { db } = ctx.app;
    const filter = readAgencyFilter(url.searchParams);
    const [{ rows, total }, counts, next, closedAt, list] = await Promise.all([
      agencyBoard(db, { programmeId: programme.id, filter }),
      agencyCounts(db, programme.id),
      nextUndecided(db, programme.id, null),
      screeningClosedAt(db, programme.id),
      closedList(db, programme.id),
    ]);
    const { slug, doc } = programme;
    const period = periodById(doc, agency.periodId);
    return {
      now: ctx.now,
      contest: { slug, name: doc.name, rounds: doc.rounds, items: agency.checklist.length, clause: agency.clause },
      agency: agency.name,
      into: finalName(doc),
      period: period && { from: period.from, to: period.to },
      filter,
      rows,
      total,
      pageSize: boardPageSize,
      counts,
      next,
      closedAt,
      listClosed: list !== null,
      may: canAgency(ctx, 'agency.screen', programme.id),
      done: url.searchParams.get('da'),
    };
  });
};
