import { questionActions, questionsPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => questionsPage(event);

export const actions = questionActions(({ slug }) => `/quan-tri/chuong-trinh/${slug}/cau-hoi`) satisfies Actions;
