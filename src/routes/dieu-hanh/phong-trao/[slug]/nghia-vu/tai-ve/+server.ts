import { formatDate, formatDateTimeShort, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { readListFilter } from '#lib/domain/obligation/filter.ts';
import { lateness } from '#lib/domain/obligation/states.ts';
import { correctionSaying, stateSaying, timeSaying } from '#lib/domain/obligation/words.ts';
import { obligationExport } from '#lib/server/obligation/list.ts';
import { xlsxTemplate } from '#lib/server/platform/tables/write.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

const head = [
  { label: 'Đơn vị', width: 40 },
  { label: 'Đối tượng', width: 24 },
  { label: 'Việc phải nộp', width: 44 },
  { label: 'Kỳ', width: 20 },
  { label: 'Hạn', width: 12 },
  { label: 'Tình trạng', width: 22 },
  { label: 'Đúng hạn', width: 20 },
  { label: 'Số ngày muộn', width: 12 },
  { label: 'Gửi lần đầu', width: 18 },
  { label: 'Gửi gần nhất', width: 18 },
  { label: 'Sửa lại', width: 24 },
  { label: 'Lý do miễn', width: 40 },
];

/** The filtered list as a workbook. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const rows = await obligationExport(ctx, { slug: params.slug, filter: readListFilter(url.searchParams) });
    const { now } = ctx;
    const bytes = await xlsxTemplate(
      'Việc phải nộp',
      head,
      rows.map((row) => [
        row.unitName,
        row.className,
        row.ruleName,
        row.periodName,
        formatDate(row.dueAt),
        stateSaying(row, now).label,
        timeSaying(row, now),
        String(lateness(row, now) ?? ''),
        row.firstSubmittedAt ? formatDateTimeShort(row.firstSubmittedAt) : '',
        row.submittedAt ? formatDateTimeShort(row.submittedAt) : '',
        correctionSaying(row, now),
        row.exemptReason ?? '',
      ]),
    );
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="viec-phai-nop-${params.slug}-${isoDateLocal(now)}.xlsx"`,
        'cache-control': 'private, no-store',
      },
    });
  });
};
