import type { Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.ts';

const eventLabels: Record<string, string> = {
  start: 'Bắt đầu soạn',
  submit: 'Gửi',
  withdraw: 'Rút lại',
  return: 'Trả lại để sửa',
  accept: 'Chấp nhận',
  exempt: 'Miễn',
  unexempt: 'Bỏ miễn',
  due: 'Đổi hạn',
};

const reminderLabel = (kind: string): string => {
  const [what, ...rest] = kind.split('-');
  if (what === 'before') return `Nhắc trước hạn ${rest[0]} ngày`;
  if (what === 'after') return `Nhắc sau hạn ${rest[0]} ngày`;
  if (what === 'returned') return `Nhắc sửa, ${rest.at(-1)} ngày sau khi trả lại`;
  return what === 'manual' ? 'Nhắc trực tiếp' : 'Báo đơn vị cấp trên, cơ quan thường trực';
};

export interface ObligationMoment {
  key: string;
  at: Date;
  label: string;
  by: string | null;
  reason: string | null;
  reminder: boolean;
}

/** What happened to an obligation, reminders included, the newest first. */
export async function obligationHistory(db: Kysely<DB>, obligationId: string): Promise<ObligationMoment[]> {
  const [events, reminders] = await Promise.all([
    db
      .selectFrom('obligation_event')
      .selectAll()
      .where('obligation_id', '=', obligationId)
      .orderBy('id', 'desc')
      .execute(),
    db
      .selectFrom('obligation_reminder')
      .selectAll()
      .where('obligation_id', '=', obligationId)
      .orderBy('at', 'desc')
      .execute(),
  ]);
  return [
    ...events.map((event) => ({
      key: `e${event.id}`,
      at: event.at,
      label: eventLabels[event.what] ?? event.what,
      by: event.by_name,
      reason: event.reason,
      reminder: false,
    })),
    ...reminders.map((one) => ({
      key: `r${one.due_at.toISOString()}${one.kind}`,
      at: one.at,
      label: reminderLabel(one.kind),
      by: null,
      reason: null,
      reminder: true,
    })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
}
