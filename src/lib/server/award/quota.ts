import { type Kysely, sql } from 'kysely';
import { countsForQuota } from '#lib/domain/award/path.ts';
import { type Counted, type Declared, limitNouns, type QuotaLine, quotaLines } from '#lib/domain/award/quota.ts';
import type { AwardCall, DossierState } from '#lib/domain/award/types.ts';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { type Nominator, nominators } from './nominators.ts';
import type { StoredCall } from './scope.ts';

interface InCall extends Counted {
  id: string;
  unitId: string;
  state: DossierState;
}

const undeclared: Declared = { collectives: null, individuals: null, households: null };

async function dossiersInCall(db: Kysely<DB>, callId: string, unitId?: string): Promise<InCall[]> {
  const rows = await db
    .selectFrom('award_dossier')
    .select(['id', 'unit_id as unitId', 'form_id as formId', 'subject_kind as subjectKind', 'state'])
    .where('call_id', '=', callId)
    .$if(unitId !== undefined, (q) => q.where('unit_id', '=', unitId!))
    .execute();
  return rows as InCall[];
}

const taken = async (db: Kysely<DB>, callId: string, unitId?: string): Promise<InCall[]> =>
  (await dossiersInCall(db, callId, unitId)).filter((row) => countsForQuota(row.state));

async function declaredBy(db: Kysely<DB>, callId: string, unitId?: string): Promise<Map<string, Declared>> {
  const rows = await db
    .selectFrom('award_submission')
    .select(['unit_id as unitId', 'collectives', 'individuals', 'households'])
    .where('call_id', '=', callId)
    .$if(unitId !== undefined, (q) => q.where('unit_id', '=', unitId!))
    .execute();
  return new Map(rows.map(({ unitId: id, ...declared }) => [id, declared]));
}

/**
 * Where a unit stands against its quotas (Q25-8), and how many dossiers more it is writing.
 * @param day ISO day on which the unit's class is looked up
 */
export async function quotaOfUnit(
  db: Kysely<DB>,
  call: StoredCall,
  unitId: string,
  day: string,
): Promise<(QuotaLine & { writing: number })[]> {
  const [units, dossiers, declared] = await Promise.all([
    nominators(db, call, day),
    dossiersInCall(db, call.id, unitId),
    declaredBy(db, call.id, unitId),
  ]);
  const unit = units.find((one) => one.id === unitId);
  if (!unit) return [];
  const linesFor = (states: (state: DossierState) => boolean) =>
    quotaLines({
      call: call.doc,
      unit,
      declared: declared.get(unitId) ?? undeclared,
      dossiers: dossiers.filter((one) => states(one.state)),
    });
  const writing = linesFor((state) => state === 'draft');
  return linesFor(countsForQuota).map((line, i) => ({ ...line, writing: writing[i]!.used }));
}

export interface UnitQuota {
  unit: Nominator;
  lines: QuotaLine[];
}

/** Every unit that may nominate, with its quotas and what is left of them. */
export async function quotaBoard(db: Kysely<DB>, call: StoredCall, day: string): Promise<UnitQuota[]> {
  const [units, dossiers, declared] = await Promise.all([
    nominators(db, call, day),
    taken(db, call.id),
    declaredBy(db, call.id),
  ]);
  const byUnit = Map.groupBy(dossiers, (one) => one.unitId);
  return units.map((unit) => ({
    unit,
    lines: quotaLines({
      call: call.doc,
      unit,
      declared: declared.get(unit.id) ?? undeclared,
      dossiers: byUnit.get(unit.id) ?? [],
    }),
  }));
}

const cite = ({ guidance }: AwardCall): string | undefined =>
  guidance ? `${guidance.issuer}: ${guidance.number}` : undefined;

/**
 * Refuses what would overrun a quota of the unit. Submissions of one unit wait for one another here until the end of the transaction, so
 * that two of them in the same second cannot overrun it together.
 * @param adding what is about to be submitted; those that already count (returned ones) are counted once
 * @throws RuleError 'award.not-nominator', 'award.quota-open', 'award.over-quota'
 */
export async function requireQuota(
  tx: Tx,
  ctx: Ctx,
  call: StoredCall,
  unitId: string,
  adding: readonly (Counted & { id: string })[],
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`award-quota:${call.id}:${unitId}`}, 0))`.execute(tx.db);
  const unit = (await nominators(tx.db, call, isoDateLocal(ctx.now))).find((one) => one.id === unitId);
  if (!unit)
    throw new RuleError({
      code: 'award.not-nominator',
      message: 'Đơn vị không thuộc đối tượng được đề nghị khen thưởng trong đợt này.',
    });
  const ids = new Set(adding.map((one) => one.id));
  const kept = (await taken(tx.db, call.id, unitId)).filter((one) => !ids.has(one.id));
  const declared = (await declaredBy(tx.db, call.id, unitId)).get(unitId) ?? undeclared;
  const lines = quotaLines({ call: call.doc, unit, declared, dossiers: [...kept, ...adding] });
  const clause = cite(call.doc);
  const issues = (list: string[]): Issue[] =>
    list.map((message) => ({ field: 'dossiers', message, ...(clause ? { clause } : {}) }));
  const open = lines.filter((line) => line.max === null && line.used > 0);
  if (open.length > 0)
    throw new RuleError({
      code: 'award.quota-open',
      message: `Chưa gửi được vì chỉ tiêu còn điểm chưa rõ. ${open[0]!.open}`,
      issues: issues(open.map((line) => line.open!)),
      ...(clause ? { clause } : {}),
    });
  const over = lines.filter((line) => line.over);
  if (over.length === 0) return;
  const said = over.map(
    (line) =>
      `Chỉ tiêu “${line.quota.printed}” cho đơn vị tối đa ${line.max} ${limitNouns(line.limit)}, nhưng lần gửi này làm thành ${line.used}. Hãy bớt ${line.used - line.max!} hồ sơ.`,
  );
  throw new RuleError({
    code: 'award.over-quota',
    message: said.join(' '),
    issues: issues(said),
    ...(clause ? { clause } : {}),
  });
}
