import { notFound } from '#lib/domain/kernel/errors.ts';
import { chosenRound } from '#lib/server/judging/overview.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { bySpread, roundProgress } from '#lib/server/judging/progress.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

const pageSize = 50;

const filters = ['tat-ca', 'con-thieu', 'lech'] as const;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { db } = ctx.app;
    const { rounds, jr } = await chosenRound(db, { slug: params.slug, roundId: url.searchParams.get('vong') });
    requireAllowed(canJudge(ctx, 'judging.follow', jr.programme.id));
    const progress = await roundProgress(db, jr);
    const filter = filters.find((one) => one === url.searchParams.get('loc')) ?? 'tat-ca';
    const all = progress.entries;
    const lists = {
      'tat-ca': all,
      'con-thieu': all.filter((entry) => entry.signed < entry.sheets.length || entry.sheets.length === 0),
      lech: bySpread(all.filter((entry) => entry.wide)),
    };
    const page = Math.max(1, Math.floor(Number(url.searchParams.get('trang')) || 1));
    if (page > 1 && (page - 1) * pageSize >= lists[filter].length) throw notFound('Trang này');
    const doc = jr.programme.doc;
    return {
      now: ctx.now,
      slug: jr.programme.slug,
      rounds: rounds.map(({ round }) => ({ id: round.id, name: round.name })),
      round: {
        id: jr.round.id,
        name: jr.round.name,
        state: jr.state,
        until: jr.period ? new Date(jr.period.to) : null,
      },
      totals: { assigned: progress.assigned, signed: progress.signed, drafts: progress.drafts },
      // By unit of the judge nobody is compared here: how strict a judge is, the chair sees.
      judges: progress.judges.map(({ statistics: _chairOnly, ...judge }) => judge),
      pillars: doc.pillars.items.map((pillar) => {
        const own = all.filter((entry) => entry.pillar === pillar.id);
        return {
          name: pillar.name,
          sheets: own.reduce((n, entry) => n + entry.sheets.length, 0),
          signed: own.reduce((n, entry) => n + entry.signed, 0),
        };
      }),
      scale: progress.scale,
      counts: { 'tat-ca': all.length, 'con-thieu': lists['con-thieu'].length, lech: lists.lech.length },
      filter,
      page,
      pageSize,
      entries: lists[filter].slice((page - 1) * pageSize, page * pageSize),
      mayAssign: canJudge(ctx, 'judging.assign', jr.programme.id).allow,
    };
  });
