import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import {
  countCap,
  prizesFilter,
  type RegisterFilter,
  registerPageSize,
  registerWords,
} from '#lib/domain/register/search.ts';
import { lawsOf } from '../catalogue/queries.ts';
import type { DB } from '../platform/db/schema.ts';

/** What everyone may read of an award: nothing of a person beyond name and place. */
interface PublicRecord {
  id: string;
  subjectName: string;
  subjectKind: SubjectKind;
  unitName: string;
  formName: string;
  citation: string;
  occasion: string | null;
  issuer: string;
  decisionNumber: string | null;
  decisionDate: string | null;
  year: number;
  revoked: { at: Date; decision: string | null; date: string | null } | null;
}

type Records<O> = SelectQueryBuilder<DB & { r: DB['award_record'] }, 'r', O>;

/** The conditions of a filter, for the public and for officers. */
export function matching<O>(query: Records<O>, filter: Omit<RegisterFilter, 'page'>): Records<O> {
  const words = registerWords(filter.q);
  // punctuation alone is not a name, and finds nothing
  if (filter.q !== '' && words === null) return query.where(sql<boolean>`false`);
  return query
    .$if(words !== null, (q) => q.where(sql<boolean>`r.words @@ ${words}::tsquery`))
    .$if(filter.year !== null, (q) => q.where('r.year', '=', filter.year!))
    .$if(filter.kind !== null, (q) => q.where('r.subject_kind', '=', filter.kind!))
    .$if(filter.formId !== null, (q) =>
      filter.formId === prizesFilter ? q.where('r.form_is', '=', 'prize') : q.where('r.form_id', '=', filter.formId!),
    );
}

export interface Found {
  records: PublicRecord[];
  /** never above `countCap`; `more` then says that there are others */
  total: number;
  more: boolean;
}

/**
 * The public look-up (Q25-2), the newest first. Two queries: how many match, counted no further than the cap, and one page of them. For
 * common words the page is read along the order of the years, for rare ones from the index of words; statistics tell which.
 */
export async function searchRegister(db: Kysely<DB>, filter: RegisterFilter): Promise<Found> {
  const shown = () => matching(db.selectFrom('award_record as r').where('r.public', '=', true), filter);
  const { count } = await db
    .selectFrom(
      shown()
        .select('r.id')
        .limit(countCap + 1)
        .as('some'),
    )
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  if (count === 0) return { records: [], total: 0, more: false };
  const rows = await shown()
    .select([
      'r.id',
      'r.subject_name as subjectName',
      'r.subject_kind as subjectKind',
      'r.unit_name as unitName',
      'r.form_name as formName',
      'r.citation',
      'r.occasion',
      'r.issuer',
      'r.decision_number as decisionNumber',
      'r.decision_date as decisionDate',
      'r.year',
      'r.revoked_at as revokedAt',
      'r.revoked_decision as revokedDecision',
      'r.revoked_date as revokedDate',
    ])
    .orderBy('r.year', 'desc')
    .orderBy('r.decision_date', (ob) => ob.desc().nullsLast())
    .orderBy('r.id')
    .limit(registerPageSize)
    .offset((filter.page - 1) * registerPageSize)
    .execute();
  return {
    records: rows.map(({ revokedAt, revokedDecision, revokedDate, ...row }) => ({
      ...row,
      revoked: revokedAt && { at: revokedAt, decision: revokedDecision, date: revokedDate },
    })),
    total: Math.min(count, countCap),
    more: count > countCap,
  };
}

/** What the filters offer: years from the newest to the oldest, titles and forms that the law knows or has known. */
export async function registerChoices(db: Kysely<DB>) {
  const [edges, laws] = await Promise.all([
    db
      .selectFrom('award_record')
      .select([sql<number | null>`max(year)`.as('to'), sql<number | null>`min(year)`.as('from')])
      .where('public', '=', true)
      .executeTakeFirstOrThrow(),
    lawsOf(db),
  ]);
  const { from, to } = edges;
  const forms = new Map(laws.flatMap((law) => law.forms).map((form) => [form.id, form]));
  const of = (is: 'title' | 'form') =>
    [...forms.values()].filter((form) => form.is === is).map((form) => ({ value: form.id, label: form.shortName }));
  return {
    years: from === null || to === null ? [] : Array.from({ length: to - from + 1 }, (_, i) => to - i),
    forms: [
      { label: 'Hình thức khen thưởng', options: of('form') },
      { label: 'Danh hiệu thi đua', options: of('title') },
      { label: 'Khác', options: [{ value: prizesFilter, label: 'Giải thưởng cuộc thi' }] },
    ],
  };
}
