/** Public comment on nominees (Q25-2; Luật Điều 84 khoản 5): the appraising office publishes a list, answers comments, closes it. */
import { childOn, publicityPhase, publicNominee } from '#lib/domain/award/publicity.ts';
import type { PathStep, PublicNominee } from '#lib/domain/award/types.ts';
import { requireReason } from '#lib/domain/award/work.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { addWorkingDays } from '#lib/domain/kernel/workingDays.ts';
import { lawOn, lawsOf, workCalendar } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { recordEvents, requireAt } from './move.ts';
import { type PublicityRow, publicityOf } from './publicityQueries.ts';
import { type DossierRow, dossiersOf, lockDossiers } from './queries.ts';
import type { StoredCall } from './scope.ts';
import { obstaclesOf } from './stepFacts.ts';
import { type AtStep, openStepOf, requireOfCall } from './stepOpen.ts';

export interface ReadyNominee {
  dossier: DossierRow;
  /** before anything is masked */
  nominee: PublicNominee;
  child: 'child' | 'adult' | 'unknown';
}

async function readyOf(ctx: Ctx, call: StoredCall, dossiers: DossierRow[], day: string): Promise<ReadyNominee[]> {
  const { db } = ctx.app;
  const [laws, births] = await Promise.all([
    lawsOf(db),
    dossiers.length === 0
      ? []
      : db
          .selectFrom('award_subject')
          .select(['id', 'birth_date', 'birth_year'])
          .where(
            'id',
            'in',
            dossiers.map((one) => one.subjectId),
          )
          .execute(),
  ]);
  const age = lawOn(laws, day).childAge?.value ?? null;
  const birthOf = new Map(births.map((row) => [row.id, row]));
  return dossiers.map((dossier) => {
    const birth = birthOf.get(dossier.subjectId);
    const child =
      dossier.subjectKind === 'individual'
        ? childOn(
            { date: dossier.details.birthDate ?? birth?.birth_date ?? null, year: birth?.birth_year ?? null },
            day,
            age,
          )
        : 'adult';
    const nominee: PublicNominee = {
      name: dossier.subjectName,
      kind: dossier.subjectKind,
      unit: dossier.details.workplace || dossier.unitName,
      position: dossier.details.position ?? '',
      formName: call.doc.forms.find((form) => form.formId === dossier.formId)?.name ?? dossier.formId,
      citation: dossier.report.citation,
    };
    return { dossier, nominee, child };
  });
}

function requirePublicity(step: PathStep): void {
  if (step.kind !== 'publicity')
    throw new RuleError({
      code: 'award.not-publicity',
      message: `Bước “${step.name}” không phải bước lấy ý kiến công khai.`,
    });
}

/** Dossiers at a step of public comment that are on no list yet, as the public would read them. */
export async function readyForComments(ctx: Ctx, at: Pick<AtStep, 'call' | 'step'>): Promise<ReadyNominee[]> {
  const { db } = ctx.app;
  const dossiers = await dossiersOf(db, { callId: at.call.id, stepId: at.step.id, states: ['in-progress'] });
  const facts = await obstaclesOf(
    db,
    dossiers.map((one) => one.id),
  );
  const fresh = dossiers.filter((one) => facts.get(one.id)?.publicity == null);
  return readyOf(ctx, at.call, fresh, isoDateLocal(ctx.now));
}

const mostDays = 90;

interface TypedList {
  slug: string;
  stepId: string;
  dossierIds: string[];
  title: string;
  intro: string;
  /** dd/MM/yyyy */
  from: string;
  /** working days */
  days: string;
  /** of children: on what ground the name may be shown; '' or missing: it is not */
  consents: Record<string, string>;
}

