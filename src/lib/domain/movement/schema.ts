import * as v from 'valibot';
import {
  clause,
  code,
  committeeMember,
  contacts,
  day,
  decimal,
  id,
  list,
  planDocument,
  planTask,
  question,
  type Same,
  slug,
  soft,
  text,
  whole,
} from '../programme/shapes.ts';
import { parsePeriod } from './periods.ts';
import type { MovementProgramme } from './types.ts';

/** Shape of a movement as it comes from a file, a form or the database. Meaning is checked in check.ts. */

const year = whole(2000, 2100);
const unitCode = text(64);
const unitKind = v.picklist([
  'province',
  'agency',
  'party',
  'front',
  'enterprise',
  'school',
  'commune',
  'ward',
  'district',
  'room',
  'other',
]);
const subjectKind = v.picklist(['collective', 'individual', 'household']);
const occasionKind = v.picklist(['yearly', 'mid-term', 'final']);
const frequency = v.picklist(['year', 'half', 'quarter']);
const period = v.pipe(
  v.string(),
  v.check((value) => parsePeriod(value) !== null, 'Phải là một kỳ, ví dụ 2025, 2025-H1 hoặc 2025-Q3.'),
);

const planReference = v.strictObject({
  id,
  number: v.nullable(text(100)),
  date: v.nullable(day),
  issuer: text(),
  title: text(1000),
  clause: id,
  slug: v.optional(slug),
});

const statement = v.strictObject({ id, clause: id, text: text(5000) });

const subjectClass = v.strictObject({
  id,
  name: text(300),
  kind: subjectKind,
  clause: id,
  units: v.nullable(
    v.strictObject({
      kinds: list(unitKind, 20),
      under: v.nullable(unitCode),
      codes: list(unitCode, 2000),
      except: list(unitCode, 2000),
    }),
  ),
});

const phase = v.strictObject({ id, name: text(200), from: day, to: day, clause: id, printed: text() });

const occasion = v.strictObject({
  id,
  kind: occasionKind,
  name: text(200),
  clause: id,
  year: v.nullable(year),
  on: soft(day),
});

const contentLine = v.strictObject({ id, label: text(20), title: text(300), text: text(10_000), clause: id });

const criterion = v.strictObject({
  id,
  classIds: list(id, 50),
  text: text(5000),
  clause: id,
  points: v.nullable(decimal),
});

const target = v.strictObject({
  id,
  level: id,
  year,
  comparator: v.picklist(['=', '>=', '>', '<=', '<', 'range']),
  value: decimal,
  max: v.optional(decimal),
  approximate: v.optional(v.boolean()),
  printed: text(1000),
  clause: id,
});

const indicator = v.strictObject({
  id,
  clause: id,
  contentId: v.nullable(id),
  group: text(200),
  name: text(1000),
  shortName: text(40),
  measure: v.pipe(v.string(), v.maxLength(50)),
  kind: v.picklist(['ratio', 'amount', 'yes-no']),
  numerator: v.nullable(text(300)),
  denominator: v.nullable(text(300)),
  decimals: whole(0, 4),
  bounds: v.strictObject({ min: v.nullable(decimal), max: v.nullable(decimal) }),
  direction: v.picklist(['up', 'down']),
  reportedBy: list(id, 50),
  frequency,
  aggregation: v.strictObject({
    method: v.picklist(['sum', 'weighted-mean', 'mean', 'last', 'min', 'max', 'formula']),
    formula: v.optional(text()),
    note: v.optional(text(1000)),
  }),
  baseline: soft(v.strictObject({ period, value: decimal })),
  targets: list(target),
  lead: v.nullable(unitCode),
  evidence: v.picklist(['required', 'optional']),
  source: v.optional(v.picklist(['plan', 'decided', 'demo'])),
  incomplete: v.optional(v.strictObject({ printed: text(2000), note: text(2000) })),
});

const formSection = v.strictObject({
  id,
  title: text(300),
  hint: v.optional(text(1000)),
  required: v.boolean(),
  maxLength: whole(1, 100_000),
});

const days = list(whole(0, 366), 20);

const obligation = v.strictObject({
  id,
  clause: id,
  kind: v.picklist(['plan', 'report', 'values']),
  name: text(300),
  classIds: list(id, 50),
  receivers: list(unitCode, 20),
  period: v.picklist(['once', 'year', 'half', 'quarter']),
  firstYear: year,
  lastYear: year,
  due: v.strictObject({
    month: whole(1, 12),
    day: whole(1, 31),
    yearOffset: whole(0, 5),
    printed: text(),
    reading: soft(v.picklist(['before', 'through'])),
  }),
  opensDaysBefore: whole(0, 366),
  occasion: v.nullable(occasionKind),
  reminders: v.strictObject({ before: days, after: days, escalateAfter: whole(0, 366) }),
  form: v.strictObject({
    contents: v.boolean(),
    criteria: v.boolean(),
    indicators: v.picklist(['targets', 'values', 'none']),
    sections: list(formSection, 50),
    signedCopy: v.boolean(),
  }),
});

const commendation = v.strictObject({
  id,
  clause: id,
  name: text(300),
  level: v.picklist(['state', 'province', 'agency']),
  decidedBy: text(300),
  occasions: list(occasionKind, 3),
  subjects: list(subjectKind, 3),
  note: v.optional(text(2000)),
});

export const movementSchema = v.strictObject({
  schema: v.literal(1),
  kind: v.literal('movement'),
  code,
  slug,
  name: text(300),
  shortName: text(100),
  theme: text(300),
  summary: text(2000),
  from: day,
  to: day,
  province: text(100),
  timeZone: v.literal('Asia/Ho_Chi_Minh'),
  level: v.picklist(['province', 'agency']),
  // An empty code is a fault of the movement, not of its shape: check.ts says what is missing.
  organiserUnit: v.pipe(v.string(), v.maxLength(64)),
  standingUnit: v.pipe(v.string(), v.maxLength(64)),
  publisherUnit: v.optional(v.pipe(v.string(), v.maxLength(64))),
  organisers: list(text(300)),
  letterhead: v.optional(v.picklist(['party', 'state'])),
  contacts,
  documents: list(planDocument),
  clauses: list(clause),
  questions: list(question),
  parent: v.nullable(planReference),
  serves: list(planReference),
  inherits: v.nullable(v.strictObject({ slug, version: whole(1, 1_000_000) })),
  aims: list(statement),
  scope: v.nullable(v.strictObject({ clause: id, text: text(5000) })),
  measures: list(statement),
  classes: list(subjectClass, 50),
  contents: list(contentLine, 100),
  criteria: list(criterion),
  phases: list(phase, 20),
  occasions: list(occasion, 50),
  indicators: list(indicator, 500),
  obligations: list(obligation, 100),
  commendations: list(commendation, 100),
  inspection: v.nullable(
    v.strictObject({ clause: id, checklist: list(v.strictObject({ id, text: text(2000), clause: id }), 100) }),
  ),
  committees: list(
    v.strictObject({
      id: v.picklist(['organising', 'secretariat', 'support']),
      name: text(200),
      members: list(committeeMember),
      public: v.boolean(),
      documentId: v.optional(id),
    }),
  ),
  tasks: list(planTask),
});

const _same: Same<v.InferOutput<typeof movementSchema>, MovementProgramme> = true;
void _same;
