/**
 * Whether two awards are for one achievement is for a person to say: the unit explains, whoever appraises judges, both with reasons that
 * stay beside the dossier (Luật Thi đua, khen thưởng 2022 Điều 5 khoản 2 điểm c).
 */
import { isEnded } from '#lib/domain/award/path.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { linkTo } from '../message/address.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkFacts } from './checkFacts.ts';
import { checksOf, looking } from './checks.ts';
import type { Looking } from './looking.ts';
import { tell } from './mails.ts';
import { recordEvents } from './move.ts';
import { type Found, judgementOn, overlapCheck, overlapsOf } from './overlapChecks.ts';
import { awardPeople } from './people.ts';
import { callById, type DossierRow, dossiersOf, lockDossiers, requireDossier } from './queries.ts';
import { openCall } from './room.ts';
import {
  type AwardScope,
  appraises,
  awardScope,
  checkInsight,
  mayJudge,
  mayNominate,
  maySeeDossier,
  maySeeNominator,
  type StoredCall,
} from './scope.ts';

interface Opened {
  scope: AwardScope;
  call: StoredCall;
  dossier: DossierRow;
}

/** A dossier for comparison. One that was not handed in is the unit's own, until the unit asks about it. @throws RuleError 'not-found' */
async function openPair(ctx: Ctx, dossierId: string): Promise<Opened> {
  const dossier = await requireDossier(ctx.app.db, dossierId);
  const [scope, call] = await Promise.all([awardScope(ctx), callById(ctx.app.db, dossier.callId)]);
  if (!call) throw notFound('Hồ sơ khen thưởng này');
  if (maySeeNominator(scope, dossier.unitId).allow || maySeeDossier(scope, call, dossier).allow)
    return { scope, call, dossier };
  const asked = await ctx.app.db
    .selectFrom('award_judgement')
    .select('id')
    .where('dossier_id', '=', dossier.id)
    .where('asked_at', 'is not', null)
    .executeTakeFirst();
  if (!asked || !appraises(scope, call)) throw notFound('Hồ sơ khen thưởng này');
  return { scope, call, dossier };
}

/** A dossier beside everything that may be for the same achievement. @throws RuleError 'not-found' */
export async function comparison(ctx: Ctx, args: { dossierId: string }) {
  const { scope, call, dossier } = await openPair(ctx, args.dossierId);
  const insight = checkInsight(scope, call);
  const at = looking(await checkFacts(ctx.app.db, [dossier], ctx.now), dossier, { insight, now: ctx.now });
  const live = !isEnded(dossier.state);
  const mayAsk = live && mayNominate(scope, dossier.unitId).allow;
  const judges = mayJudge(scope, call, dossier.unitId);
  const ownUnit = maySeeNominator(scope, dossier.unitId).allow;
  return {
    dossier: {
      id: dossier.id,
      code: dossier.code,
      subjectName: dossier.subjectName,
      unitName: dossier.unitName,
      state: dossier.state,
      form: call.doc.forms.find((one) => one.formId === dossier.formId)?.name ?? dossier.formId,
      period: { from: dossier.periodFrom, to: dossier.periodTo },
      citation: dossier.report.citation,
      achievements: dossier.report.achievements,
    },
    call: { slug: call.slug, name: call.doc.name },
    // the unit reads its own page of the dossier; offices that of the call
    home: ownUnit
      ? `/xet-khen/don-vi/${dossier.unitId}/${call.slug}/${dossier.id}`
      : dossier.receivedAt !== null
        ? `/xet-khen/dot/${call.slug}/ho-so/${dossier.id}`
        : `/xet-khen/dot/${call.slug}/doi-chieu`,
    list: appraises(scope, call) ? `/xet-khen/dot/${call.slug}/doi-chieu` : null,
    pairs: overlapsOf(at).map((found) => {
      const check = overlapCheck(at, found);
      const judgement = judgementOn(at, found);
      return {
        check: { ...check, links: check.links.filter((link) => !link.href.startsWith('/xet-khen/doi-chieu/')) },
        words: found.words,
        explanation: judgement?.said.explanation ?? null,
        explainedBy: judgement?.said.askedByName ?? null,
        pending: judgement?.pending ?? false,
        mayAsk: mayAsk && found.overlap.level !== 'note',
        mayJudge: live && judges.allow,
      };
    }),
    judges: judges.allow,
  };
}

const readReason = (typed: string, field: string, message: string): string => {
  const reason = cleanMultiline(typed);
  if (charCount(reason) < 10 || charCount(reason) > 2000) throw new RuleError({ code: 'award.reason', field, message });
  return reason;
};

