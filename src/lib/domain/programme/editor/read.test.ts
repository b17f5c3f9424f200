import { describe, expect, it } from 'vitest';
import { contest2024Demo, contest2026Demo } from '#programmes/son-la/index.ts';
import { fill } from '../../../../../tests/support/editForm.ts';
import { parseProgramme } from '../parse.ts';
import { PARTS } from '../parts.ts';
import { editsOf } from './parts.ts';
import { changeList, formName, readForm } from './read.ts';

type Dict = Record<string, unknown>;
const dict = (value: unknown): Dict => (typeof value === 'object' && value !== null ? (value as Dict) : {});

const combined = {
  ...contest2024Demo,
  code: 'MIX',
  combination: {
    clause: 'V.2',
    jury: { scale: null, weight: '0.8' },
    interactions: {
      points: { kind: 'relative' as const, points: '20', decimals: 2, rounding: 'half-up' as const },
      weight: '1',
    },
    decimals: 2,
    rounding: 'half-up' as const,
    ties: ['score' as const, 'decision' as const],
    source: 'decided' as const,
  },
};

describe('the form of a part', () => {
  const everyPart = [contest2026Demo, contest2024Demo, combined].flatMap((doc) =>
    PARTS.map((part) => [doc.code, part, doc] as const),
  );
  it.each(everyPart)('gives back what it shows, unchanged: %s %s', (_code, part, programme) => {
    const doc = programme as unknown as Dict;
    const edits = editsOf(part, programme);
    const { value, issues } = readForm(edits, fill(new FormData(), edits, doc), doc);
    expect(issues).toEqual([]);
    expect(value).toEqual(doc);
  });

  it('takes an optional part in and out; what it begins with has the right shape', () => {
    for (const part of ['gallery', 'interaction', 'combination'] as const) {
      const edits = editsOf(part, contest2026Demo);
      const on = changeList(edits, {}, `on:${part}`);
      expect(readForm(edits, fill(new FormData(), edits, on), {}).issues).toEqual([]);
      const { value } = readForm(edits, fill(new FormData(), edits, on), {});
      expect(parseProgramme({ ...contest2026Demo, ...value })).toMatchObject({ ok: true });
      expect(changeList(edits, on, `off:${part}`)).toEqual({});
    }
    const edits = editsOf('screening', contest2026Demo);
    const on = changeList(edits, { screening: contest2026Demo.screening }, 'on:screening.agency');
    expect(dict(on.screening).agency).toMatchObject({ checklist: [] });
    const off = changeList(edits, on, 'off:screening.agency');
    expect(off).toEqual({ screening: contest2026Demo.screening });
  });

  it('reads picture sizes, a day, a yes or no; names what it does not understand', () => {
    const edits = editsOf('dossier', contest2024Demo);
    const data = fill(new FormData(), edits, contest2024Demo as unknown as Dict);
    data.set('dossier.0.files.0.video.sizes', '640 x 360\n1920*1080');
    const read = readForm(edits, data, contest2024Demo);
    expect((read.value as unknown as typeof contest2024Demo).dossier[0]!.files[0]!.video!.sizes).toEqual([
      { width: 640, height: 360 },
      { width: 1920, height: 1080 },
    ]);
    data.set('dossier.0.files.0.video.sizes', 'Full HD');
    expect(readForm(edits, data, contest2024Demo).issues).toMatchObject([{ field: 'dossier.0.files.0.video.sizes' }]);
    const tasks = editsOf('tasks', contest2024Demo);
    const filled = fill(new FormData(), tasks, contest2024Demo as unknown as Dict);
    filled.set('tasks.0.due.value', '2024-06-15');
    filled.set('tasks.1.due.value', '2024-06-31');
    const due = readForm(tasks, filled, contest2024Demo);
    expect((due.value.tasks as Dict[])[0]!.due).toMatchObject({ value: '2024-06-15', source: 'decided' });
    expect(due.issues).toMatchObject([{ field: 'tasks.1.due' }]);
    const rules = editsOf('interaction', contest2024Demo);
    const asked = fill(new FormData(), rules, contest2024Demo as unknown as Dict);
    asked.set('interaction.hiddenUntilFreeze.value', 'yes');
    expect(dict(readForm(rules, asked, contest2024Demo).value.interaction).hiddenUntilFreeze).toMatchObject({
      value: true,
      source: 'decided',
    });
  });

  it('a variant keeps only the boxes of the chosen shape, and finds the box of a fault', () => {
    const edits = editsOf('combination', combined);
    const data = fill(new FormData(), edits, combined as unknown as Dict);
    data.set('combination.interactions.points.kind', 'per');
    data.set('combination.interactions.points.per.interactions', '10');
    data.set('combination.interactions.points.per.points', '1');
    data.set('combination.interactions.points.per.decimals', '0');
    data.set('combination.interactions.points.per.rounding', 'down');
    const { value, issues } = readForm(edits, data, combined);
    expect(issues).toEqual([]);
    expect((value as unknown as typeof combined).combination.interactions.points).toEqual({
      kind: 'per',
      interactions: '10',
      points: '1',
      max: null,
      decimals: 0,
      rounding: 'down',
    });
    expect(formName(value, 'combination.interactions.points.points', edits)).toBe(
      'combination.interactions.points.per.points',
    );
  });

  const timeline = editsOf('timeline', contest2026Demo);
  const typed = (changes: Record<string, string>) => {
    const data = fill(new FormData(), timeline, contest2026Demo as unknown as Dict);
    for (const [name, text] of Object.entries(changes)) data.set(name, text);
    return readForm(timeline, data, contest2026Demo);
  };

  it('K26-3: the end of a period is the last millisecond of the second that is typed', () => {
    const { value } = typed({ 'timeline.1.to': '2026-06-29T17:00:00', 'timeline.1.from': '2026-03-02T08:00' });
    expect((value.timeline as Dict[])[1]).toMatchObject({
      from: '2026-03-02T08:00:00.000+07:00',
      to: '2026-06-29T17:00:00.999+07:00',
    });
  });

  it('keeps what it cannot understand as typed, and names the box', () => {
    const { value, issues } = typed({ 'timeline.1.to': '2026-02-31T10:00' });
    expect((value.timeline as Dict[])[1]?.to).toBe('2026-02-31T10:00');
    expect(issues).toEqual([{ field: 'timeline.1.to', message: 'Kết thúc lúc: hãy nhập ngày và giờ có thật.' }]);
  });

  it('a soft value that a person types is decided; emptied without a note it is open again', () => {
    const edits = editsOf('eligibility', contest2026Demo);
    const data = fill(new FormData(), edits, contest2026Demo as unknown as Dict);
    data.set('eligibility.maxEntriesPerPerson.value', '2');
    data.set('eligibility.maxEntriesPerPerson.note', '');
    expect(dict(readForm(edits, data, contest2026Demo).value.eligibility).maxEntriesPerPerson).toEqual({
      value: 2,
      source: 'decided',
    });
    data.set('eligibility.maxEntriesPerPerson.value', '');
    expect(dict(readForm(edits, data, contest2026Demo).value.eligibility).maxEntriesPerPerson).toEqual({
      value: null,
      source: 'open',
    });
  });

  it('adds, moves and removes elements of nested lists; a new one gets an id from its title', () => {
    const edits = editsOf('dossier', contest2026Demo);
    const start = { dossier: contest2026Demo.dossier } as Dict;
    const labels = (value: Dict) => (value.dossier as { fields: { label: string }[] }[])[0]!.fields.map((f) => f.label);
    const before = labels(start);
    expect(labels(changeList(edits, start, 'down:dossier.0.fields.0')).slice(0, 2)).toEqual([before[1], before[0]]);
    expect(labels(changeList(edits, start, 'remove:dossier.0.fields.0'))).toEqual(before.slice(1));
    const added = changeList(edits, start, 'add:dossier.0.fields');
    const data = fill(new FormData(), edits, added);
    data.set(`dossier.0.fields.${before.length}.id`, '');
    data.set(`dossier.0.fields.${before.length}.label`, 'Số tiền đầu tư');
    const read = readForm(edits, data, start);
    expect(read.issues).toEqual([]);
    expect((read.value.dossier as { fields: Dict[] }[])[0]!.fields.at(-1)).toMatchObject({
      id: 'so-tien-dau-tu',
      label: 'Số tiền đầu tư',
    });
    expect(changeList(edits, start, 'remove:dossier.0')).toEqual(start);
    expect(changeList(edits, start, 'remove:__proto__.polluted')).toEqual(start);
  });

  it('finds the box of a place in the document', () => {
    expect(formName(contest2026Demo, 'rounds[final].rubric.criteria[novelty].max')).toBe(
      'rounds.1.rubric.criteria.1.max',
    );
    expect(formName(contest2026Demo, 'basics')).toBe('basics');
  });
});