async function readList(ctx: Ctx, step: PathStep, typed: TypedList) {
  const issues: Issue[] = [];
  const title = clean(typed.title);
  const intro = cleanMultiline(typed.intro).slice(0, 3000);
  const fromOn = parseViDateIso(typed.from);
  const days = /^\d{1,2}$/.test(clean(typed.days)) ? Number(clean(typed.days)) : 0;
  const fewest = step.publicDays?.value ?? 1;
  if (title === '' || title.length > 200)
    issues.push({ field: 'title', message: 'Hãy đặt tên danh sách, không quá 200 ký tự.' });
  if (!fromOn) issues.push({ field: 'from', message: 'Ngày bắt đầu viết dạng ngày/tháng/năm, ví dụ 08/03/2027.' });
  else if (fromOn < isoDateLocal(ctx.now))
    issues.push({ field: 'from', message: 'Ngày bắt đầu không thể trước hôm nay.' });
  if (days < fewest || days > mostDays)
    issues.push({
      field: 'days',
      message: `Thời gian lấy ý kiến từ ${fewest} đến ${mostDays} ngày làm việc.`,
      ...(step.clause ? { clause: step.clause } : {}),
    });
  if (issues.length > 0)
    throw new RuleError({ code: 'award.publicity', message: 'Thông tin công khai chưa đủ.', issues });
  return { title, intro, fromOn: fromOn!, toOn: addWorkingDays(fromOn!, days, await workCalendar(ctx.app.db)) };
}

