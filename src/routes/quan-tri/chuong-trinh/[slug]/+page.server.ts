import { overviewActions, overviewPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => overviewPage(event);

export const actions = overviewActions(({ slug }) => `/quan-tri/chuong-trinh/${slug}`) satisfies Actions;
