import * as v from 'valibot';
import { type ParseIssue, parseWith } from '../programme/parse.ts';
import { code, day, decimal, id, instant, list, type Same, soft, text, whole } from '../programme/shapes.ts';
import type { AwardCall } from './types.ts';

/** Shape of a call as it comes from a file, a form or the database. Meaning is checked in check.ts. */

const unitCode = text(64);
const subjectKind = v.picklist(['collective', 'individual', 'household']);
const workingDays = whole(0, 366);

const step = v.strictObject({
  id,
  kind: v.picklist(['compilation', 'appraisal', 'publicity', 'council', 'decision', 'forwarding']),
  name: text(200),
  unit: unitCode,
  days: soft(workingDays),
  returnDays: soft(workingDays),
  clause: v.pipe(v.string(), v.maxLength(300)),
  checklist: list(v.strictObject({ id, text: text(500), clause: v.pipe(v.string(), v.maxLength(300)) }), 50),
  opinions: list(unitCode, 50),
  publicDays: v.nullable(soft(workingDays)),
});

const quota = v.strictObject({
  id,
  printed: text(300),
  classIds: list(id, 50),
  units: list(unitCode, 500),
  formIds: list(id, 50),
  limits: list(
    v.strictObject({
      subjects: list(subjectKind, 3),
      max: v.nullable(whole(0, 100_000)),
      percent: v.nullable(decimal),
      rounding: v.nullable(v.picklist(['down', 'nearest', 'up'])),
    }),
    10,
  ),
  clause: v.optional(text(300)),
  demo: v.optional(v.boolean()),
});

const question = v.strictObject({
  id,
  part: id,
  clause: text(300),
  question: text(1000),
  evidence: list(text(2000), 20),
  answer: v.nullable(v.strictObject({ text: text(2000), by: text(200), at: instant, demo: v.optional(v.boolean()) })),
});

const callSchema = v.strictObject({
  schema: v.literal(1),
  code,
  name: text(300),
  summary: v.pipe(v.string(), v.maxLength(2000)),
  occasion: v.strictObject({
    id,
    kind: v.picklist(['yearly', 'mid-term', 'final', 'contest', 'single']),
    year: whole(2000, 2100),
  }),
  kind: v.picklist(['merit', 'unplanned', 'movement', 'contribution', 'tenure', 'external']),
  authority: v.strictObject({ unit: unitCode, title: text(300) }),
  standingUnit: unitCode,
  guidance: v.nullable(v.strictObject({ number: text(100), date: v.nullable(day), issuer: text(300) })),
  forms: list(
    v.strictObject({ formId: id, name: text(300), subjects: list(subjectKind, 3), ruleId: v.nullable(id) }),
    20,
  ),
  period: v.strictObject({ from: day, to: day }),
  opensAt: instant,
  closesAt: instant,
  heldOn: v.nullable(day),
  quotas: list(quota, 100),
  path: list(step, 20),
  nominators: v.strictObject({ classIds: list(id, 50), units: list(unitCode, 500) }),
  questions: v.optional(list(question, 50)),
});

/** Reads a call from unknown JSON; every fault is named in Vietnamese with its place. */
export function parseCall(input: unknown): { ok: true; call: AwardCall } | { ok: false; issues: ParseIssue[] } {
  const parsed = parseWith(callSchema, input);
  if (!parsed.ok) return parsed;
  // the schema says exactly what the type says
  const call: Same<v.InferOutput<typeof callSchema>, AwardCall> extends true ? AwardCall : never = parsed.output;
  return { ok: true, call };
}
