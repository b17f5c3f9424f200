/** Money of a unit's fund in a year: what came in, what went out, bonuses from the register. */
import { type Kysely, sql } from 'kysely';
import { type FundKind, fundKindNames, fundState } from '#lib/domain/award/fund.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { formatMoney, parseMoney } from '#lib/domain/kernel/money.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { lawOn, lawsOf } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readReason } from './decision/decide.ts';
import { openAwards } from './room.ts';
import { mayKeepOffice, officesKept } from './scope.ts';

async function figuresOf(db: Kysely<DB>, unitId: string, year: number) {
  const [lines, bonuses] = await Promise.all([
    db
      .selectFrom('award_fund')
      .select(['kind', sql<number>`sum(amount)::float8`.as('sum')])
      .where('unit_id', '=', unitId)
      .where('year', '=', year)
      .where('cancelled_at', 'is', null)
      .groupBy('kind')
      .execute(),
    db
      .selectFrom('award_payment as p')
      .innerJoin('award_record as r', 'r.id', 'p.record_id')
      .select(['p.state', sql<number>`sum(p.amount)::float8`.as('sum')])
      .where('r.authority_unit_id', '=', unitId)
      .where('r.year', '=', year)
      .groupBy('p.state')
      .execute(),
  ]);
  const of = (kind: FundKind) => lines.find((line) => line.kind === kind)?.sum ?? 0;
  const bonus = (...states: string[]) =>
    bonuses.filter((line) => states.includes(line.state)).reduce((sum, line) => sum + line.sum, 0);
  // money that has to come back is out of the fund until it is there again
  return { in: of('in'), work: of('work'), goods: of('goods'), paid: bonus('paid', 'to-recover'), due: bonus('due') };
}

/** The fund of a unit in a year. @throws RuleError 'not-found' */
export async function fundView(ctx: Ctx, args: { unitId: string | null; year: number | null }) {
  const scope = await openAwards(ctx);
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const year = args.year ?? Number(today.slice(0, 4));
  const keeps = [...officesKept(scope), ...[...scope.leaderOf].flatMap((id) => scope.units.get(id) ?? [])];
  const withFund = scope.all ? await db.selectFrom('award_fund').select('unit_id').distinct().execute() : [];
  const own = [
    ...new Map(
      [...keeps, ...withFund.flatMap((row) => scope.units.get(row.unit_id) ?? [])].map((unit) => [unit.id, unit]),
    ).values(),
  ];
  const unit = args.unitId === null ? own[0] : scope.units.get(args.unitId);
  if (!unit) {
    if (args.unitId !== null) throw notFound('Quỹ này');
    return { units: [], unit: null, year, today, state: null, lines: [], share: null, payer: null, may: null };
  }
  const may = mayKeepOffice(scope, unit.id);
  if (!may.allow && may.code === 'not-found') throw notFound('Quỹ này');
  const [figures, lines, laws] = await Promise.all([
    figuresOf(db, unit.id, year),
    db
      .selectFrom('award_fund')
      .select(['id', 'kind', 'amount', 'on_day as onDay', 'note', 'by_name as byName', 'cancel_reason as cancelReason'])
      .where('unit_id', '=', unit.id)
      .where('year', '=', year)
      .orderBy('on_day')
      .orderBy('at')
      .execute(),
    lawsOf(db),
  ]);
  const law = lawOn(laws, `${year}-12-31`);
  return {
    units: own.map(({ id, name }) => ({ id, name })),
    unit: { id: unit.id, name: unit.name },
    year,
    today,
    state: fundState(figures, law.fundShare?.value ?? null),
    lines,
    share: law.fundShare ?? null,
    payer: law.payer ?? null,
    may,
  };
}

/** @throws RuleError 'award.fund' with one finding a field */
export async function enterFund(
  ctx: Ctx,
  args: { unitId: string; kind: string; amount: string; day: string; note: string },
): Promise<number> {
  const scope = await openAwards(ctx);
  requireAllowed(mayKeepOffice(scope, args.unitId));
  const issues: Issue[] = [];
  const amount = parseMoney(args.amount);
  const day = parseViDateIso(args.day);
  const note = clean(args.note).slice(0, 500);
  const kind = Object.hasOwn(fundKindNames, args.kind) ? (args.kind as FundKind) : null;
  if (!kind) issues.push({ field: 'kind', message: 'Hãy chọn khoản thu hoặc khoản chi.' });
  if (!amount) issues.push({ field: 'amount', message: 'Hãy nhập số tiền, ví dụ 15.000.000.' });
  if (!day) issues.push({ field: 'day', message: 'Ngày ghi theo dạng ngày/tháng/năm, ví dụ 05/09/2027.' });
  else if (day > isoDateLocal(ctx.now)) issues.push({ field: 'day', message: 'Ngày thu, chi không thể sau hôm nay.' });
  if (!note) issues.push({ field: 'note', message: 'Hãy ghi nội dung và số chứng từ.' });
  if (!kind || !amount || !day || issues.length > 0)
    throw new RuleError({ code: 'award.fund', message: 'Khoản thu, chi chưa lưu được.', issues });
  const year = Number(day.slice(0, 4));
  await act(
    ctx,
    {
      act: 'award.enter-fund',
      subject: { kind: 'unit', id: args.unitId },
      summary: `Quỹ thi đua, khen thưởng năm ${year}: ${fundKindNames[kind]}, ${formatMoney(amount)}.`,
      changes: { kind, amount, day, note },
    },
    async (tx) => {
      await tx.db
        .insertInto('award_fund')
        .values({ unit_id: args.unitId, year, kind, amount, on_day: day, note, by_name: ctx.actor.name, at: ctx.now })
        .execute();
    },
  );
  return year;
}

/** Strikes a line out with a reason; it stays readable. */
export async function cancelFund(ctx: Ctx, args: { unitId: string; id: string; reason: string }): Promise<void> {
  const scope = await openAwards(ctx);
  requireAllowed(mayKeepOffice(scope, args.unitId));
  const reason = readReason(args.reason);
  await act(
    ctx,
    {
      act: 'award.cancel-fund',
      subject: { kind: 'unit', id: args.unitId },
      summary: 'Gạch một khoản của quỹ thi đua, khen thưởng.',
      changes: { id: args.id, reason },
    },
    async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('award_fund')
        .set({ cancelled_at: ctx.now, cancel_reason: reason })
        .where('id', '=', isUuid(args.id) ? args.id : '00000000-0000-0000-0000-000000000000')
        .where('unit_id', '=', args.unitId)
        .where('cancelled_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw notFound('Khoản này của quỹ');
    },
  );
}
