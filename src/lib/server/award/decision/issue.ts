/** Number and day, the signed file, and what follows from a decision: bonuses, the register, payments (Q25-12). */
import { sql } from 'kysely';
import { bonusesOf, numberTaken, readDecisionDate, readNumber } from '#lib/domain/award/decision.ts';
import { childOn } from '#lib/domain/award/publicity.ts';
import { bonusOf } from '#lib/domain/catalogue/bonus.ts';
import type { AwardForm, LawVersion } from '#lib/domain/catalogue/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { baseSalariesOf, baseSalaryOn, formIn, lawOn, lawsOf } from '../../catalogue/queries.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { json } from '../../platform/db/sql.ts';
import { enterRecords } from '../../register/enter.ts';
import { awardFilesOf } from '../fileRows.ts';
import { endPath } from '../move.ts';
import type { DossierRow } from '../queries.ts';
import { mayWorkAt, type StoredCall } from '../scope.ts';
import { onDecision, requireWholeList } from './decide.ts';
import { tellUnits } from './mails.ts';
import { type DecisionLine, linesOf, requireDecisionState, type StoredDecision } from './queries.ts';

interface Place {
  slug: string;
  decisionId: string;
  version: number;
}

/**
 * A number of an office in a year is taken once: by another decision here, or by one that was imported into the register. Numbers of an
 * office are given one after the other.
 * @throws RuleError 'award.number-taken'
 */
