import { type Kysely, sql } from 'kysely';
import {
  type Conflict,
  type ConflictEntry,
  type ConflictJudge,
  detectConflicts,
} from '#lib/domain/judging/conflict.ts';
import type { ConflictGround, ConflictSource, DB } from '../platform/db/schema.ts';
import type { JudgingRound } from './rounds.ts';

export interface Judge {
  id: string;
  fullName: string;
  email: string | null;
  position: string | null;
  unitId: string | null;
  unitName: string | null;
}

/** Who holds the role of judge in the programme now, by name. */
export async function judgesOf(db: Kysely<DB>, programmeId: string, now: Date): Promise<Judge[]> {
  const rows = await db
    .selectFrom('person as p')
    .leftJoin('unit as u', 'u.id', 'p.unit_id')
    .select(['p.id', 'p.full_name', 'p.email', 'p.position', 'p.unit_id', 'u.name as unit_name'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('role_grant as g')
          .select('g.id')
          .whereRef('g.person_id', '=', 'p.id')
          .where('g.programme_id', '=', programmeId)
          .where('g.role', '=', 'judge')
          .where('g.revoked_at', 'is', null)
          .where('g.valid_from', '<=', now)
          .where((g) => g.or([g('g.valid_to', 'is', null), g('g.valid_to', '>=', now)])),
      ),
    )
    .where('p.disabled_at', 'is', null)
    .orderBy(sql`p.full_name collate "vi-x-icu"`)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    fullName: row.full_name,
    email: row.email,
    position: row.position,
    unitId: row.unit_id,
    unitName: row.unit_name,
  }));
}

/** A unit with those above it, below the province. */
async function unitChains(db: Kysely<DB>): Promise<(unitId: string | null) => string[]> {
  const units = new Map(
    (await db.selectFrom('unit').select(['id', 'parent_id', 'kind']).execute()).map((unit) => [unit.id, unit]),
  );
  return (unitId) => {
    const chain: string[] = [];
    for (let at = unitId; at !== null && !chain.includes(at); ) {
      const unit = units.get(at);
      if (!unit || unit.kind === 'province') break;
      chain.push(at);
      at = unit.parent_id;
    }
    return chain;
  };
}

/** What the rules see in the registers now: the judges' and authors' units, names and addresses (K26-2b). */
async function detectedConflicts(
  db: Kysely<DB>,
  args: { programmeId: string; judges: Judge[]; entryIds: string[] },
): Promise<Conflict[]> {
  if (args.judges.length === 0 || args.entryIds.length === 0) return [];
  const [chain, entries, authors] = await Promise.all([
    unitChains(db),
    db
      .selectFrom('entry')
      .select(['id', 'unit_id', 'created_by', 'on_behalf'])
      .where('programme_id', '=', args.programmeId)
      .where('id', 'in', args.entryIds)
      .execute(),
    db
      .selectFrom('entry_author as a')
      .leftJoin('person as p', 'p.id', 'a.person_id')
      .select(['a.entry_id', 'a.person_id', 'a.full_name', 'a.email', 'a.workplace', 'p.unit_id'])
      .where('a.entry_id', 'in', args.entryIds)
      .execute(),
  ]);
  const authorsOf = Map.groupBy(authors, (author) => author.entry_id);
  return detectConflicts({
    judges: args.judges.map(
      (judge): ConflictJudge => ({
        id: judge.id,
        fullName: judge.fullName,
        email: judge.email,
        unitIds: chain(judge.unitId),
        unitName: judge.unitName,
      }),
    ),
    entries: entries.map(
      (entry): ConflictEntry => ({
        id: entry.id,
        unitIds: chain(entry.unit_id),
        authors: (authorsOf.get(entry.id) ?? []).map((author) => ({
          personId: author.person_id,
          fullName: author.full_name,
          email: author.email,
          unitIds: chain(author.unit_id),
          workplace: author.workplace,
        })),
      }),
    ),
  });
}

/**
 * Writes down what is detected now. A lifted conflict stays lifted only while nothing but a shared name speaks for it: a
 * namesake can be told apart by a person, an author cannot become somebody else.
 */
