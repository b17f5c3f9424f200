import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkMovement } from '#lib/domain/movement/check.ts';
import { parseMovement } from '#lib/domain/movement/parse.ts';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { demoMovements, movements } from './index.ts';

const law = lawVersions.find((one) => one.id === 'luat-2022-nd-152')!;

const codes = ['agencies', 'districts', 'rooms']
  .flatMap((file) =>
    readFileSync(new URL(`units/${file}.tsv`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1),
  )
  .map((line) => line.split('\t')[0]!);

describe.each([...movements, ...demoMovements].map((doc) => [doc.code, doc] as const))('movement %s', (_code, doc) => {
  it('has the shape of a movement', () => {
    expect(parseMovement(JSON.parse(JSON.stringify(doc)))).toEqual({ ok: true, movement: doc });
  });

  it('names only units that ship with it', () => {
    const named = [
      doc.organiserUnit,
      doc.standingUnit,
      ...doc.classes.flatMap(({ units }) => (units ? [...units.codes, ...units.except, units.under ?? 'SL'] : [])),
      ...doc.indicators.flatMap(({ lead }) => lead ?? []),
      ...doc.obligations.flatMap(({ receivers }) => receivers),
    ];
    expect(named.filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('spells its clauses with composed letters and single spaces', () => {
    const all = doc.clauses.map((clause) => clause.text).join('\n');
    expect(all).toBe(all.normalize('NFC'));
    expect(all).not.toMatch(/ {2}|\*/);
  });
});

describe.each(movements.map((doc) => [doc.code, doc] as const))('movement %s, as printed', (_code, doc) => {
  it('⚠ nothing is decided, no value is made up, and only questions keep it from being published', () => {
    expect(doc.questions.every((question) => question.decision === null)).toBe(true);
    expect(JSON.stringify({ ...doc, questions: [] })).not.toMatch(/"source":"(demo|decided)"/);
    const errors = checkMovement(doc, law).filter((finding) => finding.severity === 'error');
    expect(errors.filter((finding) => finding.code !== 'programme.undecided')).toEqual([]);
  });
});

describe.each(demoMovements.map((doc) => [doc.code, doc] as const))(
  'movement %s for the demonstration',
  (_code, doc) => {
    it('answers every question, marked as made up; nothing keeps it from being published', () => {
      expect(doc.questions.map((question) => question.decision?.demo)).toEqual(doc.questions.map(() => true));
      expect(JSON.stringify({ ...doc, questions: [] })).not.toContain('"source":"decided"');
      expect(checkMovement(doc, law).filter((finding) => finding.blocks === 'publication')).toEqual([]);
    });
  },
);
