import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import type { OccasionKind } from '#lib/domain/movement/types.ts';
import { isExcerptOf } from '#lib/domain/summary/excerpt.ts';
import { summaryOccasions } from '#lib/domain/summary/occasions.ts';
import { bookOf, referenceIssues, referenceTo, seenNow } from '#lib/domain/summary/references.ts';
import { proposedHead, proposedSections, sectionsOf, titleOf } from '#lib/domain/summary/structure.ts';
import type { Pick, SummaryBody, SummaryHead } from '#lib/domain/summary/types.ts';
import { mayManage } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { gatherSummary } from './gather.ts';
import { type OpenSummary, openSummaries, openSummary } from './open.ts';

/** characters of a section's own words */
export const sectionLength = 30_000;

const missing = (message: string, field?: string) =>
  new RuleError({ code: 'summary.fields', message, ...(field ? { field } : {}) });

const nameOf = (scope: OpenSummary['scope'], code: string): string =>
  [...scope.units.values()].find((unit) => unit.code === code)?.name ?? '';

/** Whose name stands on the report: the standing unit's, beneath the body whose movement it is. */
function issuers(movement: StoredMovement, scope: OpenSummary['scope']) {
  const { standingUnit, organiserUnit, organisers } = movement.doc;
  const over = nameOf(scope, organiserUnit);
  // A letterhead names the body, not the person at its head who launched the movement.
  const [launched] = organisers.map((one) => one.replace(/^Chủ tịch\s+/i, ''));
  const parent = /^tỉnh /i.test(over)
    ? (launched ?? `Ủy ban nhân dân ${over.charAt(0).toLocaleLowerCase('vi')}${over.slice(1)}`)
    : over;
  return {
    issuer: nameOf(scope, standingUnit) || (organisers[0] ?? ''),
    parent: standingUnit === organiserUnit ? '' : parent,
    commune: false,
  };
}

/**
 * Q25-9, Q25-13: begins the report of a period with the proposed structure and its first words.
 * @throws RuleError where the movement has no such report, or it has begun already
 */
