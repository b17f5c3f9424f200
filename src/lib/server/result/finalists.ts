import type { EntryState } from '#lib/domain/entry/states.ts';
import { proposeAdvance } from '#lib/domain/judging/advance.ts';
import type { ResultRow } from '#lib/domain/judging/rank.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { ContestProgramme, Round } from '#lib/domain/programme/types.ts';
import { readersOf } from '../entry/readers.ts';
import { shownCodes } from '../gallery/items.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { finalistMail, notFinalistMail } from './mails.ts';
import { canResult, deciderId } from './policy.ts';
import {
  type DecisionPaper,
  decisionsOf,
  lockResults,
  proposalsOf,
  type ResultEntry,
  readPaper,
  requireClosed,
  requireReason,
  resultEntries,
  roundStates,
  type StoredDecision,
  selectingRound,
} from './queries.ts';
import { moveEntries, recordSteps } from './states.ts';

const candidateStates: EntryState[] = ['eligible', 'shortlisted', 'not-shortlisted'];

const finalOf = (doc: ContestProgramme): Round | undefined => doc.rounds.find((round) => round.kind === 'final');

/** What the ranking or the jury says about who goes on. */
interface Advice {
  /** how many go on; null: the organisers decide freely */
  count: number | null;
  proposed: Set<string>;
  /** entries of equal rank of which only some fit */
  undecided: Set<string>;
  byJury: boolean;
}

function adviceFor(round: Round, entries: ResultEntry[], juryProposals: string[]): Advice {
  const ranked = entries.filter((entry) => entry.rank !== null);
  const count = round.advance.value === null ? null : Math.min(round.advance.value, ranked.length);
  const rows = ranked.map(({ id, rank }) => ({ entryId: id, rank: rank! })) as ResultRow[];
  const { proposed, undecided } = count === null ? { proposed: [], undecided: [] } : proposeAdvance(rows, count);
  const alive = new Set(ranked.map((entry) => entry.id));
  const jury = juryProposals.filter((id) => alive.has(id));
  if (jury.length > 0 && (count === null || jury.length <= count))
    return { count, proposed: new Set(jury), undecided: new Set(jury.length === count ? [] : undecided), byJury: true };
  return { count, proposed: new Set(proposed), undecided: new Set(undecided), byJury: false };
}

async function gather(db: Tx['db'], programme: StoredProgramme, round: Round) {
  const [entries, proposals] = await Promise.all([
    resultEntries(db, { programmeId: programme.id, roundId: round.id, states: candidateStates }),
    proposalsOf(db, programme.id, 'finalist'),
  ]);
  const advice = adviceFor(
    round,
    entries,
    proposals.map((p) => p.entry_id),
  );
  return { entries, advice };
}

function requireSelecting(doc: ContestProgramme): { round: Round; final: Round } {
  const [round, final] = [selectingRound(doc), finalOf(doc)];
  if (!round || !final)
    throw new RuleError({
      code: 'result.one-round',
      message: 'Cuộc thi này chỉ có một vòng chấm nên không chọn vào vòng sau.',
    });
  return { round, final };
}

export interface FinalistsBoard {
  round: { id: string; name: string; clause: string; closedAt: Date | null; closed: boolean };
  finalName: string;
  count: number | null;
  /** the number of the programme, before few entries make it smaller */
  countOfPlan: ContestProgramme['rounds'][number]['advance'];
  rows: (ResultEntry & { proposed: boolean; undecided: boolean; chosen: boolean })[];
  byJury: boolean;
  decision: StoredDecision | null;
  can: { decide: Decision };
}

/** Everything the organisers look at when they choose finalists (K26-4c). null where a contest has one round only. */
export async function finalistsBoard(ctx: Ctx, programme: StoredProgramme): Promise<FinalistsBoard | null> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const [round, final] = [selectingRound(programme.doc), finalOf(programme.doc)];
  if (!round || !final) return null;
  const { db } = ctx.app;
  const [{ decisions, states }, { entries, advice }] = await Promise.all([
    Promise.all([decisionsOf(db, programme.id), roundStates(db, programme.id)]).then(([decisions, states]) => ({
      decisions,
      states,
    })),
    gather(db, programme, round),
  ]);
  const state = states.get(round.id);
  return {
    round: {
      id: round.id,
      name: round.name,
      clause: clauseLabel(programme.doc, round.clause),
      closed: state?.state === 'closed',
      closedAt: state?.closedAt ?? null,
    },
    finalName: final.name,
    count: advice.count,
    countOfPlan: round.advance,
    rows: entries.map((entry) => ({
      ...entry,
      proposed: advice.proposed.has(entry.id),
      undecided: advice.undecided.has(entry.id),
      chosen: decisions.finalists ? entry.state === 'shortlisted' : advice.proposed.has(entry.id),
    })),
    byJury: advice.byJury,
    decision: decisions.finalists,
    can: { decide: canResult(ctx, 'result.decide', programme.id) },
  };
}

