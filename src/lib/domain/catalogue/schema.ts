import * as v from 'valibot';
import { type ParseIssue, parseWith } from '../programme/parse.ts';
import { day, decimal, id, list, money, text, whole } from '../programme/shapes.ts';
import { kindOfCatalogue } from './names.ts';
import type { CatalogueDocument, CatalogueName } from './types.ts';

/** Shape of the catalogues as they come from a form, a file or the database. Meaning is checked in check.ts. */

const figure = { source: text(500), verified: v.boolean(), comparedWith: v.optional(text(500)) };
const sourced = <T extends v.GenericSchema>(value: T) => v.strictObject({ value, ...figure });
const subject = v.picklist(['collective', 'individual', 'household']);
const subjects = v.pipe(list(subject, 3), v.nonEmpty('Hãy chọn ít nhất một đối tượng.'));
const kind = v.picklist(['merit', 'unplanned', 'movement', 'contribution', 'tenure', 'external']);
const unit = text(64);
const multiple = v.strictObject({ value: decimal, ...figure, atMost: v.optional(v.boolean()) });

const form = v.strictObject({
  id,
  is: v.picklist(['title', 'form']),
  name: text(300),
  shortName: text(100),
  calledBy: list(text(100), 20),
  level: v.picklist(['state', 'province', 'agency', 'commune']),
  decidedBy: text(500),
  clause: text(300),
  subjects,
  kinds: v.pipe(list(kind, 6), v.nonEmpty('Hãy chọn ít nhất một loại hình khen thưởng.')),
  standards: list(v.strictObject({ id, subjects, text: text(5000), clause: text(200) }), 60),
  movement: list(
    v.strictObject({
      occasions: v.pipe(list(v.picklist(['yearly', 'mid-term', 'final']), 3), v.nonEmpty('Hãy chọn ít nhất một dịp.')),
      minYears: v.nullable(whole(1, 50)),
      launchedBy: v.picklist(['anyone', 'province', 'nation']),
      nationInsteadOfYears: v.boolean(),
      subjects,
      clause: text(300),
    }),
    10,
  ),
  bonus: v.strictObject({
    collective: v.optional(multiple),
    individual: v.optional(multiple),
    household: v.optional(multiple),
  }),
  vote: v.nullable(sourced(v.strictObject({ percent: decimal, base: v.picklist(['members', 'present']) }))),
  dossier: list(
    v.strictObject({
      id,
      name: text(500),
      is: v.picklist(['letter', 'report', 'minutes', 'initiative', 'proof', 'attachment']),
      of: v.picklist(['dossier', 'submission']),
      required: v.boolean(),
      clause: text(300),
    }),
    20,
  ),
  publicList: sourced(v.boolean()),
});

const law = v.strictObject({
  schema: v.literal(1),
  id,
  name: text(300),
  from: day,
  to: v.nullable(day),
  note: v.pipe(v.string(), v.maxLength(3000)),
  statutes: list(
    v.strictObject({
      id,
      number: text(100),
      title: text(500),
      issued: v.nullable(day),
      from: day,
      to: v.nullable(day),
      ...figure,
    }),
  ),
  transition: v.nullable(v.strictObject({ text: text(3000), unlessMoreFavourable: v.boolean(), ...figure })),
  forms: list(form),
  limits: list(v.strictObject({ id, step: text(500), days: whole(1, 365), ...figure })),
  deadlines: list(v.strictObject({ id, what: text(500), by: text(300), ...figure })),
  rounding: sourced(v.strictObject({ to: v.nullable(whole(1, 1_000_000)), way: v.picklist(['up', 'nearest']) })),
  notForMerit: sourced(list(kind, 6)),
  womenShare: sourced(decimal),
  fundShare: v.optional(sourced(decimal)),
  payer: v.optional(v.strictObject({ text: text(1000), ...figure })),
  highestOnly: v.optional(sourced(v.boolean())),
  childAge: v.optional(sourced(whole(1, 30))),
});

const schemas = {
  law,
  'base-salary': v.strictObject({
    schema: v.literal(1),
    rows: v.pipe(
      list(v.strictObject({ from: day, amount: v.pipe(money, v.minValue(1)), ...figure })),
      v.nonEmpty('Phải còn ít nhất một mức lương cơ sở.'),
    ),
  }),
  holidays: v.strictObject({
    schema: v.literal(1),
    days: list(v.strictObject({ day, name: text(200), is: v.picklist(['off', 'work']), ...figure }), 400),
  }),
  offices: v.strictObject({ schema: v.literal(1), registrar: unit, watchers: list(unit, 50) }),
};

/** Reads a catalogue from unknown JSON; faults are named with their place. */
export function parseCatalogue(
  name: CatalogueName,
  input: unknown,
): { ok: true; doc: CatalogueDocument } | { ok: false; issues: ParseIssue[] } {
  const result = parseWith<unknown>(schemas[kindOfCatalogue(name)], input);
  return result.ok ? { ok: true, doc: result.output as CatalogueDocument } : result;
}
