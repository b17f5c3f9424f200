/** Where a call stands: for its overview, and for the lists of calls. */
import { type Kysely, sql } from 'kysely';
import type { PathStep } from '#lib/domain/award/types.ts';
import { isoDateLocal, toMs } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { DB } from '../../platform/db/schema.ts';
import { listAny } from '../../programme/queries.ts';
import { type Nominator, nominators, nominatorsAmong } from '../nominators.ts';
import { listCalls } from '../queries.ts';
import { type AwardScope, managesCall, mayOpenCall, type StoredCall } from '../scope.ts';
import { movementOf } from './sources.ts';

interface StepCount {
  stepId: string;
  here: number;
  late: number;
  nextDue: string | null;
}

export interface CallCounts {
  draft: number;
  returned: number;
  declined: number;
  withdrawn: number;
  forwarded: number;
  awarded: number;
  steps: StepCount[];
}

/** How many dossiers stand where, and how many of them are late. One query. */
export async function callCounts(db: Kysely<DB>, callIds: string[], today: string): Promise<Map<string, CallCounts>> {
  if (callIds.length === 0) return new Map();
  const { rows } = await sql<{
    callId: string;
    state: keyof Omit<CallCounts, 'steps'> | 'in-progress';
    stepId: string | null;
    here: number;
    late: number;
    nextDue: string | null;
  }>`
    select d.call_id as "callId", d.state, case when d.state = 'in-progress' then d.step_id end as "stepId",
           count(*)::int as here, count(*) filter (where s.due_on < ${today}::date)::int as late,
           min(s.due_on)::text as "nextDue"
      from award_dossier d
      left join award_step s on s.dossier_id = d.id and s.done_at is null and d.state = 'in-progress'
     where d.call_id = any (${callIds}::uuid[])
     group by 1, 2, 3`.execute(db);
  const empty = (): CallCounts => ({
    draft: 0,
    returned: 0,
    declined: 0,
    withdrawn: 0,
    forwarded: 0,
    awarded: 0,
    steps: [],
  });
  const found = new Map(callIds.map((id) => [id, empty()]));
  for (const { callId, state, stepId, here, late, nextDue } of rows) {
    const counts = found.get(callId)!;
    if (state === 'in-progress') counts.steps.push({ stepId: stepId ?? '', here, late, nextDue });
    else counts[state] += here;
  }
  return found;
}

export type StepLine = PathStep & Omit<StepCount, 'stepId'> & { unitName: string };

/** The path of a call with what stands at each step. */
export const stepLines = (call: StoredCall, counts: CallCounts, units: ReadonlyMap<string, string>): StepLine[] =>
  call.doc.path.map((step) => {
    const { here = 0, late = 0, nextDue = null } = counts.steps.find((one) => one.stepId === step.id) ?? {};
    return { ...step, here, late, nextDue, unitName: units.get(step.unit) ?? step.unit };
  });

export interface UnitHandIn {
  unit: Pick<Nominator, 'id' | 'code' | 'name' | 'className'>;
  /** null: the unit has not begun */
  submittedAt: Date | null;
  drafts: number;
  sent: number;
}

/** What every unit that may nominate has done so far, sorted by name. */
export async function handIns(db: Kysely<DB>, call: StoredCall, now: Date): Promise<UnitHandIn[]> {
  const [units, { rows }] = await Promise.all([
    nominators(db, call, isoDateLocal(now)),
    sql<{ unitId: string; submittedAt: Date | null; drafts: number; sent: number }>`
      select s.unit_id as "unitId", s.first_submitted_at as "submittedAt",
             count(d.id) filter (where d.received_at is null)::int as drafts,
             count(d.id) filter (where d.received_at is not null)::int as sent
        from award_submission s left join award_dossier d on d.submission_id = s.id
       where s.call_id = ${call.id}
       group by s.id`.execute(db),
  ]);
  const byUnit = new Map(rows.map((row) => [row.unitId, row]));
  return units.map((unit) => {
    const row = byUnit.get(unit.id);
    return { unit, submittedAt: row?.submittedAt ?? null, drafts: row?.drafts ?? 0, sent: row?.sent ?? 0 };
  });
}

/** Whether units can nominate now; otherwise why not. */
export function intake(call: Pick<StoredCall, 'state' | 'doc'>, now: Date): 'before' | 'running' | 'after' | 'off' {
  if (call.state !== 'open') return 'off';
  if (now.getTime() < toMs(call.doc.opensAt)) return 'before';
  return now.getTime() > toMs(call.doc.closesAt) ? 'after' : 'running';
}

export interface CallLine {
  id: string;
  slug: string;
  code: string;
  name: string;
  state: StoredCall['state'];
  intake: ReturnType<typeof intake>;
  opensAt: string;
  closesAt: string;
  programmeName: string | null;
  /** the actor has business in the rooms of the call, or only nominates in it */
  enters: boolean;
  manages: boolean;
  /** units for which the actor nominates in it */
  nominates: { id: string; name: string }[];
  here: number;
  late: number;
}

/** Every call that is the actor's business, the newest first. Units see a call once it has opened. */
export async function callList(
  ctx: Ctx,
  scope: AwardScope,
  filter: { programmeId?: string /** also opened ones that the actor only hears of */; others?: boolean } = {},
): Promise<CallLine[]> {
  const { db } = ctx.app;
  const [calls, programmes] = await Promise.all([
    listCalls(db, filter.programmeId === undefined ? {} : { programmeId: filter.programmeId }),
    listAny(db),
  ]);
  const byId = new Map(programmes.map((one) => [one.id, one]));
  const units = [...scope.units.values()];
  const mine = new Set([...scope.coordinates, ...scope.officerOf]);
  const today = isoDateLocal(ctx.now);
  const counts = await callCounts(
    db,
    calls.map((call) => call.id),
    today,
  );
  return calls.flatMap((call): CallLine[] => {
    const programme = call.programmeId === null ? null : (byId.get(call.programmeId) ?? null);
    const enters = mayOpenCall(scope, call).allow;
    const nominates =
      mine.size > 0 && call.state !== 'draft'
        ? nominatorsAmong(call, movementOf(programme), units).filter((unit) => mine.has(unit.id))
        : [];
    if (!enters && nominates.length === 0 && !(filter.others && call.state !== 'draft')) return [];
    const steps = counts.get(call.id)?.steps ?? [];
    return [
      {
        id: call.id,
        slug: call.slug,
        code: call.code,
        name: call.doc.name,
        state: call.state,
        intake: intake(call, ctx.now),
        opensAt: call.doc.opensAt,
        closesAt: call.doc.closesAt,
        programmeName: programme?.doc.shortName ?? null,
        enters,
        manages: managesCall(scope, call),
        nominates: nominates.map(({ id, name }) => ({ id, name })),
        here: steps.reduce((sum, one) => sum + one.here, 0),
        late: steps.reduce((sum, one) => sum + one.late, 0),
      },
    ];
  });
}
