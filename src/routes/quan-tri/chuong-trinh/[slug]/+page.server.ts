import { overviewActions, overviewPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => overviewPage(event);

const { publish, close } = overviewActions(({ slug }) => `/quan-tri/chuong-trinh/${slug}`);
export const actions = { publish, close } satisfies Actions;
