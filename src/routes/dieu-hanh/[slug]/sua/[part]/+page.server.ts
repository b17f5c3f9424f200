import { editorActions, editorPage } from '#lib/server/web/programmePages.ts';
import type { Actions, PageServerLoad } from './$types';

// The parts that are the secretariat's daily work; the administrator's pages edit all of them.
const backTo: Record<string, string> = { committees: 'thanh-phan', budget: 'kinh-phi', tasks: 'nhiem-vu' };
const home = ({ slug, part = '' }: { slug: string; part?: string }): string =>
  `/dieu-hanh/${slug}/${backTo[part] ?? ''}`;

export const load: PageServerLoad = async (event) => ({
  ...(await editorPage(event, 'contest')),
  back: home(event.params),
});

const { change, preview, save } = editorActions((params) => `${home(params)}?da-luu=1`, 'contest');
export const actions = { change, preview, save } satisfies Actions;
