import { fail } from '@sveltejs/kit';
import { decideAward, followProposal, withdrawAward } from '#lib/server/result/awards.ts';
import { awardsBoard } from '#lib/server/result/board.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { enterPrizeCount } from '#lib/server/result/prizeCount.ts';
import { publishResults } from '#lib/server/result/publish.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await programmeForResult(ctx, params.slug);
    const board = await awardsBoard(ctx, programme);
    const seats = board.tiers.reduce((sum, { tier }) => sum + (tier.count ?? 0), 0);
    // A contest of one round ranks every entry here; people decide among the first.
    const near = Math.max(30, seats * 2);
    const all = url.searchParams.has('tat-ca');
    const rows = board.rows.filter((row, i) => all || i < near || row.award || row.proposedTierId);
    return {
      board: { ...board, rows, hidden: board.rows.length - rows.length },
      signer: programme.doc.prizes.certificate.signerName.value,
      saved: url.searchParams.get('da-luu'),
    };
  });

export const actions: Actions = {
  award: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const entryId = text(data, 'entryId');
    try {
      await decideAward(ctx, { entryId, tierId: text(data, 'tierId'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `${data.has('side') ? 'side' : 'entry'}-${entryId}`);
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/giai?da-luu=giai#${data.has('side') ? 'phu' : 'bai'}-${entryId}`);
  },
  withdraw: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const entryId = text(data, 'entryId');
    try {
      await withdrawAward(ctx, { entryId, side: data.has('side'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `${data.has('side') ? 'side' : 'entry'}-${entryId}`);
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/giai?da-luu=bo#${data.has('side') ? 'phu' : 'bai'}-${entryId}`);
  },
  count: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const tierId = text(data, 'tierId');
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await enterPrizeCount(ctx, {
        programmeId: id,
        tierId,
        count: text(data, `count-${tierId}`),
        reason: text(data, `reason-${tierId}`),
      });
    } catch (problem) {
      const refused = refuse(problem, data, `count-${tierId}`);
      // several tiers stand on one page, each with fields of its own
      const issues = refused.data.issues.map((issue) => ({ ...issue, field: `${issue.field}-${tierId}` }));
      return fail(refused.status, { ...refused.data, issues });
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/giai?da-luu=so-luong`);
  },
  follow: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await followProposal(ctx, { programmeId: id });
    } catch (problem) {
      return refuse(problem, data, 'follow');
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/giai?da-luu=de-nghi`);
  },
  publish: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeForResult(ctx, params.slug);
      await publishResults(ctx, {
        programmeId: id,
        number: text(data, 'number'),
        date: text(data, 'date'),
        signer: text(data, 'signer'),
        note: multiline(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data, 'publish');
    }
    goTo(`/dieu-hanh/${params.slug}/quyet-dinh/giai?da-luu=cong-bo`);
  },
};
