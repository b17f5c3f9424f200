import { editorActions, editorPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

const home = ({ slug }: { slug: string }): string => `/dieu-hanh/phong-trao/${slug}/thiet-lap`;

export const load: PageServerLoad = async (event) => ({
  ...(await editorPage(event, 'movement')),
  back: home(event.params),
});

const { change, preview, save } = editorActions((params) => `${home(params)}?da-luu=${params.part}`, 'movement');
export const actions = { change, preview, save } satisfies Actions;
