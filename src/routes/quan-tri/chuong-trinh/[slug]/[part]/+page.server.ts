import { editorActions, editorPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => editorPage(event);

const { change, preview, save } = editorActions(({ slug, part }) => `/quan-tri/chuong-trinh/${slug}?da-luu=${part}`);
export const actions = { change, preview, save } satisfies Actions;
