import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, truncate } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { readTask, type TaskInput, type TaskState, taskStateLabels, taskStates } from '#lib/domain/task/task.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { anyProgrammeById } from '../programme/queries.ts';
import { taskMail } from './mails.ts';
import { canTask } from './policy.ts';
import { planTasksMissing, possibleOwners } from './queries.ts';

const record = (tx: Tx, ctx: Ctx, taskId: string, what: string, note: string | null = null) =>
  tx.db
    .insertInto('task_event')
    .values({ task_id: taskId, at: ctx.now, by_id: ctx.actor.id, by_name: ctx.actor.name, what, note })
    .execute();

async function lockTask(tx: Tx, taskId: string): Promise<Row<'task'>> {
  const row = isUuid(taskId)
    ? await tx.db.selectFrom('task').selectAll().where('id', '=', taskId).forUpdate().executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Việc này');
  return row;
}

/** Tells the new owner, unless they gave the task to themselves. */
async function tellOwner(tx: Tx, ctx: Ctx, task: Row<'task'>): Promise<void> {
  if (!task.owner_id || task.owner_id === ctx.actor.id) return;
  const owner = await tx.db
    .selectFrom('person')
    .select(['id', 'full_name', 'email'])
    .where('id', '=', task.owner_id)
    .executeTakeFirstOrThrow();
  const programme = await anyProgrammeById(tx.db, task.programme_id);
  if (owner.email && programme)
    await tx.send(
      taskMail(ctx.app, {
        kind: 'task.given',
        task,
        programme,
        to: { personId: owner.id, fullName: owner.full_name, email: owner.email },
        says: `${ctx.actor.name} giao cho Ông/Bà việc sau của ${programme.doc.name}:`,
      }),
    );
}

/** @throws RuleError where the person has no role in the programme and coordinates no unit */
async function checkedOwner(tx: Tx, ctx: Ctx, programmeId: string, ownerId: string | null): Promise<string | null> {
  if (!ownerId) return null;
  const owners = await possibleOwners(tx.db, { programmeId, now: ctx.now });
  if (!owners.some((owner) => owner.id === ownerId))
    throw new RuleError({
      code: 'task.owner',
      message: 'Hãy chọn người phụ trách trong danh sách: người có vai trò ở chương trình hoặc đầu mối đơn vị.',
      field: 'ownerId',
    });
  return ownerId;
}

function checked(input: TaskInput) {
  const { value, issues } = readTask(input);
  if (issues.length > 0) throw new RuleError({ code: 'task.fields', message: 'Việc này chưa lưu được.', issues });
  return value;
}

async function checkedClause(tx: Tx, programmeId: string, clause: string | null): Promise<string | null> {
  if (!clause) return null;
  const programme = await anyProgrammeById(tx.db, programmeId);
  if (!programme?.doc.clauses.some((c) => c.id === clause))
    throw new RuleError({ code: 'task.clause', message: 'Hãy chọn một điều khoản trong danh sách.', field: 'clause' });
  return clause;
}

