import { sql } from 'kysely';

const label = sql`p.slug || ', ' || s.occasion || ' ' || s.period`;
const issued = sql`summary_issue i join summary_report s on s.id = i.summary_id join programme p on p.id = s.programme_id`;

/** What must be true of reports at any time; the ledger runs them with its own. */
export const summaryInvariants = [
  {
    name: 'summary.issued',
    explanation: 'Mỗi báo cáo đã ban hành có bản lưu cuối cùng đúng bằng lời văn, số liệu, số và ngày của nó.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, 'bản lưu ' || coalesce(i.no::text, 'không có') as detail
        from summary_report s join programme p on p.id = s.programme_id
        left join lateral (select * from summary_issue where summary_id = s.id order by no desc limit 1) i on true
       where s.state = 'final'
         and (i.no is null or (i.body, i.figures, i.number, i.dated) is distinct from (s.body, s.figures, s.number, s.dated))`,
  },
  {
    name: 'summary.seal',
    explanation: 'Mỗi bản báo cáo đã ban hành đúng với mã SHA-256 của nó; các bản liền nhau từ 1.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, 'bản ' || i.no as detail from ${issued}
       where i.sha256 <> encode(sha256(convert_to(i.body::text || i.figures::text, 'UTF8')), 'hex')
          or (i.no > 1 and not exists (select 1 from summary_issue b where b.summary_id = i.summary_id and b.no = i.no - 1))`,
  },
  {
    name: 'summary.references',
    explanation:
      'Mọi số liệu mà lời văn của báo cáo đã ban hành nhắc tới đều có trong số liệu đã chốt, và là số chính thức.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, r.id as detail from ${issued}
       cross join lateral (
         select distinct m[1] as id from regexp_matches(
           (i.body->'sections')::text || (i.body->'head')::text, '\\{\\{\\s*so:\\s*([A-Za-z0-9._-]+)\\s*\\}\\}', 'g') m) r
       where not exists (select 1 from jsonb_array_elements(i.figures->'data'->'figures') f
                          where f->>'id' = r.id and (f->>'official')::boolean)`,
  },
  {
    name: 'summary.excerpts',
    explanation: 'Mọi đoạn trích trong báo cáo đã ban hành có ghi nguồn.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, k.pick->>'key' as detail from ${issued}
       cross join lateral (select jsonb_array_elements(v.value->'picks') as pick from jsonb_each(i.body->'sections') v) k
       where not (i.figures->'excerpts' ? (k.pick->>'key'))`,
  },
];
