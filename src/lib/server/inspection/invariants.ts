import { sql } from 'kysely';

type Offender = { subject: string; detail: string };
const label = sql`u.name || ', kiểm tra ' || to_char(coalesce(i.held_on, i.planned_on), 'DD/MM/YYYY')`;
const visits = sql`inspection i join unit u on u.id = i.unit_id`;

/** What must be true of inspections at any time; the ledger runs them with its own. */
export const inspectionInvariants = [
  {
    name: 'inspection.closed',
    explanation: 'Cuộc kiểm tra đã kết thúc không còn kiến nghị bỏ ngỏ mà không ghi lý do; đã hủy thì có lý do.',
    offenders: () => sql<Offender>`
      select ${label} as subject, i.state || ': ' || count(f.id) || ' kiến nghị bỏ ngỏ, không có lý do' as detail
      from ${visits} left join inspection_finding f on f.inspection_id = i.id and f.state <> 'closed'
      where coalesce(i.reason, '') = '' and i.state in ('closed', 'cancelled')
      group by i.id, u.name having i.state = 'cancelled' or count(f.id) > 0`,
  },
  {
    name: 'inspection.state-event',
    explanation: 'Trạng thái của mỗi cuộc kiểm tra đúng bằng bước cuối cùng trong lịch sử.',
    offenders: () => sql<Offender>`
      select ${label} as subject, i.state || ', lịch sử ghi ' || coalesce(last.what, 'không có') as detail
      from ${visits} left join lateral (select e.what from inspection_event e where e.inspection_id = i.id
        and e.finding_id is null and e.what in ('planned', 'held', 'closed', 'cancelled') order by e.id desc limit 1) last on true
      where last.what is distinct from i.state`,
  },
  {
    name: 'inspection.finding-event',
    explanation: 'Trạng thái của mỗi kiến nghị sau kiểm tra đúng bằng bước cuối cùng trong lịch sử.',
    offenders: () => sql<Offender>`
      select ${label} as subject, f.state || ', lịch sử ghi ' || coalesce(last.what, 'không có') as detail
      from ${visits} join inspection_finding f on f.inspection_id = i.id
      left join lateral (select e.what from inspection_event e where e.finding_id = f.id
        and e.what in ('found', 'answered', 'returned', 'settled') order by e.id desc limit 1) last on true
      where f.state is distinct from
        case last.what when 'answered' then 'answered' when 'settled' then 'closed' when 'found' then 'open' when 'returned' then 'open' end`,
  },
  {
    name: 'inspection.findings',
    explanation: 'Kiến nghị chỉ có ở cuộc kiểm tra đã diễn ra; đã trả lời thì có câu trả lời.',
    offenders: () => sql<Offender>`
      select ${label} as subject, i.state || ': ' || f.state as detail
      from ${visits} join inspection_finding f on f.inspection_id = i.id
      where i.state in ('planned', 'cancelled') or (f.state = 'answered' and (f.answer is null or f.answered_at is null))`,
  },
];
