import { sql } from 'kysely';

const label = sql`u.name || ', ' || v.indicator_id || ' ' || v.period`;
const rows = sql`indicator_value v join unit u on u.id = v.unit_id`;
const firstMonth = sql`case when v.period ~ 'H' then (right(v.period, 1)::int - 1) * 6 + 1
  when v.period ~ 'Q' then (right(v.period, 1)::int - 1) * 3 + 1 else 1 end`;
const months = sql`case when v.period ~ 'H' then 6 when v.period ~ 'Q' then 3 else 12 end`;

/** What must be true of figures at any time; the ledger runs them with its own. */
export const figureInvariants = [
  {
    name: 'figure.official',
    explanation: 'Số chính thức của mỗi số liệu đúng bằng bản đã khóa; số liệu đang khóa không có bản mới hơn.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, 'bản chính thức ' || v.official_version || ' khác bản đã ghi' as detail
      from ${rows} left join indicator_value_version w on w.value_id = v.id and w.version = v.official_version
      where v.official_version is not null and (w.version is null
        or (v.official_numerator, v.official_denominator, v.official_value) is distinct from (w.numerator, w.denominator, w.value)
        or (v.state = 'locked' and v.official_version <> v.version))`,
  },
  {
    name: 'figure.versions',
    explanation: 'Các bản của mỗi số liệu liền nhau từ 1, và bản cuối đúng bằng số đang ghi.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, 'bản ' || v.version || ', lịch sử có ' || count(w.version) as detail
      from ${rows} left join indicator_value_version w on w.value_id = v.id
      group by v.id, u.name
      having count(w.version) <> v.version or max(w.version) is distinct from v.version or min(w.version) is distinct from 1
        or not bool_or(w.version = v.version
          and (w.numerator, w.denominator, w.value) is not distinct from (v.numerator, v.denominator, v.value))`,
  },
  {
    name: 'figure.parts',
    explanation: 'Tỷ lệ có tử số, mẫu số thì đúng bằng tử số chia mẫu số nhân 100.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, w.numerator || ' / ' || w.denominator || ' ghi ' || coalesce(w.value::text, 'trống') as detail
      from ${rows} join indicator_value_version w on w.value_id = v.id
      where w.denominator is not null and round(w.numerator * 100 / w.denominator, 6) is distinct from round(w.value, 6)`,
  },
  {
    name: 'figure.unit-period',
    explanation: 'Không số liệu nào của một đơn vị ở kỳ mà đơn vị chưa có hoặc không còn.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, 'đơn vị có từ ' || coalesce(u.valid_from::text, '…') || ' đến ' || coalesce(u.valid_to::text, '…') as detail
      from ${rows} cross join lateral (select make_date(left(v.period, 4)::int, ${firstMonth}, 1) as first) p
      where u.valid_to < p.first or u.valid_from > (p.first + make_interval(months => ${months}) - interval '1 day')::date`,
  },
  {
    name: 'figure.approval',
    explanation: 'Số liệu đã xác nhận hoặc đã khóa đã qua các bước gửi, xác nhận; số liệu đã gửi có giờ gửi.',
    offenders: () => sql<{ subject: string; detail: string }>`
      select ${label} as subject, v.state as detail from ${rows}
      where (v.state in ('submitted', 'verified', 'locked') and (v.submitted_at is null or v.completed_at is null))
        or (v.state in ('verified', 'locked') and v.verified_at is null)
        or (v.state in ('entered', 'complete', 'submitted', 'returned') and v.verified_at is not null)`,
  },
];
