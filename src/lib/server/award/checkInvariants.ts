import { sql } from 'kysely';

type Offender = { subject: string; detail: string };

/** What the checks keep true of awards at any time; the ledger runs them with its own. */
export const checkInvariants = [
  {
    name: 'award.barred',
    explanation:
      'Không hồ sơ nào được quyết định khen thưởng khi đối tượng đang bị xem xét kỷ luật, thanh tra, đơn thư (Điều 4 khoản 4 Nghị định 152/2025/NĐ-CP).',
    offenders: () => sql<Offender>`
      select d.code as subject, b.kind || ' từ ' || to_char(b.from_on, 'DD/MM/YYYY') as detail
      from award_event e join award_dossier d on d.id = e.dossier_id
      join award_subject s on s.id = d.subject_id
      join award_subject o on coalesce(o.merged_into, o.id) = coalesce(s.merged_into, s.id)
      join award_barrier b on b.subject_id = o.id
      where e.what = 'awarded' and b.entered_at <= e.at and (b.cleared_at is null or b.cleared_at > e.at)
        and (e.at at time zone 'Asia/Ho_Chi_Minh')::date between b.from_on and coalesce(b.to_on, 'infinity')`,
  },
  {
    name: 'award.record-once',
    explanation: 'Một quyết định ghi vào sổ khen thưởng mỗi đối tượng một lần cho mỗi hình thức.',
    offenders: () => sql<Offender>`
      select max(r.subject_name) as subject, count(*) || ' lần: ' || max(r.form_name) || ', ' || max(r.decision_number) as detail
      from award_record r join award_subject s on s.id = r.subject_id
      where r.decision_number is not null and r.revoked_at is null
      group by coalesce(s.merged_into, s.id), r.form_id, r.issuer, upper(r.decision_number), coalesce(r.decision_date, make_date(r.year, 1, 1)),
        r.award_id
      having count(*) > 1`,
  },
  {
    name: 'award.judged-same',
    explanation: 'Hồ sơ đã kết luận là cùng một thành tích với khen thưởng khác thì không được khen thưởng.',
    offenders: () => sql<Offender>`
      select d.code as subject, 'kết luận ' || to_char(j.judged_at, 'DD/MM/YYYY') as detail
      from award_judgement j join award_dossier d on d.id = j.dossier_id
      where j.verdict = 'same' and d.state = 'awarded'
        and j.judged_at < (select max(e.at) from award_event e where e.dossier_id = d.id and e.what = 'awarded')`,
  },
];
