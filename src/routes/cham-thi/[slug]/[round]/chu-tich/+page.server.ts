import { aggregateText } from '#lib/domain/judging/aggregate.ts';
import { DRAW_ALGORITHM } from '#lib/domain/judging/draw.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { tieRuleText } from '#lib/domain/programme/labels.ts';
import { isSide } from '#lib/domain/result/prizes.ts';
import { closeRound, closingHindrances, proposalKind, reopenRound } from '#lib/server/judging/closeRound.ts';
import { liftConflict } from '#lib/server/judging/conflictActs.ts';
import { knownConflicts } from '#lib/server/judging/conflicts.ts';
import { decideTie } from '#lib/server/judging/decideTie.ts';
import { commitmentOf, drawOrder, prepareDraw } from '#lib/server/judging/draw.ts';
import { roundEntries } from '#lib/server/judging/entries.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { bySpread, roundProgress } from '#lib/server/judging/progress.ts';
import {
  changeProposal,
  proposalDecided,
  proposalOf,
  proposeFinalists,
  proposePrizes,
} from '#lib/server/judging/propose.ts';
import { computeRanking, type RankedRow, storedRanking } from '#lib/server/judging/ranking.ts';
import { type JudgingRound, judgingRoundBySlug } from '#lib/server/judging/rounds.ts';
import { resolveSecondLook } from '#lib/server/judging/secondLook.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const parts = ['tien-do', 'lech-diem', 'xep-hang', 'boc-tham', 'xung-dot'] as const;

async function rankingOf(ctx: Ctx, jr: JudgingRound): Promise<RankedRow[]> {
  const key = { programmeId: jr.programme.id, roundId: jr.round.id };
  if (jr.state === 'closed') return storedRanking(ctx.app.db, key);
  const [{ ranking, sheets }, entries] = await Promise.all([
    computeRanking(ctx.app.db, jr),
    roundEntries(ctx.app.db, jr),
  ]);
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  const totals = Map.groupBy(sheets, (sheet) => sheet.entryId);
  return ranking.rows.map((row) => ({
    ...row,
    code: entryOf.get(row.entryId)?.code ?? '',
    title: entryOf.get(row.entryId)?.title ?? '',
    totals: (totals.get(row.entryId) ?? []).map(({ judgeId, total }) => ({ judgeId, total })),
    decided: null,
  }));
}

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { db } = ctx.app;
    const jr = await judgingRoundBySlug(db, params.slug, params.round);
    requireAllowed(canJudge(ctx, 'judging.chair', jr.programme.id));
    const part = parts.find((one) => one === url.searchParams.get('muc')) ?? 'tien-do';
    const progress = await roundProgress(db, jr);
    const wide = progress.entries.filter((entry) => entry.wide).length;
    const openLooks = progress.entries.filter((entry) => entry.secondLook && !entry.secondLook.resolvedAt);
    const ranking = part === 'xep-hang' ? await rankingOf(ctx, jr) : [];
    return {
      now: ctx.now,
      part,
      contest: { slug: jr.programme.slug, name: jr.programme.doc.shortName },
      round: {
        id: jr.round.id,
        name: jr.round.name,
        blind: jr.round.blind,
        state: jr.state,
        clause: jr.round.clause,
        until: jr.period ? new Date(jr.period.to) : null,
        closedAt: jr.closedAt,
        drawnOrder: jr.round.drawnOrder,
        maxSpread: jr.round.maxSpreadPercent.value,
        advance: jr.round.advance.value,
        kind: proposalKind(jr),
        demo: [jr.round.rubric.source, jr.round.tieSource, jr.round.judgesPerEntry.source].includes('demo'),
      },
      totals: { assigned: progress.assigned, signed: progress.signed, drafts: progress.drafts },
      scale: progress.scale,
      wide,
      judges: part === 'tien-do' ? progress.judges : [],
      entries: part === 'lech-diem' ? bySpread(progress.entries) : [],
      looks: openLooks.map(({ id, code, title, secondLook, sheets }) => ({
        entryId: id,
        code,
        title,
        look: secondLook,
        waiting: sheets.filter((sheet) => sheet.state !== 'signed').length,
      })),
      hindrances: await closingHindrances(db, jr),
      rules:
        part === 'xep-hang'
          ? [
              aggregateText(jr.round.aggregate),
              ...(jr.round.tieRules.length > 0
                ? [
                    `Khi bằng điểm, xét lần lượt: ${jr.round.tieRules.map((rule) => tieRuleText(rule, jr.round, jr.programme.doc.rounds)).join('; ')}.`,
                  ]
                : []),
            ]
          : [],
      ranking,
      proposals: await proposalOf(db, jr),
      decided: await proposalDecided(db, jr.programme.id, proposalKind(jr)),
      tiers: jr.programme.doc.prizes.tiers
        .filter((tier) => !isSide(tier))
        .map(({ id, name, count }) => ({ id, name, count })),
      draw:
        part === 'boc-tham'
          ? {
              commitment: await commitmentOf(jr),
              seed: jr.drawnAt ? jr.drawSeed : null,
              at: jr.drawnAt,
              algorithm: DRAW_ALGORITHM,
              order: progress.entries
                .filter((entry) => entry.position !== null)
                .map(({ position, code, title }) => ({ position, code, title })),
              entries: progress.entries.length,
            }
          : null,
      conflicts: part === 'xung-dot' ? await knownConflicts(db, jr.programme.id) : [],
      said: url.searchParams.get('da-luu'),
    };
  });

