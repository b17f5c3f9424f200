import { overviewActions, overviewPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => overviewPage(event, 'movement');

const { publish, close } = overviewActions(({ slug }) => `/dieu-hanh/phong-trao/${slug}/thiet-lap`, 'movement');
export const actions = { publish, close } satisfies Actions;