export async function createSummary(
  ctx: Ctx,
  args: { slug: string; period: string; occasion: OccasionKind },
): Promise<{ summaryId: string }> {
  const { movement, scope } = await openSummaries(ctx, args.slug);
  requireAllowed(mayManage(scope));
  const what = summaryOccasions(movement.doc).find(
    (one) => one.period === args.period && one.occasion === args.occasion,
  );
  if (!what) throw missing('Phong trào này không có báo cáo của kỳ đã chọn.', 'period');
  if (movement.status === 'draft') throw missing('Phong trào chưa công bố nên chưa có gì để tổng hợp.');
  const { data } = await gatherSummary(ctx, { movement, scope }, args);
  const body: SummaryBody = {
    head: proposedHead(movement.doc, issuers(movement, scope), what),
    headVersion: 1,
    sections: proposedSections(movement.doc, bookOf(data.figures)),
    seen: seenNow(data.figures),
  };
  return act(ctx, { act: 'summary.create', programmeId: movement.id, summary: `Lập “${what.name}”.` }, async (tx) => {
    const row = await tx.db
      .insertInto('summary_report')
      .values({
        programme_id: movement.id,
        period: what.period,
        occasion: what.occasion,
        title: titleOf(movement.doc, what),
        body: json(body),
        state: 'draft',
        created_by: ctx.actor.id,
        created_at: ctx.now,
        updated_by: ctx.actor.id,
        updated_at: ctx.now,
      })
      .onConflict((conflict) => conflict.columns(['programme_id', 'period', 'occasion']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!row)
      throw new RuleError({
        code: 'summary.exists',
        status: 409,
        message: `“${what.name}” đã được lập rồi. Hãy mở báo cáo đó để viết tiếp.`,
      });
    tx.note({ subject: { kind: 'summary', id: row.id } });
    return { summaryId: row.id };
  });
}

/** The stored words, locked, while they can still be written in. */
export async function lockDraft(tx: Tx, open: OpenSummary): Promise<{ body: SummaryBody; version: number }> {
  const row = await tx.db
    .selectFrom('summary_report')
    .select(['body', 'state', 'version'])
    .where('id', '=', open.summary.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.state === 'final')
    throw new RuleError({
      code: 'summary.final',
      status: 409,
      message: 'Báo cáo đã ban hành nên không sửa được nữa. Cần sửa thì lập bản thay thế, có ghi lý do.',
    });
  return { body: row.body as SummaryBody, version: row.version };
}

/** Stores changed words. */
async function store(tx: Tx, ctx: Ctx, open: OpenSummary, body: SummaryBody, version: number, title?: string) {
  await tx.db
    .updateTable('summary_report')
    .set({
      body: json(body),
      version: version + 1,
      updated_by: ctx.actor.id,
      updated_at: ctx.now,
      ...(title ? { title } : {}),
    })
    .where('id', '=', open.summary.id)
    .execute();
}

/** What is wrong with picked excerpts: each must be on offer and word for word what the unit wrote. */
export function pickIssues(
  open: { candidates: OpenSummary['candidates'] },
  sectionId: string,
  picks: readonly Pick[],
): Issue[] {
  const offered = new Map(open.candidates.map((one) => [one.key, one]));
  return picks.flatMap((pick): Issue[] => {
    const from = offered.get(pick.key);
    const field = `excerpt.${pick.key}`;
    if (!from || from.sectionId !== sectionId)
      return [{ field, message: 'Đoạn trích này không còn trong báo cáo đã chấp nhận của đơn vị. Hãy bỏ chọn.' }];
    if (isExcerptOf(pick.text, from.text)) return [];
    return [
      {
        field,
        message: `Đoạn trích của ${from.unit} phải đúng nguyên văn đơn vị viết; chỗ lược bớt ghi bằng dấu “…”.`,
      },
    ];
  });
}

/**
 * Writes one section; two people may write in two sections at once.
 * @param args.insert a figure whose reference is put at the end of the words
 * @throws RuleError 'stale' when somebody else changed this section, or with an issue for each field
 */
export async function saveSection(
  ctx: Ctx,
  args: {
    slug: string;
    summaryId: string;
    sectionId: string;
    version: number;
    text: string;
    picks: Pick[];
    insert?: string | null;
  },
): Promise<void> {
  const open = await openSummary(ctx, args);
  requireAllowed(open.write);
  const plan = sectionsOf(open.movement.doc).find((one) => one.id === args.sectionId);
  if (!plan) throw missing('Báo cáo không có phần này.');
  const typed = cleanMultiline(args.text);
  const text = args.insert ? `${typed}${typed && !/\s$/.test(typed) ? ' ' : ''}${referenceTo(args.insert)}` : typed;
  const picks = args.picks.map((pick) => ({ key: pick.key, text: cleanMultiline(pick.text) }));
  const issues = [
    ...referenceIssues(text, bookOf(open.data.figures), 'text'),
    ...(charCount(text) > sectionLength
      ? [{ field: 'text', message: `Phần này dài quá ${sectionLength} ký tự.` }]
      : []),
    ...pickIssues(open, plan.id, picks),
  ];
  if (issues.length > 0) throw new RuleError({ code: 'summary.fields', message: 'Chưa lưu được phần này.', issues });
  await act(
    ctx,
    {
      act: 'summary.write',
      programmeId: open.movement.id,
      subject: { kind: 'summary', id: open.summary.id },
      summary: `Viết phần “${plan.title}” của ${open.name}.`,
    },
    async (tx) => {
      const { body, version } = await lockDraft(tx, open);
      const before = body.sections[plan.id] ?? { text: '', picks: [], version: 0 };
      if (before.version !== args.version) throw stale('Phần này');
      body.sections[plan.id] = { text, picks, version: before.version + 1 };
      await store(tx, ctx, open, body, version);
    },
  );
}

const headLimits: Record<keyof SummaryHead, { most: number; lines: boolean; name: string; required: boolean }> = {
  parent: { most: 200, lines: false, name: 'Cơ quan chủ quản', required: false },
  issuer: { most: 200, lines: false, name: 'Cơ quan ban hành', required: true },
  place: { most: 60, lines: false, name: 'Địa danh', required: true },
  to: { most: 1000, lines: true, name: 'Kính gửi', required: false },
  basis: { most: 4000, lines: true, name: 'Căn cứ', required: false },
  opening: { most: 2000, lines: true, name: 'Câu mở đầu', required: true },
  closing: { most: 2000, lines: true, name: 'Câu kết', required: true },
  receivers: { most: 2000, lines: true, name: 'Nơi nhận', required: true },
  capacity: { most: 300, lines: true, name: 'Chức vụ người ký', required: true },
  signer: { most: 100, lines: false, name: 'Họ tên người ký', required: false },
};

/** Writes heading and foot. @throws RuleError 'stale', or with an issue for each field */
export async function saveHead(
  ctx: Ctx,
  args: { slug: string; summaryId: string; version: number; title: string; head: SummaryHead },
): Promise<void> {
  const open = await openSummary(ctx, args);
  requireAllowed(open.write);
  const title = clean(args.title);
  const head = { ...args.head };
  const book = bookOf(open.data.figures);
  const issues: Issue[] = [];
  if (title === '' || charCount(title) > 400)
    issues.push({ field: 'title', message: 'Trích yếu cần có và dài nhiều nhất 400 ký tự.' });
  for (const [field, { most, lines, name, required }] of Object.entries(headLimits) as [
    keyof SummaryHead,
    (typeof headLimits)['to'],
  ][]) {
    head[field] = lines ? cleanMultiline(head[field]) : clean(head[field]);
    if (required && head[field] === '') issues.push({ field, message: `${name} cần được ghi.` });
    if (charCount(head[field]) > most) issues.push({ field, message: `${name} dài quá ${most} ký tự.` });
    issues.push(...referenceIssues(head[field], book, field));
  }
  if (issues.length > 0) throw new RuleError({ code: 'summary.fields', message: 'Chưa lưu được.', issues });
  await act(
    ctx,
    {
      act: 'summary.write',
      programmeId: open.movement.id,
      subject: { kind: 'summary', id: open.summary.id },
      summary: `Sửa phần đầu và phần cuối của ${open.name}.`,
    },
    async (tx) => {
      const { body, version } = await lockDraft(tx, open);
      if (body.headVersion !== args.version) throw stale('Phần đầu và phần cuối');
      await store(tx, ctx, open, { ...body, head, headVersion: body.headVersion + 1 }, version, title);
    },
  );
}

/** The officer has looked at what changed since the last time. */
export async function acknowledgeFigures(ctx: Ctx, args: { slug: string; summaryId: string }): Promise<void> {
  const open = await openSummary(ctx, args);
  requireAllowed(open.write);
  await act(
    ctx,
    {
      act: 'summary.look',
      programmeId: open.movement.id,
      subject: { kind: 'summary', id: open.summary.id },
      summary: `Đã xem các số liệu thay đổi trong ${open.name}.`,
    },
    async (tx) => {
      const { body, version } = await lockDraft(tx, open);
      await store(tx, ctx, open, { ...body, seen: seenNow(open.data.figures) }, version);
    },
  );
}
