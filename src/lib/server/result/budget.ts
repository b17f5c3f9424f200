import { RuleError } from '#lib/domain/kernel/errors.ts';
import { parseMoney, parseViNumber } from '#lib/domain/kernel/money.ts';
import { charCount, clean, slugify } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { BudgetLine } from '#lib/domain/programme/types.ts';
import { type BudgetEstimate, budgetEstimate } from '#lib/domain/result/budget.ts';
import type { Ctx } from '../platform/ctx.ts';
import { budgetPdf } from '../platform/documents/index.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { editProgramme } from '../programme/edit.ts';
import { canProgramme } from '../programme/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { headOf, signerOf } from './head.ts';
import { canResult } from './policy.ts';
import { awardsInForce } from './queries.ts';

export interface BudgetView {
  estimate: BudgetEstimate;
  clause: string;
  version: number;
  /** prizes are decided: a change needs a reason */
  reasonNeeded: boolean;
  can: { edit: Decision };
}

/** K26-5b: prizes computed from the prize structure, then the lines that the secretariat added. */
export async function budgetOf(ctx: Ctx, programme: StoredProgramme): Promise<BudgetView> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const awards = await awardsInForce(ctx.app.db, programme.id);
  return {
    estimate: budgetEstimate(programme.doc),
    clause: clauseLabel(programme.doc, programme.doc.budget.clause),
    version: programme.version,
    reasonNeeded: programme.status !== 'draft' && awards.length > 0,
    can: { edit: canProgramme(ctx, 'programme.content', programme.id) },
  };
}

/** A line as it is typed. An empty name takes the line out. */
export interface TypedLine {
  /** '' for a new line */
  id: string;
  name: string;
  unit: string;
  quantity: string;
  unitPrice: string;
}

/** @throws RuleError with one finding a field ("quantity-2") */
function readLines(typed: TypedLine[], before: BudgetLine[]): BudgetLine[] {
  const issues: { field: string; message: string }[] = [];
  const used = new Set(before.map((line) => line.id));
  const lines: BudgetLine[] = [];
  typed.forEach((row, i) => {
    const name = clean(row.name);
    const wrong = (field: string, message: string) => issues.push({ field: `${field}-${i}`, message });
    if (!name) {
      if (clean(row.quantity) || clean(row.unitPrice)) wrong('name', `Dòng ${i + 1}: chưa ghi nội dung chi.`);
      return;
    }
    const quantity = parseViNumber(clean(row.quantity));
    const unitPrice = parseMoney(clean(row.unitPrice));
    if (charCount(name) > 200) wrong('name', `Dòng ${i + 1}: nội dung dài quá 200 ký tự.`);
    if (quantity === null || !Number.isInteger(quantity) || quantity < 1 || quantity > 1_000_000)
      wrong('quantity', `Dòng ${i + 1}: số lượng phải là số nguyên từ 1 đến 1.000.000.`);
    if (unitPrice === null || unitPrice > 1_000_000_000_000)
      wrong('unitPrice', `Dòng ${i + 1}: đơn giá phải là số đồng nguyên, ví dụ 500.000.`);
    const known = before.find((line) => line.id === row.id);
    let id = known?.id ?? (slugify(name).slice(0, 40) || 'dong');
    for (let n = 2; !known && used.has(id); n++) id = `${slugify(name).slice(0, 36) || 'dong'}-${n}`;
    used.add(id);
    lines.push({
      id,
      name,
      unit: clean(row.unit) || 'khoản',
      quantity: quantity ?? 0,
      unitPrice: unitPrice ?? 0,
      ...(known?.clause ? { clause: known.clause } : {}),
    });
  });
  if (issues.length > 0) throw new RuleError({ code: 'budget.lines', message: 'Dự trù có chỗ cần sửa.', issues });
  return lines;
}

/** K26-5b: stores the secretariat's lines as a new version of the programme. */
export async function saveBudget(
  ctx: Ctx,
  programme: StoredProgramme,
  args: { lines: TypedLine[]; version: number; reason?: string },
): Promise<number> {
  requireAllowed(canProgramme(ctx, 'programme.content', programme.id));
  const { clause, lines } = programme.doc.budget;
  return editProgramme(ctx, {
    programmeId: programme.id,
    part: 'budget',
    patch: { budget: { clause, lines: readLines(args.lines, lines) } },
    version: args.version,
    ...(args.reason ? { reason: args.reason } : {}),
  });
}

/** K26-5b: the estimate for printing and signing, the total in figures and words. */
export async function budgetFile(ctx: Ctx, programme: StoredProgramme): Promise<{ pdf: Uint8Array; name: string }> {
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  const { doc } = programme;
  const estimate = budgetEstimate(doc);
  const lines = (list: BudgetEstimate['prizes']) =>
    list.map(({ name, unit, quantity, unitPrice }) => ({ name, unit, quantity, unitPrice }));
  const plan = doc.documents.find((document) => document.kind === 'plan');
  const basis = plan?.number ? `Căn cứ ${plan.title} số ${plan.number}` : 'Căn cứ kế hoạch tổ chức Cuộc thi';
  const pdf = await budgetPdf({
    head: headOf(doc),
    about: doc.name,
    opening: [`${basis} (${clauseLabel(doc, doc.budget.clause)}), dự trù kinh phí tổ chức như sau:`],
    sections: [
      { title: `Giải thưởng (${clauseLabel(doc, doc.prizes.clause)})`, lines: lines(estimate.prizes) },
      ...(estimate.others.length > 0 ? [{ title: 'Chi phí tổ chức', lines: lines(estimate.others) }] : []),
    ],
    notes: estimate.gaps,
    receivers: [doc.standingAgency, 'Lưu: VT'],
    signer: signerOf(doc),
    madeAt: ctx.now,
  });
  return { pdf, name: `du-tru-kinh-phi-${doc.slug}.pdf` };
}
