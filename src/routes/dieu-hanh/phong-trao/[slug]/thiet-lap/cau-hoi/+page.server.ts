import { questionActions, questionsPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => questionsPage(event, 'movement');

const { preview, decide } = questionActions(
  ({ slug }) => `/dieu-hanh/phong-trao/${slug}/thiet-lap/cau-hoi`,
  'movement',
);
export const actions = { preview, decide } satisfies Actions;