/** The pair of a locked dossier by the id of its finding. @throws RuleError 'award.no-overlap' (409) */
async function pairOf(
  tx: Tx,
  ctx: Ctx,
  args: { dossierId: string; found: string },
): Promise<{ at: Looking; found: Found }> {
  const [dossier] = await lockDossiers(tx.db, [args.dossierId]);
  if (!dossier || isEnded(dossier.state)) throw gone();
  const at = looking(await checkFacts(tx.db, [dossier], ctx.now), dossier, { insight: 'office', now: ctx.now });
  const found = overlapsOf(at).find((one) => one.id === args.found);
  if (!found) throw gone();
  return { at, found };
}

const gone = () =>
  new RuleError({
    code: 'award.no-overlap',
    status: 409,
    message: 'Hồ sơ hoặc nội dung đối chiếu vừa thay đổi. Hãy tải lại trang để xem kết quả mới.',
  });

const keyOf = (found: Found) =>
  found.recordId !== null ? { record_id: found.recordId } : { other_id: found.otherId! };

const rowOf = (tx: Tx, dossierId: string, found: Found) =>
  tx.db
    .selectFrom('award_judgement')
    .select('id')
    .where('dossier_id', '=', dossierId)
    .where(found.recordId !== null ? 'record_id' : 'other_id', '=', found.recordId ?? found.otherId)
    .executeTakeFirst();

/** The unit says why it is another achievement and asks whoever appraises to judge. */
export async function explainOverlap(
  ctx: Ctx,
  args: { dossierId: string; found: string; explanation: string },
): Promise<void> {
  const { scope, call, dossier } = await openPair(ctx, args.dossierId);
  requireAllowed(mayNominate(scope, dossier.unitId));
  const explanation = readReason(
    args.explanation,
    'explanation',
    'Hãy giải trình vì sao đây là thành tích khác, từ 10 đến 2.000 ký tự.',
  );
  const init = {
    act: 'award.explain-overlap',
    subject: { kind: 'award-dossier', id: dossier.id },
    programmeId: call.programmeId,
  };
  await act(ctx, { ...init, summary: `Giải trình về trùng thành tích của hồ sơ ${dossier.code}.` }, async (tx) => {
    const { found } = await pairOf(tx, ctx, args);
    const said = { explanation, asked_by_name: ctx.actor.name, asked_at: ctx.now };
    const row = await rowOf(tx, dossier.id, found);
    if (row) await tx.db.updateTable('award_judgement').set(said).where('id', '=', row.id).execute();
    else
      await tx.db
        .insertInto('award_judgement')
        .values({ ...said, dossier_id: dossier.id, ...keyOf(found) })
        .execute();
    await recordEvents(tx, ctx, [
      { callId: call.id, dossierId: dossier.id, what: 'explained', stepId: dossier.stepId, reason: explanation },
    ]);
    const codes = call.doc.path.flatMap((step) => (step.kind === 'appraisal' ? [step.unit] : []));
    const units = await tx.db
      .selectFrom('unit')
      .select('id')
      .where('code', 'in', codes.length > 0 ? codes : [call.doc.standingUnit])
      .execute();
    const people = await awardPeople(
      tx.db,
      units.map((one) => one.id),
      ctx.now,
    );
    await tell(
      tx,
      ctx,
      call,
      units.flatMap((one) => people.of(one.id, ['award-officer'])),
      {
        kind: 'award.explained',
        subject: `${call.doc.name}: ${dossier.unitName} giải trình về hồ sơ ${dossier.code}`,
        paragraphs: [
          `${dossier.unitName} giải trình về khả năng trùng thành tích của hồ sơ ${dossier.code}, ${dossier.subjectName}: ${explanation}`,
          'Mời xem đối chiếu và kết luận:',
          linkTo(ctx.app, `/xet-khen/doi-chieu/${dossier.id}`),
        ],
      },
    );
  });
}

