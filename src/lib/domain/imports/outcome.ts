/** What becomes of the rows of a file. */
export const rowOutcomes = ['created', 'changed', 'same', 'refused'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

export const outcomeNames: Record<RowOutcome, string> = {
  created: 'Mới',
  changed: 'Thay đổi',
  same: 'Giữ nguyên',
  refused: 'Không nhận',
};

export const outcomeTones = { created: 'good', changed: 'info', same: 'plain', refused: 'bad' } as const;

export interface RowReport {
  line: number;
  outcome: RowOutcome;
  /** key of the column that is to blame */
  field: string | null;
  /** why it was refused, or "từ … thành …" */
  message: string;
  /** "Xã Chiềng Mung – Tỷ lệ hồ sơ trực tuyến – năm 2025" */
  label: string;
}

export type OutcomeCounts = Record<RowOutcome, number>;

export function countRows(rows: readonly Pick<RowReport, 'outcome'>[]): OutcomeCounts {
  const counts: OutcomeCounts = { created: 0, changed: 0, same: 0, refused: 0 };
  for (const row of rows) counts[row.outcome]++;
  return counts;
}

export type ImportState = 'preview' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export const importStates: Record<ImportState, { label: string; tone: 'plain' | 'info' | 'good' | 'warn' | 'bad' }> = {
  preview: { label: 'Chờ xác nhận', tone: 'warn' },
  queued: { label: 'Đang chờ chạy', tone: 'info' },
  running: { label: 'Đang nhập', tone: 'info' },
  done: { label: 'Đã xong', tone: 'good' },
  failed: { label: 'Dừng vì sự cố', tone: 'bad' },
  cancelled: { label: 'Đã dừng', tone: 'plain' },
};

/** Lines of a file are kept so many days after its end, for the report with the original columns. */
export const keptDays = 30;
/** A preview that nobody confirms is forgotten after so many days. */
export const previewDays = 2;
/** A file of so many lines at most. */
export const mostLines = 10_000;
