/** Bonuses of a call: who receives what, a list to sign, what is paid. */
import { countWords } from '#lib/domain/award/decision.ts';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { formatNumber, moneyInWords } from '#lib/domain/kernel/money.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import { formatDateLong, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { lawOn, lawsOf } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import { xlsxSheet } from '../platform/tables/write.ts';
import { decisionStep, decisionsOf, type StoredDecision } from './decision/queries.ts';
import { openCall } from './room.ts';
import { mayWorkAt } from './scope.ts';

type PaymentState = Row<'award_payment'>['state'];

export const paymentStateNames: Record<PaymentState, { label: string; tone: 'plain' | 'good' | 'warn' | 'bad' }> = {
  due: { label: 'Chưa chi', tone: 'warn' },
  paid: { label: 'Đã chi', tone: 'good' },
  'to-recover': { label: 'Phải thu hồi', tone: 'bad' },
  recovered: { label: 'Đã thu hồi', tone: 'plain' },
  waived: { label: 'Không chi', tone: 'plain' },
};

async function paymentsOf(ctx: Ctx, decisionId: string) {
  return ctx.app.db
    .selectFrom('award_payment as p')
    .innerJoin('award_record as r', 'r.id', 'p.record_id')
    .leftJoin('award_dossier as d', 'd.id', 'r.dossier_id')
    .leftJoin('award_decision_line as l', (join) =>
      join.onRef('l.dossier_id', '=', 'd.id').onRef('l.decision_id', '=', 'r.decision_id'),
    )
    .leftJoin('unit as u', 'u.id', 'd.unit_id')
    .select([
      'p.id',
      'p.amount',
      'p.state',
      'p.on_day as onDay',
      'p.note',
      'r.subject_name as name',
      'r.subject_kind as kind',
      'r.form_name as formName',
      'r.golden_no as goldenNo',
      'u.name as unitName',
      'l.multiple',
    ])
    .where('r.decision_id', '=', decisionId)
    .orderBy('l.ord')
    .orderBy('r.golden_no')
    .execute();
}

async function open(ctx: Ctx, slug: string, decisionId: string | null) {
  const { call, scope } = await openCall(ctx, slug);
  const issued = (await decisionsOf(ctx.app.db, call.id)).filter((one) => one.state === 'issued');
  const chosen = decisionId === null ? (issued[0] ?? null) : (issued.find((one) => one.id === decisionId) ?? null);
  if (decisionId !== null && !chosen) throw notFound('Quyết định này');
  return { call, scope, issued, chosen };
}

/** Payments of one issued decision, with totals by unit. */
export async function paymentsView(ctx: Ctx, args: { slug: string; decisionId: string | null }) {
  const { call, scope, issued, chosen } = await open(ctx, args.slug, args.decisionId);
  const decisions = issued.map(({ id, number, date, lines }) => ({ id, number, date, count: lines }));
  if (!chosen)
    return {
      decisions,
      chosen: null,
      payments: [],
      units: [],
      total: 0,
      open: 0,
      payer: null,
      can: null,
      today: isoDateLocal(ctx.now),
    };
  const payments = await paymentsOf(ctx, chosen.id);
  const units = [...Map.groupBy(payments, (one) => one.unitName ?? '')].map(([name, list]) => ({
    name,
    count: list.length,
    total: list.reduce((sum, one) => sum + one.amount, 0),
  }));
  const law = lawOn(await lawsOf(ctx.app.db), chosen.date!);
  const live = payments.filter((one) => one.state !== 'waived');
  return {
    decisions,
    chosen: {
      id: chosen.id,
      number: chosen.number!,
      date: chosen.date!,
      title: chosen.title,
      baseSalary: chosen.baseSalary!,
      payerUnitId: chosen.authorityUnitId,
    },
    payments,
    units: units.toSorted((a, b) => b.total - a.total),
    total: live.reduce((sum, one) => sum + one.amount, 0),
    open: payments.filter((one) => one.state === 'due').length,
    payer: law.payer ?? null,
    can: mayWorkAt(scope, call, decisionStep(call, scope, chosen.authorityUnitId)),
    today: isoDateLocal(ctx.now),
  };
}

