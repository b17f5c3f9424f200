import { periodOf, periodStatus } from '#lib/domain/entry/deadline.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { currentDecision, type UnitDecision, unitStage } from '#lib/domain/screening/review.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { readDossier } from '#lib/server/screening/dossier.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { canScreen, unitSubtree } from '#lib/server/screening/policy.ts';
import { reviewEntry } from '#lib/server/screening/review.ts';
import { unitEntries } from '#lib/server/screening/unit.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { db } = ctx.app;
    const unitIds = await unitSubtree(db, params.unitId);
    const { programme, ...entry } = await readDossier(db, params.id, async ({ programmeId, unitId }) => {
      if (!unitId || !unitIds.includes(unitId)) throw notFound('Bài dự thi này');
      requireAllowed(await canScreen(ctx, { unitId, programmeId }));
      return { contacts: true };
    });
    const review = entry.screening && { ...entry.screening };
    const position = { state: entry.state, lastSubmittedAt: entry.submittedAt, forwarded: entry.forwarded };
    const stage = unitStage(position, review);
    const same = (await unitEntries(db, { programmeId: programme.id, unitIds })).filter((e) => e.stage === stage);
    const at = same.findIndex((e) => e.id === entry.id);
    const intake = periodOf(programme.doc, 'intake');
    const findings = (await checksOf(db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
    return {
      entry,
      stage,
      decision: currentDecision(review, position),
      rounds: programme.doc.rounds,
      open: intake !== null && periodStatus(intake, ctx.now) === 'open',
      // What the secretariat notes is not the unit's business; what the system finds helps it choose.
      findings: findings
        .filter((f) => f.level !== 'ok' && f.rule !== 'recognised')
        .map(({ rule, title, level, message, clause }) => ({ rule, title, level, message, clause })),
      previous: same[at - 1]?.id ?? null,
      next: same[at + 1]?.id ?? null,
      done: url.searchParams.get('da') ?? '',
    };
  });

const decide =
  (decision: UnitDecision) =>
  async ({ locals: { ctx }, params, request }: RequestEvent) => {
    const data = await request.formData();
    try {
      await reviewEntry(ctx, {
        entryId: params.id,
        decision,
        comment: multiline(data, 'comment'),
        version: Number(text(data, 'version')),
      });
    } catch (problem) {
      return refuse(problem, data, decision);
    }
    return goTo(`/don-vi/${params.unitId}/bai-du-thi/${params.id}?da=${decision}`);
  };

export const actions = {
  accept: decide('accept'),
  return: decide('return'),
  reject: decide('reject'),
} satisfies Actions;
