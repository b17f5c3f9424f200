import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { type BarrierFilter, barrierList, barrierPageSize } from '#lib/server/award/barrierQueries.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const shows: BarrierFilter[] = ['standing', 'ended', 'all'];

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const q = url.searchParams.get('q')?.slice(0, 200) ?? '';
    const show = shows.find((one) => one === url.searchParams.get('xem')) ?? 'standing';
    const day = isoDateLocal(ctx.now);
    const found = await barrierList(ctx, { q, show, page: Number(url.searchParams.get('trang')) || 1, day });
    return { ...found, q, show, day, pageSize: barrierPageSize };
  });
