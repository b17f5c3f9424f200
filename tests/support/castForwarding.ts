import type { AwardCall } from '#lib/domain/award/types.ts';
import { insertCall, insertDossier } from './award.ts';
import type { TestServer } from './server.ts';

/** A call whose dossiers go to those above: SNV is the standing unit, SL proposes. A letter is being written. */
export interface CastForwarding {
  call: string;
  id: string;
}

export async function castForwarding(
  server: TestServer,
  args: { doc: AwardCall; programmeId: string; unitId: string; at: Date },
): Promise<CastForwarding> {
  const { doc, programmeId, unitId, at } = args;
  const path = doc.path.map((step) =>
    step.kind === 'decision'
      ? { ...step, id: 'above', kind: 'forwarding' as const, name: 'Chủ tịch UBND tỉnh trình Thủ tướng Chính phủ' }
      : step,
  );
  const call = await insertCall(server, {
    doc: { ...doc, code: 'NN26', name: 'Đề nghị khen thưởng cấp Nhà nước năm 2026', path },
    programmeId,
    slug: 'nha-nuoc-2026',
  });
  const dossier = async (name: string) =>
    insertDossier(server, { call, unitId, subject: { kind: 'individual', name, unitId }, stepId: 'above', at });
  const { id: dossierId } = await dossier('Lò Thị Trình');
  await dossier('Hà Văn Chờ');
  const { id } = await server.app.db
    .insertInto('award_forwarding')
    .values({
      call_id: call.id,
      step_id: 'above',
      receiver: 'Thủ tướng Chính phủ',
      created_at: at,
      created_by_name: 'Thử',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await server.app.db
    .insertInto('award_forwarding_line')
    .values({ forwarding_id: id, dossier_id: dossierId })
    .execute();
  return { call: call.slug, id };
}
