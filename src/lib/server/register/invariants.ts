import { sql } from 'kysely';

type Offender = { subject: string; detail: string };

/** What must be true of the register at any time; the ledger runs them with its own. */
export const registerInvariants = [
  {
    name: 'register.prizes',
    explanation:
      'Mỗi giải đang có hiệu lực của cuộc thi đã công bố có trong sổ khen thưởng; giải bị thu hồi thì dòng trong sổ cũng bị thu hồi.',
    offenders: () => sql<Offender>`
      select coalesce(r.subject_name, r.id::text) as subject, 'giải đã thu hồi, sổ chưa ghi' as detail
        from award_record r join award a on a.id = r.award_id where a.revoked_at is not null and r.revoked_at is null
      union all
      select r.subject_name, 'sổ ghi thu hồi, giải còn hiệu lực'
        from award_record r join award a on a.id = r.award_id where a.revoked_at is null and r.revoked_at is not null
      union all
      select r.subject_name, 'kết quả chưa công bố'
        from award_record r join award a on a.id = r.award_id
       where not exists (select from decision d where d.programme_id = a.programme_id and d.kind = 'results' and d.published_at is not null)`,
  },
  {
    name: 'register.codes',
    explanation: 'Mã xác minh của khen thưởng và của giấy chứng nhận không trùng nhau.',
    offenders: () => sql<Offender>`
      select r.subject_name as subject, r.certificate_code as detail
        from award_record r where r.certificate_code is not null and r.certificate_code !~ '^KT-[2-9A-Z]{4}-[2-9A-Z]{4}$'`,
  },
  {
    name: 'register.revocations',
    explanation:
      'Khen thưởng đã thu hồi có lý do và có trong lịch sử thu hồi; khen thưởng còn hiệu lực thì việc cuối cùng không phải là thu hồi.',
    offenders: () => sql<Offender>`
      select r.subject_name as subject, coalesce(x.what, 'không có lịch sử') as detail
        from award_record r
        left join lateral (select what from award_revocation v where v.record_id = r.id order by v.at desc, v.what limit 1) x on true
       where (r.revoked_at is not null and x.what is distinct from 'revoked') or (r.revoked_at is null and x.what = 'revoked')`,
  },
  {
    name: 'register.merged',
    explanation: 'Đối tượng đã gộp không gộp vòng tròn.',
    offenders: () => sql<Offender>`
      with recursive walk as (
        select id as start, merged_into as at, 1 as steps from award_subject where merged_into is not null
        union all select w.start, s.merged_into, w.steps + 1 from walk w join award_subject s on s.id = w.at
         where s.merged_into is not null and w.steps < 20)
      select s.name as subject, 'gộp vòng tròn' as detail from walk w join award_subject s on s.id = w.start where w.steps >= 20 or w.at = w.start`,
  },
];
