/**
 * What must be true of the data at any time, each as a query for the rows that break it. They ship with the product: tests
 * run them after whole seasons, administrators and `lantoa check` run them on the real data.
 */
import { type RawBuilder, sql } from 'kysely';
import { checkInvariants as awardCheckInvariants } from '../award/checkInvariants.ts';
import { decisionInvariants } from '../award/decision/invariants.ts';
import { awardInvariants } from '../award/invariants.ts';
import { catalogueInvariants } from '../catalogue/invariants.ts';
import { councilInvariants } from '../council/invariants.ts';
import { brokenFreezes } from '../gallery/recount.ts';
import { importInvariants } from '../imports/invariants.ts';
import { figureInvariants } from '../indicator/invariants.ts';
import { inspectionInvariants } from '../inspection/invariants.ts';
import type { App } from '../platform/ctx.ts';
import { registerInvariants } from '../register/invariants.ts';
import { summaryInvariants } from '../summary/invariants.ts';
import { brokenSeal } from './seal.ts';

/** A row that breaks an invariant: what a person calls it, and what is wrong. */
interface Offender {
  subject: string;
  detail: string;
}

interface Invariant {
  /** stable: "entry.shares" */
  name: string;
  explanation: string;
  offenders(now: Date): RawBuilder<Offender>;
}

export interface InvariantResult {
  name: string;
  explanation: string;
  ok: boolean;
  /** at most 50 */
  offending: Offender[];
}

/** Entries that were handed in and are still in the contest or were judged in it. */
/** a contest of one round gives its prizes to entries that are eligible */
const hasFinal = sql`(p.doc @? '$.rounds[*] ? (@.kind == "final")')`;
const inContest = sql`('submitted','with-unit','eligible','shortlisted','not-shortlisted','awarded','not-awarded')`;
const entryLabel = sql`coalesce(e.code, e.id::text)`;
const obligationLabel = sql`u.name || ', ' || o.rule_id || ' ' || o.period`;
/** Role grants of `e.programme_id` that keep a person from being an author, as long as their term has not ended. */
const excludes = (now: Date) => sql`g.revoked_at is null and (g.valid_to is null or g.valid_to >= ${now})
  and (g.programme_id = e.programme_id or g.programme_id is null)
  and p.doc->'eligibility'->'excludedRoles' ? g.role`;

