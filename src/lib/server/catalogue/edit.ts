import type { Kysely } from 'kysely';
import { checkCatalogue } from '#lib/domain/catalogue/check.ts';
import { type ChangeWords, diffCatalogue } from '#lib/domain/catalogue/diff.ts';
import { figuresOf, withFigure, withHonestMarks } from '#lib/domain/catalogue/figures.ts';
import { isLaw, kindOfCatalogue } from '#lib/domain/catalogue/names.ts';
import { parseCatalogue } from '#lib/domain/catalogue/schema.ts';
import type { BaseSalaries, CatalogueDocument, CatalogueName, LawVersion } from '#lib/domain/catalogue/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { formatMoney } from '#lib/domain/kernel/money.ts';
import { charCount, clean, slugify } from '#lib/domain/kernel/text.ts';
import { addDays, formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { MIN_REASON } from '#lib/domain/programme/judge.ts';
import type { ParseIssue } from '#lib/domain/programme/parse.ts';
import { awardScope, mayKeepCatalogues } from '../award/scope.ts';
import { unitsOn } from '../movement/units.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { baseSalaryOn, lawsOf, nextRevision } from './queries.ts';
import { catalogueOf, type StoredCatalogue } from './revisions.ts';

export interface CataloguePreview {
  changes: ChangeWords[];
  /** sentences: what follows, and what stays as it is */
  consequences: string[];
}

const wrong = (issues: ParseIssue[]): RuleError =>
  new RuleError({
    code: 'catalogue.wrong',
    message: 'Nội dung mới còn chỗ chưa đúng nên chưa lưu được.',
    issues: issues.map(({ path, message }) => ({ field: path, message })),
  });

/** The new document, with marks only where the figure is what was compared. @throws RuleError with the place of each fault */
async function checked(db: Kysely<DB>, now: Date, stored: StoredCatalogue, input: unknown): Promise<CatalogueDocument> {
  const parsed = parseCatalogue(stored.name, withHonestMarks(stored.doc, input as CatalogueDocument));
  if (!parsed.ok) throw wrong(parsed.issues);
  const units = new Set((await unitsOn(db, isoDateLocal(now))).map((unit) => unit.code));
  const issues = checkCatalogue(stored.name, parsed.doc, units);
  if (isLaw(stored.name)) issues.push(...(await checkAmongLaws(db, stored, parsed.doc as LawVersion)));
  if (issues.length > 0) throw wrong(issues);
  return parsed.doc;
}

/** A version keeps its id and its own first day; forms that dossiers or awards name stay. */
async function checkAmongLaws(db: Kysely<DB>, stored: StoredCatalogue, law: LawVersion): Promise<ParseIssue[]> {
  const before = stored.doc as LawVersion;
  const issues: ParseIssue[] = [];
  if (law.id !== before.id) issues.push({ path: 'name', message: 'Không đổi được mã của phiên bản luật.' });
  const twin = (await lawsOf(db)).find((one) => one.id !== before.id && one.from === law.from);
  if (twin) issues.push({ path: 'from', message: `Phiên bản “${twin.name}” cũng áp dụng từ ngày này.` });
  const gone = before.forms.filter((form) => !law.forms.some((one) => one.id === form.id));
  if (gone.length === 0) return issues;
  const ids = gone.map((form) => form.id);
  const used = await db
    .selectFrom('award_dossier')
    .select('form_id as id')
    .where('form_id', 'in', ids)
    .union(db.selectFrom('award_record').select('form_id as id').where('form_id', 'in', ids))
    .execute();
  for (const form of gone)
    if (used.some((one) => one.id === form.id))
      issues.push({
        path: 'forms',
        message: `Không bỏ được “${form.name}”: đã có hồ sơ hoặc quyết định khen thưởng dùng tới.`,
      });
  return issues;
}

/** Issued decisions whose bonus was computed with a base salary that would now be another: they stay as they are. */
async function touchedDecisions(db: Kysely<DB>, before: BaseSalaries, after: BaseSalaries): Promise<string[]> {
  const decisions = await db
    .selectFrom('award_decision')
    .select(['number', 'date', 'base_salary'])
    .where('state', '=', 'issued')
    .where('kind', '=', 'award')
    .where('base_salary', 'is not', null)
    .orderBy('date')
    .execute();
  return decisions.flatMap(({ number, date, base_salary }) => {
    const [was, is] = [baseSalaryOn(before, date!)?.amount, baseSalaryOn(after, date!)?.amount];
    if (was === is || is === base_salary) return [];
    return [
      `Quyết định số ${number} ngày ${formatDate(date!)} đã tính theo ${formatMoney(base_salary!)}, mức mới là ${is === undefined ? 'chưa có' : formatMoney(is)}: giữ nguyên số tiền đã ghi. Nếu phải chi bù, hãy ban hành quyết định khác.`,
    ];
  });
}

async function consequencesOf(db: Kysely<DB>, stored: StoredCatalogue, after: CatalogueDocument): Promise<string[]> {
  const lost = figuresOf(stored.doc).filter(
    (one) => one.verified && !figuresOf(after).some((now) => now.path === one.path && now.verified),
  );
  return [
    ...(kindOfCatalogue(stored.name) === 'base-salary'
      ? await touchedDecisions(db, stored.doc as BaseSalaries, after as BaseSalaries)
      : []),
    ...lost.map((one) => `“${one.label}” đổi nên trở lại “cần xác minh”.`),
    ...(isLaw(stored.name) && (stored.doc as LawVersion).from !== (after as LawVersion).from
      ? ['Ngày áp dụng đổi: hồ sơ đã tiếp nhận giữ phiên bản luật đã ghi lúc tiếp nhận.']
      : []),
  ];
}

/** What saving would change and what follows. Nothing is stored. */
export async function previewCatalogue(
  ctx: Ctx,
  args: { name: CatalogueName; doc: unknown },
): Promise<CataloguePreview> {
  const { db } = ctx.app;
  requireAllowed(mayKeepCatalogues(await awardScope(ctx)));
  const stored = await catalogueOf(db, args.name);
  const doc = await checked(db, ctx.now, stored, args.doc);
  return {
    changes: diffCatalogue(args.name, stored.doc, doc),
    consequences: await consequencesOf(db, stored, doc),
  };
}

async function store(
  tx: Tx,
  ctx: Ctx,
  args: { name: CatalogueName; doc: CatalogueDocument; revision: number; reason: string },
): Promise<void> {
  await tx.db
    .insertInto('catalogue_revision')
    .values({
      catalogue: args.name,
      revision: args.revision,
      doc: json(args.doc),
      reason: args.reason,
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
  // everyone reads the rules of commendation
  tx.publish();
}

function requireReason(text: string): string {
  const reason = clean(text);
  if (charCount(reason) < MIN_REASON)
    throw new RuleError({
      code: 'catalogue.reason',
      field: 'reason',
      message: `Hãy ghi lý do sửa, ít nhất ${MIN_REASON} ký tự, kèm văn bản làm căn cứ.`,
    });
  return reason;
}

/** The catalogue, locked against another editor. @throws RuleError 'stale' when somebody saved since the page was made */
async function locked(tx: Tx, name: CatalogueName, revision: number): Promise<StoredCatalogue & { next: number }> {
  const next = await nextRevision(tx.db, name);
  const stored = await catalogueOf(tx.db, name);
  if (stored.revision !== revision) throw stale(`“${stored.title}”`);
  return { ...stored, next };
}

/**
 * Stores a new revision of a catalogue. Decisions that were issued keep what they say.
 * @param args.revision the revision the page was made from, @param args.reason at least 20 characters
 * @returns the new revision
 * @throws RuleError 'stale', 'catalogue.wrong' with the place of each fault, 'catalogue.reason', 'catalogue.no-change'
 */
export async function editCatalogue(
  ctx: Ctx,
  args: { name: CatalogueName; doc: unknown; revision: number; reason: string },
): Promise<number> {
  requireAllowed(mayKeepCatalogues(await awardScope(ctx)));
  const reason = requireReason(args.reason);
  return act(
    ctx,
    { act: 'catalogue.edit', subject: { kind: 'catalogue', id: args.name }, summary: 'Sửa danh mục.' },
    async (tx) => {
      const stored = await locked(tx, args.name, args.revision);
      const doc = await checked(tx.db, ctx.now, stored, args.doc);
      const changes = diffCatalogue(args.name, stored.doc, doc);
      if (changes.length === 0)
        throw new RuleError({
          code: 'catalogue.no-change',
          message: 'Chưa có gì thay đổi so với bản đang lưu.',
          status: 409,
        });
      await store(tx, ctx, { name: args.name, doc, revision: stored.next, reason });
      tx.note({
        summary: `Sửa danh mục “${stored.title}” (bản ${stored.next}).`,
        changes: { reason, lines: changes, stays: await consequencesOf(tx.db, stored, doc) },
      });
      return stored.next;
    },
  );
}

/**
 * Says that one figure was compared with an official document, or takes that back.
 * @param args.comparedWith the document; '' takes the mark off
 */
export async function verifyFigure(
  ctx: Ctx,
  args: { name: CatalogueName; path: string; revision: number; comparedWith: string },
): Promise<number> {
  requireAllowed(mayKeepCatalogues(await awardScope(ctx)));
  const comparedWith = clean(args.comparedWith);
  return act(
    ctx,
    {
      act: 'catalogue.verify',
      subject: { kind: 'catalogue', id: args.name },
      summary: 'Xác minh một số liệu của danh mục.',
    },
    async (tx) => {
      const stored = await locked(tx, args.name, args.revision);
      const figure = figuresOf(stored.doc).find((one) => one.path === args.path);
      if (!figure) throw notFound('Số liệu này');
      if (!figure.verified && charCount(comparedWith) < 10)
        throw new RuleError({
          code: 'catalogue.compared-with',
          field: 'comparedWith',
          message:
            'Hãy ghi văn bản đã đối chiếu: số, ký hiệu, điều, khoản, nơi đọc được (ví dụ Công báo số …), ít nhất 10 ký tự.',
        });
      const verified = comparedWith !== '';
      if (!verified && !figure.verified)
        throw new RuleError({ code: 'catalogue.no-change', message: 'Số liệu này chưa có dấu xác minh.', status: 409 });
      const doc = withFigure(stored.doc, args.path, () => (verified ? { verified, comparedWith } : { verified }));
      const reason = verified
        ? `Đã đối chiếu “${figure.label}” với ${comparedWith}.`
        : `Bỏ dấu xác minh của “${figure.label}”.`;
      await store(tx, ctx, { name: args.name, doc, revision: stored.next, reason });
      tx.note({ summary: `Danh mục “${stored.title}”: ${reason}`, changes: { path: args.path, comparedWith } });
      return stored.next;
    },
  );
}

/**
 * A new version of the law, begun as a copy of another one in which every figure has to be compared again. The version before it ends with
 * the day before.
 * @param args.from ISO or dd/mm/yyyy
 * @returns its name among the catalogues
 */
export async function addLaw(
  ctx: Ctx,
  args: { copyOf: string; name: string; from: string; reason: string },
): Promise<CatalogueName> {
  requireAllowed(mayKeepCatalogues(await awardScope(ctx)));
  const [title, from, reason] = [clean(args.name), parseViDateIso(clean(args.from)), requireReason(args.reason)];
  return act(
    ctx,
    { act: 'catalogue.add-law', subject: { kind: 'catalogue', id: 'law' }, summary: 'Thêm phiên bản luật.' },
    async (tx) => {
      await nextRevision(tx.db, 'law');
      const laws = await lawsOf(tx.db);
      const model = laws.find((law) => law.id === args.copyOf);
      const id = `luat-${slugify(title)
        .replace(/^luat-/, '')
        .slice(0, 50)}`;
      const issues = [
        ...(title ? [] : [{ path: 'name', message: 'Hãy nhập tên phiên bản, nêu số của luật, nghị định.' }]),
        ...(title && laws.some((law) => law.id === id || law.name === title)
          ? [{ path: 'name', message: 'Đã có phiên bản mang tên này.' }]
          : []),
        ...(from ? [] : [{ path: 'from', message: 'Hãy nhập ngày bắt đầu áp dụng, ví dụ 01/07/2027.' }]),
        ...(from && laws.some((law) => law.from === from)
          ? [{ path: 'from', message: 'Đã có phiên bản áp dụng từ ngày này.' }]
          : []),
        ...(model ? [] : [{ path: 'copyOf', message: 'Hãy chọn phiên bản để chép nội dung ban đầu.' }]),
      ];
      if (issues.length > 0) throw wrong(issues);
      const ordered = laws.toSorted((a, b) => (a.from < b.from ? -1 : 1));
      const before = ordered.findLast((law) => law.from < from!);
      const after = ordered.find((law) => law.from > from!);
      const copy: LawVersion = {
        ...model!,
        id,
        name: title,
        from: from!,
        to: after ? addDays(after.from, -1) : null,
        note: `Chép từ “${model!.name}”; mọi số liệu phải đối chiếu lại với văn bản mới.`,
        transition: null,
      };
      const doc = figuresOf(copy).reduce((law, { path }) => withFigure(law, path, () => ({ verified: false })), copy);
      const name: CatalogueName = `law:${id}`;
      await store(tx, ctx, { name, doc, revision: 1, reason });
      if (before) {
        const revision = await nextRevision(tx.db, `law:${before.id}`);
        await store(tx, ctx, {
          name: `law:${before.id}`,
          doc: { ...before, to: addDays(from!, -1) },
          revision,
          reason: `Kết thúc khi “${title}” bắt đầu áp dụng.`,
        });
      }
      tx.note({
        summary: `Thêm “${title}”, áp dụng từ ${formatDate(from!)}.`,
        subject: { kind: 'catalogue', id: name },
        changes: { copyOf: args.copyOf, from, reason },
      });
      return name;
    },
  );
}