export async function requireFreeNumber(
  tx: Tx,
  decision: Pick<StoredDecision, 'id' | 'authorityUnitId'>,
  number: string,
  date: string,
): Promise<void> {
  const year = Number(date.slice(0, 4));
  const key = `decision-number:${decision.authorityUnitId}:${year}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx.db);
  const other = await tx.db
    .selectFrom('award_decision')
    .select(['title', 'date'])
    .where('authority_unit_id', '=', decision.authorityUnitId)
    .where('id', '<>', decision.id)
    .where('state', '<>', 'cancelled')
    .where(sql<boolean>`extract(year from date) = ${year} and upper(number) = ${number.toUpperCase()}`)
    .executeTakeFirst();
  if (other) throw numberTaken(number, year, `“${other.title}” ngày ${formatDate(other.date!)}`);
  const imported = await tx.db
    .selectFrom('award_record')
    .select(['subject_name', 'decision_date'])
    .where('authority_unit_id', '=', decision.authorityUnitId)
    .where('year', '=', year)
    .where('decision_number', 'is not', null)
    .where(sql<boolean>`upper(decision_number) = ${number.toUpperCase()}`)
    .where((eb) => eb.or([eb('decision_id', 'is', null), eb('decision_id', '<>', decision.id)]))
    .executeTakeFirst();
  if (imported) throw numberTaken(number, year, `quyết định đã có trong sổ khen thưởng (${imported.subject_name})`);
}

/** The day on which the last dossier of a list was received. */
const receivedBy = (lines: readonly Pick<DecisionLine, 'receivedAt'>[]): string =>
  lines
    .map((line) => (line.receivedAt ? isoDateLocal(line.receivedAt) : ''))
    .toSorted()
    .at(-1) || '0001-01-01';

/** Enters number and day as they stand on the signed paper. @throws RuleError beside the field */
export const numberDecision = (ctx: Ctx, args: Place & { number: string; date: string }): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.number-decision', summary: 'Nhập số, ngày quyết định khen thưởng.' },
    async (tx, { decision }) => {
      requireDecisionState(decision, 'approved', 'nhập số, ngày');
      const lines = await linesOf(tx.db, decision.id);
      const { number, issues } = readNumber(args.number);
      const { date, issues: more } = readDecisionDate(args.date, {
        today: isoDateLocal(ctx.now),
        from: receivedBy(lines),
      });
      if (number === null || date === null)
        throw new RuleError({
          code: 'award.decision-number',
          message: 'Số, ngày quyết định chưa lưu được.',
          issues: [...issues, ...more],
        });
      await requireFreeNumber(tx, decision, number, date);
      await tx.db.updateTable('award_decision').set({ number, date }).where('id', '=', decision.id).execute();
      tx.note({ summary: `Nhập Quyết định số ${number} ngày ${formatDate(date)}.`, changes: { number, date } });
    },
  );

interface LineForm {
  line: DecisionLine;
  law: LawVersion;
  form: AwardForm;
}

/** The form of each line in the version of the law that its dossier keeps. @throws RuleError 'award.form-unknown' */
function formsOf(laws: readonly LawVersion[], fallback: LawVersion, lines: readonly DecisionLine[]): LineForm[] {
  return lines.map((line) => {
    const law = laws.find((one) => one.id === line.lawId) ?? fallback;
    const form = formIn(law, line.formId) ?? formIn(fallback, line.formId);
    if (!form)
      throw new RuleError({
        code: 'award.form-unknown',
        message: `Danh mục không có “${line.printed.formName}” trong phiên bản luật áp dụng cho hồ sơ ${line.code}. Hãy báo quản trị danh mục.`,
      });
    return { line, law, form };
  });
}

/** What the lines of a decision bring on a day, with the figures behind it and their sources. Shown before issue, frozen by it. */
export async function bonusPreview(
  db: Tx['db'],
  decision: Pick<StoredDecision, 'highestOnly'>,
  lines: readonly DecisionLine[],
  day: string,
) {
  const [laws, salaries] = await Promise.all([lawsOf(db), baseSalariesOf(db)]);
  const law = lawOn(laws, day);
  const base = baseSalaryOn(salaries, day);
  const withForms = formsOf(laws, law, lines);
  const bonuses = base
    ? bonusesOf(
        withForms.map(({ line, form }) => ({
          dossierId: line.dossierId,
          subjectId: line.subjectId,
          full: bonusOf({ form, subject: line.subjectKind, baseSalary: base.amount, rounding: law.rounding.value }),
          without: line.withoutBonus,
        })),
        decision.highestOnly,
      )
    : null;
  return { law, base, rounding: law.rounding, forms: withForms, bonuses };
}

/** The file that bears signature and seal. */
export const signedFileOf = async (db: Tx['db'], decisionId: string) =>
  (await awardFilesOf(db, 'decisionId', [decisionId])).find((file) => file.role === 'signed') ?? null;

async function enterAwards(
  tx: Tx,
  ctx: Ctx,
  args: {
    call: StoredCall;
    decision: StoredDecision & { number: string; date: string };
    dossiers: DossierRow[];
    preview: Awaited<ReturnType<typeof bonusPreview>>;
  },
): Promise<number> {
  const { call, decision, preview } = args;
  const dossierOf = new Map(args.dossiers.map((one) => [one.id, one]));
  const children = await childrenAmong(tx, args.dossiers, decision.date, preview.law.childAge?.value ?? null);
  const entered = await enterRecords(
    tx,
    ctx,
    preview.forms.map(({ line, form }) => {
      const dossier = dossierOf.get(line.dossierId)!;
      return {
        subjectId: dossier.subjectId,
        subjectKind: dossier.subjectKind,
        subjectName: line.printed.name,
        unitId: dossier.unitId,
        unitName: dossier.details.workplace || dossier.unitName,
        formId: line.formId,
        formName: line.printed.formName,
        formIs: form.is,
        level: form.level,
        awardKind: call.doc.kind,
        occasion: call.doc.name,
        authorityUnitId: decision.authorityUnitId,
        issuer: call.doc.authority.title,
        signer: decision.body.signer || null,
        decisionId: decision.id,
        decisionNumber: decision.number,
        decisionDate: decision.date,
        year: Number(decision.date.slice(0, 4)),
        citation: line.printed.citation,
        periodFrom: dossier.periodFrom,
        periodTo: dossier.periodTo,
        programmeId: call.programmeId,
        dossierId: dossier.id,
        awardId: dossier.awardId,
        bonus: preview.bonuses!.get(line.dossierId)!.amount,
        source: 'decision' as const,
        // children are kept from the public until somebody with the consent says otherwise (Luật 91/2025/QH15)
        public: !children.has(dossier.id),
        golden: 'next' as const,
        certificate: true,
      };
    }),
  );
  let total = 0;
  const payments = preview.forms.flatMap(({ line }, i) => {
    const { amount, note } = preview.bonuses!.get(line.dossierId)!;
    total += amount;
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
  for (let from = 0; from < payments.length; from += 1000)
    await tx.db
      .insertInto('award_payment')
      .values(payments.slice(from, from + 1000))
      .execute();
  return total;
}

/**
 * Ids of dossiers about a child, by the age that the law as data gives, from the dossier's day of birth or that of the register; a year of
 * birth that leaves both possible counts as a child's.
 */
export async function childrenAmong(
  tx: Tx,
  dossiers: readonly DossierRow[],
  day: string,
  age: number | null,
): Promise<Set<string>> {
  const people = dossiers.filter((one) => one.subjectKind === 'individual');
  const births = await tx.db
    .selectFrom('award_subject')
    .select(['id', 'birth_date as date', 'birth_year as year'])
    .where('id', '=', sql<string>`any(${people.map((one) => one.subjectId)}::uuid[])`)
    .execute();
  const birthOf = new Map(births.map((row) => [row.id, row]));
  return new Set(
    people.flatMap(({ id, subjectId, details }) => {
      const { date = null, year = null } = birthOf.get(subjectId) ?? {};
      const birth = { date: details.birthDate ?? date, year };
      const known = age !== null && (birth.date !== null || birth.year !== null);
      return known && childOn(birth, day, age) !== 'adult' ? [id] : [];
    }),
  );
}

/**
 * Issues an approved decision that has its number, its day and its signed file: base salary and rounding of that day are fixed, every
 * dossier becomes an award in the register, payments fall due, units are told, the public can read it.
 * @throws RuleError 'award.not-numbered', 'award.no-signed-file', 'award.no-base-salary', 'award.moved'
 */
export const issueDecision = (ctx: Ctx, args: Place): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.issue-decision', summary: 'Ban hành quyết định khen thưởng.' },
    async (tx, on) => {
      const { call, decision } = on;
      requireDecisionState(decision, 'approved', 'ban hành');
      const { number, date } = decision;
      if (!number || !date)
        throw new RuleError({
          code: 'award.not-numbered',
          field: 'number',
          message: 'Hãy nhập số và ngày quyết định trước khi ban hành.',
        });
      const signed = await signedFileOf(tx.db, decision.id);
      if (signed?.state !== 'ready')
        throw new RuleError({
          code: 'award.no-signed-file',
          message: signed
            ? 'Tệp quyết định đã ký đang được kiểm tra. Hãy đợi ít phút rồi ban hành.'
            : 'Hãy tải lên tệp PDF của quyết định đã ký, đóng dấu trước khi ban hành.',
        });
      const { lines, dossiers } = await requireWholeList(tx, ctx, on);
      const preview = await bonusPreview(tx.db, decision, lines, date);
      if (!preview.base || !preview.bonuses)
        throw new RuleError({
          code: 'award.no-base-salary',
          message: `Danh mục chưa có mức lương cơ sở của ngày ${formatDate(date)} nên chưa tính được tiền thưởng.`,
        });
      await tx.db
        .updateTable('award_decision')
        .set({
          state: 'issued',
          issued_at: ctx.now,
          issued_by_name: ctx.actor.name,
          law_id: preview.law.id,
          base_salary: preview.base.amount,
          rounding: json(preview.rounding.value),
        })
        .where('id', '=', decision.id)
        .execute();
      const figures = lines.map((line) => ({ id: line.dossierId, ...preview.bonuses!.get(line.dossierId)! }));
      await sql`update award_decision_line as l set multiple = x.multiple, bonus = x.bonus
          from unnest(${figures.map((one) => one.id)}::uuid[], ${figures.map((one) => one.multiple)}::numeric[],
                      ${figures.map((one) => one.amount)}::bigint[]) as x (dossier_id, multiple, bonus)
         where l.decision_id = ${decision.id} and l.dossier_id = x.dossier_id`.execute(tx.db);
      const total = await enterAwards(tx, ctx, { call, decision: { ...decision, number, date }, dossiers, preview });
      await endPath(tx, ctx, {
        call,
        dossiers,
        state: 'awarded',
        data: { decisionId: decision.id, number, date },
      });
      await tellUnits(tx, ctx, call, { number, date }, lines);
      tx.publish();
      tx.note({
        summary: `Ban hành Quyết định số ${number} ngày ${formatDate(date)}: ${lines.length} trường hợp.`,
        changes: { number, date, lines: lines.length, total, sha256: signed.sha256 },
      });
    },
  );