export const invariants: Invariant[] = [
  {
    name: 'entry.shares-sum',
    explanation: 'Tỷ lệ đóng góp của các tác giả trong một bài đã nộp cộng lại đúng 100%.',
    offenders: () => sql`
      select ${entryLabel} as subject, 'tổng ' || coalesce(sum(a.share)::text, 'trống') as detail
      from entry e left join entry_author a on a.entry_id = e.id and a.declined_at is null
      where e.state in ${inContest} group by e.id having sum(a.share) is distinct from 100`,
  },
  {
    name: 'entry.shares-min',
    explanation: 'Mỗi tác giả của một bài đã nộp đóng góp ít nhất bằng mức thể lệ quy định.',
    offenders: () => sql`
      select ${entryLabel} as subject, a.full_name || ': ' || coalesce(a.share::text, 'trống') as detail
      from entry e join programme p on p.id = e.programme_id join entry_author a on a.entry_id = e.id and a.declined_at is null
      where e.state in ${inContest}
        and (a.share is null or a.share < (p.doc->'eligibility'->>'minShare')::numeric)`,
  },
  {
    name: 'entry.excluded-authors',
    explanation: 'Người tổ chức, giám khảo, thư ký, giúp việc của cuộc thi không là tác giả trong cuộc thi đó.',
    offenders: (now) => sql`
      select ${entryLabel} as subject, a.full_name || ' là ' || g.role as detail
      from entry e join programme p on p.id = e.programme_id
      join entry_author a on a.entry_id = e.id and a.declined_at is null and (a.confirmed_at is not null or e.state <> 'draft')
      join person on person.id = a.person_id or person.email = a.email
      join role_grant g on g.person_id = person.id
      where e.state not in ('withdrawn','disqualified') and ${excludes(now)}`,
  },
  {
    name: 'entry.max-per-person',
    explanation: 'Không ai có tên trong nhiều bài dự thi hơn thể lệ cho phép, tính cả bài làm chung.',
    offenders: () => sql`
      select max(a.full_name) as subject, count(*) || ' bài: ' || string_agg(${entryLabel}, ', ' order by e.code) as detail
      from entry e join programme p on p.id = e.programme_id join entry_author a on a.entry_id = e.id and a.declined_at is null
      where e.state not in ('withdrawn','disqualified') and (a.confirmed_at is not null or e.state <> 'draft')
        and (a.person_id is not null or a.email is not null)
      group by p.id, coalesce(a.person_id::text, a.email)
      having count(*) > (p.doc->'eligibility'->'maxEntriesPerPerson'->>'value')::int`,
  },
  {
    name: 'entry.max-per-group',
    explanation: 'Không nhóm tác giả nào có nhiều bài dự thi hơn thể lệ cho phép.',
    offenders: () => sql`
      select max(g.names) as subject, count(*) || ' bài: ' || string_agg(g.label, ', ' order by g.label) as detail
      from (select e.programme_id, ${entryLabel} as label, string_agg(a.full_name, ', ' order by a.position) as names,
              array_agg(coalesce(a.person_id::text, a.email) order by coalesce(a.person_id::text, a.email)) as authors
            from entry e join entry_author a on a.entry_id = e.id
            where e.state not in ('draft','withdrawn','disqualified')
            group by e.id
            having count(*) > 1 and bool_and(a.declined_at is null and coalesce(a.person_id::text, a.email) is not null)) g
      join programme p on p.id = g.programme_id
      group by p.id, g.authors
      having count(*) > (p.doc->'eligibility'->'maxEntriesPerGroup'->>'value')::int`,
  },
  {
    name: 'gallery.consents',
    explanation: 'Bài đang đăng công khai có đủ đồng ý của mọi tác giả, và của người giám hộ nếu tác giả chưa đủ tuổi.',
    offenders: () => sql`
      select ${entryLabel} as subject, a.full_name || ': ' || (c.purpose->>'id') || ' (' || w.who || ')' as detail
      from gallery_item g join entry e on e.id = g.entry_id join programme p on p.id = g.programme_id
      cross join lateral (select value as purpose from jsonb_array_elements(p.doc->'gallery'->'consents')) c
      join entry_author a on a.entry_id = e.id and a.declined_at is null
      cross join (values ('author'), ('guardian')) w(who)
      where g.withdrawn_at is null and (c.purpose->>'needed')::boolean
        -- as it was when the work was posted: who has grown up since still had a guardian then
        and case w.who when 'author' then a.birth_year is null or date_part('year', g.posted_at) - a.birth_year >= 7
              else date_part('year', g.posted_at) - a.birth_year <= (p.doc->'gallery'->>'guardianBelowAge')::int end
        and not coalesce((select k.answer and k.version = (c.purpose->>'version')::int from publication_consent k
              where k.entry_author_id = a.id and k.purpose_id = c.purpose->>'id' and k.who = w.who
              order by k.id desc limit 1), false)`,
  },
  {
    name: 'entry.state-event',
    explanation: 'Trạng thái của mỗi bài đúng bằng bước cuối cùng trong lịch sử của bài.',
    offenders: () => sql`
      select ${entryLabel} as subject, e.state || ', lịch sử ghi ' || coalesce(last.to_state, 'không có') as detail
      from entry e left join lateral (select to_state from entry_event v where v.entry_id = e.id order by v.id desc limit 1) last on true
      where last.to_state is distinct from e.state and not (e.state = 'draft' and last.to_state is null)`,
  },
  {
    name: 'entry.event-chain',
    explanation: 'Mỗi bước trong lịch sử của một bài bắt đầu ở nơi bước trước kết thúc.',
    offenders: () => sql`
      select ${entryLabel} as subject, 'bước ' || v.id || ' từ ' || coalesce(v.from_state, 'đầu') || ', bước trước đến ' || v.before as detail
      from (select *, lag(to_state) over (partition by entry_id order by id) as before from entry_event) v
      join entry e on e.id = v.entry_id
      where v.before is not null and v.from_state is distinct from v.before`,
  },
  {
    name: 'entry.event-audited',
    explanation: 'Mỗi lần một bài đổi trạng thái có một dòng nhật ký cùng thời điểm.',
    offenders: () => sql`
      select ${entryLabel} as subject, v.to_state || ' lúc ' || v.at::text as detail
      from entry_event v join entry e on e.id = v.entry_id
      where not exists (select 1 from audit_event a where a.at = v.at
        and ((a.subject_kind = 'entry' and a.subject_id = v.entry_id::text) or a.programme_id = e.programme_id))`,
  },
  {
    name: 'entry.codes',
    explanation: 'Mã bài trong một cuộc thi liền nhau, không trùng, đúng với số tiếp theo của cuộc thi.',
    offenders: () => sql`
      select p.code as subject, n || ' mã, số lớn nhất ' || coalesce(top, 0) || ', số tiếp theo ' || p.next_entry_no as detail
      from programme p
      join lateral (select count(*) as n, max(substring(e.code from '(\\d+)$')::int) as top,
          count(*) filter (where e.code not like p.code || '-%') as foreign_codes
        from entry e where e.programme_id = p.id and e.code is not null) c on true
      where n <> p.next_entry_no - 1 or coalesce(top, 0) <> p.next_entry_no - 1 or foreign_codes > 0`,
  },
  {
    name: 'entry.submission',
    explanation: 'Mỗi bài đã nộp có bản chụp những gì đã nộp.',
    offenders: () => sql`
      select ${entryLabel} as subject, 'không có bản chụp' as detail from entry e
      where e.state in ${inContest} and (e.submitted_at is null
        or not exists (select 1 from entry_submission s where s.entry_id = e.id and s.stage = 'submission'))`,
  },
  {
    name: 'entry.files-ready',
    explanation: 'Tệp của bài đã nộp đã qua kiểm tra và sẵn sàng.',
    offenders: () => sql`
      select ${entryLabel} as subject, f.name || ': ' || f.state as detail
      from entry e join entry_file ef on ef.entry_id = e.id and ef.removed_at is null and ef.stage = 'submission'
      join file f on f.id = ef.file_id
      where e.state in ('eligible','shortlisted','not-shortlisted','awarded','not-awarded') and f.state <> 'ready'`,
  },
  {
    name: 'file.stored',
    explanation: 'Tệp sẵn sàng có nội dung, kích thước và mã băm.',
    offenders: () => sql`
      select f.id::text as subject, f.name as detail from file f
      where f.state = 'ready' and (f.storage_key is null or f.sha256 is null or f.size is null)`,
  },
  {
    name: 'list.fixed',
    explanation: 'Danh sách bài dự thi đã chốt còn nguyên: mã băm đúng với nội dung, từng dòng đúng với bản đã chốt.',
    offenders: () => sql`
      select p.code as subject, 'danh sách chốt lúc ' || l.closed_at::text as detail
      from entry_list l join programme p on p.id = l.programme_id
      where encode(sha256(convert_to(l.snapshot, 'UTF8')), 'hex') <> l.sha256
        or (select array_agg(x->>'code' || ' ' || (x->>'title') order by (x->>'no')::int) from jsonb_array_elements(l.snapshot::jsonb->'entries') x)
           is distinct from
           (select array_agg(n.code || ' ' || n.title order by n.no) from entry_list_line n where n.programme_id = l.programme_id and n.added_at is null)`,
  },
  {
    name: 'screening.chosen',
    explanation: 'Sau khi chốt sơ loại, bài được chọn đã vào vòng sau, bài không chọn thì không.',
    offenders: () => sql`
      select ${entryLabel} as subject, r.decision || ', ' || e.state as detail
      from agency_review r join entry e on e.id = r.entry_id
      join decision d on d.programme_id = e.programme_id and d.kind = 'finalists' and d.published_at is not null
      where e.state not in ('withdrawn','disqualified')
        and ((r.decision = 'choose' and e.state not in ('shortlisted','awarded','not-awarded'))
          or (r.decision = 'refuse' and e.state <> 'not-shortlisted'))`,
  },
  {
    name: 'gallery.shown',
    explanation: 'Bài đang có trên thư viện đã được chọn vào vòng sau, còn dự thi, và video của bài sẵn sàng.',
    offenders: () => sql`
      select g.code as subject, e.state || ', video ' || f.state as detail
      from gallery_item g join entry e on e.id = g.entry_id join file f on f.id = g.file_id
      where g.withdrawn_at is null and (e.state not in ('shortlisted','awarded','not-awarded') or f.state <> 'ready')`,
  },
  {
    name: 'judging.one-sheet',
    explanation: 'Mỗi giám khảo có nhiều nhất một phân công còn hiệu lực cho một bài trong một vòng.',
    offenders: () => sql`
      select a.entry_id::text as subject, a.round_id || ': ' || count(*) || ' phân công' as detail
      from assignment a where a.withdrawn_at is null
      group by a.programme_id, a.round_id, a.entry_id, a.judge_id having count(*) > 1`,
  },
  {
    name: 'judging.no-conflict',
    explanation: 'Không phân công còn hiệu lực nào vướng xung đột lợi ích.',
    offenders: () => sql`
      select ${entryLabel} as subject, j.full_name || ': ' || c.reason as detail
      from assignment a join conflict c on c.judge_id = a.judge_id and c.entry_id = a.entry_id and c.lifted_at is null
      join entry e on e.id = a.entry_id join person j on j.id = a.judge_id
      where a.withdrawn_at is null`,
  },
  {
    name: 'judging.own-entry',
    explanation: 'Không giám khảo nào được phân công chấm bài của chính mình.',
    offenders: () => sql`
      select ${entryLabel} as subject, j.full_name as detail
      from assignment a join entry e on e.id = a.entry_id join person j on j.id = a.judge_id
      join entry_author w on w.entry_id = e.id and w.declined_at is null and (w.person_id = j.id or w.email = j.email)
      where a.withdrawn_at is null`,
  },
  {
    name: 'judging.totals',
    explanation: 'Tổng điểm của phiếu đã ký bằng tổng điểm các tiêu chí nhân hệ số, và đủ mọi tiêu chí.',
    offenders: () => sql`
      select ${entryLabel} as subject, j.full_name || ': ghi ' || coalesce(s.total::text, 'trống') || ', tính ' || coalesce(sum(x.value * (c->>'weight')::numeric)::text, 'trống') as detail
      from score_sheet s join assignment a on a.id = s.assignment_id join entry e on e.id = a.entry_id
      join person j on j.id = a.judge_id join programme p on p.id = a.programme_id
      cross join lateral jsonb_array_elements(p.doc->'rounds') r
      cross join lateral jsonb_array_elements(r->'rubric'->'criteria') c
      left join score x on x.assignment_id = s.assignment_id and x.criterion_id = c->>'id'
      where s.state = 'signed' and r->>'id' = a.round_id
      group by e.id, j.id, s.assignment_id
      having s.total is distinct from round(sum(x.value * (c->>'weight')::numeric), 3) or bool_or(x.value is null)`,
  },
  {
    name: 'judging.scale',
    explanation: 'Điểm của phiếu đã ký nằm trong thang điểm của tiêu chí.',
    offenders: () => sql`
      select ${entryLabel} as subject, j.full_name || ': ' || (c->>'name') || ' ' || x.value as detail
      from score_sheet s join assignment a on a.id = s.assignment_id join entry e on e.id = a.entry_id
      join person j on j.id = a.judge_id join programme p on p.id = a.programme_id
      cross join lateral jsonb_array_elements(p.doc->'rounds') r
      cross join lateral jsonb_array_elements(r->'rubric'->'criteria') c
      join score x on x.assignment_id = s.assignment_id and x.criterion_id = c->>'id'
      where s.state = 'signed' and r->>'id' = a.round_id
        and (x.value < (c->>'min')::numeric or x.value > (c->>'max')::numeric)`,
  },
  {
    name: 'judging.closed-signed',
    explanation: 'Vòng đã chốt không còn phiếu chưa ký của phân công còn hiệu lực.',
    offenders: () => sql`
      select ${entryLabel} as subject, a.round_id || ': phiếu chưa ký' as detail
      from round_state r join assignment a on a.programme_id = r.programme_id and a.round_id = r.round_id and a.withdrawn_at is null
      join entry e on e.id = a.entry_id left join score_sheet s on s.assignment_id = a.id
      where r.state = 'closed' and s.state is distinct from 'signed' and e.state not in ('withdrawn','disqualified')`,
  },
  {
    name: 'judging.judge-role',
    explanation: 'Phân công còn hiệu lực chỉ dành cho người từng được giao vai trò giám khảo của cuộc thi.',
    offenders: () => sql`
      select ${entryLabel} as subject, j.full_name as detail
      from assignment a join entry e on e.id = a.entry_id join person j on j.id = a.judge_id
      where a.withdrawn_at is null and not exists (select 1 from role_grant g
        where g.person_id = a.judge_id and g.role in ('judge','jury-chair') and g.programme_id = a.programme_id)`,
  },
  {
    name: 'result.counts',
    explanation: 'Số giải còn hiệu lực của mỗi hạng không vượt số giải trong thể lệ.',
    offenders: () => sql`
      select p.code as subject, (t->>'name') || ': ' || count(w.id) || '/' || (t->>'count') as detail
      from programme p cross join lateral jsonb_array_elements(p.doc->'prizes'->'tiers') t
      join award w on w.programme_id = p.id and w.tier_id = t->>'id' and w.revoked_at is null
      where t->>'count' is not null
      group by p.id, t having count(w.id) > (t->>'count')::int`,
  },
  {
    name: 'result.amounts',
    explanation: 'Số tiền của mỗi giải bằng mức của hạng giải trong thể lệ.',
    offenders: () => sql`
      select ${entryLabel} as subject, w.tier_id || ': ' || w.amount || ' đồng' as detail
      from award w join entry e on e.id = w.entry_id join programme p on p.id = w.programme_id
      left join lateral (select t from jsonb_array_elements(p.doc->'prizes'->'tiers') t where t->>'id' = w.tier_id) tier on true
      where w.revoked_at is null and w.amount is distinct from (tier.t->>'amount')::bigint`,
  },
  {
    name: 'result.shortlisted',
    explanation: 'Chỉ bài đã vào chung khảo mới có giải.',
    offenders: () => sql`
      select ${entryLabel} as subject, w.tier_id as detail from award w join entry e on e.id = w.entry_id
      join programme p on p.id = w.programme_id
      where w.revoked_at is null and ${hasFinal}
        and not exists (select 1 from entry_event v where v.entry_id = e.id and v.to_state = 'shortlisted')`,
  },
  {
    name: 'result.state',
    explanation: 'Bài có giải còn hiệu lực thì còn trong cuộc thi, và bài “đạt giải” thì có giải.',
    offenders: () => sql`
      select ${entryLabel} as subject, e.state || case when w.id is null then ', không có giải' else ', giải ' || w.tier_id end as detail
      from entry e join programme p on p.id = e.programme_id
      left join award w on w.entry_id = e.id and w.revoked_at is null
      where (w.id is not null and e.state not in ('shortlisted','awarded') and not (e.state = 'eligible' and not ${hasFinal}))
        or (w.id is null and e.state = 'awarded')`,
  },
  {
    name: 'result.side',
    explanation: 'Giải phụ trao theo lượt tương tác đã chốt, cho bài có trong số liệu chốt; giải theo điểm thì không.',
    offenders: () => sql`
      select ${entryLabel} as subject, w.tier_id as detail
      from award w join entry e on e.id = w.entry_id join programme p on p.id = w.programme_id
      left join lateral (select t from jsonb_array_elements(p.doc->'prizes'->'tiers') t where t->>'id' = w.tier_id) tier on true
      where w.revoked_at is null
        and (w.side is distinct from (coalesce(tier.t->>'basis', 'ranking') = 'interactions')
          or (w.side and not exists (select 1 from interaction_frozen r join interaction_freeze f on f.id = r.freeze_id
            where f.programme_id = w.programme_id and r.entry_id = w.entry_id)))`,
  },
  {
    name: 'certificate.authors',
    explanation: 'Giấy chứng nhận còn hiệu lực ứng với một tác giả của bài đạt giải còn hiệu lực.',
    offenders: () => sql`
      select c.code as subject, c.recipient as detail from certificate c join award w on w.id = c.award_id
      join entry_author a on a.id = c.entry_author_id
      where c.revoked_at is null and (w.revoked_at is not null or w.entry_id <> c.entry_id
        or a.entry_id <> c.entry_id or a.declined_at is not null)`,
  },
  {
    name: 'certificate.each-author',
    explanation: 'Khi giấy chứng nhận của một giải đã phát hành thì mỗi tác giả có một tờ.',
    offenders: () => sql`
      select ${entryLabel} as subject, a.full_name || ' chưa có giấy chứng nhận' as detail
      from award w join entry e on e.id = w.entry_id
      join entry_author a on a.entry_id = e.id and a.declined_at is null
      where w.revoked_at is null
        and exists (select 1 from certificate c where c.award_id = w.id)
        and not exists (select 1 from certificate c
          where c.award_id = w.id and c.revoked_at is null and c.entry_author_id = a.id)`,
  },
  {
    name: 'gallery.likes-one',
    explanation: 'Mỗi người và mỗi hộp thư có nhiều nhất một lượt thích còn hiệu lực cho một tác phẩm.',
    offenders: () => sql`
      select i.code as subject, count(*) || ' lượt thích của một người hoặc một hộp thư' as detail
      from gallery_item i join gallery_like l on l.entry_id = i.entry_id and l.taken_back_at is null
      cross join lateral (values ('p:' || l.person_id), ('m:' || l.mailbox)) who(who)
      where who.who is not null group by i.code, who.who having count(*) > 1`,
  },
  {
    name: 'gallery.likes-time',
    explanation: 'Không lượt thích nào có trước giờ mở bình chọn hoặc trước khi tác phẩm được đăng.',
    offenders: () => sql`
      select i.code as subject, l.at::text as detail
      from gallery_like l join gallery_item i on i.entry_id = l.entry_id join programme p on p.id = l.programme_id
      where p.doc->'interaction' is null or l.at < (p.doc->'interaction'->>'from')::timestamptz or l.at < i.posted_at
        or l.programme_id <> i.programme_id`,
  },
  {
    name: 'gallery.likes-own',
    explanation: 'Tác giả không thích tác phẩm của chính mình.',
    offenders: () => sql`
      select i.code as subject, 'lượt thích số ' || l.id as detail
      from gallery_like l join gallery_item i on i.entry_id = l.entry_id
      join entry_author a on a.entry_id = l.entry_id and a.person_id = l.person_id and a.declined_at is null
      where l.taken_back_at is null and l.voided_at is null`,
  },
  {
    name: 'gallery.shares-opened',
    explanation: 'Liên kết chia sẻ chỉ được tính khi trình duyệt khác mở, sau khi được chia sẻ.',
    offenders: () => sql`
      select i.code as subject, 'liên kết số ' || s.id as detail
      from gallery_share s join gallery_item i on i.entry_id = s.entry_id
      where s.opened_at < s.at or (s.opened_at is not null and s.opened_device = s.device)`,
  },
  {
    name: 'people.email-form',
    explanation: 'Địa chỉ thư điện tử được lưu bằng chữ thường, không có khoảng trắng.',
    offenders: () => sql`
      select id::text as subject, email as detail from person where email <> lower(btrim(email))`,
  },
  {
    name: 'people.admin',
    explanation: 'Khi đã có tài khoản thì có ít nhất một quản trị viên còn hiệu lực.',
    offenders: (now) => sql`
      select 'hệ thống' as subject, 'không có quản trị viên' as detail
      where exists (select 1 from person where password_hash is not null)
        and not exists (select 1 from role_grant g join person on person.id = g.person_id
          where g.role = 'admin' and g.revoked_at is null and person.disabled_at is null
            and (g.valid_to is null or g.valid_to >= ${now}))`,
  },
  {
    name: 'people.unit-parents',
    explanation: 'Cây đơn vị không có vòng, vào bất cứ ngày nào.',
    offenders: () => sql`
      with recursive stay as (
        select unit_id, parent_id, valid_from as since, valid_to as until from unit_placement
        union all
        select u.id, u.parent_id, (select max(p.valid_to) + 1 from unit_placement p where p.unit_id = u.id), null from unit u
      ), day as (select distinct coalesce(since, '-infinity') as d from stay),
      up as (
        select d, unit_id as id, parent_id, array[unit_id] as path, false as circle
          from day join stay on d <@ daterange(since, until, '[]')
        union all
        select up.d, up.id, s.parent_id, up.path || s.unit_id, s.unit_id = any (up.path)
          from up join stay s on s.unit_id = up.parent_id and up.d <@ daterange(s.since, s.until, '[]') where not up.circle
      ) select distinct unit.code as subject, unit.name as detail from up join unit on unit.id = up.id where circle`,
  },
  {
    name: 'people.unit-spans',
    explanation: 'Tên cũ và nơi trực thuộc cũ của đơn vị nằm trong thời gian đơn vị hoạt động.',
    offenders: () => sql`
      select u.code as subject, 'đến ' || s.valid_to as detail
      from (select unit_id, valid_from, valid_to from unit_name union all select unit_id, valid_from, valid_to from unit_placement) s
      join unit u on u.id = s.unit_id
      where s.valid_to < u.valid_from or s.valid_from < u.valid_from or s.valid_to >= u.valid_to`,
  },
  {
    name: 'people.unit-successors',
    explanation:
      'Chỉ đơn vị đã kết thúc có đơn vị kế thừa; phần của các đơn vị kế thừa để trống cả, hoặc cộng lại đúng bằng 1.',
    offenders: () => sql`
      select u.code as subject, coalesce(sum(s.share)::text, 'chưa kết thúc') as detail
      from unit_successor s join unit u on u.id = s.unit_id group by u.id
      having u.valid_to is null or (count(s.share) > 0 and (count(s.share) < count(*) or sum(s.share) <> 1))`,
  },
  {
    name: 'programme.version',
    explanation: 'Bản đang dùng của mỗi cuộc thi là bản mới nhất trong lịch sử sửa đổi.',
    offenders: () => sql`
      select p.code as subject, 'bản ' || p.version || ', lịch sử đến ' || coalesce(max(v.version)::text, 'trống') as detail
      from programme p left join programme_version v on v.programme_id = p.id
      group by p.id having max(v.version) is distinct from p.version`,
  },
  {
    name: 'message.sending',
    explanation: 'Không thư nào ở trạng thái “đang gửi” quá một giờ.',
    // The row does not say since when it is being sent; its age is the upper bound.
    offenders: (now) => sql`
      select m.id::text as subject, m.subject as detail from message m
      where m.state = 'sending' and m.created_at < ${new Date(now.getTime() - 3600_000)}`,
  },
  {
    name: 'message.sent-at',
    explanation: 'Thư “đã gửi” có giờ gửi, thư khác thì không.',
    offenders: () => sql`
      select id::text as subject, state as detail from message where (state = 'sent') <> (sent_at is not null)`,
  },
  {
    name: 'report.fingerprint',
    explanation: 'Kế hoạch, báo cáo đã nộp còn nguyên như mã SHA-256 ghi lúc nộp.',
    offenders: () => sql`
      select u.name || ', ' || o.rule_id || ' ' || o.period as subject, 'lần nộp ' || s.no as detail
      from unit_report_submission s join unit_report r on r.id = s.report_id
      join obligation o on o.id = r.obligation_id join unit u on u.id = o.unit_id
      where s.sha256 <> encode(sha256(convert_to(s.content::text, 'UTF8')), 'hex')`,
  },
  {
    name: 'report.submitted',
    explanation: 'Mỗi kế hoạch, báo cáo đang chờ xem hoặc đã chấp nhận đều có bản đã nộp, vào đúng lúc sổ việc ghi.',
    offenders: () => sql`
      select u.name || ', ' || o.rule_id || ' ' || o.period as subject,
             coalesce('nộp lúc ' || (array_agg(s.submitted_at order by s.no desc))[1], 'không có bản đã nộp') as detail
      from obligation o join unit u on u.id = o.unit_id
      left join unit_report r on r.obligation_id = o.id left join unit_report_submission s on s.report_id = r.id
      where o.state in ('submitted', 'accepted')
        -- what asks only for figures is handed in with them
        and not exists (select from programme p, jsonb_array_elements(p.doc->'obligations') rule
          where p.id = o.programme_id and rule->>'id' = o.rule_id and rule->>'kind' = 'values')
      group by o.id, u.name having (array_agg(s.submitted_at order by s.no desc))[1] is distinct from o.submitted_at`,
  },
  {
    name: 'obligation.course',
    explanation: 'Ngày gửi lần đầu, gửi gần nhất và chấp nhận của mỗi việc phải nộp đúng thứ tự và hợp với trạng thái.',
    offenders: () => sql`
      select ${obligationLabel} as subject, o.state || ': ' || concat_ws(', ', o.first_submitted_at, o.submitted_at, o.accepted_at) as detail
      from obligation o join unit u on u.id = o.unit_id
      where o.first_submitted_at > o.submitted_at or o.submitted_at > o.accepted_at
         or (o.state in ('submitted', 'returned', 'accepted') and o.submitted_at is null)
         or (o.state in ('not-started', 'draft') and o.submitted_at is not null)
         or (o.state = 'returned' and o.returned_at is null)
         or (o.state = 'not-started' and o.started_at is not null)`,
  },
  {
    name: 'obligation.state-event',
    explanation: 'Trạng thái của mỗi việc phải nộp đúng bằng bước cuối cùng trong lịch sử.',
    offenders: () => sql`
      select ${obligationLabel} as subject, o.state || ', lịch sử ghi ' || coalesce(last.to_state, 'không có') as detail
      from obligation o join unit u on u.id = o.unit_id
      left join lateral (select to_state from obligation_event v where v.obligation_id = o.id order by v.id desc limit 1) last on true
      where last.to_state is distinct from o.state and not (o.state = 'not-started' and last.to_state is null)`,
  },
  {
    name: 'obligation.unit-life',
    explanation: 'Không đơn vị nào còn nợ việc có hạn nằm ngoài thời gian đơn vị hoạt động.',
    offenders: () => sql`
      select ${obligationLabel} as subject, 'hạn ' || to_char(o.due_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') as detail
      from obligation o join unit u on u.id = o.unit_id join programme p on p.id = o.programme_id
      where p.status = 'published' and o.state in ('not-started', 'draft', 'returned') and o.exempted_at is null
        and not (o.due_at at time zone 'Asia/Ho_Chi_Minh')::date <@ daterange(u.valid_from, u.valid_to, '[]')`,
  },
  {
    name: 'obligation.exempt-silent',
    explanation: 'Việc đã được miễn thì không còn lời nhắc nào gửi đi sau đó.',
    offenders: () => sql`
      select ${obligationLabel} as subject, r.kind || ' lúc ' || r.at as detail
      from obligation o join unit u on u.id = o.unit_id join obligation_reminder r on r.obligation_id = o.id
      where o.exempted_at is not null and r.at > o.exempted_at`,
  },
  {
    name: 'example.photo-rights',
    explanation: 'Mọi ảnh của điển hình đã công bố đều được cam đoan là người trong ảnh đồng ý.',
    offenders: () => sql`
      select e.code as subject, 'ảnh ' || p.file_id as detail
      from good_example e join good_example_photo p on p.example_id = e.id and p.removed_at is null
      where e.state = 'published' and not p.consent_said`,
  },
  {
    name: 'example.replicas',
    explanation: 'Việc nhân rộng đã xác nhận là của đơn vị khác và có lúc quyết định.',
    offenders: () => sql`
      select e.code as subject, u.name || ': ' || r.state as detail
      from good_example_replica r join good_example e on e.id = r.example_id join unit u on u.id = r.unit_id
      where r.unit_id = e.unit_id or (r.state = 'said') <> (r.decided_at is null)`,
  },
  {
    name: 'example.states',
    explanation: 'Trạng thái của mỗi điển hình đúng với bước cuối cùng trong diễn biến của nó.',
    offenders: () => sql`
      select e.code as subject, e.state || ', bước cuối: ' || coalesce(h.what, 'không có') as detail
      from good_example e
      left join lateral (select what from good_example_event where example_id = e.id order by id desc limit 1) h on true
      where h.what is distinct from e.state`,
  },
  ...figureInvariants,
  ...importInvariants,
  ...summaryInvariants,
  ...inspectionInvariants,
  ...awardInvariants,
  ...registerInvariants,
  ...awardCheckInvariants,
  ...catalogueInvariants,
  ...councilInvariants,
  ...decisionInvariants,
];

