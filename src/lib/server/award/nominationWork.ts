/** What units have to do in commendation: nominate in open calls, mend what was returned. */
import { isWritable } from '#lib/domain/award/path.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { callIsOpen } from './nomination.ts';
import { nominators } from './nominators.ts';
import { type DossierRow, dossiersOf, listCalls } from './queries.ts';
import { type AwardScope, awardScope, type StoredCall } from './scope.ts';

/** Something that waits for the reader. */
export interface AwardDuty {
  text: string;
  /** which call */
  about: string;
  href: string;
  action: string;
  /** last instant in time, ISO; null: no limit */
  due: string | null;
  late: boolean;
}

/** … and for a unit. */
export type UnitDuty = AwardDuty & { unitId: string };

/** One thing to do of a unit in a call; what was returned comes first. */
function dutyIn(call: StoredCall, takesPart: boolean, mine: DossierRow[], unitName: string) {
  const returned = mine.filter((one) => one.state === 'returned').length;
  if (returned > 0)
    return { text: `Bổ sung ${returned} hồ sơ khen thưởng bị trả lại của ${unitName}`, action: 'Xem lý do và bổ sung' };
  if (!takesPart) return null;
  const writing = mine.filter((one) => isWritable(one.state)).length;
  if (writing > 0)
    return { text: `Hoàn thiện, gửi ${writing} hồ sơ khen thưởng đang soạn của ${unitName}`, action: 'Mở đề nghị' };
  return mine.length === 0
    ? { text: `Lập và gửi đề nghị khen thưởng của ${unitName}: ${call.doc.name}`, action: 'Mở đợt' }
    : null;
}

/** What waits in running calls for those who nominate, by unit. */
export async function nominationDuties(
  ctx: Ctx,
  scope: AwardScope,
  calls: ReadonlyMap<string, StoredCall>,
): Promise<UnitDuty[]> {
  const { db } = ctx.app;
  const units = [...new Set([...scope.officerOf, ...scope.coordinates])];
  const running = [...calls.values()].filter((call) => call.state === 'open');
  if (units.length === 0 || running.length === 0) return [];
  const today = isoDateLocal(ctx.now);
  const duties = await Promise.all(
    running.map(async (call) => {
      const [dossiers, may] = await Promise.all([
        dossiersOf(db, { callId: call.id, unitIds: units }),
        callIsOpen(call, ctx.now) ? nominators(db, call, today) : [],
      ]);
      const takePart = new Set(may.map((one) => one.id));
      return units.flatMap((unitId): UnitDuty[] => {
        const mine = dossiers.filter((one) => one.unitId === unitId && one.state !== 'withdrawn');
        const duty = dutyIn(call, takePart.has(unitId), mine, scope.units.get(unitId)?.name ?? '');
        if (!duty) return [];
        const href = `/xet-khen/don-vi/${unitId}/${call.slug}`;
        return [{ ...duty, unitId, href, about: call.doc.name, due: call.doc.closesAt, late: false }];
      });
    }),
  );
  return duties.flat();
}

/** The same for the rooms of units. */
export async function dutiesOfUnits(ctx: Ctx): Promise<UnitDuty[]> {
  const [scope, calls] = await Promise.all([awardScope(ctx), listCalls(ctx.app.db)]);
  return nominationDuties(ctx, scope, new Map(calls.map((call) => [call.id, call])));
}
