import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { successionOf } from '#lib/server/movement/succession.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';

let test: TestApp;
let ids: Record<string, string>;
beforeAll(async () => {
  test = await testApp();
  ids = await sampleUnits(test);
});
afterAll(() => test.close());

describe('C21-7: succession of units', () => {
  it('C21-7: holds from the day after the old unit ended, the successors by code', async () => {
    await test.app.db
      .insertInto('unit_successor')
      .values([
        { unit_id: ids.HA!, successor_id: ids.X2!, note: null, share: '0.4' },
        { unit_id: ids.HA!, successor_id: ids.X1!, note: null, share: '0.6' },
      ])
      .execute();
    expect((await successionOf(test.app.db, '2025-06-30')).size).toBe(0);
    expect((await successionOf(test.app.db, '2025-07-01')).get(ids.HA!)).toEqual([
      { unitId: ids.X1, share: '0.6' },
      { unitId: ids.X2, share: '0.4' },
    ]);
  });
});
