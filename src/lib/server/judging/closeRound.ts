import type { Kysely } from 'kysely';
import { unresolvedTies } from '#lib/domain/judging/rank.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireReason } from './conflictActs.ts';
import { refreshRound } from './conflicts.ts';
import { gone } from './entries.ts';
import { canJudge } from './policy.ts';
import { computeRanking, type ResultDetail } from './ranking.ts';
import { type JudgingRound, lockRound, type RoundKey, requireClosed, requireOpen } from './rounds.ts';

export interface ClosingHindrance {
  code: string;
  message: string;
  hint?: string;
}

const someOf = (items: string[]): string =>
  items.length <= 5 ? joinVi(items) : `${items.slice(0, 5).join(', ')} và ${items.length - 5} trường hợp khác`;

/** What stands in the way of closing, for the page and for the refusal. A fixed number of queries. */
export async function closingHindrances(db: Kysely<DB>, jr: JudgingRound): Promise<ClosingHindrance[]> {
  if (jr.state !== 'open') return [];
  const [unsigned, conflicted, looks, unranked] = await Promise.all([
    db
      .selectFrom('assignment as a')
      .innerJoin('entry as e', 'e.id', 'a.entry_id')
      .innerJoin('person as p', 'p.id', 'a.judge_id')
      .leftJoin('score_sheet as s', 's.assignment_id', 'a.id')
      .select(['e.code', 'p.full_name'])
      .where('a.programme_id', '=', jr.programme.id)
      .where('a.round_id', '=', jr.round.id)
      .where('a.withdrawn_at', 'is', null)
      .where('e.state', 'not in', gone)
      .where((eb) => eb.or([eb('s.state', 'is', null), eb('s.state', '=', 'draft')]))
      .orderBy('e.code')
      .execute(),
    db
      .selectFrom('assignment as a')
      .innerJoin('entry as e', 'e.id', 'a.entry_id')
      .innerJoin('person as p', 'p.id', 'a.judge_id')
      .innerJoin('conflict as c', (join) =>
        join.onRef('c.judge_id', '=', 'a.judge_id').onRef('c.entry_id', '=', 'a.entry_id'),
      )
      .select(['e.code', 'p.full_name'])
      .where('a.programme_id', '=', jr.programme.id)
      .where('a.round_id', '=', jr.round.id)
      .where('a.withdrawn_at', 'is', null)
      .where('c.lifted_at', 'is', null)
      .where('e.state', 'not in', gone)
      .orderBy('e.code')
      .execute(),
    db
      .selectFrom('second_look as l')
      .innerJoin('entry as e', 'e.id', 'l.entry_id')
      .select('e.code')
      .where('l.programme_id', '=', jr.programme.id)
      .where('l.round_id', '=', jr.round.id)
      .where('l.resolved_at', 'is', null)
      .orderBy('e.code')
      .execute(),
    db
      .selectFrom('entry as e')
      .select('e.code')
      .where('e.programme_id', '=', jr.programme.id)
      .where('e.state', '=', jr.entryState)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('assignment as a')
              .select('a.id')
              .whereRef('a.entry_id', '=', 'e.id')
              .where('a.round_id', '=', jr.round.id)
              .where('a.withdrawn_at', 'is', null),
          ),
        ),
      )
      .orderBy('e.code')
      .execute(),
  ]);
  const found: ClosingHindrance[] = [];
  if (conflicted.length > 0)
    found.push({
      code: 'judging.in-conflict',
      message: `Có ${conflicted.length} phân công đang có xung đột lợi ích: ${someOf(conflicted.map((row) => `${row.code} (${row.full_name})`))}.`,
      hint: 'Rút các phân công này kèm lý do; nếu cần, phân công giám khảo khác.',
    });
  if (unsigned.length > 0)
    found.push({
      code: 'judging.unsigned',
      message: `Còn ${unsigned.length} phiếu chưa ký: ${someOf(unsigned.map((row) => `${row.code} (${row.full_name})`))}.`,
      hint: 'Nhắc giám khảo ký, hoặc rút phân công kèm lý do.',
    });
  if (unranked.length > 0)
    found.push({
      code: 'judging.unjudged',
      message: `Còn ${unranked.length} bài chưa có giám khảo nào chấm: ${someOf(unranked.map((row) => row.code ?? ''))}.`,
      hint: 'Phân công giám khảo cho các bài này.',
    });
  if (looks.length > 0)
    found.push({
      code: 'judging.second-look-open',
      message: `Còn ${looks.length} yêu cầu chấm lại chưa kết luận: ${someOf(looks.map((row) => row.code ?? ''))}.`,
      hint: 'Ghi kết luận cho từng yêu cầu chấm lại.',
    });
  return found;
}

