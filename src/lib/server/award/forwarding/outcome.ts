/** What those above decided: granted awards enter the register, their bonus is paid by whoever proposed (Điều 11 khoản 4). */
import { bonusesOf } from '#lib/domain/award/decision.ts';
import { type AnswerInput, readGranted } from '#lib/domain/award/forwarding.ts';
import { bonusOf } from '#lib/domain/catalogue/bonus.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { baseSalariesOf, baseSalaryOn, formIn, lawOn, lawsOf } from '../../catalogue/queries.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { enterRecords } from '../../register/enter.ts';
import { readReason } from '../decision/decide.ts';
import { childrenAmong } from '../decision/issue.ts';
import { awardFilesOf } from '../fileRows.ts';
import { endPath } from '../move.ts';
import { type DossierRow, lockDossiers } from '../queries.ts';
import { mayWorkAt } from '../scope.ts';
import { type On, onForwarding, type Place } from './list.ts';
import { tellUnits } from './mails.ts';
import { forwardingLines, requireState } from './queries.ts';

/** Chosen dossiers of a sent list whose answer is awaited, locked. @throws RuleError 'award.none-chosen', 'award.moved' */
async function waitingFor(tx: Tx, { forwarding }: On, chosen: readonly string[]): Promise<DossierRow[]> {
  requireState(forwarding, ['sent'], 'ghi kết quả');
  const ids = [...new Set(chosen)];
  if (ids.length === 0)
    throw new RuleError({
      code: 'award.none-chosen',
      field: 'dossierIds',
      message: 'Hãy chọn ít nhất một hồ sơ mà cấp trên đã trả lời.',
    });
  const dossiers = await lockDossiers(tx.db, ids);
  const open = new Set(
    (await forwardingLines(tx.db, forwarding.id)).filter((line) => line.outcome === null).map((line) => line.dossierId),
  );
  if (dossiers.length !== ids.length || dossiers.some((one) => one.state !== 'forwarded' || !open.has(one.id)))
    throw new RuleError({
      code: 'award.moved',
      status: 409,
      message: 'Kết quả của hồ sơ đã chọn vừa được ghi ở nơi khác. Hãy tải lại trang.',
    });
  return dossiers;
}

/** What the dossiers bring on the day of the decision, each by the form in the version of the law that it keeps. */
async function bringing(tx: Tx, dossiers: readonly DossierRow[], day: string) {
  const [laws, salaries] = await Promise.all([lawsOf(tx.db), baseSalariesOf(tx.db)]);
  const law = lawOn(laws, day);
  const base = baseSalaryOn(salaries, day);
  if (!base)
    throw new RuleError({
      code: 'award.no-base-salary',
      field: 'date',
      message: `Danh mục chưa có mức lương cơ sở của ngày ${formatDate(day)} nên chưa tính được tiền thưởng.`,
    });
  const forms = new Map(
    dossiers.map((one) => {
      const own = laws.find((version) => version.id === one.lawId) ?? law;
      const form = formIn(own, one.formId) ?? formIn(law, one.formId);
      if (!form)
        throw new RuleError({
          code: 'award.form-unknown',
          message: `Danh mục không có hình thức của hồ sơ ${one.code} trong phiên bản luật áp dụng. Hãy báo quản trị danh mục.`,
        });
      return [one.id, form];
    }),
  );
  const bonuses = bonusesOf(
    dossiers.map((one) => ({
      dossierId: one.id,
      subjectId: one.subjectId,
      full: bonusOf({
        form: forms.get(one.id)!,
        subject: one.subjectKind,
        baseSalary: base.amount,
        rounding: law.rounding.value,
      }),
      without: null,
    })),
    law.highestOnly?.value ?? false,
  );
  return { law, forms, bonuses };
}

/**
 * Enters what those above granted by one decision: the register, the payments that fall due here, the end of the path.
 * @throws RuleError beside the fields; 'award.no-answer-file', 'award.no-base-salary', 'award.moved'
 */
