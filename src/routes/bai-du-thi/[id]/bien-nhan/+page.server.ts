import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { receiptOf } from '#lib/server/entry/documents.ts';
import { publicationTask } from '#lib/server/gallery/consentPage.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { loading } from '#lib/server/web/forms.ts';
import { headOf, openEntry } from '../open.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const receipt = await receiptOf(ctx, {
      entryId: entry.id,
      stage: url.searchParams.get('phan'),
      no: Number(url.searchParams.get('lan')) || null,
    });
    const { snapshot } = receipt;
    if (!snapshot) throw notFound('Biên nhận này');
    const programme = await programmeById(ctx.app.db, entry.contest.id);
    const publication = await publicationTask(ctx, programme, entry.id);
    const stage = dossierStage(receipt.doc, receipt.stage);
    return {
      head: headOf(entry),
      receipt: {
        code: receipt.code,
        receiptNo: receipt.receiptNo,
        stage: receipt.stage,
        no: receipt.no,
        at: receipt.at,
        hash: receipt.hash,
        by: receipt.by,
        title: snapshot.title,
        files: snapshot.files.map((file) => ({
          label: stage.files.find((one) => one.id === file.requirementId)?.label ?? file.requirementId,
          name: file.name,
          sha256: file.sha256,
        })),
      },
      /** who has not answered yet about showing the work */
      publication: publication?.state === 'open' ? publication.detail : null,
      step: entry.step,
      until: entry.until,
      unsent: entry.unsent,
      others: entry.submissions
        .filter((one) => one.stage !== receipt.stage || one.no !== receipt.no)
        .map(({ stage, no, at }) => ({ stage, no, at })),
      now: ctx.now,
    };
  });
