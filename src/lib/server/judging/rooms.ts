import { sql } from 'kysely';
import type { Ctx } from '../platform/ctx.ts';
import type { RoundStateName } from '../platform/db/schema.ts';
import { hasRole, isSignedIn } from '../platform/policy.ts';
import { programmesOfActor } from '../programme/policy.ts';
import { listProgrammes } from '../programme/queries.ts';
import { judgingRounds } from './rounds.ts';

export interface JudgingRoom {
  slug: string;
  name: string;
  rounds: {
    id: string;
    name: string;
    state: RoundStateName;
    from: Date | null;
    to: Date | null;
    blind: boolean;
    assigned: number;
    signed: number;
    judges: boolean;
    chairs: boolean;
  }[];
}

/** The contests in which the actor judges or chairs, with how far their own sheets are. */
export async function judgingRooms(ctx: Ctx): Promise<JudgingRoom[]> {
  const { actor, now } = ctx;
  if (!isSignedIn(actor)) return [];
  const { db } = ctx.app;
  const ids = programmesOfActor(ctx, ['judge', 'jury-chair']);
  const programmes = (await listProgrammes(db, ids ?? undefined)).filter((one) => one.status !== 'draft');
  const { rows } = await sql<{ programme_id: string; round_id: string; assigned: number; signed: number }>`
    select a.programme_id, a.round_id, count(*) as assigned, count(*) filter (where s.state = 'signed') as signed
    from assignment a
    join entry e on e.id = a.entry_id and e.state not in ('withdrawn', 'disqualified')
    left join score_sheet s on s.assignment_id = a.id
    where a.judge_id = ${actor.id} and a.withdrawn_at is null
      and not exists (select from conflict c where c.judge_id = a.judge_id and c.entry_id = a.entry_id and c.lifted_at is null)
    group by a.programme_id, a.round_id`.execute(db);
  return Promise.all(
    programmes.map(async (programme) => ({
      slug: programme.slug,
      name: programme.doc.name,
      rounds: (await judgingRounds(db, programme)).map(({ round, state, period }) => {
        const own = rows.find((row) => row.programme_id === programme.id && row.round_id === round.id);
        return {
          id: round.id,
          name: round.name,
          state,
          from: period ? new Date(period.from) : null,
          to: period ? new Date(period.to) : null,
          blind: round.blind,
          assigned: own?.assigned ?? 0,
          signed: own?.signed ?? 0,
          judges: hasRole(actor, now, 'judge', { programmeId: programme.id }),
          chairs: hasRole(actor, now, 'jury-chair', { programmeId: programme.id }),
        };
      }),
    })),
  );
}
