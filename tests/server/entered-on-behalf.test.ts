import { afterAll, beforeAll, expect, it } from 'vitest';
import { behalfPage } from '#lib/server/indicator/entry.ts';
import { historyOf } from '#lib/server/indicator/history.ts';
import { submitValues, verifyValues } from '#lib/server/indicator/move.ts';
import { saveValue } from '#lib/server/indicator/save.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { insertMovement, sampleMovement, sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
let units: Record<string, string>;
let standing: Ctx;
let coordinator: Ctx;
const at = '2025-10-01T08:00:00+07:00';
const { slug } = sampleMovement;

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  const programmeId = await insertMovement(t);
  standing = t.ctx(await t.person('Lò Thị Theo', [{ role: 'secretary', programmeId }]), at);
  coordinator = t.ctx(await t.person('Quàng Văn Mối', [{ role: 'unit-coordinator', unitId: units.X1! }]), at);
});
afterAll(() => t?.close());

it('C21-7: the standing unit enters the figures of a district that has ended, and each version says on whose behalf', async () => {
  const page = await behalfPage(standing, { slug, unitId: units.HA!, period: '2025' });
  expect(page.form?.unitName).toBeTruthy();
  expect(page.groups.find((group) => group.label === 'Đã kết thúc')?.options.map((one) => one.value)).toContain(
    units.HA,
  );
  const line = page.form!.groups.flatMap((group) => group.lines).find((one) => one.indicator.id === 'trained');
  expect(line).toBeTruthy();
  const id = await saveValue(standing, {
    slug,
    indicatorId: 'trained',
    unitId: units.HA!,
    period: '2025',
    value: '12',
  });
  const { versions, events } = await historyOf(t.app.db, id!);
  expect(versions[0]).toMatchObject({ byName: 'Lò Thị Theo', onBehalf: true });
  expect(events.at(-1)?.what).toBe('Ghi số liệu (nhập thay)');
  expect(await refusal(behalfPage(coordinator, { slug, unitId: units.HA!, period: '2025' }))).toMatchObject({
    status: 403,
  });
});

it('C21-2: whoever entered on behalf does not verify alone while another office leads the indicator', async () => {
  const led = sampleMovement.indicators.find((one) => one.lead === 'SKHCN' && one.evidence !== 'required')!;
  const unitId = units.X1!;
  const figure = led.kind === 'amount' ? { value: '3' } : { numerator: '3', denominator: '4' };
  const id = (await saveValue(standing, { slug, indicatorId: led.id, unitId, period: '2025', ...figure }))!;
  expect(await submitValues(standing, { slug, figures: [{ id }] })).toMatchObject([{ ok: true }]);
  const person = await t.person('Cầm Thị Chủ', [{ role: 'unit-coordinator', unitId: units.SKHCN! }]);
  const [refused] = await verifyValues(standing, { slug, figures: [{ id }] });
  expect(refused).toMatchObject({ ok: false, denied: false });
  expect(refused?.message).toContain('nhập thay');
  expect(await verifyValues(t.ctx(person, at), { slug, figures: [{ id }] })).toMatchObject([{ ok: true }]);
});
