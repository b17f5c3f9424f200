import { versionsPage } from '#lib/server/web/programmePages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => versionsPage(event);