type Event = Parameters<Actions[string]>[0];

/** One act of the chair: the round from the address, then back to the same part of the page. */
const chairAct =
  (
    part: (typeof parts)[number],
    said: string,
    run: (ctx: Ctx, key: { programmeId: string; roundId: string }, data: FormData) => Promise<unknown>,
    form?: (data: FormData) => string,
  ) =>
  async ({ locals: { ctx }, params, request }: Event) => {
    const data = await request.formData();
    try {
      const jr = await judgingRoundBySlug(ctx.app.db, params.slug ?? '', params.round ?? '');
      await run(ctx, { programmeId: jr.programme.id, roundId: jr.round.id }, data);
    } catch (problem) {
      return refuse(problem, data, form?.(data) ?? said);
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}/chu-tich?muc=${part}&da-luu=${said}`);
  };

export const actions: Actions = {
  open: chairAct('tien-do', 'mo', openRound),
  close: chairAct('xep-hang', 'ket-thuc', closeRound),
  reopen: chairAct('tien-do', 'mo-lai', (ctx, key, data) =>
    reopenRound(ctx, { ...key, reason: multiline(data, 'reason') }),
  ),
  resolve: chairAct(
    'lech-diem',
    'ket-luan',
    (ctx, _key, data) =>
      resolveSecondLook(ctx, {
        secondLookId: text(data, 'secondLookId'),
        resolution: multiline(data, 'resolution'),
      }),
    (data) => text(data, 'secondLookId'),
  ),
  tie: chairAct(
    'xep-hang',
    'thu-tu',
    (ctx, key, data) => {
      const places = [...data.keys()]
        .filter((name) => name.startsWith('place.'))
        .map((name) => ({ entryId: name.slice('place.'.length), place: Number(text(data, name)) }));
      if (new Set(places.map((one) => one.place)).size !== places.length)
        throw new RuleError({
          code: 'judging.tie-order',
          message: 'Mỗi bài một thứ tự khác nhau.',
          field: places[0] ? `place.${places[0].entryId}` : 'reason',
        });
      const order = places.sort((a, b) => a.place - b.place).map((one) => one.entryId);
      return decideTie(ctx, { ...key, order, reason: multiline(data, 'reason') });
    },
    (data) => text(data, 'group'),
  ),
  propose: chairAct('xep-hang', 'de-nghi', async (ctx, key, data) => {
    const typed = text(data, 'count');
    if (text(data, 'kind') === 'prize') await proposePrizes(ctx, key);
    else await proposeFinalists(ctx, { ...key, count: typed === '' ? null : Number(typed) });
  }),
  change: chairAct(
    'xep-hang',
    'sua',
    (ctx, key, data) => {
      const choice = text(data, 'choice');
      return changeProposal(ctx, {
        ...key,
        entryId: text(data, 'entryId'),
        choice: text(data, 'kind') === 'prize' ? { tierId: choice || null } : { in: choice === 'in' },
        note: multiline(data, 'note'),
      });
    },
    (data) => text(data, 'entryId'),
  ),
  prepare: chairAct('boc-tham', 'cam-ket', prepareDraw),
  draw: chairAct('boc-tham', 'boc-tham', (ctx, key, data) =>
    drawOrder(ctx, { ...key, words: text(data, 'words'), reason: multiline(data, 'reason') }),
  ),
  lift: chairAct(
    'xung-dot',
    'go',
    (ctx, _key, data) => liftConflict(ctx, { conflictId: text(data, 'conflictId'), reason: multiline(data, 'reason') }),
    (data) => text(data, 'conflictId'),
  ),
};