/** Publishes a list, fixed from now on. @returns its id @throws RuleError with fields */
export async function openComments(ctx: Ctx, args: TypedList): Promise<string> {
  const { call, step } = await openStepOf(ctx, args);
  requirePublicity(step);
  const list = await readList(ctx, step, args);
  const init = {
    act: 'award.publish-list',
    programmeId: call.programmeId,
    subject: { kind: 'award-call', id: call.id },
  };
  return act(ctx, { ...init, summary: `Công khai lấy ý kiến: ${list.title}.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const facts = await obstaclesOf(tx.db, args.dossierIds);
    const twice = dossiers.find((one) => facts.get(one.id)?.publicity != null);
    if (twice)
      throw new RuleError({
        code: 'award.listed',
        status: 409,
        message: `Hồ sơ ${twice.code} đã có trong một danh sách công khai. Hãy tải lại trang.`,
      });
    const ready = await readyOf(ctx, call, dossiers, list.fromOn);
    const { id } = await tx.db
      .insertInto('award_publicity')
      .values({
        call_id: call.id,
        step_id: step.id,
        title: list.title,
        intro: list.intro,
        from_on: list.fromOn,
        to_on: list.toOn,
        published_at: ctx.now,
        published_by_name: ctx.actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.db
      .insertInto('award_publicity_line')
      .values(
        ready.map(({ dossier, nominee, child }, i) => {
          const consent = child === 'child' ? clean(args.consents[dossier.id] ?? '').slice(0, 300) : '';
          return {
            publicity_id: id,
            dossier_id: dossier.id,
            ord: i + 1,
            shown: JSON.stringify(publicNominee(nominee, child !== 'child' || consent !== '')),
            consent: consent || null,
          };
        }),
      )
      .execute();
    await recordEvents(
      tx,
      ctx,
      dossiers.map((one) => ({
        callId: call.id,
        dossierId: one.id,
        what: 'published',
        stepId: step.id,
        data: { publicityId: id, fromOn: list.fromOn, toOn: list.toOn },
      })),
    );
    tx.note({
      summary: `Công khai ${dossiers.length} hồ sơ để lấy ý kiến từ ${formatDate(list.fromOn)} đến ${formatDate(list.toOn)}.`,
      changes: { publicityId: id, dossiers: dossiers.map((one) => one.code) },
    });
    tx.publish();
    return id;
  });
}

/** A list in the rooms of its call. @throws RuleError 'not-found', 'award.not-your-step' */
async function openList(
  ctx: Ctx,
  args: { slug: string; publicityId: string },
): Promise<AtStep & { list: PublicityRow }> {
  const [list] = isUuid(args.publicityId) ? await publicityOf(ctx.app.db, { id: args.publicityId }) : [];
  if (!list) throw notFound('Danh sách công khai này');
  const at = await openStepOf(ctx, { slug: args.slug, stepId: list.stepId });
  if (at.call.id !== list.callId) throw notFound('Danh sách công khai này');
  return { ...at, list };
}

/** The office's answer to a comment, and whether the comment is right. @throws RuleError 'award.comment-handled' (409) */
export async function answerComment(
  ctx: Ctx,
  args: { slug: string; commentId: string; answer: string; upheld: string },
): Promise<void> {
  const comment = isUuid(args.commentId)
    ? await ctx.app.db.selectFrom('award_comment').selectAll().where('id', '=', args.commentId).executeTakeFirst()
    : undefined;
  if (!comment) throw notFound('Ý kiến góp ý này');
  const { call, step } = await openList(ctx, { slug: args.slug, publicityId: comment.publicity_id });
  if (args.upheld !== 'yes' && args.upheld !== 'no')
    throw new RuleError({
      code: 'award.upheld',
      field: 'upheld',
      message: 'Hãy kết luận ý kiến góp ý đúng hay không.',
    });
  const upheld = args.upheld === 'yes';
  const answer = requireReason(args.answer, 'answer');
  const init = {
    act: 'award.answer-comment',
    programmeId: call.programmeId,
    subject: { kind: 'award-comment', id: comment.id },
    summary: `Trả lời ý kiến góp ý ${comment.code}: ${upheld ? 'đúng' : 'không có cơ sở'}.`,
  };
  await act(ctx, init, async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('award_comment')
      .set({ state: 'handled', answer, upheld, handled_by_name: ctx.actor.name, handled_at: ctx.now })
      .where('id', '=', comment.id)
      .where('state', '=', 'new')
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw new RuleError({
        code: 'award.comment-handled',
        status: 409,
        message: 'Ý kiến này vừa được người khác trả lời. Hãy tải lại trang để xem.',
      });
    if (comment.dossier_id)
      await recordEvents(tx, ctx, [
        {
          callId: call.id,
          dossierId: comment.dossier_id,
          what: 'comment-handled',
          stepId: step.id,
          reason: answer,
          data: { code: comment.code, upheld },
        },
      ]);
  });
}

/** After its last day, with every comment answered; earlier only when nobody stands on it any more. @throws RuleError */
export async function closeComments(
  ctx: Ctx,
  args: { slug: string; publicityId: string; note: string },
): Promise<void> {
  const { call, step, list } = await openList(ctx, args);
  const init = {
    act: 'award.close-list',
    programmeId: call.programmeId,
    subject: { kind: 'award-publicity', id: list.id },
    summary: `Kết thúc lấy ý kiến công khai: ${list.title}.`,
  };
  await act(ctx, init, async (tx) => {
    // a comment that is being sent holds the row, too
    await tx.db.selectFrom('award_publicity').select('id').where('id', '=', list.id).forUpdate().execute();
    const [now] = await publicityOf(tx.db, { id: list.id });
    if (!now || now.closedAt)
      throw new RuleError({ code: 'award.list-closed', status: 409, message: 'Danh sách này vừa được kết thúc.' });
    const phase = publicityPhase(now, ctx.now);
    if (phase !== 'over' && now.nominees > 0)
      throw new RuleError({
        code: 'award.list-running',
        message: `Thời gian lấy ý kiến đến hết ngày ${formatDate(now.toOn)}. Sau ngày đó mới kết thúc được.`,
        ...(step.clause ? { clause: step.clause } : {}),
      });
    if (now.unhandled > 0)
      throw new RuleError({
        code: 'award.comments-open',
        message: `Còn ${now.unhandled} ý kiến góp ý chưa trả lời. Hãy trả lời hết rồi mới kết thúc.`,
      });
    await tx.db
      .updateTable('award_publicity')
      .set({ closed_at: ctx.now, close_note: cleanMultiline(args.note).slice(0, 2000) || null })
      .where('id', '=', list.id)
      .execute();
    tx.publish();
  });
}
