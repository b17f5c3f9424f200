import { unitImportRoom } from '#lib/server/imports/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { uploadSheet } from '#lib/server/web/importRoom.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ page: await unitImportRoom(ctx, params), period: url.searchParams.get('ky') }));

export const actions: Actions = {
  upload: ({ locals: { ctx }, params, request }) => uploadSheet(ctx, params, request),
};
