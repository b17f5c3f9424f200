import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificateCode } from '#lib/domain/kernel/ids.ts';
import { act } from '#lib/server/platform/act.ts';
import { enterRecords, type NewRecord } from '#lib/server/register/enter.ts';
import { insertSubject } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';

let t: TestApp;
let units: Record<string, string>;
let subjectId: string;
const moment = '2027-09-01T08:00:00+07:00';

beforeAll(async () => {
  t = await testApp();
  units = await sampleUnits(t);
  subjectId = await insertSubject(t, { kind: 'individual', name: 'Lò Thị Mai', unitId: units.X1! });
});
afterAll(() => t.close());

const record = (more: Partial<NewRecord> = {}): NewRecord => ({
  subjectId,
  subjectKind: 'individual',
  subjectName: 'Lò Thị Mai',
  unitId: units.X1!,
  unitName: 'Xã Chiềng Mung',
  formId: 'giay-khen',
  formName: 'Giấy khen',
  formIs: 'form',
  level: 'agency',
  awardKind: 'movement',
  authorityUnitId: units.SNV!,
  issuer: 'Giám đốc Sở Nội vụ',
  decisionNumber: null,
  decisionDate: null,
  year: 2027,
  source: 'decision',
  golden: 'next',
  certificate: true,
  ...more,
});

const enter = async (records: NewRecord[]) => {
  const ctx = t.ctx(await t.person('Đặng Thu Hiền'), moment);
  return act(ctx, { act: 'award.test', summary: 'Thử' }, (tx) => enterRecords(tx, ctx, records));
};

describe('awards enter the register', () => {
  it('Q25-12: golden numbers follow one another by office, year and form; each paper has a code of its own', async () => {
    const first = await enter([record(), record(), record({ formId: 'bang-khen-tinh' }), record({ year: 2026 })]);
    expect(first.map((one) => one.goldenNo)).toEqual([1, 2, 1, 1]);
    const next = await enter([record({ golden: null, certificate: false }), record()]);
    expect(next.map((one) => one.goldenNo)).toEqual([null, 3]);
    expect(next[0]!.certificateCode).toBeNull();
    const codes = first.map((one) => one.certificateCode!);
    expect(new Set(codes).size).toBe(4);
    expect(codes.every((code) => parseCertificateCode(code, 'KT') === code)).toBe(true);
  });

  it('Q25-12: ten decisions at the same moment leave neither gaps nor twins in the golden book', async () => {
    const many = await Promise.all(
      Array.from({ length: 10 }, () => enter(Array.from({ length: 7 }, () => record({ authorityUnitId: units.SL! })))),
    );
    const numbers = many
      .flat()
      .map((one) => one.goldenNo!)
      .toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 70 }, (_, i) => i + 1));
  });

  it('the public finds a record by name, unit and decision number without diacritics', async () => {
    const [one] = await enter([record({ decisionNumber: '1470/QĐ-UBND', decisionDate: '2027-09-01' })]);
    const { folded } = await t.app.db
      .selectFrom('award_record')
      .select('folded')
      .where('id', '=', one!.id)
      .executeTakeFirstOrThrow();
    expect(folded).toBe('lo thi mai xa chieng mung 1470/qd-ubnd');
  });

  it('thousands are entered at once, in their order', async () => {
    const records = Array.from({ length: 2500 }, (_, i) => record({ year: 2020, subjectName: `Người ${i}` }));
    const entered = await enter(records);
    expect(entered.map((one) => one.goldenNo)).toEqual(records.map((_, i) => i + 1));
  });
});