/** @throws RuleError when the choice breaks a rule; gives the reason to keep with it */
function checkChoice(args: {
  doc: ContestProgramme;
  round: Round;
  entries: ResultEntry[];
  advice: Advice;
  chosen: Set<string>;
  note: string | undefined;
  published: boolean;
}): string | null {
  const { doc, round, entries, advice, chosen } = args;
  const clause = clauseLabel(doc, round.clause);
  const refuse = (code: string, message: string, hint?: string): never => {
    throw new RuleError({ code: `result.${code}`, message, clause, field: 'entryIds', ...(hint ? { hint } : {}) });
  };
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  for (const id of chosen) {
    const entry = byId.get(id);
    if (!entry)
      refuse(
        'not-candidate',
        'Có bài không còn trong danh sách xét (đã rút hoặc bị loại).',
        'Tải lại trang rồi chọn lại.',
      );
    else if (entry.rank === null) refuse('no-score', `${entry.code} chưa có điểm ${round.name} nên không chọn được.`);
  }
  if (chosen.size === 0) refuse('none-chosen', 'Chưa chọn bài nào.');
  if (advice.count !== null && chosen.size !== advice.count)
    refuse(
      'advance-count',
      `Cần chọn đúng ${advice.count} bài; đang chọn ${chosen.size} bài.`,
      chosen.size > advice.count ? 'Bỏ bớt bài đã chọn.' : 'Chọn thêm bài, kể cả trong các bài bằng điểm.',
    );
  const left = [...advice.proposed].filter((id) => !chosen.has(id)).map((id) => byId.get(id)!.code);
  const added = [...chosen]
    .filter((id) => !advice.proposed.has(id) && !advice.undecided.has(id))
    .map((id) => byId.get(id)!.code);
  const tied = [...advice.undecided].filter((id) => chosen.has(id));
  const by = advice.byJury ? 'đề xuất của Ban Giám khảo' : `thứ tự xếp hạng ${round.name}`;
  const free = advice.count === null && !advice.byJury;
  if (!free && (left.length > 0 || added.length > 0))
    return requireReason(
      args.note,
      `Lựa chọn khác ${by}${left.length > 0 ? `; không chọn ${left.join(', ')}` : ''}${added.length > 0 ? `; chọn thêm ${added.join(', ')}` : ''}.`,
      'note',
    );
  if (tied.length > 0) return requireReason(args.note, 'Có bài bằng điểm ở ranh giới được chọn, có bài không.', 'note');
  if (args.published) return requireReason(args.note, 'Danh sách đã công bố.', 'note');
  return clean(args.note ?? '') || null;
}

/**
 * K26-4c: the organisers decide who goes on to the final. Nobody outside sees it before `publishFinalists`; a change after
 * that needs a reason, is public at once and is told to the authors concerned.
 * @param args.entryIds everyone who goes on
 * @param args.note reason where the choice differs from the proposal, cuts a tie or changes a published list
 */
export async function decideFinalists(
  ctx: Ctx,
  args: { programmeId: string; entryIds: string[]; note?: string } & DecisionPaper,
): Promise<void> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  const paper = readPaper(args, ctx.now);
  await act(
    ctx,
    {
      act: 'result.decide-finalists',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Quyết định danh sách vào vòng sau.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      const { round, final } = requireSelecting(programme.doc);
      await requireClosed(tx.db, programme.id, round);
      const finalState = (await roundStates(tx.db, programme.id)).get(final.id)?.state ?? 'pending';
      if (finalState !== 'pending')
        throw new RuleError({
          code: 'result.final-opened',
          message: `${final.name} đã mở chấm nên không đổi danh sách được nữa.`,
          hint: 'Bài không dự thi nữa thì Tổ Thư ký loại kèm lý do.',
        });
      const decision = (await decisionsOf(tx.db, programme.id)).finalists;
      const published = decision?.published_at != null;
      const { entries, advice } = await gather(tx.db, programme, round);
      const chosen = new Set(args.entryIds);
      const note = checkChoice({ doc: programme.doc, round, entries, advice, chosen, note: args.note, published });

      const go = entries.filter((entry) => chosen.has(entry.id) && entry.state !== 'shortlisted');
      const stay = entries.filter((entry) => !chosen.has(entry.id) && entry.state !== 'not-shortlisted');
      await moveEntries(tx, ctx, programme.doc, go, 'shortlist');
      await moveEntries(tx, ctx, programme.doc, stay, 'passOver');
      const row = { ...paper, note, decided_by: deciderId(ctx), decided_at: ctx.now };
      await tx.db
        .insertInto('decision')
        .values({ programme_id: programme.id, kind: 'finalists', ...row })
        .onConflict((conflict) => conflict.columns(['programme_id', 'kind']).doUpdateSet(row))
        .execute();
      const codes = entries.filter((entry) => chosen.has(entry.id)).map((entry) => entry.code);
      tx.note({
        summary: `Quyết định ${codes.length} bài vào ${final.name}${published ? ' (sửa danh sách đã công bố)' : ''}.`,
        changes: { chosen: codes, note, ...paper },
      });
      if (!published) return;
      await tellAuthors(tx, ctx, programme.doc, final, { go, stay, note });
      tx.publish();
    },
  );
}

