import { error } from '@sveltejs/kit';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { judgingRoundBySlug } from '#lib/server/judging/rounds.ts';
import { chairSight, dossierFile } from '#lib/server/judging/sheets.ts';
import { loading } from '#lib/server/web/forms.ts';
import { serveAssigned } from '../../../../../../../serve.ts';
import type { RequestHandler } from './$types';

/** A file of an entry in the chair's round. Everyone else: 404. */
export const GET: RequestHandler = ({ locals: { ctx }, params, request, url }) =>
  loading(async () => {
    const jr = await judgingRoundBySlug(ctx.app.db, params.slug, params.round);
    const allowed = canJudge(ctx, 'judging.chair', jr.programme.id).allow && isUuid(params.entryId);
    const sight = chairSight(ctx, jr, params.entryId);
    const file = allowed ? await dossierFile(ctx, jr, sight, params.fileId, url.searchParams.get('ban')) : null;
    if (!file) error(404, 'Tệp này không có hoặc bạn không có quyền xem.', { code: 'not-found' });
    return serveAssigned(ctx, file, { request, download: url.searchParams.has('tai-ve') });
  });
