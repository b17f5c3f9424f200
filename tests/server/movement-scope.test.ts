import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayAccept, mayEnterFor, mayOpen, maySeeUnit, mayVerify, movementScope } from '#lib/server/movement/scope.ts';
import { participantsOn } from '#lib/server/movement/units.ts';
import { movementBySlug, programmeBySlug } from '#lib/server/programme/queries.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let movementId: string;
const at = '2025-10-01T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  movementId = await insertMovement(t);
});
afterAll(() => t.close());

const scopeOf = async (role: 'unit-coordinator' | 'secretary' | 'auditor', where: { unitId?: string } = {}) => {
  const person = await t.person('Người thử', [
    { role, ...where, ...(role === 'secretary' ? { programmeId: movementId } : {}) },
  ]);
  const ctx = t.ctx(person, at);
  const movement = await movementBySlug(t.app.db, sampleMovement.slug);
  return { ctx, scope: await movementScope(ctx, movement!) };
};
const indicator = (id: string) => sampleMovement.indicators.find((one) => one.id === id)!;
const rule = (id: string) => sampleMovement.obligations.find((one) => one.id === id)!;

describe('movements beside contests', () => {
  it('a movement is not found as a contest', async () => {
    expect(await programmeBySlug(t.app.db, sampleMovement.slug)).toBeNull();
    expect((await movementBySlug(t.app.db, sampleMovement.slug))?.id).toBe(movementId);
  });

  it('Q25-3, C21-7: units take part by class, as they stood on the day', async () => {
    const codes = async (day: string) =>
      (await participantsOn(t.app.db, sampleMovement, day)).map((unit) => `${unit.code}:${unit.classId}`).sort();
    expect(await codes('2025-06-25')).toEqual(['HA:communes', 'MTTQ:fronts', 'SKHCN:agencies', 'SNV:agencies']);
    expect(await codes('2025-07-01')).toEqual([
      'MTTQ:fronts',
      'SKHCN:agencies',
      'SNV:agencies',
      'W1:communes',
      'X1:communes',
      'X2:communes',
    ]);
  });
});

describe('scoped work', () => {
  it('a commune sees and enters only its own', async () => {
    const { ctx, scope } = await scopeOf('unit-coordinator', { unitId: units.X1 });
    expect(mayOpen(ctx, scope).allow).toBe(true);
    expect(mayEnterFor(scope, units.X1!).allow).toBe(true);
    expect(mayEnterFor(scope, units.X2!)).toMatchObject({ allow: false, status: 404 });
    expect(mayVerify(scope, indicator('online'), units.X1!)).toMatchObject({ code: 'movement.not-verifier' });
    expect(mayAccept(scope, rule('report'), units.X1!)).toMatchObject({ code: 'movement.not-receiver' });
  });

  it('a department verifies what it leads and sees its subtree, but does not enter for it', async () => {
    const { scope } = await scopeOf('unit-coordinator', { unitId: units.SKHCN });
    expect(mayVerify(scope, indicator('online'), units.X1!).allow).toBe(true);
    expect(mayVerify(scope, indicator('trained'), units.X1!).allow).toBe(false);
    const home = await scopeOf('unit-coordinator', { unitId: units.SNV });
    expect(maySeeUnit(home.scope, units.P1!).allow).toBe(true);
    expect(mayEnterFor(home.scope, units.P1!)).toMatchObject({ code: 'movement.not-your-unit' });
    expect(mayAccept(home.scope, rule('report'), units.X1!).allow).toBe(true);
    expect(mayAccept(home.scope, rule('report'), units.SNV!).allow).toBe(false);
  });

  it('the standing unit acts for all; an auditor reads; an outsider finds nothing', async () => {
    const { scope } = await scopeOf('secretary');
    expect(mayVerify(scope, indicator('platform'), units.SKHCN!).allow).toBe(true);
    const auditor = await scopeOf('auditor');
    expect(maySeeUnit(auditor.scope, units.X2!).allow).toBe(true);
    expect(mayEnterFor(auditor.scope, units.X2!)).toMatchObject({ code: 'movement.not-your-unit' });
    const outsider = await t.person('Người ngoài');
    const ctx = t.ctx(outsider, at);
    const movement = await movementBySlug(t.app.db, sampleMovement.slug);
    expect(mayOpen(ctx, await movementScope(ctx, movement!))).toMatchObject({ allow: false, status: 404 });
  });
});
