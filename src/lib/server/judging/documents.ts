import type { DocumentHead, Minutes, Ranking, ScoreSheet } from '#lib/domain/document/types.ts';
import { aggregateText } from '#lib/domain/judging/aggregate.ts';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { decimalText, fixedText } from '#lib/domain/kernel/decimal.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDateTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { tieRuleText } from '#lib/domain/programme/labels.ts';
import type { Ctx } from '../platform/ctx.ts';
import { minutesPdf, scoreSheetPdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import { judgesOf } from './conflicts.ts';
import { canJudge } from './policy.ts';
import { proposalOf } from './propose.ts';
import { storedRanking } from './ranking.ts';
import { type JudgingRound, judgingRoundBySlug, requireClosed } from './rounds.ts';
import { judgeSheet } from './sheets.ts';

const juryHead = ({ programme: { doc } }: JudgingRound): DocumentHead => ({
  kind: 'committee',
  parent: doc.prizes.certificate.issuer,
  issuer: 'Ban Giám khảo',
  place: doc.province,
});

/** Phiếu chấm điểm as PDF, for its judge; before signing it has room for the pen. @throws 404 for anyone else */
export async function scoreSheetDocument(
  ctx: Ctx,
  args: { assignmentId: string },
): Promise<{ pdf: Uint8Array; name: string }> {
  const { jr, entry, sheet } = await judgeSheet(ctx, args);
  const judge = await ctx.app.db
    .selectFrom('person as p')
    .leftJoin('unit as u', 'u.id', 'p.unit_id')
    .select(['p.full_name', 'p.position', 'u.name as unit'])
    .where('p.id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow();
  const position = [judge.position, judge.unit].filter(Boolean).join(', ');
  const document: ScoreSheet = {
    head: { ...juryHead(jr), date: sheet.signedAt ? isoDateLocal(sheet.signedAt) : null, year: jr.programme.doc.year },
    contestName: jr.programme.doc.name,
    roundName: jr.round.name,
    judge: { name: judge.full_name, ...(position ? { position } : {}) },
    entry: { code: entry.code, title: entry.title },
    criteria: jr.round.rubric.criteria.map((criterion) => ({
      name: criterion.name,
      ...(criterion.hint ? { hint: criterion.hint } : {}),
      max: criterion.max,
      score: sheet.values[criterion.id] ?? null,
      ...(sheet.comments[criterion.id] ? { comment: sheet.comments[criterion.id] as string } : {}),
    })),
    max: decimalText(fullScale(jr.round.rubric)),
    total: sheet.total,
    ...(sheet.comment ? { comment: sheet.comment } : {}),
    signature: sheet.signedAt && sheet.signedHash ? { at: sheet.signedAt, hash: sheet.signedHash } : null,
    madeAt: sheet.signedAt ?? ctx.now,
  };
  return { pdf: await scoreSheetPdf(document), name: `phieu-cham-${entry.code}.pdf` };
}

/**
 * Biên bản of a closed round: who judged, the ranking with every judge's total, what the jury proposes. In a blind round it
 * names entries by code and title only.
 */
export async function minutesDocument(
  ctx: Ctx,
  args: { slug: string; roundId: string },
): Promise<{ pdf: Uint8Array; name: string }> {
  const { db } = ctx.app;
  const jr = await judgingRoundBySlug(db, args.slug, args.roundId);
  requireAllowed(canJudge(ctx, 'judging.follow', jr.programme.id));
  requireClosed(jr);
  const key = { programmeId: jr.programme.id, roundId: jr.round.id };
  const [rows, proposals, judges, chairs, withdrawn, looks] = await Promise.all([
    storedRanking(db, key),
    proposalOf(db, jr),
    judgesOf(db, key.programmeId, ctx.now),
    db
      .selectFrom('role_grant as g')
      .innerJoin('person as p', 'p.id', 'g.person_id')
      .select(['p.full_name', 'p.position'])
      .where('g.programme_id', '=', key.programmeId)
      .where('g.role', '=', 'jury-chair')
      .where('g.revoked_at', 'is', null)
      .execute(),
    db
      .selectFrom('assignment as a')
      .innerJoin('entry as e', 'e.id', 'a.entry_id')
      .innerJoin('person as p', 'p.id', 'a.judge_id')
      .select(['e.code', 'p.full_name', 'a.withdrawn_reason'])
      .where('a.programme_id', '=', key.programmeId)
      .where('a.round_id', '=', key.roundId)
      .where('a.withdrawn_at', 'is not', null)
      .orderBy('e.code')
      .execute(),
    db
      .selectFrom('second_look as l')
      .innerJoin('entry as e', 'e.id', 'l.entry_id')
      .select(['e.code', 'l.reason', 'l.resolution'])
      .where('l.programme_id', '=', key.programmeId)
      .where('l.round_id', '=', key.roundId)
      .orderBy('e.code')
      .execute(),
  ]);
  const judged = new Set(rows.flatMap((row) => row.totals.map((total) => total.judgeId)));
  const panel = judges.filter((judge) => judged.has(judge.id));
  const tierName = (tierId: string | null) =>
    jr.programme.doc.prizes.tiers.find((tier) => tier.id === tierId)?.name ?? 'vào vòng sau';
  const proposalText = new Map(proposals.map((one) => [one.entryId, `Đề nghị ${tierName(one.tierId)}`]));
  const ranking: Ranking = {
    judges: panel.map((_, i) => `GK${i + 1}`),
    rows: rows.map((row) => ({
      rank: row.rank,
      code: row.code,
      title: row.title,
      scores: panel.map((judge) => row.totals.find((total) => total.judgeId === judge.id)?.total ?? null),
      mean: fixedText(row.score, jr.round.aggregate.decimals),
      note: [row.tieNote, proposalText.get(row.entryId)].filter(Boolean).join(' '),
    })),
    notes: [
      aggregateText(jr.round.aggregate),
      ...(jr.round.tieRules.length > 0
        ? [
            `Khi bằng điểm, xét lần lượt: ${jr.round.tieRules.map((rule) => tieRuleText(rule, jr.round, jr.programme.doc.rounds)).join('; ')}.`,
          ]
        : []),
      `${panel.map((judge, i) => `GK${i + 1}: ${judge.fullName}`).join('; ')}.`,
      'Dấu gạch ngang: giám khảo không được phân công hoặc không chấm bài đó.',
    ],
  };
  const tied = rows.filter((row) => row.tied);
  const minutes: Minutes = {
    head: { ...juryHead(jr), number: null, date: jr.closedAt ? isoDateLocal(jr.closedAt) : null },
    about: `tổng hợp kết quả chấm ${jr.round.name} ${jr.programme.doc.name}`,
    opening: [
      `Căn cứ ${clauseLabel(jr.programme.doc, jr.round.clause)} Kế hoạch tổ chức ${jr.programme.doc.name};`,
      `${jr.round.name} mở chấm ${jr.openedAt ? `lúc ${formatDateTime(jr.openedAt)}` : ''}, kết thúc ${jr.closedAt ? `lúc ${formatDateTime(jr.closedAt)}` : ''}. Ban Giám khảo lập biên bản này.`,
    ],
    attendance: [
      {
        title: 'Ban Giám khảo đã chấm vòng này',
        people: [
          ...chairs.map((chair) => ({
            name: chair.full_name,
            position: ['Trưởng Ban Giám khảo', chair.position].filter(Boolean).join(', '),
            present: true,
          })),
          ...panel.map((judge) => ({
            name: judge.fullName,
            position: ['Giám khảo', judge.position, judge.unitName].filter(Boolean).join(', '),
            present: true,
          })),
        ],
      },
    ],
    content: [
      `Có ${rows.length} sản phẩm được chấm với ${rows.reduce((all, row) => all + row.sheets, 0)} phiếu đã ký. ${jr.round.blind ? 'Giám khảo chấm không biết tác giả, đơn vị.' : ''} Mỗi giám khảo đã khai về xung đột lợi ích trước khi chấm.`,
      ...(jr.drawnAt && jr.drawSeed
        ? [`Thứ tự trình bày được bốc thăm lúc ${formatDateTime(jr.drawnAt)} với hạt giống “${jr.drawSeed}”.`]
        : []),
      ...looks.map((look) => `Chấm lại ${look.code}: ${look.reason} Kết luận: ${look.resolution ?? 'chưa có'}`),
      ...withdrawn.map(
        (row) => `Không tính phiếu của ${row.full_name} cho ${row.code}: ${row.withdrawn_reason ?? 'không ghi lý do'}.`,
      ),
    ],
    ranking,
    conclusions: [
      ...(tied.length > 0
        ? [`Còn các sản phẩm bằng điểm chưa phân định: ${joinVi(tied.map((row) => row.code))}.`]
        : []),
      proposals.length > 0
        ? `Ban Giám khảo đề nghị Ban Tổ chức xem xét, quyết định ${proposals.length} sản phẩm ${jr.round.kind === 'final' ? 'đạt giải' : 'vào vòng sau'} như cột ghi chú của bảng kèm theo.`
        : 'Ban Giám khảo trình Ban Tổ chức kết quả trên để xem xét, quyết định.',
    ],
    closing: 'Biên bản đã được các thành viên thống nhất và lập thành hai bản có giá trị như nhau.',
    signers: [
      { capacity: ['Thư ký'], note: '(Ký, ghi rõ họ tên)' },
      { capacity: ['Trưởng Ban Giám khảo'], name: chairs[0]?.full_name ?? null, note: '(Ký, ghi rõ họ tên)' },
    ],
    madeAt: jr.closedAt ?? ctx.now,
  };
  return { pdf: await minutesPdf(minutes), name: `bien-ban-${jr.round.id}-${jr.programme.code}.pdf` };
}
