import { type Kysely, sql } from 'kysely';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { endOfDay, formatDate, formatTimeSeconds, parseViDateIso, startOfDay } from '#lib/domain/kernel/time.ts';
import { canReadAudit } from '../people/policy.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { csvText } from '../platform/tables/write.ts';
import { brokenSeal } from './seal.ts';

export interface AuditFilter {
  /** "entry.submit", or the noun with a dot: "entry." */
  act?: string;
  /** name of the actor */
  person?: string;
  actorId?: string;
  subjectKind?: string;
  subjectId?: string;
  programmeId?: string;
  /** days as typed or as date inputs send them; inclusive */
  from?: string;
  to?: string;
  /** words of the sentence */
  q?: string;
  page?: number;
  /** without what the public does in galleries: thousands of votes would hide the acts of people */
  hideVotes?: boolean;
}

const publicVotes = [
  'gallery.like',
  'gallery.take-back-like',
  'gallery.request-vote',
  'gallery.confirm-vote',
  'gallery.share',
  'gallery.open-share',
];

export const auditPageSize = 100;
const exportLimit = 100_000;

export const channelLabels = { web: 'Trang web', cli: 'Dòng lệnh', job: 'Tự động', api: 'API' };

/** First words of acts as people call them, for the filter. */
export const actGroups: Record<string, string> = {
  person: 'Tài khoản',
  session: 'Đăng nhập, đăng xuất',
  role: 'Vai trò',
  unit: 'Đơn vị',
  programme: 'Cuộc thi',
  entry: 'Bài dự thi',
  file: 'Tệp',
  screening: 'Sơ loại',
  list: 'Danh sách bài dự thi',
  agency: 'Sơ loại của cơ quan thường trực',
  gallery: 'Thư viện, bình chọn',
  interaction: 'Chốt lượt tương tác',
  external: 'Số liệu trang ngoài',
  vote: 'Rà soát lượt tương tác',
  task: 'Nhiệm vụ',
  judging: 'Chấm thi',
  assignment: 'Phân công chấm',
  sheet: 'Phiếu chấm',
  round: 'Vòng thi',
  result: 'Kết quả',
  award: 'Giải thưởng',
  certificate: 'Giấy chứng nhận',
  news: 'Tin tức',
  document: 'Văn bản',
  initiative: 'Sổ sáng kiến',
  message: 'Thư',
  clock: 'Đồng hồ',
};

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const matching = (db: Kysely<DB>, filter: AuditFilter) => {
  let query = db.selectFrom('audit_event');
  const actName = clean(filter.act ?? '');
  if (actName.endsWith('.')) query = query.where('act', 'like', like(actName).slice(1));
  else if (actName) query = query.where('act', '=', actName);
  if (filter.hideVotes) query = query.where('act', 'not in', publicVotes);
  if (isUuid(filter.actorId)) query = query.where('actor_id', '=', filter.actorId);
  const person = fold(filter.person ?? '');
  if (person) query = query.where(sql`lower(unaccent(actor_name))`, 'like', like(person));
  const words = fold(filter.q ?? '');
  if (words) query = query.where(sql`lower(unaccent(summary))`, 'like', like(words));
  if (filter.subjectKind) query = query.where('subject_kind', '=', filter.subjectKind);
  if (filter.subjectId) query = query.where('subject_id', '=', filter.subjectId);
  if (isUuid(filter.programmeId)) query = query.where('audit_event.programme_id', '=', filter.programmeId);
  const [from, to] = [parseViDateIso(filter.from ?? ''), parseViDateIso(filter.to ?? '')];
  if (from) query = query.where('at', '>=', startOfDay(from));
  if (to) query = query.where('at', '<=', endOfDay(to));
  return query;
};

/** Events that match, newest first, a page at a time. */
export async function auditEvents(ctx: Ctx, filter: AuditFilter) {
  requireAllowed(canReadAudit(ctx));
  const page = Math.max(1, filter.page ?? 1);
  const [events, count] = await Promise.all([
    matching(ctx.app.db, filter)
      .leftJoin('programme', 'programme.id', 'audit_event.programme_id')
      .select([
        'audit_event.id',
        'at',
        'actor_id as actorId',
        'actor_name as actorName',
        'channel',
        'act',
        'subject_kind as subjectKind',
        'subject_id as subjectId',
        'summary',
        'changes',
        'ip',
        'request_id as requestId',
        'seal_no as sealNo',
        sql<string | null>`programme.doc->>'shortName'`.as('programmeName'),
      ])
      .orderBy('audit_event.id', 'desc')
      .limit(auditPageSize)
      .offset((page - 1) * auditPageSize)
      .execute(),
    matching(ctx.app.db, filter)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
  ]);
  return { events, total: count.n, page };
}

/** The same as CSV for Excel; at most 100,000 rows. */
export async function auditCsv(ctx: Ctx, filter: AuditFilter): Promise<string> {
  requireAllowed(canReadAudit(ctx));
  const rows = await matching(ctx.app.db, filter).selectAll().orderBy('id').limit(exportLimit).execute();
  return csvText([
    [
      'Số',
      'Ngày',
      'Giờ',
      'Người',
      'Kênh',
      'Việc',
      'Nội dung',
      'Đối tượng',
      'Mã đối tượng',
      'Thay đổi',
      'Địa chỉ mạng',
      'Số niêm',
      'Mã băm',
    ],
    ...rows.map((row) => [
      row.id,
      formatDate(row.at),
      formatTimeSeconds(row.at),
      row.actor_name,
      channelLabels[row.channel],
      row.act,
      row.summary,
      row.subject_kind,
      row.subject_id,
      JSON.stringify(row.changes),
      row.ip,
      row.seal_no,
      row.hash,
    ]),
  ]);
}

/** How far the log is sealed, and on demand whether the chain is unbroken (walks the whole log). */
export async function sealState(ctx: Ctx, args: { walk: boolean }) {
  requireAllowed(canReadAudit(ctx));
  const { db } = ctx.app;
  const [last, open] = await Promise.all([
    db
      .selectFrom('audit_event')
      .select(['seal_no', 'hash', 'at'])
      .where('seal_no', 'is not', null)
      .orderBy('seal_no', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('audit_event')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('seal_no', 'is', null)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    sealedTo: last?.seal_no ?? 0,
    hash: last?.hash ?? null,
    sealedAt: last?.at ?? null,
    open: open.n,
    brokenAt: args.walk ? await brokenSeal(db) : undefined,
  };
}
