import { type FindingGroup, findingOverview } from '#lib/server/inspection/views.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

const groups: FindingGroup[] = ['active', 'open', 'overdue', 'answered', 'closed', 'all'];

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const asked = url.searchParams.get('tinh-trang') as FindingGroup;
    const group = groups.includes(asked) ? asked : 'active';
    return { group, ...(await findingOverview(ctx, { slug: params.slug, group })) };
  });
