/** Mails to authors about screening and checking. Plain text; a line with only an address becomes a link. */
import type { Kysely } from 'kysely';
import { periodOf, periodStatus } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { linkTo } from '../message/address.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';

interface Reader {
  personId: string | null;
  fullName: string;
  email: string;
  /** has no address of the author but of the person who entered on their behalf */
  forOthers: boolean;
}

/**
 * Who reads a mail about each of these entries: its authors who have an address, and, where somebody entered on behalf of a
 * citizen, that person too.
 */
export async function readersOf(db: Kysely<DB>, entryIds: readonly string[]): Promise<Map<string, Reader[]>> {
  const readers = new Map<string, Reader[]>(entryIds.map((id) => [id, []]));
  if (entryIds.length === 0) return readers;
  const authors = await db
    .selectFrom('entry_author as a')
    .leftJoin('person as p', 'p.id', 'a.person_id')
    .select(['a.entry_id', 'a.person_id', 'a.full_name'])
    .select((eb) => eb.fn.coalesce('p.email', 'a.email').as('email'))
    .where('a.entry_id', 'in', [...entryIds])
    .where('a.declined_at', 'is', null)
    .orderBy('a.position')
    .execute();
  const creators = await db
    .selectFrom('entry as e')
    .innerJoin('person as p', 'p.id', 'e.created_by')
    .select(['e.id as entry_id', 'p.id as person_id', 'p.full_name', 'p.email', 'e.on_behalf'])
    .where('e.id', 'in', [...entryIds])
    .execute();
  const rows = [
    ...authors.map((row) => ({ ...row, forOthers: false, wanted: true })),
    ...creators.map((row) => ({ ...row, forOthers: row.on_behalf, wanted: row.on_behalf })),
  ];
  for (const row of rows) {
    const list = readers.get(row.entry_id);
    if (!list || !row.email || !row.wanted || list.some((one) => one.email === row.email)) continue;
    list.push({ personId: row.person_id, fullName: row.full_name, email: row.email, forOthers: row.forOthers });
  }
  return readers;
}

interface About {
  id: string;
  code: string | null;
  title: string;
}

/** Sends the same news about one entry to all who should read it. */
async function tell(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entry: About,
  readers: readonly Reader[],
  mail: { kind: string; subject: string; lines: string[] },
): Promise<void> {
  for (const reader of readers)
    await tx.send({
      kind: mail.kind,
      to: reader.email,
      toName: reader.fullName,
      personId: reader.personId,
      programmeId: programme.id,
      entryId: entry.id,
      subject: mail.subject,
      body: [
        `Kính gửi Ông/Bà ${reader.fullName},`,
        ...(reader.forOthers ? ['Ông/Bà đã nộp bài này thay tác giả. Xin báo lại cho tác giả.'] : []),
        ...mail.lines,
        linkTo(ctx.app, `/bai-du-thi/${entry.id}`),
        'Đây là thư tự động, xin không trả lời thư này.',
      ].join('\n\n'),
    });
}

const untilWhen = ({ doc }: StoredProgramme, now: Date): string[] => {
  const intake = periodOf(doc, 'intake');
  return intake && periodStatus(intake, now) === 'open'
    ? [`Hãy bổ sung rồi nộp lại trước khi hết hạn: ${formatDateTime(intake.to)}.`]
    : [];
};

type Args = { tx: Tx; ctx: Ctx; programme: StoredProgramme; entry: About; readers: readonly Reader[] };

export const tellReturned = ({ tx, ctx, programme, entry, readers }: Args, by: string, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.returned',
    subject: `Bài ${entry.code ?? ''} cần bổ sung`,
    lines: [`${by} trả lại bài ${entryName(entry)} để bổ sung. Lý do:`, reason, ...untilWhen(programme, ctx.now)],
  });

export const tellRejected = ({ tx, ctx, programme, entry, readers }: Args, unitName: string, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.rejected',
    subject: `Bài ${entry.code ?? ''} không được đơn vị chọn gửi về tỉnh`,
    lines: [`${unitName} đã sơ loại và không chọn bài ${entryName(entry)} để gửi về tỉnh. Lý do:`, reason],
  });

export const tellForwarded = ({ tx, ctx, programme, entry, readers }: Args, unitName: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.forwarded',
    subject: `Bài ${entry.code ?? ''} đã được gửi về tỉnh`,
    lines: [
      `${unitName} đã chọn và gửi bài ${entryName(entry)} về Ban Tổ chức ${programme.doc.name} lúc ${formatDateTime(ctx.now)}.`,
      'Tiếp theo, Tổ Thư ký kiểm tra điều kiện dự thi và hồ sơ. Ông/Bà không phải làm gì thêm.',
    ],
  });

export const tellTakenOver = ({ tx, ctx, programme, entry, readers }: Args) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.taken-over',
    subject: `Bài ${entry.code ?? ''} được nhận thẳng về tỉnh`,
    lines: [
      `Đơn vị chưa gửi bài ${entryName(entry)} về tỉnh nên Tổ Thư ký đã nhận thẳng. Bài vẫn dự thi; Ông/Bà không phải làm gì thêm.`,
    ],
  });

export const tellEligible = ({ tx, ctx, programme, entry, readers }: Args) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.eligible',
    subject: `Bài ${entry.code ?? ''} đủ điều kiện dự thi`,
    lines: [`Tổ Thư ký đã kiểm tra và xác nhận bài ${entryName(entry)} đủ điều kiện dự thi.`],
  });

export const tellDisqualified = (
  { tx, ctx, programme, entry, readers }: Args,
  clauseId: string,
  reason: string,
  contact: string | null,
) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.disqualified',
    subject: `Bài ${entry.code ?? ''} không đủ điều kiện dự thi`,
    lines: [
      `Bài ${entryName(entry)} bị loại khỏi ${programme.doc.name}. Căn cứ: ${clauseLabel(programme.doc, clauseId)}. Lý do:`,
      reason,
      contact
        ? `Nếu Ông/Bà cho rằng có nhầm lẫn, xin gửi ý kiến tới ${contact}.`
        : 'Nếu Ông/Bà cho rằng có nhầm lẫn, xin gửi ý kiến tới Ban Tổ chức.',
    ],
  });

export const tellReinstated = ({ tx, ctx, programme, entry, readers }: Args, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.reinstated',
    subject: `Bài ${entry.code ?? ''} được dự thi trở lại`,
    lines: [`Việc loại bài ${entryName(entry)} đã được hủy; bài dự thi trở lại. Lý do:`, reason],
  });
