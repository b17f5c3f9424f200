import { sql } from 'kysely';

type Offender = { subject: string; detail: string };

/** What must be true of the catalogues at any time; the ledger runs them with its own. */
export const catalogueInvariants = [
  {
    name: 'catalogue.revisions',
    explanation: 'Các bản của mỗi danh mục khen thưởng đánh số liền nhau từ 1, bản nào cũng có lý do.',
    offenders: () => sql<Offender>`
      select catalogue as subject, count(*) || ' bản, số cuối ' || max(revision) as detail
      from catalogue_revision group by catalogue having max(revision) <> count(*) or bool_or(btrim(reason) = '')`,
  },
  {
    name: 'catalogue.marks',
    explanation: 'Số liệu mang dấu “đã xác minh” có ghi văn bản đã đối chiếu.',
    offenders: () => sql<Offender>`
      select catalogue as subject, 'bản ' || revision as detail from catalogue_revision
      where doc @? '$.** ? (@.verified == true && !exists(@.comparedWith))'`,
  },
  {
    name: 'award.law-chosen',
    explanation: 'Hồ sơ áp dụng quy định có lợi hơn thì lịch sử ghi việc chọn đúng phiên bản đó, với cùng lý do.',
    offenders: () => sql<Offender>`
      select d.code as subject, coalesce(d.law_id, 'không') || ', lịch sử ghi ' || coalesce(e.data->>'to', 'không có') as detail
      from award_dossier d left join lateral (select e.data, e.reason from award_event e
        where e.dossier_id = d.id and e.what = 'law-chosen' order by e.id desc limit 1) e on true
      where d.law_reason is not null and (d.law_id is distinct from e.data->>'to' or d.law_reason is distinct from e.reason)`,
  },
];
