/** What the unit's pages of one dossier show. */
import { dossierLacks } from '#lib/domain/award/complete.ts';
import { dossierStateNames, isEnded, isWritable, stepOf } from '#lib/domain/award/path.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { formsFor, openDossier } from './dossiers.ts';
import { awardFilesOf } from './fileRows.ts';
import { askedOf, criteriaFor, readyFiles } from './nomination.ts';
import { eventsOf } from './queries.ts';
import { mayNominate } from './scope.ts';

/** The frame of every page of a dossier. @throws RuleError 'not-found', also where unit or call are others */
export async function dossierFrame(ctx: Ctx, args: { unitId: string; slug: string; dossierId: string }) {
  const at = await openDossier(ctx, args.dossierId);
  const { dossier, call } = at;
  if (dossier.unitId !== args.unitId || call.slug !== args.slug) throw notFound('Hồ sơ khen thưởng này');
  const [files, counts, events] = await Promise.all([
    awardFilesOf(ctx.app.db, 'dossierId', [dossier.id]),
    readyFiles(ctx.app.db, 'dossierId', [dossier.id]),
    eventsOf(ctx.app.db, dossier.id),
  ]);
  const asked = askedOf(at, dossier, ctx.now);
  const returned = events.findLast((one) => one.what === 'returned');
  const writable = isWritable(dossier.state);
  return {
    dossier: {
      id: dossier.id,
      code: dossier.code,
      version: dossier.version,
      state: dossier.state,
      stateName: dossierStateNames[dossier.state],
      step: dossier.state === 'in-progress' ? (stepOf(call.doc, dossier.stepId)?.name ?? null) : null,
      dueOn: dossier.dueOn,
      subjectName: dossier.subjectName,
      subjectKind: dossier.subjectKind,
      formId: dossier.formId,
      formName: call.doc.forms.find((one) => one.formId === dossier.formId)?.name ?? dossier.formId,
      details: dossier.details,
      report: dossier.report,
      periodFrom: dossier.periodFrom,
      periodTo: dossier.periodTo,
      received: dossier.receivedAt !== null,
      ended: isEnded(dossier.state),
      confirmedAt: dossier.confirmedAt,
      confirmedHow: dossier.confirmedHow,
      objection: dossier.objection,
    },
    call: { slug: call.slug, name: call.doc.name, closesAt: call.doc.closesAt, period: call.doc.period },
    may: mayNominate(at.scope, dossier.unitId),
    writes: writable && mayNominate(at.scope, dossier.unitId).allow && at.nominator !== null && call.state === 'open',
    lacks: writable ? dossierLacks(dossier, asked, counts.get(dossier.id) ?? new Map()) : [],
    criteria: criteriaFor(at, dossier.subjectKind),
    forms: formsFor(at, dossier.subjectKind, ctx.now),
    parts: (asked.form?.dossier ?? []).filter((part) => part.of === 'dossier' && part.is !== 'report'),
    files,
    returned:
      dossier.state === 'returned' && returned
        ? { reason: returned.reason, byName: returned.byName, at: returned.at }
        : null,
  };
}

/** Units that a unit may nominate as collectives: itself and those beneath it. */
export function unitsToNominate(
  scope: { units: Map<string, { id: string; name: string; parentId: string | null }> },
  unitId: string,
) {
  const found = [unitId];
  for (const id of found)
    for (const unit of scope.units.values()) if (unit.parentId === id && !found.includes(unit.id)) found.push(unit.id);
  return found.flatMap((id) => scope.units.get(id) ?? []).map(({ id, name }) => ({ id, name }));
}
