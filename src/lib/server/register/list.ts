/** The register for officers, with everything that the public does not see, and as a spreadsheet. */
import { type SelectQueryBuilder, sql } from 'kysely';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { countCap, type OfficerFilter, registerPageSize } from '#lib/domain/register/search.ts';
import { type AwardScope, awardScope, mayReadRegister, readsAllRegister } from '../award/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { recordColumns } from './queries.ts';
import { matching } from './search.ts';

type Records<O> = SelectQueryBuilder<DB & { r: DB['award_record'] }, 'r', O>;

const within = <O>(query: Records<O>, scope: AwardScope): Records<O> => {
  if (readsAllRegister(scope)) return query;
  const units = [...scope.subtree];
  return query.where(sql<boolean>`(r.unit_id = any(${units}::uuid[]) or r.authority_unit_id = any(${units}::uuid[]))`);
};

const chosen = <O>(query: Records<O>, scope: AwardScope, filter: OfficerFilter): Records<O> =>
  within(matching(query, filter), scope)
    .$if(filter.revoked, (q) => q.where('r.revoked_at', 'is not', null))
    .$if(filter.hidden, (q) => q.where('r.public', '=', false));

const newest = <O>(query: Records<O>): Records<O> =>
  query
    .orderBy('r.year', 'desc')
    .orderBy('r.decision_date', (ob) => ob.desc().nullsLast())
    .orderBy('r.id');

const columns = [...recordColumns, 'r.revoked_decision as revokedDecision', 'r.signer'] as const;

/** Opens the register for officers. @throws RuleError 'not-found' */
export async function openRegister(ctx: Ctx): Promise<AwardScope> {
  const scope = await awardScope(ctx);
  requireAllowed(mayReadRegister(scope));
  return scope;
}

/** One page, the newest first. */
export async function officerRecords(ctx: Ctx, scope: AwardScope, filter: OfficerFilter) {
  const { db } = ctx.app;
  const base = () => chosen(db.selectFrom('award_record as r'), scope, filter);
  const [{ count }, records] = await Promise.all([
    db
      .selectFrom(
        base()
          .select('r.id')
          .limit(countCap + 1)
          .as('some'),
      )
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow(),
    newest(base().select(columns))
      .limit(registerPageSize)
      .offset((filter.page - 1) * registerPageSize)
      .execute(),
  ]);
  return { records, total: Math.min(count, countCap), more: count > countCap };
}

/** So many lines of a spreadsheet at most. */
const mostRows = 50_000;

const heads = [
  ['Loại đối tượng', 14],
  ['Tên', 32],
  ['Ngày sinh', 12],
  ['Giới tính', 10],
  ['Đơn vị khi được khen', 32],
  ['Danh hiệu, hình thức', 40],
  ['Thành tích', 50],
  ['Số quyết định', 18],
  ['Ngày quyết định', 14],
  ['Năm', 8],
  ['Cơ quan quyết định', 36],
  ['Số sổ vàng', 10],
  ['Tiền thưởng (đồng)', 14],
  ['Mã xác minh', 16],
  ['Tình trạng', 40],
] as const;

export const exportColumns = heads.map(([label, width]) => ({ label, width }));

const genders = { female: 'Nữ', male: 'Nam' };

/** The lines of a filter for a spreadsheet: it leaves the system, so the ledger notes who took it. */
export async function exportRegister(ctx: Ctx, filter: OfficerFilter): Promise<(string | number | null)[][]> {
  const scope = await openRegister(ctx);
  return act(
    ctx,
    { act: 'register.export', subject: { kind: 'award-register', id: 'xlsx' }, summary: 'Xuất sổ khen thưởng ra tệp' },
    async (tx) => {
      const rows = await newest(chosen(tx.db.selectFrom('award_record as r'), scope, filter).select(columns))
        .limit(mostRows)
        .execute();
      const subjects = await tx.db
        .selectFrom('award_subject')
        .select(['id', 'birth_date as birthDate', 'birth_year as birthYear', 'gender'])
        .where('id', '=', sql<string>`any(${[...new Set(rows.map((row) => row.subjectId))]}::uuid[])`)
        .execute();
      const subjectOf = new Map(subjects.map((one) => [one.id, one]));
      tx.note({ summary: `Xuất ${rows.length} dòng sổ khen thưởng ra tệp` });
      return rows.map((row) => {
        const subject = subjectOf.get(row.subjectId);
        return [
          subjectKindNames[row.subjectKind],
          row.subjectName,
          subject?.birthDate ? formatDate(subject.birthDate) : (subject?.birthYear ?? null),
          subject?.gender ? genders[subject.gender] : null,
          row.unitName,
          row.formName,
          row.citation,
          row.decisionNumber,
          row.decisionDate && formatDate(row.decisionDate),
          row.year,
          row.issuer,
          row.goldenNo,
          row.bonus,
          row.certificateCode,
          row.revokedAt ? `Đã thu hồi${row.revokedDecision ? ` theo Quyết định số ${row.revokedDecision}` : ''}` : '',
        ];
      });
    },
  );
}
