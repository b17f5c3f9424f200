import { questionActions, questionsPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => questionsPage(event);

const { preview, decide } = questionActions(({ slug }) => `/quan-tri/chuong-trinh/${slug}/cau-hoi`);
export const actions = { preview, decide } satisfies Actions;