/** Marks bonuses as paid on a day, or as due again. All or none. @throws RuleError 'award.payment' */
export async function markPayments(
  ctx: Ctx,
  args: { slug: string; decisionId: string; ids: string[]; to: 'paid' | 'due'; day: string },
): Promise<number> {
  const { call, scope, chosen } = await open(ctx, args.slug, args.decisionId);
  if (!chosen) throw notFound('Quyết định này');
  requireAllowed(mayWorkAt(scope, call, decisionStep(call, scope, chosen.authorityUnitId)));
  const ids = [...new Set(args.ids.filter(isUuid))];
  if (ids.length === 0)
    throw new RuleError({ code: 'award.payment', field: 'ids', message: 'Hãy chọn ít nhất một dòng trong danh sách.' });
  const day = args.to === 'paid' ? parseViDateIso(args.day) : null;
  if (args.to === 'paid' && (!day || day > isoDateLocal(ctx.now) || day < chosen.date!))
    throw new RuleError({
      code: 'award.payment',
      field: 'day',
      message: 'Ngày chi ghi theo dạng ngày/tháng/năm, từ ngày quyết định đến hôm nay.',
    });
  return act(
    ctx,
    {
      act: 'award.mark-payment',
      programmeId: call.programmeId,
      subject: { kind: 'award-decision', id: chosen.id },
      summary: `${args.to === 'paid' ? 'Ghi đã chi' : 'Ghi chưa chi'} tiền thưởng của ${ids.length} trường hợp, Quyết định số ${chosen.number}.`,
      changes: { ids, to: args.to, day },
    },
    async (tx) => {
      const updated = await tx.db
        .updateTable('award_payment as p')
        .from('award_record as r')
        .set({ state: args.to, on_day: day, updated_at: ctx.now, by_name: ctx.actor.name })
        .whereRef('r.id', '=', 'p.record_id')
        .where('r.decision_id', '=', chosen.id)
        .where('p.id', 'in', ids)
        .where('p.state', '=', args.to === 'paid' ? 'due' : 'paid')
        .returning('p.id')
        .execute();
      if (updated.length !== ids.length)
        throw new RuleError({
          code: 'award.payment-changed',
          status: 409,
          message: 'Một số dòng vừa được ghi ở nơi khác hoặc đã thu hồi. Hãy tải lại trang rồi chọn lại.',
        });
      return ids.length;
    },
  );
}

function paperOf(
  title: string,
  decision: StoredDecision,
  payments: Awaited<ReturnType<typeof paymentsOf>>,
  madeAt: Date,
): AdministrativePaper {
  const total = payments.reduce((sum, one) => sum + one.amount, 0);
  return {
    head: {
      kind: 'state',
      ...(decision.body.head.parent ? { parent: decision.body.head.parent } : {}),
      issuer: decision.body.head.issuer,
      place: decision.body.head.place,
      date: null,
      year: Number(decision.date!.slice(0, 4)),
    },
    name: 'Danh sách chi thưởng',
    about: `theo Quyết định số ${decision.number} ${formatDateLong(decision.date!)} của ${title}`,
    opening: [],
    sections: [
      {
        level: 1,
        title: `Danh sách ${countWords(payments.map((one) => one.kind))}`,
        paragraphs: [`Lương cơ sở của ngày quyết định: ${formatNumber(decision.baseSalary!)} đồng.`],
        tables: [
          {
            columns: [
              { label: 'TT', numeric: true, weight: 0.6 },
              { label: 'Tên', weight: 2.9 },
              { label: 'Đơn vị', weight: 2.4 },
              { label: 'Số tiền (đồng)', numeric: true, weight: 1.9 },
              { label: 'Bằng chữ', weight: 2.6 },
              { label: 'Ký nhận', weight: 1.6 },
            ],
            rows: [
              ...payments.map((one, i) => [
                String(i + 1),
                one.name,
                one.unitName ?? '',
                formatNumber(one.amount),
                moneyInWords(one.amount),
                '',
              ]),
              ['', 'TỔNG CỘNG', '', formatNumber(total), '', ''],
            ],
          },
        ],
      },
    ],
    closing: [`Tổng số tiền: ${formatNumber(total)} đồng (Bằng chữ: ${moneyInWords(total)}).`],
    receivers: [],
    signer: [
      { capacity: ['Người lập'], note: '(Ký, ghi rõ họ tên)' },
      { capacity: ['Thủ trưởng đơn vị'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
    ],
    madeAt,
  };
}

/** The list to sign, as a paper or a workbook. @throws RuleError 'not-found' */
export async function paymentsFile(
  ctx: Ctx,
  args: { slug: string; decisionId: string | null; format: 'pdf' | 'docx' | 'xlsx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const { call, chosen } = await open(ctx, args.slug, args.decisionId);
  if (!chosen) throw notFound('Danh sách chi thưởng');
  const payments = (await paymentsOf(ctx, chosen.id)).filter((one) => one.state !== 'waived');
  const name = `chi-thuong-${slugify(chosen.number!)}.${args.format}`;
  if (args.format === 'xlsx') {
    const total = payments.reduce((sum, one) => sum + one.amount, 0);
    const bytes = await xlsxSheet({
      name: 'Chi thưởng',
      widths: [6, 36, 12, 34, 30, 12, 16, 44, 14, 14],
      headRow: 1,
      rows: [
        [`Danh sách chi thưởng theo Quyết định số ${chosen.number} ${formatDateLong(chosen.date!)}`],
        [
          'TT',
          'Tên',
          'Đối tượng',
          'Đơn vị',
          'Hình thức',
          'Hệ số',
          'Số tiền (đồng)',
          'Bằng chữ',
          'Tình trạng',
          'Ngày chi',
        ],
        ...payments.map((one, i) => [
          i + 1,
          one.name,
          subjectKindNames[one.kind as SubjectKind],
          one.unitName ?? '',
          one.formName,
          one.multiple === null ? '' : Number(one.multiple),
          one.amount,
          moneyInWords(one.amount),
          paymentStateNames[one.state].label,
          one.onDay ?? '',
        ]),
        ['', 'Tổng cộng', '', '', '', '', total, moneyInWords(total), '', ''],
      ],
    });
    return { bytes, name };
  }
  const paper = paperOf(call.doc.authority.title, chosen, payments, ctx.now);
  return { bytes: await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper)), name };
}
