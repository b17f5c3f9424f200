import { notFound } from '#lib/domain/kernel/errors.ts';
import { draftLetter, letterFileName } from '#lib/server/screening/letter.ts';
import { chosenProgramme, unitRoom } from '#lib/server/screening/unit.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { unit, programmes } = await unitRoom(ctx, params.unitId);
    const programme = chosenProgramme(programmes, url.searchParams.get('cuoc-thi'));
    if (!programme) throw notFound('Cuộc thi này');
    const pdf = await draftLetter(ctx, { programmeId: programme.id, unitId: unit.id });
    return new Response(new Uint8Array(pdf), {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${letterFileName(unit.code)}"`,
        'cache-control': 'private, no-store',
      },
    });
  });
};
