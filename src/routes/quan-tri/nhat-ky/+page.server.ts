import { actGroups, auditEvents, auditPageSize, channelLabels, sealState } from '#lib/server/ledger/audit.ts';
import { programmeChoices } from '#lib/server/people/people.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';
import { filterOf } from './filter.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireAuditor(ctx, url);
  const filter = filterOf(url);
  const hideVotes = !url.searchParams.has('binh-chon') && !filter.act && !filter.actorId && !filter.subjectId;
  return loading(async () => {
    const [found, seal, programmes] = await Promise.all([
      auditEvents(ctx, { ...filter, hideVotes, page: Number(url.searchParams.get('page')) || 1 }),
      sealState(ctx, { walk: url.searchParams.has('kiem') }),
      programmeChoices(ctx),
    ]);
    return {
      ...found,
      events: found.events.map((event) => ({
        ...event,
        channel: channelLabels[event.channel],
        changes: JSON.stringify(event.changes, null, 1),
      })),
      seal,
      programmes,
      filter,
      hideVotes,
      pageSize: auditPageSize,
      groups: Object.entries(actGroups).map(([value, label]) => ({ value: `${value}.`, label })),
    };
  });
};
