import { editorActions, editorPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

const home = ({ slug }: { slug: string }): string => `/dieu-hanh/phong-trao/${slug}/thiet-lap`;

export const load: PageServerLoad = async (event) => ({
  ...(await editorPage(event, 'movement')),
  back: home(event.params),
});

export const actions = editorActions((params) => `${home(params)}?da-luu=${params.part}`, 'movement') satisfies Actions;
