/** What was given in a year, counted for the reports on commendation. */
import { type Kysely, sql } from 'kysely';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { type AwardScope, readsAllRegister } from '../award/scope.ts';
import { lawsOf } from '../catalogue/queries.ts';
import type { DB } from '../platform/db/schema.ts';

const levelNames = {
  state: 'Nhà nước',
  province: 'Tỉnh',
  agency: 'Sở, ngành, đơn vị',
  commune: 'Xã, phường',
  contest: 'Cuộc thi',
} as const;

export interface StatisticsRow {
  level: keyof typeof levelNames;
  formId: string;
  name: string;
  total: number;
  collectives: number;
  individuals: number;
  households: number;
  women: number;
  men: number;
  /** individuals whose sex the register does not know */
  sexUnknown: number;
  /** individuals in a leading position, and not; as their dossiers say. Others: not known. */
  leaders: number;
  others: number;
  revoked: number;
}

/** Awards of a year by level and form; what was revoked is counted apart. One query over the register. */
export async function yearStatistics(db: Kysely<DB>, scope: AwardScope, year: number): Promise<StatisticsRow[]> {
  const units = [...scope.subtree];
  const mine = readsAllRegister(scope)
    ? sql`true`
    : sql`(r.unit_id = any(${units}::uuid[]) or r.authority_unit_id = any(${units}::uuid[]))`;
  const [{ rows }, laws] = await Promise.all([
    sql<Omit<StatisticsRow, 'name'> & { formName: string }>`
      with given as (
        select r.level, r.form_is, case r.form_is when 'prize' then 'giai' else r.form_id end as form, r.form_name, r.subject_kind as kind,
               r.revoked_at is null as valid, s.gender, (d.details->>'leads')::boolean as leads
          from award_record r join award_subject s on s.id = r.subject_id left join award_dossier d on d.id = r.dossier_id
         where r.year = ${year} and ${mine})
      select level, form as "formId", min(form_name) as "formName",
             count(*) filter (where valid)::int as total,
             count(*) filter (where valid and kind = 'collective')::int as collectives,
             count(*) filter (where valid and kind = 'individual')::int as individuals,
             count(*) filter (where valid and kind = 'household')::int as households,
             count(*) filter (where valid and kind = 'individual' and gender = 'female')::int as women,
             count(*) filter (where valid and kind = 'individual' and gender = 'male')::int as men,
             count(*) filter (where valid and kind = 'individual' and gender is null)::int as "sexUnknown",
             count(*) filter (where valid and kind = 'individual' and leads)::int as leaders,
             count(*) filter (where valid and kind = 'individual' and not leads)::int as others,
             count(*) filter (where not valid)::int as revoked
        from given group by level, form
       order by array_position(array['state','province','agency','commune','contest'], level), min(form_is) desc, min(form_name) collate "vi-x-icu"`.execute(
      db,
    ),
    lawsOf(db),
  ]);
  const names = new Map(laws.flatMap((law) => law.forms).map((form) => [form.id, form.name]));
  return rows.map(({ formName, ...row }) => ({
    ...row,
    name: row.formId === 'giai' ? 'Giải thưởng cuộc thi' : (names.get(row.formId) ?? formName),
  }));
}

/** Movements that ran in a year, published ones: on which level, and which of those above they follow. */
export async function yearMovements(db: Kysely<DB>, year: number) {
  const { rows } = await sql<{ slug: string; name: string; level: 'province' | 'agency'; parent: string | null }>`
    select p.slug, p.doc->>'name' as name, p.doc->>'level' as level, p.doc->'parent'->>'title' as parent
      from programme p
     where p.kind = 'movement' and p.status <> 'draft'
       and left(p.doc->>'from', 4)::int <= ${year} and left(p.doc->>'to', 4)::int >= ${year}
     order by p.doc->>'level' desc, p.doc->>'name' collate "vi-x-icu"`.execute(db);
  return rows;
}

/** Forms of the yearly report of the trade (Thông tư 02/2023/TT-BNV), as far as their content is known to the system. */
export const reportForms = [
  { id: '0601.N/BNV-TĐKT', name: 'Số phong trào thi đua', known: true },
  { id: '0602.N/BNV-TĐKT', name: 'Số lượng khen thưởng cấp Nhà nước', known: true },
  { id: '0603.N/BNV-TĐKT', name: '', known: false },
  { id: '0604.N/BNV-TĐKT', name: '', known: false },
  { id: '0605.N/BNV-TĐKT', name: '', known: false },
];

const kinds: [keyof StatisticsRow, SubjectKind][] = [
  ['collectives', 'collective'],
  ['individuals', 'individual'],
  ['households', 'household'],
];

/** Columns of the table of a year, on the page and in the workbook. */
export const statisticsColumns: { id: keyof StatisticsRow; label: string; numeric: boolean }[] = [
  { id: 'name', label: 'Danh hiệu, hình thức', numeric: false },
  { id: 'level', label: 'Cấp', numeric: false },
  { id: 'total', label: 'Tổng số', numeric: true },
  ...kinds.map(([id, kind]) => ({ id, label: subjectKindNames[kind], numeric: true })),
  { id: 'women', label: 'Nữ', numeric: true },
  { id: 'men', label: 'Nam', numeric: true },
  { id: 'sexUnknown', label: 'Chưa rõ giới tính', numeric: true },
  { id: 'leaders', label: 'Lãnh đạo', numeric: true },
  { id: 'others', label: 'Không lãnh đạo', numeric: true },
  { id: 'revoked', label: 'Đã thu hồi', numeric: true },
];

export const statisticsCell = (row: StatisticsRow, id: keyof StatisticsRow): string | number =>
  id === 'level' ? levelNames[row.level] : row[id];
