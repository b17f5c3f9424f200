import { sql } from 'kysely';

type Offender = { subject: string; detail: string };
const label = sql`m.title || ', lần ' || b.no`;
const ballots = sql`ballot b join council_meeting m on m.id = b.meeting_id`;

/** What must be true of councils and ballots at any time; the ledger runs them with its own. */
export const councilInvariants = [
  {
    name: 'council.one-vote',
    explanation:
      'Mỗi phiếu công khai là của một thành viên được bỏ phiếu và đã được đánh dấu; bỏ phiếu kín không có phiếu mang tên.',
    offenders: () => sql<Offender>`
      select ${label} as subject, 'phiếu của thành viên ' || v.member_id || ' không có dấu hoặc ở lần bỏ phiếu kín' as detail
      from ${ballots} join ballot_vote v on v.ballot_id = b.id
      left join ballot_voter x on x.ballot_id = v.ballot_id and x.member_id = v.member_id
      where b.secret or x.way is null
      union all
      select ${label}, 'thành viên ' || x.member_id || ' được đánh dấu nhưng không có phiếu'
      from ${ballots} join ballot_voter x on x.ballot_id = b.id and x.way is not null
      left join ballot_vote v on v.ballot_id = x.ballot_id and v.member_id = x.member_id
      where not b.secret and v.member_id is null`,
  },
  {
    name: 'council.papers',
    explanation:
      'Số phiếu trong hòm không quá số thành viên đã nhận phiếu; phiếu rút đã dùng không quá số thành viên rút phiếu; không phiếu nào trùng số.',
    offenders: () => sql<Offender>`
      select ${label} as subject, papers || ' phiếu, ' || marked || ' thành viên, ' || used || '/' || drew || ' phiếu rút, ' || serials || ' số phiếu' as detail
      from ${ballots}
      cross join lateral (select jsonb_array_length(b.box) as papers,
        (b.slips->>'issued')::int - jsonb_array_length(b.slips->'left') as used,
        (select count(distinct p->>'serial') from jsonb_array_elements(b.box) p) as serials,
        (select count(*) from ballot_voter v where v.ballot_id = b.id and v.way is not null) as marked,
        (select count(*) from ballot_voter v where v.ballot_id = b.id and v.way = 'slip') as drew) n
      where papers > marked or used > drew or serials <> papers`,
  },
  {
    name: 'council.count',
    explanation: 'Kết quả kiểm phiếu đúng bằng số phiếu: từng ý kiến của từng hồ sơ.',
    offenders: () => sql<Offender>`
      select ${label} as subject, 'kết quả ghi ' || coalesce(r.said, 'trống') || ', phiếu có ' || coalesce(p.said, 'trống') as detail
      from ${ballots}
      left join lateral (select string_agg(format('%s: %s/%s/%s', x->>'dossierId', x->>'yes', x->>'no', x->>'abstain'), '; ' order by x->>'dossierId') as said
        from jsonb_array_elements(b.result) x) r on true
      left join lateral (
        select string_agg(format('%s: %s/%s/%s', i.dossier_id, yes, no, abstain), '; ' order by i.dossier_id::text) as said
        from ballot_item i cross join lateral (
          select count(*) filter (where c = 'yes') as yes, count(*) filter (where c = 'no') as no, count(*) filter (where c = 'abstain') as abstain
          from (select y->'choices'->>i.dossier_id::text as c from jsonb_array_elements(b.box) y
                union all select v.choices->>i.dossier_id::text from ballot_vote v where v.ballot_id = b.id) said) n
        where i.ballot_id = b.id) p on true
      where b.state = 'closed' and r.said is distinct from p.said`,
  },
  {
    name: 'council.key',
    explanation:
      'Khóa ký phiếu chỉ tồn tại khi đang bỏ phiếu kín; sau đó không còn khóa, mã phiếu rút hay dấu vết yêu cầu ký.',
    offenders: () => sql<Offender>`
      select ${label} as subject, b.state || ': còn khóa, mã phiếu rút hoặc dấu vết yêu cầu ký' as detail
      from ${ballots} where b.state in ('closed','cancelled') and (b.private_key is not null or jsonb_array_length(b.slips->'left') > 0
        or exists (select from ballot_voter v where v.ballot_id = b.id and v.request is not null))
      union all
      select ${label}, 'bỏ phiếu kín đang mở mà không có khóa' from ${ballots} where b.secret and b.state = 'open' and b.private_key is null`,
  },
  {
    name: 'council.items',
    explanation:
      'Phiếu chỉ có ý kiến về các hồ sơ của lần bỏ phiếu, và có đủ; hồ sơ bỏ phiếu thuộc chương trình phiên họp.',
    offenders: () => sql<Offender>`
      select ${label} as subject, 'phiếu có hồ sơ lạ hoặc thiếu hồ sơ' as detail
      from ${ballots}
      cross join lateral (select y->'choices' as choices from jsonb_array_elements(b.box) y
        union all select v.choices from ballot_vote v where v.ballot_id = b.id) p
      where (select array_agg(k order by k) from jsonb_object_keys(p.choices) k)
        is distinct from (select array_agg(i.dossier_id::text order by i.dossier_id::text) from ballot_item i where i.ballot_id = b.id)
      union all
      select ${label}, 'hồ sơ ' || i.dossier_id || ' không có trong chương trình' from ${ballots} join ballot_item i on i.ballot_id = b.id
      where not exists (select from council_item c where c.meeting_id = b.meeting_id and c.dossier_id = i.dossier_id)`,
  },
  {
    name: 'council.concluded',
    explanation:
      'Phiên họp đã kết luận không còn lần bỏ phiếu đang mở; hồ sơ được luật quy định tỷ lệ phiếu chỉ được thông qua khi đạt tỷ lệ.',
    offenders: () => sql<Offender>`
      select ${label} as subject, 'bỏ phiếu còn mở ở phiên họp ' || m.state as detail
      from ${ballots} where b.state = 'open' and m.state <> 'open'
      union all
      select ${label}, 'thông qua hồ sơ ' || i.dossier_id || ' khi không đạt tỷ lệ'
      from ${ballots} join council_item i on i.meeting_id = m.id and i.outcome = 'forward'
      cross join lateral jsonb_array_elements(b.result) r
      where b.state = 'closed' and r->>'dossierId' = i.dossier_id::text and r->>'needed' is not null and not (r->>'passed')::boolean`,
  },
];
