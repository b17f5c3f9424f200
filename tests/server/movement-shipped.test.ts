import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { participantsOn } from '#lib/server/movement/units.ts';
import { generate } from '#lib/server/obligation/generate.ts';
import { obligationsOf } from '#lib/server/obligation/queries.ts';
import { seedUnits } from '#lib/server/people/importUnits.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { movement2021Demo, movement2025Demo, movementOfficeDemo } from '#programmes/son-la/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement } from '../support/movement.ts';

let t: TestApp;

beforeAll(async () => {
  t = await testApp();
  await seedUnits(t.ctx(systemActor()));
});
afterAll(() => t.close());

/** Number of participants by class on a day. */
async function count(doc: MovementProgramme, day: string): Promise<Record<string, number>> {
  const all = await participantsOn(t.app.db, doc, day);
  return Object.fromEntries(
    doc.classes
      .filter((one) => one.kind === 'collective')
      .map((one) => [one.id, all.filter((each) => each.classId === one.id).length]),
  );
}

describe('the shipped movements among the shipped units', () => {
  it('Q25-3: every commune takes part, the information centre through its office', async () => {
    expect(await count(movement2025Demo, '2025-11-01')).toEqual({
      agencies: 20,
      communes: 75,
      fronts: 6,
      enterprises: 5,
      bodies: 16,
    });
  });

  it('C21-7: districts until 30/06/2025, communes from the next day; the lead has a successor', async () => {
    const before = await count(movement2021Demo, '2024-12-31');
    const after = await count(movement2021Demo, '2025-12-31');
    expect([before.districts, before.communes, after.districts, after.communes]).toEqual([12, 0, 0, 75]);
    expect([before.lead, after.lead]).toEqual([2, 1]);
  });

  it('V26-2: only the Office takes part in its movement', async () => {
    expect(await count(movementOfficeDemo, '2026-06-01')).toEqual({ leadership: 1, rooms: 5, subordinates: 2 });
  });

  it('Q25-10: plans of 2025 are owed once, by communes a month later', async () => {
    const movementId = await insertMovement(t, movement2025Demo);
    await generate(t.ctx(systemActor(), '2025-07-02T08:00:00+07:00'), { movementId, year: 2025 });
    const owed = await obligationsOf(t.app.db, { programmeIds: [movementId] });
    const by = (ruleId: string) => owed.filter((one) => one.ruleId === ruleId).length;
    expect([by('plan'), by('plan-commune'), by('report')]).toEqual([20 + 6 + 5 + 16, 75, 122]);
  });
});
