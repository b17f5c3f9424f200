import { redirect } from '@sveltejs/kit';
import { clean, truncate } from '#lib/domain/kernel/text.ts';
import { readPaperCode } from '#lib/server/register/verify.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const typed = truncate(clean(url.searchParams.get('ma') ?? ''), 60);
  const code = readPaperCode(typed);
  // without its two letters a code may be of either kind: it is looked up as it was typed
  if (code) redirect(303, `/xac-minh/${/^\s*(cn|kt)/i.test(typed) ? code : code.slice(3)}`);
  return { typed };
};
