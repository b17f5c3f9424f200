import { loading } from '#lib/server/web/forms.ts';
import { cancelSheet, confirmSheet, importPage } from '#lib/server/web/importRoom.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ page: await importPage(ctx, params, url) }));

export const actions: Actions = {
  confirm: ({ locals: { ctx }, params, request }) => confirmSheet(ctx, params, request),
  cancel: ({ locals: { ctx }, params, request }) => cancelSheet(ctx, params, request),
};