/** Adds a task of the programme (K24-11). @returns its id */
export async function addTask(
  ctx: Ctx,
  args: TaskInput & { programmeId: string; clause: string | null; ownerId: string | null },
): Promise<{ taskId: string }> {
  requireAllowed(canTask(ctx, 'manage', args));
  const value = checked(args);
  return act(
    ctx,
    { act: 'task.add', programmeId: args.programmeId, summary: `Thêm việc “${truncate(value.title, 120)}”` },
    async (tx) => {
      const task = await tx.db
        .insertInto('task')
        .values({
          programme_id: args.programmeId,
          title: value.title,
          detail: value.detail,
          agency: value.agency,
          clause: await checkedClause(tx, args.programmeId, args.clause),
          owner_id: await checkedOwner(tx, ctx, args.programmeId, args.ownerId),
          starts_on: value.startsOn,
          due_on: value.dueOn,
          state: 'todo',
          created_by: ctx.actor.id,
          created_at: ctx.now,
          updated_at: ctx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await record(tx, ctx, task.id, 'Thêm việc');
      await tellOwner(tx, ctx, task);
      tx.note({ subject: { kind: 'task', id: task.id } });
      return { taskId: task.id };
    },
  );
}

/**
 * Puts on the list what the plan prints and is not there yet (K24-11). People then give each an owner, and a day where the
 * plan prints none. @returns how many were added
 */
export async function takePlanTasks(ctx: Ctx, args: { programmeId: string }): Promise<number> {
  requireAllowed(canTask(ctx, 'manage', args));
  return act(
    ctx,
    {
      act: 'task.from-plan',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Đưa các việc của kế hoạch vào danh sách việc',
    },
    async (tx) => {
      const programme = await anyProgrammeById(tx.db, args.programmeId);
      if (!programme) throw notFound('Chương trình này');
      const missing = await planTasksMissing(tx.db, programme);
      if (missing.length === 0)
        throw new RuleError({
          code: 'task.nothing-missing',
          message: 'Mọi việc của kế hoạch đã có trong danh sách.',
          status: 409,
        });
      const added = await tx.db
        .insertInto('task')
        .values(
          missing.map((task) => ({
            programme_id: programme.id,
            plan_task_id: task.id,
            title: truncate(clean(task.text), 500),
            detail: task.text.length > 500 ? task.text : '',
            agency: task.agency,
            clause: task.clause,
            due_on: task.due.value,
            state: 'todo' as const,
            created_by: ctx.actor.id,
            created_at: ctx.now,
            updated_at: ctx.now,
          })),
        )
        // two secretaries may press at once
        .onConflict((oc) => oc.columns(['programme_id', 'plan_task_id']).doNothing())
        .returning('id')
        .execute();
      for (const { id } of added) await record(tx, ctx, id, 'Lấy từ kế hoạch');
      tx.note({
        summary: `Đưa ${added.length} việc của kế hoạch vào danh sách việc`,
        changes: { added: missing.map((task) => task.id) },
      });
      return added.length;
    },
  );
}

/**
 * Changes a task: what, who, by when. A new owner is told by mail.
 * @param args.version the version the page was made from (optimistic lock)
 */
export async function changeTask(
  ctx: Ctx,
  args: TaskInput & { taskId: string; version: number; clause: string | null; ownerId: string | null },
): Promise<void> {
  await act(
    ctx,
    { act: 'task.change', subject: { kind: 'task', id: args.taskId }, summary: 'Sửa việc' },
    async (tx) => {
      const before = await lockTask(tx, args.taskId);
      requireAllowed(canTask(ctx, 'manage', { programmeId: before.programme_id, ownerId: before.owner_id }));
      if (before.version !== args.version) throw stale('Việc này');
      const value = checked(args);
      // Whoever held it may have lost the role since: the task keeps them until somebody chooses another.
      const ownerId =
        args.ownerId === before.owner_id
          ? before.owner_id
          : await checkedOwner(tx, ctx, before.programme_id, args.ownerId);
      const after = await tx.db
        .updateTable('task')
        .set({
          title: value.title,
          detail: value.detail,
          agency: value.agency,
          clause: await checkedClause(tx, before.programme_id, args.clause),
          owner_id: ownerId,
          starts_on: value.startsOn,
          due_on: value.dueOn,
          version: before.version + 1,
          updated_at: ctx.now,
        })
        .where('id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const what = await differences(tx, before, after);
      if (what.length > 0) await record(tx, ctx, before.id, what.join('; '));
      if (after.owner_id !== before.owner_id) await tellOwner(tx, ctx, after);
      tx.note({
        programmeId: before.programme_id,
        summary: `Sửa việc “${truncate(after.title, 120)}”`,
        changes: { what },
      });
    },
  );
}

async function differences(tx: Tx, before: Row<'task'>, after: Row<'task'>): Promise<string[]> {
  const day = (iso: string | null) => (iso ? formatDate(iso) : 'không có');
  const what: string[] = [];
  if (before.title !== after.title) what.push('Sửa tên việc');
  if (before.detail !== after.detail) what.push('Sửa chi tiết');
  if (before.agency !== after.agency) what.push(`Cơ quan: ${after.agency || 'không có'}`);
  if (before.starts_on !== after.starts_on) what.push(`Bắt đầu: ${day(before.starts_on)} → ${day(after.starts_on)}`);
  if (before.due_on !== after.due_on) what.push(`Hạn: ${day(before.due_on)} → ${day(after.due_on)}`);
  if (before.clause !== after.clause) what.push('Sửa điều khoản');
  if (before.owner_id !== after.owner_id) {
    const owner = after.owner_id
      ? await tx.db.selectFrom('person').select('full_name').where('id', '=', after.owner_id).executeTakeFirst()
      : null;
    what.push(owner ? `Giao cho ${owner.full_name}` : 'Bỏ người phụ trách');
  }
  return what;
}

/** Says how far a task is. Giving it up needs a reason. */
export async function reportTask(
  ctx: Ctx,
  args: { taskId: string; version: number; state: string; note: string },
): Promise<void> {
  await act(
    ctx,
    { act: 'task.report', subject: { kind: 'task', id: args.taskId }, summary: 'Báo tình hình việc' },
    async (tx) => {
      const before = await lockTask(tx, args.taskId);
      requireAllowed(canTask(ctx, 'report', { programmeId: before.programme_id, ownerId: before.owner_id }));
      if (before.version !== args.version) throw stale('Việc này');
      const state = taskStates.find((one) => one === args.state) as TaskState | undefined;
      if (!state) throw new RuleError({ code: 'task.state', message: 'Hãy chọn tình hình của việc.', field: 'state' });
      const note = clean(args.note);
      if (state === before.state && !note)
        throw new RuleError({
          code: 'task.nothing-new',
          message: 'Chưa có gì mới: hãy chọn tình hình khác hoặc viết ghi chú.',
          field: 'note',
        });
      if (state === 'cancelled' && state !== before.state && !note)
        throw new RuleError({ code: 'task.reason', message: 'Hãy ghi vì sao không làm việc này nữa.', field: 'note' });
      await tx.db
        .updateTable('task')
        .set({
          state,
          done_at: state === 'done' ? (before.state === 'done' ? before.done_at : ctx.now) : null,
          version: before.version + 1,
          updated_at: ctx.now,
        })
        .where('id', '=', before.id)
        .execute();
      const what = state === before.state ? 'Ghi chú' : taskStateLabels[state];
      await record(tx, ctx, before.id, what, note || null);
      tx.note({
        programmeId: before.programme_id,
        summary: `Việc “${truncate(before.title, 120)}”: ${what}`,
        changes: { from: before.state, to: state, note: note || null },
      });
    },
  );
}
