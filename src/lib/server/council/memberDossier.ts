import { notFound } from '#lib/domain/kernel/errors.ts';
import { checksOf } from '../award/checks.ts';
import { dossierView } from '../award/dossierView.ts';
import { requireDossier } from '../award/queries.ts';
import { awardScope } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { conflictsOf } from './conflicts.ts';
import { openAsMember } from './open.ts';
import { memberMeeting } from './view.ts';

/** A dossier of the agenda as a member of the council reads it. @throws RuleError 'not-found' */
export async function memberDossier(ctx: Ctx, args: { meetingId: string; dossierId: string }) {
  const { call, meeting } = await openAsMember(ctx, args);
  const { items, me, ballots, now } = await memberMeeting(ctx, args.meetingId);
  const at = items.findIndex((one) => one.id === args.dossierId);
  const item = items[at];
  if (!item) throw notFound('Hồ sơ này');
  const { db } = ctx.app;
  const [scope, dossier] = await Promise.all([awardScope(ctx), requireDossier(db, item.id)]);
  const [view, checks, conflicts] = await Promise.all([
    dossierView(ctx, scope, call, dossier),
    checksOf(db, { dossiers: [dossier], now }),
    conflictsOf(db, { councilId: meeting.councilId, dossiers: [dossier], now }),
  ]);
  return {
    meeting: { id: meeting.id, title: meeting.title },
    item,
    count: item.count,
    view,
    checks: checks.get(dossier.id) ?? [],
    conflict: conflicts.get(dossier.id)?.find((one) => one.memberId === me.id)?.why ?? null,
    ballot:
      ballots.find((one) => one.state === 'open' && one.mine?.way === null && one.dossierIds.includes(item.id)) ?? null,
    previous: items[at - 1] ?? null,
    following: items[at + 1] ?? null,
    now,
  };
}