const shown = 50;

/** Checks every invariant and the seal of the audit log. Reads only; safe on a running system. */
export async function checkInvariants(app: Pick<App, 'db' | 'clock'>): Promise<InvariantResult[]> {
  const now = app.clock.now();
  const results: InvariantResult[] = [];
  // One snapshot for all, so that an act between two queries cannot look like a broken rule.
  await app.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      for (const { name, explanation, offenders } of invariants) {
        const { rows } =
          await sql<Offender>`select subject, detail from (${offenders(now)}) as o limit ${shown}`.execute(db);
        results.push({ name, explanation, ok: rows.length === 0, offending: rows });
      }
      const freezes = await brokenFreezes(db);
      results.push({
        name: 'interaction.freeze',
        explanation:
          'Mỗi lần chốt lượt tương tác có chữ ký đúng và tự khớp; đếm lại từ từng lượt ra đúng số liệu chốt lần cuối.',
        ok: freezes.length === 0,
        offending: freezes.slice(0, shown),
      });
      const broken = await brokenSeal(db);
      results.push({
        name: 'ledger.seal',
        explanation: 'Chuỗi niêm của nhật ký liền mạch từ dòng đầu đến dòng đã niêm cuối cùng.',
        ok: broken === null,
        offending: broken === null ? [] : [{ subject: `dòng niêm ${broken}`, detail: 'mã băm không khớp' }],
      });
    });
  return results;
}
