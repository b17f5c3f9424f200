import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { coordinatedUnits, readCoordinatorFilter } from '#lib/server/movement/coordinators.ts';
import { xlsxTemplate } from '#lib/server/platform/tables/write.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

const head = [
  { label: 'Đơn vị', width: 44 },
  { label: 'Mã đơn vị', width: 14 },
  { label: 'Đối tượng', width: 28 },
  { label: 'Đầu mối', width: 28 },
  { label: 'Chức vụ', width: 28 },
  { label: 'Thư điện tử', width: 32 },
  { label: 'Điện thoại', width: 16 },
  { label: 'Từ ngày', width: 12 },
  { label: 'Đến ngày', width: 12 },
  { label: 'Tình trạng', width: 24 },
];

/** The list of coordinators as a workbook, one line a coordinator; a unit without one has a line too. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const filter = readCoordinatorFilter(url.searchParams);
    const { units } = await coordinatedUnits(ctx, { slug: params.slug, filter });
    const bytes = await xlsxTemplate(
      'Đầu mối',
      head,
      units.flatMap((unit) => {
        const place = [unit.name, unit.code, unit.className];
        if (unit.coordinators.length === 0) return [[...place, '', '', '', '', '', '', 'Chưa có đầu mối']];
        return unit.coordinators.map((one) => [
          ...place,
          one.fullName,
          one.position ?? '',
          one.email ?? '',
          one.phone ?? '',
          formatDate(one.from),
          one.to ? formatDate(one.to) : '',
          one.invited ? 'Chờ nhận lời mời' : 'Đang dùng',
        ]);
      }),
    );
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="dau-moi-${params.slug}-${isoDateLocal(ctx.now)}.xlsx"`,
        'cache-control': 'private, no-store',
      },
    });
  });
};
