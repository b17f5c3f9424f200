import { sql } from 'kysely';

const label = sql`j.file_name || ' (' || j.id || ')'`;

/** What must be true of files that came in; the ledger runs them with its own. */
export const importInvariants = [
  {
    name: 'import.done',
    explanation: 'Số dòng đã nhập của mỗi tệp đúng bằng số dòng có kết quả.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, j.done || ' dòng đã nhập, ' || count(r.line) || ' kết quả' as detail
      from import_job j left join import_row r on r.job_id = j.id group by j.id having count(r.line) <> j.done`,
  },
  {
    name: 'import.finished',
    explanation: 'Tệp đã nhập xong có kết quả cho mọi dòng và có giờ kết thúc.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, j.state || ', ' || j.done || '/' || j.total as detail
      from import_job j
      where (j.state = 'done' and j.done <> j.total) or (j.state in ('done', 'failed', 'cancelled')) <> (j.finished_at is not null)`,
  },
];
