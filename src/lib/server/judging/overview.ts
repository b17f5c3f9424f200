import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { DB } from '../platform/db/schema.ts';
import { programmeBySlug } from '../programme/queries.ts';
import { type JudgingRound, judgingRounds } from './rounds.ts';

/** The rounds of a programme and the one a page is about: the wished one, else the one that runs, else the first not closed. */
export async function chosenRound(
  db: Kysely<DB>,
  args: { slug: string; roundId: string | null },
): Promise<{ rounds: JudgingRound[]; jr: JudgingRound }> {
  const programme = await programmeBySlug(db, args.slug);
  if (!programme) throw notFound('Chương trình này');
  const rounds = await judgingRounds(db, programme);
  const jr =
    rounds.find((one) => one.round.id === args.roundId) ??
    rounds.find((one) => one.state === 'open') ??
    rounds.find((one) => one.state === 'pending') ??
    rounds.at(-1);
  if (!jr) throw notFound('Vòng chấm này');
  return { rounds, jr };
}