export async function refreshConflicts(
  db: Kysely<DB>,
  args: { programmeId: string; judges: Judge[]; entryIds: string[]; now: Date },
): Promise<void> {
  const found = await detectedConflicts(db, args);
  if (found.length === 0) return;
  const column = (value: (conflict: Conflict) => string) => found.map(value);
  await sql`insert into conflict (programme_id, judge_id, entry_id, source, ground, reason, at)
    select ${args.programmeId}, f.judge_id, f.entry_id, 'detected', f.ground, f.reason, ${args.now}::timestamptz
      from unnest(${column((c) => c.judgeId)}::uuid[], ${column((c) => c.entryId)}::uuid[], ${column((c) => c.code)}::text[],
        ${column((c) => c.reason)}::text[]) as f(judge_id, entry_id, ground, reason)
      order by f.judge_id, f.entry_id
    on conflict (judge_id, entry_id) do update
      set reason = excluded.reason, source = 'detected', ground = excluded.ground, at = excluded.at,
          lifted_at = null, lifted_by = null, lifted_reason = null
      where conflict.lifted_at is not null and excluded.ground <> 'same-name'`.execute(db);
}

/** The same for everything assigned in a round: units and names may have changed since. */
export async function refreshRound(db: Kysely<DB>, { programme, round }: JudgingRound, now: Date): Promise<void> {
  const [judges, assigned] = await Promise.all([
    judgesOf(db, programme.id, now),
    db
      .selectFrom('assignment')
      .select('entry_id')
      .distinct()
      .where('programme_id', '=', programme.id)
      .where('round_id', '=', round.id)
      .where('withdrawn_at', 'is', null)
      .execute(),
  ]);
  await refreshConflicts(db, { programmeId: programme.id, judges, entryIds: assigned.map((row) => row.entry_id), now });
}

export interface KnownConflict {
  id: string;
  judgeId: string;
  judgeName: string;
  entryId: string;
  entryCode: string;
  entryTitle: string;
  source: ConflictSource;
  reason: string;
  at: Date;
  liftedAt: Date | null;
  liftedReason: string | null;
  /** a person may find it unfounded (K26-2b): recorded by the secretariat, or only a shared name */
  canLift: boolean;
}

/** Conflicts on record in a programme, lifted ones included. */
export async function knownConflicts(db: Kysely<DB>, programmeId: string): Promise<KnownConflict[]> {
  const rows = await db
    .selectFrom('conflict as c')
    .innerJoin('person as p', 'p.id', 'c.judge_id')
    .innerJoin('entry as e', 'e.id', 'c.entry_id')
    .select([
      'c.id',
      'c.judge_id',
      'p.full_name',
      'c.entry_id',
      'e.code',
      'e.title',
      'c.source',
      'c.reason',
      'c.at',
      'c.lifted_at',
      'c.ground',
      'c.lifted_reason',
    ])
    .where('c.programme_id', '=', programmeId)
    .orderBy('e.code')
    .orderBy(sql`p.full_name collate "vi-x-icu"`)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    judgeId: row.judge_id,
    judgeName: row.full_name,
    entryId: row.entry_id,
    entryCode: row.code ?? '',
    entryTitle: row.title,
    source: row.source,
    reason: row.reason,
    at: row.at,
    liftedAt: row.lifted_at,
    liftedReason: row.lifted_reason,
    canLift: row.lifted_at === null && liftable(row),
  }));
}

/** What a person may find unfounded; a judge's own word and hard facts stand. */
export const liftable = ({ ground }: { ground: ConflictGround }): boolean =>
  ground === 'secretary' || ground === 'same-name';

/** The standing conflict between one judge and one entry, or null. Looks anew, and writes down what it finds. */
export async function conflictBetween(
  db: Kysely<DB>,
  args: { programmeId: string; judge: Judge; entryId: string; now: Date },
): Promise<string | null> {
  await refreshConflicts(db, { ...args, judges: [args.judge], entryIds: [args.entryId] });
  const row = await db
    .selectFrom('conflict')
    .select('reason')
    .where('judge_id', '=', args.judge.id)
    .where('entry_id', '=', args.entryId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return row?.reason ?? null;
}
