import { type InspectionState, inspectionStates } from '#lib/domain/inspection/states.ts';
import { inspectionOverview } from '#lib/server/inspection/views.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const isState = (text: string | null): text is InspectionState =>
  text !== null && Object.hasOwn(inspectionStates, text);

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const year = url.searchParams.get('nam');
    const state = url.searchParams.get('tinh-trang');
    const planned = Number(url.searchParams.get('da-lap'));
    return {
      ...(await inspectionOverview(ctx, {
        slug: params.slug,
        year: year && /^20\d\d$/.test(year) ? Number(year) : null,
        state: isState(state) ? state : null,
      })),
      state: isState(state) ? state : null,
      planned: Number.isInteger(planned) && planned > 0 ? planned : null,
    };
  });