/**
 * The chair closes the round (K26-4c, K26-4e): every sheet in force is signed, the ranking is computed by the programme's
 * rules and fixed. Ties that no rule breaks do not hinder it; they wait for `decideTie`.
 */
export async function closeRound(ctx: Ctx, key: RoundKey): Promise<{ ranked: number; ties: number }> {
  requireAllowed(canJudge(ctx, 'judging.chair', key.programmeId));
  return act(
    ctx,
    { act: 'judging.close-round', programmeId: key.programmeId, summary: 'Kết thúc vòng chấm' },
    async (tx) => {
      const jr = await lockRound(tx.db, key);
      requireOpen(jr);
      await refreshRound(tx.db, jr, ctx.now);
      const hindrances = await closingHindrances(tx.db, jr);
      const [first] = hindrances;
      if (first)
        throw new RuleError({
          code: first.code,
          message: hindrances.map((one) => one.message).join(' '),
          ...(first.hint ? { hint: first.hint } : {}),
        });
      const { ranking, sheets } = await computeRanking(tx.db, jr);
      if (ranking.rows.length === 0)
        throw new RuleError({ code: 'judging.no-entries', message: `${jr.round.name} không có bài nào để xếp hạng.` });
      const totals = Map.groupBy(sheets, (sheet) => sheet.entryId);
      await tx.db
        .insertInto('round_result')
        .values(
          ranking.rows.map((row) => ({
            programme_id: key.programmeId,
            round_id: key.roundId,
            entry_id: row.entryId,
            rank: row.rank,
            tied: row.tied,
            score: row.score,
            detail: json({
              sheets: row.sheets,
              spreadPercent: row.spreadPercent,
              tieNote: row.tieNote,
              totals: (totals.get(row.entryId) ?? []).map(({ judgeId, total }) => ({ judgeId, total })),
            } satisfies ResultDetail),
          })),
        )
        .execute();
      await tx.db
        .updateTable('round_state')
        .set({ state: 'closed', closed_at: ctx.now, closed_by: ctx.actor.id })
        .where('programme_id', '=', key.programmeId)
        .where('round_id', '=', key.roundId)
        .execute();
      const ties = unresolvedTies(ranking.rows).length;
      tx.note({
        summary: `Kết thúc chấm ${jr.round.name}: xếp hạng ${ranking.rows.length} bài${ties > 0 ? `, còn ${ties} nhóm bằng điểm` : ''}`,
        subject: { kind: 'round', id: key.roundId },
        changes: { ranked: ranking.rows.length, ties, sheets: sheets.length },
      });
      return { ranked: ranking.rows.length, ties };
    },
  );
}

/** Takes a closing back, for as long as nothing was proposed from it: the ranking is dropped, sheets stay signed. */
export async function reopenRound(ctx: Ctx, args: RoundKey & { reason: string }): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi lý do mở lại vòng chấm.');
  await act(
    ctx,
    { act: 'judging.reopen-round', programmeId: args.programmeId, summary: 'Mở lại vòng chấm' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireClosed(jr);
      const proposed = await tx.db
        .selectFrom('proposal')
        .select('entry_id')
        .where('programme_id', '=', args.programmeId)
        .where('kind', '=', proposalKind(jr))
        .limit(1)
        .executeTakeFirst();
      if (proposed)
        throw new RuleError({
          code: 'judging.proposed',
          message: `Ban Giám khảo đã trình kết quả ${jr.round.name} lên Ban Tổ chức nên không mở lại được.`,
        });
      await tx.db
        .deleteFrom('round_result')
        .where('programme_id', '=', args.programmeId)
        .where('round_id', '=', args.roundId)
        .execute();
      await tx.db
        .updateTable('round_state')
        .set({ state: 'open', closed_at: null, closed_by: null })
        .where('programme_id', '=', args.programmeId)
        .where('round_id', '=', args.roundId)
        .execute();
      tx.note({
        summary: `Mở lại ${jr.round.name}`,
        subject: { kind: 'round', id: args.roundId },
        changes: { reason },
      });
    },
  );
}

/** The final leads to prizes, every other round to the next one. */
export const proposalKind = ({ round }: Pick<JudgingRound, 'round'>): 'prize' | 'finalist' =>
  round.kind === 'final' ? 'prize' : 'finalist';
