import type { Kysely } from 'kysely';
import { afterAct, type ExampleAct, type ExampleState, exampleStates } from '#lib/domain/example/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { type MovementScope, mayEnterFor, mayManage, maySeeUnit, movementScope } from '../movement/scope.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';
import { all, allow, type Decision, deny, requireAllowed } from '../platform/policy.ts';
import { movementById, type StoredMovement } from '../programme/queries.ts';

export type ExampleRow = Row<'good_example'>;

/** One example with its movement and what the actor may do with it. */
export interface OpenExample {
  row: ExampleRow;
  movement: StoredMovement;
  scope: MovementScope;
  may: { write: Decision; withdraw: Decision; manage: Decision };
}

const rowOf = async (db: Kysely<DB>, exampleId: string): Promise<ExampleRow | undefined> =>
  isUuid(exampleId)
    ? db.selectFrom('good_example').selectAll().where('id', '=', exampleId).executeTakeFirst()
    : undefined;

/** Write examples of a unit and say what it took over: its coordinator, while the movement runs. */
export const mayWriteFor = ({ movement, scope }: Pick<OpenExample, 'movement' | 'scope'>, unitId: string): Decision =>
  all(
    mayEnterFor(scope, unitId),
    movement.status === 'published'
      ? allow
      : deny('movement.not-running', 'Phong trào đã đóng, nên không nhận thêm điển hình, việc nhân rộng nữa.'),
  );

/**
 * An example for those who may see what its unit writes. A draft is its unit's alone: the standing unit sees what was handed in.
 * @throws RuleError 'not-found'
 */
export async function openExample(ctx: Ctx, exampleId: string): Promise<OpenExample> {
  const row = await rowOf(ctx.app.db, exampleId);
  const movement = row ? await movementById(ctx.app.db, row.programme_id) : null;
  if (!row || !movement) throw notFound('Điển hình này');
  const scope = await movementScope(ctx, movement);
  requireAllowed(maySeeUnit(scope, row.unit_id));
  if (row.submitted_at === null && !scope.subtree.has(row.unit_id)) throw notFound('Điển hình này');
  const [withdraw, manage] = [mayEnterFor(scope, row.unit_id), mayManage(scope)];
  return { row, movement, scope, may: { write: mayWriteFor({ movement, scope }, row.unit_id), withdraw, manage } };
}

/** Locks an example and looks whether an act is possible in its state. @throws RuleError 'not-found', 'example.state' */
export async function lockExample(tx: Tx, exampleId: string): Promise<ExampleRow> {
  const row = isUuid(exampleId)
    ? await tx.db.selectFrom('good_example').selectAll().where('id', '=', exampleId).forUpdate().executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Điển hình này');
  return row;
}

const verbs: Record<ExampleAct, string> = {
  submit: 'gửi xem xét',
  return: 'trả lại',
  publish: 'công bố',
  withdraw: 'gỡ',
};

/** The state to which an act leads. @throws RuleError 'example.state' */
export function requireWay(row: ExampleRow, act: ExampleAct): ExampleState {
  const next = afterAct(row.state, act);
  if (next) return next;
  throw new RuleError({
    code: 'example.state',
    message: `${row.code} đang ở trạng thái “${exampleStates[row.state].label}” nên không ${verbs[act]} được. Hãy tải lại trang.`,
    status: 409,
  });
}

/** Writes one line of an example's history. */
export const recordExample = (tx: Tx, ctx: Ctx, exampleId: string, what: string, reason: string | null = null) =>
  tx.db
    .insertInto('good_example_event')
    .values({ example_id: exampleId, at: ctx.now, by_id: ctx.actor.id, by_name: ctx.actor.name, what, reason })
    .execute();