/** Whoever appraises says whether it is one achievement, with a reason. @throws RuleError 'award.verdict', 'award.reason' */
export async function judgeOverlap(
  ctx: Ctx,
  args: { dossierId: string; found: string; verdict: string; reason: string },
): Promise<void> {
  const { scope, call, dossier } = await openPair(ctx, args.dossierId);
  requireAllowed(mayJudge(scope, call, dossier.unitId));
  const verdict = args.verdict === 'distinct' || args.verdict === 'same' ? args.verdict : null;
  if (!verdict) throw new RuleError({ code: 'award.verdict', field: 'verdict', message: 'Hãy chọn kết luận.' });
  const reason = readReason(args.reason, 'reason', 'Hãy ghi lý do kết luận, từ 10 đến 2.000 ký tự.');
  const init = {
    act: 'award.judge-overlap',
    subject: { kind: 'award-dossier', id: dossier.id },
    programmeId: call.programmeId,
  };
  const words = verdict === 'same' ? 'cùng một thành tích' : 'thành tích khác nhau';
  await act(ctx, { ...init, summary: `Kết luận về hồ sơ ${dossier.code}: ${words}.` }, async (tx) => {
    const { at, found } = await pairOf(tx, ctx, args);
    const said = {
      verdict,
      reason,
      likeness: found.overlap.likeness,
      judged_by: ctx.actor.id,
      judged_by_name: ctx.actor.name,
      judged_at: ctx.now,
    } as const;
    const row = await rowOf(tx, dossier.id, found);
    if (row) await tx.db.updateTable('award_judgement').set(said).where('id', '=', row.id).execute();
    else
      await tx.db
        .insertInto('award_judgement')
        .values({ ...said, dossier_id: dossier.id, ...keyOf(found) })
        .execute();
    await recordEvents(tx, ctx, [
      {
        callId: call.id,
        dossierId: dossier.id,
        what: 'judged',
        stepId: dossier.stepId,
        reason: `Đối chiếu trùng thành tích: ${words}. ${reason}`,
        data: { verdict, likeness: found.overlap.likeness },
      },
    ]);
    tx.note({ changes: { verdict, likeness: found.overlap.likeness, compared: at.dossier.code } });
    const people = await awardPeople(tx.db, [dossier.unitId], ctx.now);
    await tell(tx, ctx, call, people.of(dossier.unitId, ['unit-coordinator', 'award-officer']), {
      kind: 'award.judged',
      subject: `${call.doc.name}: kết luận về hồ sơ ${dossier.code}`,
      paragraphs: [
        `Hồ sơ ${dossier.code}, ${dossier.subjectName}: ${ctx.actor.name} kết luận là ${words}.`,
        `Lý do: ${reason}`,
        linkTo(ctx.app, `/xet-khen/doi-chieu/${dossier.id}`),
      ],
    });
  });
}

export type ComparisonFilter = 'open' | 'all';

/**
 * Dossiers of a call for which somebody has to look whether an achievement was commended already, those that wait for a judgement first.
 * @throws RuleError 'not-found'
 */
export async function comparisonsOf(ctx: Ctx, args: { slug: string; show: ComparisonFilter }) {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const asked = await db
    .selectFrom('award_judgement as j')
    .innerJoin('award_dossier as d', 'd.id', 'j.dossier_id')
    .select(['j.dossier_id as id'])
    .select((eb) =>
      eb
        .or([eb('j.judged_at', 'is', null), eb('j.judged_at', '<', eb.ref('j.asked_at'))])
        .$castTo<boolean>()
        .as('pending'),
    )
    .where('d.call_id', '=', call.id)
    .where('j.asked_at', 'is not', null)
    .execute();
  const pending = new Set(asked.filter((one) => one.pending).map((one) => one.id));
  const known = new Set(asked.map((one) => one.id));
  const dossiers = (
    await dossiersOf(db, { callId: call.id, states: ['draft', 'returned', 'in-progress', 'forwarded'] })
  ).filter((one) => maySeeDossier(scope, call, one).allow || known.has(one.id));
  const checks = await checksOf(db, { dossiers, now: ctx.now, insight: checkInsight(scope, call) });
  const rows = dossiers.flatMap((dossier) => {
    const found = (checks.get(dossier.id) ?? []).filter((check) => check.id.startsWith('overlap:'));
    const open = found.filter((check) => check.level !== 'note');
    const shown = args.show === 'all' ? found : open;
    if (shown.length === 0 && !pending.has(dossier.id)) return [];
    return [
      {
        id: dossier.id,
        code: dossier.code,
        subjectName: dossier.subjectName,
        unitName: dossier.unitName,
        found: shown.map(({ title, level, reasons }) => ({ title, level, reason: reasons.slice(2, 4).join('; ') })),
        pending: pending.has(dossier.id),
        blocked: open.some((check) => check.level === 'block'),
      },
    ];
  });
  const rank = (row: (typeof rows)[number]) => (row.pending ? 0 : row.blocked ? 1 : 2);
  return {
    rows: rows.toSorted((a, b) => rank(a) - rank(b) || (a.code < b.code ? -1 : 1)),
    total: dossiers.length,
    judges: appraises(scope, call),
  };
}
