import { sql } from 'kysely';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { bookOf, referenceIssues } from '#lib/domain/summary/references.ts';
import { sectionsOf } from '#lib/domain/summary/structure.ts';
import type { Frozen } from '#lib/domain/summary/types.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type OpenSummary, openSummary } from './open.ts';
import { lockDraft, pickIssues } from './write.ts';

/** What still keeps a report from being issued, with the section where it is. */
export function obstacles(open: OpenSummary): { sectionId: string; title: string; message: string }[] {
  const book = bookOf(open.data.figures);
  const { body } = open.summary;
  const of = (sectionId: string, title: string, issues: Issue[]) =>
    issues.map(({ message }) => ({ sectionId, title, message }));
  return [
    ...of(
      'dau-cuoi',
      'Phần đầu, phần cuối',
      Object.values(body.head).flatMap((text) => referenceIssues(text, book, 'head', { final: true })),
    ),
    ...sectionsOf(open.movement.doc).flatMap((plan, i, plans) => {
      const section = body.sections[plan.id];
      const empty = !section || (section.text.trim() === '' && section.picks.length === 0);
      // a chapter whose parts follow says enough by them
      const parts = plan.level === 1 && plans[i + 1]?.level === 2;
      return of(plan.id, plan.title, [
        ...(empty && !parts ? [{ field: plan.id, message: 'Phần này chưa có nội dung.' }] : []),
        ...referenceIssues(section?.text ?? '', book, plan.id, { final: true }),
        ...pickIssues(open, plan.id, section?.picks ?? []),
      ]);
    }),
  ];
}

/** Only what is official goes into an issued report. */
const frozenOf = (open: OpenSummary): Frozen => {
  const picked = new Set(
    Object.values(open.summary.body.sections).flatMap((section) => section.picks.map((p) => p.key)),
  );
  return {
    data: { ...open.data, figures: open.data.figures.filter((figure) => figure.official) },
    excerpts: Object.fromEntries(Object.entries(open.sources).filter(([key]) => picked.has(key))),
  };
};

/**
 * Q25-13: issues a report under the number and day that were typed. Its figures are frozen with their sources; neither they nor the words
 * change afterwards.
 * @param args.version of the report as it was looked at
 * @throws RuleError with an issue for each field, 'stale', 'summary.obstacles'
 */
export async function finaliseSummary(
  ctx: Ctx,
  args: { slug: string; summaryId: string; version: number; number: string; dated: string },
): Promise<{ no: number; sha256: string }> {
  const open = await openSummary(ctx, args);
  requireAllowed(open.write);
  const number = clean(args.number);
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(clean(args.dated)) ? clean(args.dated) : parseViDateIso(clean(args.dated));
  const issues: Issue[] = [];
  if (!/^\d{1,5}\S*[/-]\S+$/.test(number) || charCount(number) > 60)
    issues.push({ field: 'number', message: 'Ghi đủ số và ký hiệu của báo cáo, ví dụ 215/BC-SNV.' });
  if (!dated) issues.push({ field: 'dated', message: 'Ghi ngày ban hành theo dạng dd/mm/yyyy.' });
  else if (dated > isoDateLocal(ctx.now))
    issues.push({ field: 'dated', message: 'Ngày ban hành không thể sau hôm nay.' });
  else if (dated < open.data.from)
    issues.push({
      field: 'dated',
      message: `Ngày ban hành không thể trước kỳ báo cáo (${formatDate(open.data.from)}).`,
    });
  if (issues.length > 0) throw new RuleError({ code: 'summary.fields', message: 'Chưa ban hành được.', issues });
  const { owed, accepted } = open.data.rests;
  const left = obstacles(open);
  if (owed > 0 && accepted === 0)
    left.push({ sectionId: '', title: '', message: 'Chưa có báo cáo nào của đơn vị được chấp nhận để tổng hợp.' });
  if (left.length > 0)
    throw new RuleError({
      code: 'summary.obstacles',
      message: `Chưa ban hành được: ${left.map((one) => `${one.title ? `${one.title}: ` : ''}${one.message}`).join(' ')}`,
    });
  const { summary, movement } = open;
  return act(
    ctx,
    {
      act: 'summary.finalise',
      programmeId: movement.id,
      subject: { kind: 'summary', id: summary.id },
      summary: `Ban hành ${open.name}, số ${number} ngày ${formatDate(dated!)}.`,
    },
    async (tx) => {
      const { version } = await lockDraft(tx, open);
      if (version !== args.version || version !== summary.version)
        throw new RuleError({
          code: 'stale',
          status: 409,
          message: 'Báo cáo vừa được sửa ở nơi khác. Hãy xem lại bản mới nhất rồi ban hành.',
        });
      const [body, figures] = [json(summary.body), json(frozenOf(open))];
      await tx.db
        .updateTable('summary_report')
        .set({
          state: 'final',
          figures,
          number,
          dated: dated!,
          finalised_at: ctx.now,
          version: version + 1,
          updated_by: ctx.actor.id,
          updated_at: ctx.now,
        })
        .where('id', '=', summary.id)
        .execute();
      const { no, sha256 } = await tx.db
        .insertInto('summary_issue')
        .values({
          summary_id: summary.id,
          no: (open.issues[0]?.no ?? 0) + 1,
          title: summary.title,
          number,
          dated: dated!,
          body,
          figures,
          sha256: sql<string>`encode(sha256(convert_to((${body}::jsonb)::text || (${figures}::jsonb)::text, 'UTF8')), 'hex')`,
          reason: summary.correction,
          by_id: ctx.actor.id,
          by_name: ctx.actor.name,
          at: ctx.now,
        })
        .returning(['no', 'sha256'])
        .executeTakeFirstOrThrow();
      tx.note({ changes: { no, number, dated, sha256 } });
      return { no, sha256 };
    },
  );
}

/**
 * Begins a further version of an issued report; the one before stays as it was issued.
 * @throws RuleError when there is nothing to correct, or the reason is too short
 */
export async function correctSummary(
  ctx: Ctx,
  args: { slug: string; summaryId: string; reason: string },
): Promise<void> {
  const open = await openSummary(ctx, args);
  requireAllowed(open.write);
  const reason = cleanMultiline(args.reason);
  if (charCount(reason) < 20)
    throw new RuleError({
      code: 'summary.reason',
      field: 'reason',
      message: 'Ghi lý do sửa báo cáo đã ban hành, ít nhất 20 ký tự.',
    });
  await act(
    ctx,
    {
      act: 'summary.correct',
      programmeId: open.movement.id,
      subject: { kind: 'summary', id: open.summary.id },
      summary: `Lập bản thay thế của ${open.name}: ${reason}`,
      changes: { reason },
    },
    async (tx) => {
      const row = await tx.db
        .updateTable('summary_report')
        .set({
          state: 'draft',
          figures: null,
          finalised_at: null,
          number: null,
          dated: null,
          correction: reason,
          version: open.summary.version + 1,
          updated_by: ctx.actor.id,
          updated_at: ctx.now,
        })
        .where('id', '=', open.summary.id)
        .where('state', '=', 'final')
        .returning('id')
        .executeTakeFirst();
      if (!row)
        throw new RuleError({
          code: 'summary.draft',
          status: 409,
          message: 'Báo cáo này đang được soạn, cứ sửa tiếp.',
        });
    },
  );
}
