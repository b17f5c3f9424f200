import { redirect } from '@sveltejs/kit';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import { clean, truncate } from '#lib/domain/kernel/text.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
  const typed = truncate(clean(url.searchParams.get('ma') ?? ''), 60);
  const code = parseCertificateCode(typed);
  if (code) redirect(303, `/xac-minh/${code}`);
  return { typed };
};
