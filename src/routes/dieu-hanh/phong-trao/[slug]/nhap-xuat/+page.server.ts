import { importRoom } from '#lib/server/imports/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { uploadSheet } from '#lib/server/web/importRoom.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => ({ page: await importRoom(ctx, params) }));

export const actions: Actions = {
  upload: ({ locals: { ctx }, params, request }) => uploadSheet(ctx, params, request),
};
