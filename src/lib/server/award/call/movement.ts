/** Commendation of one movement: what its plan provides for, and the calls of it. */

import { eligibleForms } from '#lib/domain/catalogue/eligible.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { levelWords, occasionWords, subjectWords } from '#lib/domain/movement/labels.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { lawOn, lawsOf } from '../../catalogue/queries.ts';
import { openMovement } from '../../movement/room.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { callStateNames } from '../room.ts';
import { awardScope, mayMakeCall } from '../scope.ts';
import { callList } from './board.ts';
import { originsFor } from './origins.ts';

/** Forms and occasions of the plan, the calls of the movement that are the reader's business, and whether one can be made. */
export async function movementCalls(ctx: Ctx, slug: string) {
  const { movement } = await openMovement(ctx, slug);
  const { doc } = movement;
  const scope = await awardScope(ctx);
  const [calls, origins, laws] = await Promise.all([
    callList(ctx, scope, { programmeId: movement.id, others: true }),
    mayMakeCall(scope).allow ? originsFor(ctx, scope, { programmeId: movement.id }) : [],
    lawsOf(ctx.app.db),
  ]);
  const law = lawOn(laws, isoDateLocal(ctx.now));
  return {
    rules: doc.commendations.map((rule) => ({
      id: rule.id,
      name: rule.name,
      level: levelWords[rule.level],
      decidedBy: rule.decidedBy,
      occasions: rule.occasions.map((one) => occasionWords[one]),
      subjects: rule.subjects.map((one) => subjectWords[one]),
      note: rule.note ?? null,
      clause: clauseLabel(doc, rule.clause),
    })),
    occasions: doc.occasions.map((occasion) => ({
      id: occasion.id,
      name: occasion.name,
      clause: clauseLabel(doc, occasion.clause),
      forms: eligibleForms(law, { movement: doc, occasion: occasion.kind }).flatMap((one) =>
        one.allowed ? [one.form.shortName] : [],
      ),
    })),
    law: law.name,
    calls: calls.map((call) => ({ ...call, stateName: callStateNames[call.state] })),
    makes: origins.length > 0,
    now: ctx.now,
  };
}
