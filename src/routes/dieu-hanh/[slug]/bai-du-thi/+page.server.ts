import { readFilter } from '#lib/domain/screening/filter.ts';
import { entryList, listPageSize } from '#lib/server/screening/list.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openEntries, unitsWithEntries } from '#lib/server/screening/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const filter = readFilter(url.searchParams);
    const [{ rows, total }, units] = await Promise.all([
      entryList(ctx.app.db, { programmeId: programme.id, filter }),
      unitsWithEntries(ctx, programme.id),
    ]);
    const { slug, doc } = programme;
    return {
      contest: { slug, name: doc.name, rounds: doc.rounds, pillars: doc.pillars.items, topics: doc.topics.items },
      filter,
      rows,
      total,
      pageSize: listPageSize,
      units,
      mayDecide: canCheck(ctx, 'check.decide', programme.id).allow,
    };
  });
};
