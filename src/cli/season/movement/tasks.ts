import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { tasksOf } from '#lib/server/task/queries.ts';
import { changeTask, reportTask, takePlanTasks } from '#lib/server/task/tasks.ts';
import { at } from '../world.ts';
import type { MovementWorld } from './world.ts';

type Owner = 'emulation' | 'emulationLead';

/** Which duties of the plan have an owner and a day, and how far they are; the others stay open. */
const given: { id: string; owner: Owner; due: string; doing?: string; done?: string; note?: string }[] = [
  {
    id: 'VI.1',
    owner: 'emulation',
    due: '2025-07-31',
    doing: '2025-06-30 08:30',
    done: '2025-08-20 16:00',
    note: 'Các đơn vị đã gửi văn bản triển khai; ba xã gửi chậm.',
  },
  { id: 'VI.5.c', owner: 'emulationLead', due: '2026-09-30', doing: '2026-03-02 09:00' },
  { id: 'VI.6.a', owner: 'emulation', due: '2026-06-30', doing: '2026-02-10 09:00' },
  { id: 'VI.6.d', owner: 'emulation', due: '2025-12-15', doing: '2025-11-17 08:00', done: '2025-12-12 16:40' },
  { id: 'VI.5.a', owner: 'emulationLead', due: '2026-10-15' },
];

/** The plan's duties on the list, some with an owner and a day. */
export function planTasks(world: MovementWorld): void {
  const { agenda } = world;
  const officer = () => world.as(world.people.get('emulation')!);
  const find = async (id: string) => {
    const rows = await tasksOf(await officer(), { programmeId: world.programmeId });
    const row = rows.find((one) => one.planTaskId === id);
    if (!row) throw new Error(`the plan has no task ${id}`);
    return row;
  };
  agenda.at(at('2025-06-27 09:00:00'), async () => {
    await takePlanTasks(await officer(), { programmeId: world.programmeId });
    for (const { id, owner, due } of given) {
      const row = await find(id);
      await changeTask(await officer(), {
        taskId: row.id,
        version: row.version,
        title: row.title,
        detail: row.detail,
        agency: row.agency,
        clause: row.clause,
        ownerId: world.people.get(owner)!,
        startsOn: isoDateLocal(world.app.clock.now()),
        dueOn: due,
      });
    }
  });
  for (const { id, owner, doing, done, note } of given)
    for (const [when, state] of [
      [doing, 'doing'],
      [done, 'done'],
    ] as const)
      if (when)
        agenda.at(at(`${when}:00`), async () => {
          const row = await find(id);
          await reportTask(await world.as(world.people.get(owner)!), {
            taskId: row.id,
            version: row.version,
            state,
            note: state === 'done' ? (note ?? '') : '',
          });
        });
}