export const enterGranted = (
  ctx: Ctx,
  args: Place & { dossierIds: string[]; input: AnswerInput },
): Promise<{ records: number; total: number }> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.enter-granted', summary: 'Ghi quyết định khen thưởng của cấp trên.' },
    async (tx, on) => {
      const { call, forwarding } = on;
      const dossiers = await waitingFor(tx, on, args.dossierIds);
      const { value, issues } = readGranted(args.input, {
        from: forwarding.letterDate!,
        today: isoDateLocal(ctx.now),
      });
      if (!value)
        throw new RuleError({ code: 'award.forwarding-fields', message: 'Chưa ghi được quyết định.', issues });
      const papers = await awardFilesOf(tx.db, 'forwardingId', [forwarding.id]);
      if (!papers.some((one) => one.role === 'answer' && one.state === 'ready'))
        throw new RuleError({
          code: 'award.no-answer-file',
          message: 'Hãy tải lên bản PDF quyết định của cấp trên, đợi kiểm tra xong rồi ghi kết quả.',
        });
      const { law, forms, bonuses } = await bringing(tx, dossiers, value.date);
      const children = await childrenAmong(tx, dossiers, value.date, law.childAge?.value ?? null);
      const entered = await enterRecords(
        tx,
        ctx,
        dossiers.map((one) => {
          const form = forms.get(one.id)!;
          return {
            subjectId: one.subjectId,
            subjectKind: one.subjectKind,
            subjectName: one.subjectName,
            unitId: one.unitId,
            unitName: one.details.workplace || one.unitName,
            formId: one.formId,
            formName: call.doc.forms.find((each) => each.formId === one.formId)?.name ?? form.name,
            formIs: form.is,
            level: 'state' as const,
            awardKind: call.doc.kind,
            occasion: call.doc.name,
            issuer: form.decidedBy,
            signer: value.signer,
            decisionNumber: value.number,
            decisionDate: value.date,
            year: Number(value.date.slice(0, 4)),
            citation: one.report.citation,
            periodFrom: one.periodFrom,
            periodTo: one.periodTo,
            programmeId: call.programmeId,
            dossierId: one.id,
            awardId: one.awardId,
            bonus: bonuses.get(one.id)!.amount,
            source: 'state' as const,
            public: !children.has(one.id),
            // golden book and certificate are those of whoever decided
            golden: null,
            certificate: false,
          };
        }),
      );
      const payments = dossiers.flatMap((one, i) => {
        const { amount, note } = bonuses.get(one.id)!;
        return amount > 0
          ? [
              {
                record_id: entered[i]!.id,
                amount,
                state: 'due' as const,
                note: note ?? '',
                updated_at: ctx.now,
                by_name: ctx.actor.name,
              },
            ]
          : [];
      });
      if (payments.length > 0) await tx.db.insertInto('award_payment').values(payments).execute();
      await tx.db
        .updateTable('award_forwarding_line')
        .set({
          outcome: 'awarded',
          decision_number: value.number,
          decision_date: value.date,
          signer: value.signer,
          entered_at: ctx.now,
          entered_by_name: ctx.actor.name,
        })
        .where(
          'dossier_id',
          'in',
          dossiers.map((one) => one.id),
        )
        .execute();
      await endPath(tx, ctx, {
        call,
        dossiers,
        state: 'awarded',
        data: { forwardingId: forwarding.id, number: value.number, date: value.date, above: true },
      });
      const issuers = [...new Set(dossiers.map((one) => forms.get(one.id)!.decidedBy))].join(', ');
      await tellUnits(tx, ctx, call, dossiers, { what: 'granted', ...value, issuer: issuers });
      tx.publish();
      const total = payments.reduce((sum, one) => sum + one.amount, 0);
      tx.note({
        summary: `Ghi Quyết định số ${value.number} ngày ${formatDate(value.date)} của cấp trên: ${dossiers.length} trường hợp.`,
        changes: { ...value, dossiers: dossiers.map((one) => one.code), total },
      });
      return { records: entered.length, total };
    },
  );

/** Enters that those above do not grant some of the dossiers, with the reason they gave. */
export const enterRefused = (ctx: Ctx, args: Place & { dossierIds: string[]; reason: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.enter-refused', summary: 'Ghi cấp trên không khen thưởng.' },
    async (tx, on) => {
      const { call, forwarding } = on;
      const dossiers = await waitingFor(tx, on, args.dossierIds);
      const reason = readReason(args.reason);
      await tx.db
        .updateTable('award_forwarding_line')
        .set({ outcome: 'refused', reason, entered_at: ctx.now, entered_by_name: ctx.actor.name })
        .where(
          'dossier_id',
          'in',
          dossiers.map((one) => one.id),
        )
        .execute();
      await endPath(tx, ctx, {
        call,
        dossiers,
        state: 'declined',
        reason,
        data: { forwardingId: forwarding.id, above: true },
      });
      await tellUnits(tx, ctx, call, dossiers, { what: 'refused', reason });
      tx.note({
        summary: `Ghi cấp trên không khen thưởng ${dossiers.length} hồ sơ.`,
        changes: { reason, dossiers: dossiers.map((one) => one.code) },
      });
    },
  );

/** Marks bonuses of granted awards as paid on a day, or as due again. All or none. @throws RuleError 'award.payment' */
export const payGranted = (
  ctx: Ctx,
  args: Place & { paymentIds: string[]; to: 'paid' | 'due'; day: string },
): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.mark-payment', summary: 'Ghi chi tiền thưởng của cấp trên khen.' },
    async (tx, { forwarding }) => {
      const ids = [...new Set(args.paymentIds.filter(isUuid))];
      if (ids.length === 0)
        throw new RuleError({
          code: 'award.payment',
          field: 'paymentIds',
          message: 'Hãy chọn ít nhất một người, tập thể trong danh sách.',
        });
      const chosen = (await forwardingLines(tx.db, forwarding.id)).filter(
        (line) => line.paymentId !== null && ids.includes(line.paymentId),
      );
      const from = chosen
        .map((line) => line.date!)
        .toSorted()
        .at(-1);
      const day = args.to === 'paid' ? parseViDateIso(args.day) : null;
      if (args.to === 'paid' && (!day || day > isoDateLocal(ctx.now) || (from !== undefined && day < from)))
        throw new RuleError({
          code: 'award.payment',
          field: 'day',
          message: 'Ngày chi ghi theo dạng ngày/tháng/năm, từ ngày quyết định đến hôm nay.',
        });
      const { numUpdatedRows } = await tx.db
        .updateTable('award_payment')
        .set({ state: args.to, on_day: day, updated_at: ctx.now, by_name: ctx.actor.name })
        .where(
          'id',
          'in',
          chosen.map((line) => line.paymentId!),
        )
        .where('state', '=', args.to === 'paid' ? 'due' : 'paid')
        .executeTakeFirst();
      if (Number(numUpdatedRows) !== ids.length)
        throw new RuleError({
          code: 'award.payment-changed',
          status: 409,
          message: 'Một số dòng vừa được ghi ở nơi khác hoặc đã thu hồi. Hãy tải lại trang rồi chọn lại.',
        });
      tx.note({ changes: { ids, to: args.to, day } });
    },
  );
