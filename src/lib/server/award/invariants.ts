import { sql } from 'kysely';

type Offender = { subject: string; detail: string };

/** What must be true of dossiers on their path at any time; the ledger runs them with its own. */
export const awardInvariants = [
  {
    name: 'award.one-step',
    explanation:
      'Hồ sơ khen thưởng đang xét đứng ở đúng một bước còn mở, trùng với bước ghi trên hồ sơ; hồ sơ khác không còn bước mở.',
    offenders: () => sql<Offender>`
      select d.code as subject, d.state || ' ở ' || coalesce(d.step_id, 'không') || ', bước mở: ' || coalesce(string_agg(s.step_id, ', '), 'không có') as detail
      from award_dossier d left join award_step s on s.dossier_id = d.id and s.done_at is null
      group by d.id having (d.state = 'in-progress' and array_agg(s.step_id) is distinct from array[d.step_id])
        or (d.state <> 'in-progress' and count(s.id) > 0)`,
  },
  {
    name: 'award.step-in-path',
    explanation: 'Bước mà hồ sơ khen thưởng đang đứng có trong quy trình của đợt xét khen.',
    offenders: () => sql<Offender>`
      select d.code as subject, 'bước ' || d.step_id as detail from award_dossier d join award_call c on c.id = d.call_id
      where d.state = 'in-progress' and not c.doc->'path' @> jsonb_build_array(jsonb_build_object('id', d.step_id))`,
  },
  {
    name: 'award.state-event',
    explanation: 'Trạng thái của mỗi hồ sơ khen thưởng đúng bằng việc cuối cùng trong lịch sử.',
    offenders: () => sql<Offender>`
      select d.code as subject, d.state || ', lịch sử ghi ' || coalesce(e.what, 'không có') as detail
      from award_dossier d left join lateral (select e.what, e.to_step_id from award_event e where e.dossier_id = d.id
        and e.what in ('submitted', 'forwarded', 'returned', 'recalled', 'declined', 'withdrawn', 'awarded') order by e.id desc limit 1) e on true
      where d.state <> 'draft' and d.state is distinct from case
        when e.what in ('submitted', 'recalled') then 'in-progress'
        when e.what = 'forwarded' then case when e.to_step_id is null then 'forwarded' else 'in-progress' end
        when e.what = 'returned' then case when e.to_step_id is null then 'returned' else 'in-progress' end
        else e.what end`,
  },
  {
    name: 'award.comments-handled',
    explanation: 'Danh sách lấy ý kiến đã kết thúc không còn góp ý chưa trả lời; góp ý gửi trong thời gian lấy ý kiến.',
    offenders: () => sql<Offender>`
      select c.code as subject, case when c.state = 'new' then 'chưa trả lời' else 'gửi ngoài thời gian' end as detail
      from award_comment c join award_publicity p on p.id = c.publicity_id
      where (c.state = 'new' and p.closed_at is not null)
        or (c.at at time zone 'Asia/Ho_Chi_Minh')::date not between p.from_on and p.to_on`,
  },
  {
    name: 'award.opinion-answered',
    explanation: 'Phiếu lấy ý kiến đã trả lời có ý kiến về từng hồ sơ; không vừa trả lời vừa hủy.',
    offenders: () => sql<Offender>`
      select u.name as subject, 'hỏi ngày ' || to_char(o.asked_at, 'DD/MM/YYYY') as detail
      from award_opinion o join unit u on u.id = o.unit_id
      where o.answered_at is not null and (o.cancelled_at is not null
        or exists (select from award_opinion_line l where l.opinion_id = o.id and l.answer is null))`,
  },
  {
    name: 'award.public-list',
    explanation:
      'Danh sách công khai chỉ có họ tên, đối tượng, đơn vị, chức vụ, hình thức và thành tích; trẻ em có tên thì có căn cứ đồng ý.',
    offenders: () => sql<Offender>`
      select p.title as subject, 'dòng ' || l.ord as detail
      from award_publicity_line l join award_publicity p on p.id = l.publicity_id
      where l.shown - array['name', 'kind', 'unit', 'position', 'formName', 'citation'] <> '{}'::jsonb`,
  },
];
