import { endOfDay, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { undecided } from '#lib/domain/programme/questions.ts';
import { exampleDuties } from '../example/duties.ts';
import { figureDuties } from '../indicator/duties.ts';
import { inspectionDuties } from '../inspection/duties.ts';
import { obligationDuties } from '../obligation/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';
import { summaryDuties } from '../summary/duties.ts';
import { openTasksIn } from '../task/queries.ts';
import type { MovementScope } from './scope.ts';

type DutySource = (ctx: Ctx, movement: StoredMovement, scope: MovementScope) => Promise<Duty[]>;

const publish: DutySource = async (_ctx, { status, slug, doc }, scope) => {
  if (status !== 'draft' || !scope.administers) return [];
  const open = undecided(doc).length;
  return [
    {
      text: open > 0 ? `Quyết định ${open} điểm mà kế hoạch để ngỏ, rồi công bố` : 'Xem lại và công bố phong trào',
      href: `/dieu-hanh/phong-trao/${slug}/thiet-lap`,
      action: 'Mở phần thiết lập',
      due: endOfDay(doc.from).toISOString(),
      clause: null,
    },
  ];
};

const tasks: DutySource = async (ctx, { id, slug }, scope) => {
  if (!isSignedIn(ctx.actor)) return [];
  const today = isoDateLocal(ctx.now);
  const mine = await openTasksIn(ctx.app.db, { programmeId: id, ownerId: ctx.actor.id, today });
  if (mine.open === 0) return [];
  return [
    {
      text:
        mine.overdue > 0 ? `${mine.open} việc được giao, ${mine.overdue} việc quá hạn` : `${mine.open} việc được giao`,
      href: scope.all ? `/dieu-hanh/phong-trao/${slug}/nhiem-vu?nguoi=${ctx.actor.id}` : '/viec-cua-toi',
      action: 'Xem việc của tôi',
      due: mine.nextDue ? endOfDay(mine.nextDue).toISOString() : null,
      clause: null,
    },
  ];
};

/** Each noun of a movement says here what waits for the actor; a new one is one line. */
const sources: DutySource[] = [
  publish,
  obligationDuties,
  figureDuties,
  tasks,
  exampleDuties,
  inspectionDuties,
  summaryDuties,
];

/** What the actor has to do next in a movement, the most urgent first; what has no day comes last. */
export async function movementDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  const found = await Promise.all(sources.map((source) => source(ctx, movement, scope)));
  return found.flat().sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'));
}
