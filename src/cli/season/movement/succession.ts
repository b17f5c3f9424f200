import { endUnit } from '#lib/server/people/reorganise.ts';
import { at } from '../world.ts';
import type { MovementWorld } from './world.ts';

/**
 * Which communes carry on what a district had, with shares, made up for a few districts; the real division is in no public source and
 * the product ships without it. The other districts stay as they are: shown undivided, under their own names.
 */
const made: { district: string; successors: { code: string; share?: string }[] }[] = [
  {
    district: 'HML',
    successors: [
      { code: '03808', share: '25 %' },
      { code: '03814', share: '15 %' },
      { code: '03820', share: '15 %' },
      { code: '03847', share: '25 %' },
      { code: '03850', share: '20 %' },
    ],
  },
  // who follows is written down, how much each takes is not decided
  { district: 'HSC', successors: [{ code: '04228' }, { code: '04231' }, { code: '04240' }, { code: '04246' }] },
];

/** The administrator writes down the made-up division after the districts have ended. */
export function planSuccession(world: MovementWorld): void {
  world.agenda.at(at('2025-07-21 09:30:00'), async () => {
    const admin = await world.as(world.people.get('admin')!);
    for (const { district, successors } of made) {
      const unit = world.units.get(district);
      if (!unit) throw new Error(`no unit ${district}`);
      await endUnit(admin, {
        unitId: unit.id,
        lastDay: '2025-06-30',
        successors,
        note: 'Mô phỏng để trình diễn: không phải phương án chia thật.',
        reason: 'Ghi đơn vị kế thừa mô phỏng để trình diễn cách chuyển tiếp số liệu.',
      });
    }
  });
}
