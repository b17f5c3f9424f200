import { stateLabel } from '#lib/domain/entry/progress.ts';
import { formatDateTimeShort, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { readFilter } from '#lib/domain/screening/filter.ts';
import { csvText, xlsxTemplate } from '#lib/server/platform/tables/write.ts';
import { entryExport } from '#lib/server/screening/list.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openEntries } from '#lib/server/screening/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The filtered list as a file that an office goes on with; telephone and mail only for who may know them. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const { doc } = programme;
    const contacts = canCheck(ctx, 'check.contacts', programme.id).allow;
    const entries = await entryExport(ctx.app.db, { programmeId: programme.id, filter: readFilter(url.searchParams) });
    const nameOf = (items: { id: string; name: string }[], id: string | null) =>
      items.find((one) => one.id === id)?.name ?? id ?? '';
    const head = [
      { label: 'Mã', width: 14 },
      { label: 'Bài dự thi', width: 50 },
      { label: 'Tác giả (tỷ lệ)', width: 40 },
      { label: 'Nơi công tác', width: 40 },
      ...(contacts ? [{ label: 'Liên hệ', width: 40 }] : []),
      { label: 'Đơn vị', width: 30 },
      { label: 'Văn bản của đơn vị', width: 18 },
      { label: 'Trụ cột', width: 18 },
      { label: 'Nội dung', width: 40 },
      { label: 'Nộp lúc', width: 18 },
      { label: 'Trạng thái', width: 24 },
      { label: 'Điểm', width: 10 },
      { label: 'Thứ hạng', width: 10 },
    ];
    const rows = entries.map((e) => [
      e.code,
      e.title,
      e.authors.map((a) => (a.share ? `${a.name} (${a.share.replace('.', ',')}%)` : a.name)).join('; '),
      [...new Set(e.authors.map((a) => a.workplace).filter(Boolean))].join('; '),
      ...(contacts
        ? [
            e.authors
              .map((a) => [a.phone, a.email].filter(Boolean).join(' '))
              .filter(Boolean)
              .join('; '),
          ]
        : []),
      e.unitName ?? '',
      e.letter ?? '',
      nameOf(doc.pillars.items, e.pillar),
      e.topics.map((id) => nameOf(doc.topics.items, id)).join('; '),
      e.submittedAt ? formatDateTimeShort(e.submittedAt) : '',
      stateLabel(e.state, doc),
      e.score?.replace('.', ',') ?? '',
      e.rank === null ? '' : String(e.rank),
    ]);
    const name = `bai-du-thi-${programme.slug}-${isoDateLocal(ctx.now)}`;
    const file = (body: BodyInit, type: string, extension: string) =>
      new Response(body, {
        headers: {
          'content-type': type,
          'content-disposition': `attachment; filename="${name}.${extension}"`,
          'cache-control': 'private, no-store',
        },
      });
    if (url.searchParams.get('dang') === 'xlsx') {
      const bytes = await xlsxTemplate('Bài dự thi', head, rows);
      return file(new Uint8Array(bytes), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx');
    }
    return file(csvText([head.map((h) => h.label), ...rows]), 'text/csv; charset=utf-8', 'csv');
  });
};