async function tellAuthors(
  tx: Tx,
  ctx: Ctx,
  doc: ContestProgramme,
  final: Round,
  { go, stay, note }: { go: ResultEntry[]; stay: ResultEntry[]; note: string | null },
): Promise<void> {
  const step = (to: EntryState) => (entry: ResultEntry) => ({ entryId: entry.id, from: entry.state, to, reason: note });
  await recordSteps(tx, ctx, [...go.map(step('shortlisted')), ...stay.map(step('not-shortlisted'))]);
  const receivers = await readersOf(
    tx.db,
    [...go, ...stay].map((entry) => entry.id),
  );
  for (const [entries, mail] of [
    [go, finalistMail],
    [stay, notFinalistMail],
  ] as const)
    for (const entry of entries)
      for (const to of receivers.get(entry.id) ?? []) await tx.send(mail({ app: ctx.app, doc, entry, to }, final.name));
}

/** K26-4c: makes the list public, tells all authors, opens the next step to the finalists. */
export async function publishFinalists(ctx: Ctx, args: { programmeId: string } & DecisionPaper): Promise<void> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  const paper = readPaper(args, ctx.now);
  await act(
    ctx,
    {
      act: 'result.publish-finalists',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Công bố danh sách vào vòng sau.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      const { round, final } = requireSelecting(programme.doc);
      const decision = (await decisionsOf(tx.db, programme.id)).finalists;
      if (!decision)
        throw new RuleError({
          code: 'result.not-decided',
          message: 'Chưa quyết định danh sách nên chưa công bố được.',
        });
      if (decision.published_at)
        throw new RuleError({ code: 'result.published', message: 'Danh sách đã được công bố.', status: 409 });
      const { entries } = await gather(tx.db, programme, round);
      const go = entries.filter((entry) => entry.state === 'shortlisted');
      if (go.length === 0)
        throw new RuleError({
          code: 'result.none-chosen',
          message: 'Không còn bài nào trong danh sách đã quyết định (đã rút hoặc bị loại).',
        });
      const late = entries.filter((entry) => entry.state === 'eligible');
      await moveEntries(tx, ctx, programme.doc, late, 'passOver');
      const stay = entries.filter((entry) => entry.state !== 'shortlisted');
      await tx.db
        .updateTable('decision')
        .set({
          published_at: ctx.now,
          published_by: deciderId(ctx),
          number: paper.number ?? decision.number,
          date: paper.date ?? decision.date,
          signer: paper.signer ?? decision.signer,
        })
        .where('id', '=', decision.id)
        .execute();
      // For authors all of them come from "eligible": what was decided in between was not theirs to know.
      const asKnown = (list: ResultEntry[]) => list.map((entry) => ({ ...entry, state: 'eligible' as const }));
      await tellAuthors(tx, ctx, programme.doc, final, { go: asKnown(go), stay: asKnown(stay), note: null });
      tx.publish();
      tx.note({
        summary: `Công bố ${go.length} bài vào ${final.name}.`,
        changes: { published: go.map((entry) => entry.code) },
      });
    },
  );
}

/** K26-4c: the public list of finalists; `published: false` before it is decided and published. */
export async function publicFinalists(ctx: Ctx, programmeId: string) {
  const programme = await programmeById(ctx.app.db, programmeId);
  const [round, final] = programme ? [selectingRound(programme.doc), finalOf(programme.doc)] : [null, undefined];
  // Without a round that selects, the standing agency chooses who goes on (K24-3).
  const agency = round ? null : programme?.doc.screening.agency;
  const selects = round
    ? { name: round.name, clause: round.clause, periodId: round.periodId, by: null }
    : agency && {
        name: programme!.doc.screening.name,
        clause: agency.clause,
        periodId: agency.periodId,
        by: agency.name,
      };
  if (!programme || !selects || !final) throw notFound('Danh sách này');
  const decision = (await decisionsOf(ctx.app.db, programmeId)).finalists;
  const period = programme.doc.timeline.find((p) => p.id === selects.periodId) ?? null;
  const base = {
    roundName: selects.name,
    finalName: final.name,
    clause: selects.clause,
    /** the agency that chose; null: the organisers, after the jury */
    agency: selects.by,
    expectedBy: period?.to ?? null,
  };
  if (!decision?.published_at) return { ...base, published: false as const };
  const [shown, entries] = await Promise.all([
    shownCodes(ctx.app.db, programmeId),
    resultEntries(ctx.app.db, {
      programmeId,
      roundId: (round ?? final).id,
      states: ['shortlisted', 'awarded', 'not-awarded'],
    }),
  ]);
  return {
    ...base,
    published: true as const,
    publishedAt: decision.published_at,
    number: decision.number,
    date: decision.date,
    // by code: the list says who goes on, not who leads
    entries: entries
      .map(({ code, title, pillar, unit, authors }) => ({
        code,
        title,
        authors,
        unit,
        pillar: pillarName(programme.doc, pillar),
        /** stands in the gallery */
        shown: shown.has(code),
      }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

const pillarName = (doc: ContestProgramme, id: string | null): string | null =>
  doc.pillars.items.find((pillar) => pillar.id === id)?.name ?? null;
