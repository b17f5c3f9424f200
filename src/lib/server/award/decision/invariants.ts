import { sql } from 'kysely';

type Offender = { subject: string; detail: string };

const label = sql`coalesce(x.number, x.title)`;

/** What must be true of issued decisions, the register and payments at any time; the ledger runs them with its own. */
export const decisionInvariants = [
  {
    name: 'award.lines-records',
    explanation:
      'Mỗi dòng của quyết định đã ban hành có đúng một khen thưởng trong sổ và hồ sơ ở trạng thái đã khen thưởng.',
    offenders: () => sql<Offender>`
      select ${label} as subject, d.code || ': ' || d.state || case when r.id is null then ', không có trong sổ' else '' end as detail
      from award_decision x join award_decision_line l on l.decision_id = x.id join award_dossier d on d.id = l.dossier_id
      left join award_record r on r.decision_id = x.id and r.dossier_id = d.id
      where x.state = 'issued' and x.kind = 'award' and (r.id is null or d.state <> 'awarded')
      union all
      select coalesce(r.decision_number, '') as subject, r.subject_name || ': không có trong danh sách của quyết định' as detail
      from award_record r join award_decision x on x.id = r.decision_id
      where r.source = 'decision' and x.kind = 'award' and not exists
        (select from award_decision_line l where l.decision_id = x.id and l.dossier_id = r.dossier_id)`,
  },
  {
    name: 'award.payments-lines',
    explanation: 'Khoản chi thưởng bằng tiền thưởng của dòng trong quyết định và của sổ khen thưởng.',
    offenders: () => sql<Offender>`
      select ${label} as subject, r.subject_name || ': dòng ' || coalesce(l.bonus, 0) || ', sổ ' || coalesce(r.bonus, 0) || ', chi ' || coalesce(p.amount, 0) as detail
      from award_decision x join award_decision_line l on l.decision_id = x.id
      join award_record r on r.decision_id = x.id and r.dossier_id = l.dossier_id
      left join award_payment p on p.record_id = r.id
      where x.state = 'issued' and (coalesce(l.bonus, 0) <> coalesce(r.bonus, 0) or coalesce(p.amount, 0) <> coalesce(l.bonus, 0))`,
  },
  {
    name: 'award.golden-numbers',
    explanation: 'Số sổ vàng của mỗi cơ quan, năm, hình thức liền nhau từ 1, trừ sổ có số nhập từ giấy.',
    offenders: () => sql<Offender>`
      select r.year || ', ' || r.form_id as subject, count(*) || ' số, lớn nhất ' || max(r.golden_no) as detail
      from award_record r where r.golden_no is not null
      group by r.authority_unit_id, r.year, r.form_id
      having bool_and(r.source <> 'import') and (min(r.golden_no) <> 1 or max(r.golden_no) <> count(*))`,
  },
  {
    name: 'award.one-decision',
    explanation: 'Một hồ sơ khen thưởng chỉ nằm trong một quyết định còn hiệu lực.',
    offenders: () => sql<Offender>`
      select d.code as subject, count(*) || ' quyết định' as detail
      from award_decision_line l join award_decision x on x.id = l.decision_id and x.state <> 'cancelled'
      join award_dossier d on d.id = l.dossier_id group by d.id having count(*) > 1`,
  },
];
