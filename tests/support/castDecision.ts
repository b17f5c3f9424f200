import { createDecision } from '#lib/server/award/decision/draft.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { insertDossier } from './award.ts';
import type { TestServer } from './server.ts';

export interface CastDecision {
  /** a draft with one dossier, prepared by the standing unit */
  id: string;
  dossier: string;
}

/** A draft decision of the cast's call. */
export async function castDecision(
  server: TestServer,
  args: { call: StoredCall; unitId: string; standingUnit: string; at: Date },
): Promise<CastDecision> {
  const { call, unitId, at } = args;
  const dossier = await insertDossier(server, {
    call,
    unitId,
    subject: { kind: 'individual', name: 'Lường Văn Khen', unitId },
    stepId: 'decide',
    at,
  });
  const actor: Actor = {
    kind: 'person',
    id: null,
    name: 'Thử',
    email: null,
    emailConfirmed: true,
    unitId: null,
    grants: [
      { role: 'award-officer', programmeId: null, unitId: args.standingUnit, validFrom: new Date(0), validTo: null },
    ],
  } as never;
  const id = await createDecision(
    { app: server.app, actor, now: at, requestId: 'cast', channel: 'cli', ip: null } as never,
    { slug: call.slug, stepId: 'decide', formIds: ['bang-khen-tinh'] },
  );
  return { id, dossier: dossier.id };
}
