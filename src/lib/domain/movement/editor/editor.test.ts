import { describe, expect, it } from 'vitest';
import { demoMovements, movements } from '#programmes/son-la/index.ts';
import { fill } from '../../../../../tests/support/editForm.ts';
import { sampleMovement } from '../../../../../tests/support/movement.ts';
import type { Choice } from '../../programme/editor/describe.ts';
import { changeList, readForm } from '../../programme/editor/read.ts';
import { parseMovement } from '../parse.ts';
import { MOVEMENT_PARTS, type MovementPart } from '../parts.ts';
import type { MovementProgramme } from '../types.ts';
import { movementEdits } from './parts.ts';

type Dict = Record<string, unknown>;
const asDict = (doc: MovementProgramme) => doc as unknown as Dict;
const everyUnit = (doc: MovementProgramme): Choice[] => {
  const units = doc.classes.flatMap((one) =>
    one.units ? [one.units.under, ...one.units.codes, ...one.units.except] : [],
  );
  const codes = [
    doc.organiserUnit,
    doc.standingUnit,
    ...units,
    ...doc.indicators.map((one) => one.lead),
    ...doc.obligations.flatMap((one) => one.receivers),
  ];
  return [...new Set(codes.filter((code) => code !== null))].map((code) => ({ value: code, label: `Đơn vị ${code}` }));
};
const edits = (part: MovementPart, doc: MovementProgramme) => movementEdits(part, { doc, units: everyUnit(doc) });

describe('the form of a part of a movement', () => {
  const all = [...movements, ...demoMovements, sampleMovement];
  const everyPart = all.flatMap((doc, i) => MOVEMENT_PARTS.map((part) => [`${i} ${doc.code}`, part, doc] as const));
  it.each(everyPart)('gives back what it shows, unchanged: %s %s', (_code, part, doc) => {
    const form = edits(part, doc);
    const { value, issues } = readForm(form, fill(new FormData(), form, asDict(doc)), doc);
    expect(issues).toEqual([]);
    expect(value).toEqual(doc);
  });

  it('takes parent, scope and inspection in and out; they are null when they are out', () => {
    for (const [part, key] of [
      ['relations', 'parent'],
      ['statements', 'scope'],
      ['inspection', 'inspection'],
    ] as const) {
      const bare = { ...sampleMovement, [key]: null };
      const form = edits(part, bare);
      const on = changeList(form, asDict(bare), `on:${key}`);
      const data = fill(new FormData(), form, on);
      for (const box of ['title', 'issuer', 'text']) if (data.has(`${key}.${box}`)) data.set(`${key}.${box}`, 'Có chữ');
      const { value, issues } = readForm(form, data, bare);
      expect(issues).toEqual([]);
      expect(parseMovement(value)).toMatchObject({ ok: true });
      expect(changeList(form, on, `off:${key}`)[key]).toBeNull();
    }
  });

  it('C21-1: a new indicator that counts one thing needs no names for parts', () => {
    const form = edits('indicators', sampleMovement);
    const start = { ...asDict(sampleMovement), indicators: [] };
    const added = changeList(form, start, 'add:indicators');
    const data = fill(new FormData(), form, added);
    for (const [key, text] of Object.entries({
      name: 'Số lớp học',
      shortName: 'Lớp học',
      group: 'Học tập',
      kind: 'amount',
    }))
      data.set(`indicators.0.${key}`, text);
    data.set('indicators.0.reportedBy', sampleMovement.classes[0]!.id);
    const { value, issues } = readForm(form, data, start);
    expect(issues).toEqual([]);
    expect(parseMovement({ ...sampleMovement, indicators: value.indicators })).toMatchObject({ ok: true });
  });

  it('units are found by code, by name or as the list shows them, and an unknown one is named', () => {
    const form = edits('basics', sampleMovement);
    const data = fill(new FormData(), form, asDict(sampleMovement));
    data.set('standingUnit', 'snv');
    expect(readForm(form, data, { ...sampleMovement, standingUnit: 'SL' }).value.standingUnit).toBe('SNV');
    data.set('standingUnit', 'Đơn vị SNV');
    expect(readForm(form, data, { ...sampleMovement, standingUnit: 'SL' }).value.standingUnit).toBe('SNV');
    data.set('standingUnit', 'Sở Không Có');
    expect(readForm(form, data, sampleMovement).issues).toMatchObject([{ field: 'standingUnit' }]);
    const rules = edits('obligations', sampleMovement);
    const sent = fill(new FormData(), rules, asDict(sampleMovement));
    sent.set('obligations.0.receivers', 'SNV – Đơn vị SNV\r\nSKHCN\r\nXYZ');
    expect(readForm(rules, sent, sampleMovement).issues).toMatchObject([
      { field: 'obligations.0.receivers', message: expect.stringContaining('XYZ') },
    ]);
  });

  it('a decided reading of a due day, days of reminders and a baseline are read from their boxes', () => {
    const form = edits('obligations', sampleMovement);
    const data = fill(new FormData(), form, asDict(sampleMovement));
    data.set('obligations.0.due.reading.value', 'through');
    data.set('obligations.0.reminders.before', '30, 3');
    const { value } = readForm(form, data, sampleMovement);
    expect((value as unknown as MovementProgramme).obligations[0]).toMatchObject({
      due: { reading: { value: 'through', source: 'decided' } },
      reminders: { before: [30, 3] },
    });
    const figures = edits('indicators', sampleMovement);
    const sent = fill(new FormData(), figures, asDict(sampleMovement));
    sent.set('indicators.0.baseline.value.period', '2024');
    sent.set('indicators.0.baseline.value.value', '41,5');
    const read = readForm(figures, sent, sampleMovement);
    expect(read.issues).toEqual([]);
    expect((read.value as unknown as MovementProgramme).indicators[0]!.baseline).toEqual({
      value: { period: '2024', value: '41.5' },
      source: 'decided',
    });
  });
});
