import { editorActions, editorPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => editorPage(event);

export const actions = editorActions(
  ({ slug, part }) => `/quan-tri/chuong-trinh/${slug}?da-luu=${part}`,
) satisfies Actions;
