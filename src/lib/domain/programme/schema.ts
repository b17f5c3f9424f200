import * as v from 'valibot';
import {
  clause,
  code,
  committeeMember,
  contacts,
  decimal,
  id,
  instant,
  list,
  money,
  planDocument,
  planTask,
  provenance,
  question,
  type Same,
  slug,
  soft,
  text,
  whole,
} from './shapes.ts';
import type { ContestProgramme } from './types.ts';

/** Shape of a contest programme as it comes from a file, a form or the database. Meaning is checked in validate.ts. */

const period = v.strictObject({
  id,
  kind: v.picklist([
    'setup',
    'intake',
    'screening',
    'preliminary',
    'refinement',
    'final',
    'interaction',
    'decision',
    'ceremony',
  ]),
  name: text(200),
  from: instant,
  to: instant,
  clause: id,
  actors: text(),
  printed: v.optional(text()),
});

const formField = v.strictObject({
  id,
  type: v.picklist(['text', 'textarea', 'select', 'radio', 'checkbox', 'date', 'number', 'email', 'tel', 'url']),
  label: text(300),
  hint: v.optional(text(1000)),
  required: v.boolean(),
  maxLength: v.optional(whole(1, 100_000)),
  minWords: v.optional(whole(0, 20_000)),
  maxWords: v.optional(whole(1, 20_000)),
  options: v.optional(list(v.strictObject({ id, label: text(300) }))),
  showIf: v.optional(v.strictObject({ field: id, equals: v.string() })),
  clause: v.optional(id),
  identifying: v.optional(v.boolean()),
});

const fileRequirement = v.strictObject({
  id,
  label: text(300),
  hint: v.optional(text(1000)),
  required: v.boolean(),
  accept: v.pipe(v.array(v.picklist(['video', 'pdf', 'docx', 'image', 'xlsx'])), v.nonEmpty()),
  minCount: whole(0, 100),
  maxCount: whole(1, 100),
  maxBytes: whole(1, 1024 ** 4),
  video: v.optional(
    v.strictObject({
      maxSeconds: v.optional(whole(1, 86_400)),
      minSeconds: v.optional(whole(0, 86_400)),
      toleranceSeconds: whole(0, 60),
      minHeight: v.optional(whole(1, 10_000)),
      codecs: v.optional(list(text(50))),
      containers: v.optional(v.pipe(v.array(v.picklist(['mp4', 'mov', 'webm'])), v.nonEmpty())),
      sizes: v.optional(
        v.pipe(v.array(v.strictObject({ width: whole(1, 20_000), height: whole(1, 20_000) })), v.nonEmpty()),
      ),
      portrait: v.optional(v.boolean()),
    }),
  ),
  clause: id,
  identifying: v.optional(v.boolean()),
});

const dossierStage = v.strictObject({
  id: v.picklist(['submission', 'refinement']),
  periodId: id,
  name: text(200),
  clause: id,
  fields: list(formField),
  files: list(fileRequirement),
  declarations: list(
    v.strictObject({ id, text: text(3000), version: whole(1, 1000), clause: id, required: v.boolean() }),
  ),
});

const eligibility = v.strictObject({
  clause: id,
  entrants: list(text()),
  excludedRoles: list(
    v.picklist([
      'author',
      'unit-coordinator',
      'secretary',
      'support',
      'judge',
      'jury-chair',
      'organiser',
      'auditor',
      'admin',
      'award-officer',
      'leader',
    ]),
  ),
  excludedNote: text(2000),
  minShare: v.pipe(v.number(), v.minValue(1), v.maxValue(100), v.integer()),
  shareDecimals: whole(0, 2),
  recognisedProducts: v.optional(v.strictObject({ clause: id, declarationId: id, lookUp: v.boolean() })),
  maxEntriesPerPerson: soft(whole(1, 1000)),
  maxEntriesPerGroup: v.optional(soft(whole(1, 1000))),
});

const tieRule = v.variant('kind', [
  v.strictObject({ kind: v.literal('criterion'), criterionId: id }),
  v.strictObject({ kind: v.literal('highest-score') }),
  v.strictObject({ kind: v.literal('lowest-spread') }),
  v.strictObject({ kind: v.literal('earlier-submission') }),
  v.strictObject({ kind: v.literal('round'), roundId: id }),
  v.strictObject({ kind: v.literal('decision') }),
]);

const criterion = v.strictObject({
  id,
  name: text(300),
  hint: v.optional(text(2000)),
  min: decimal,
  max: decimal,
  step: decimal,
  weight: decimal,
});

const round = v.strictObject({
  id,
  name: text(200),
  kind: v.picklist(['preliminary', 'final']),
  periodId: id,
  clause: id,
  blind: v.boolean(),
  judgesPerEntry: soft(whole(1, 100)),
  rubric: v.strictObject({ criteria: list(criterion, 50), source: provenance, note: v.optional(v.string()) }),
  aggregate: v.strictObject({
    method: v.picklist(['mean', 'trimmed', 'median']),
    decimals: whole(0, 4),
    rounding: v.picklist(['half-up', 'half-even']),
    source: provenance,
  }),
  tieRules: list(tieRule, 20),
  tieSource: provenance,
  maxSpreadPercent: soft(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  advance: soft(whole(1, 100_000)),
  drawnOrder: v.boolean(),
});

const prizes = v.strictObject({
  clause: id,
  tiers: list(
    v.strictObject({
      id,
      name: text(200),
      count: v.nullable(whole(0, 10_000)),
      amount: money,
      clause: id,
      honours: v.optional(text()),
      floor: v.optional(decimal),
      basis: v.optional(v.picklist(['ranking', 'interactions'])),
    }),
  ),
  certificate: v.strictObject({
    title: text(200),
    issuer: text(),
    signerTitle: text(200),
    signerName: soft(text(200)),
  }),
});

const gallery = v.strictObject({
  clause: id,
  name: text(200),
  video: v.strictObject({ stage: v.picklist(['submission', 'refinement']), requirementId: id }),
  summaryField: v.nullable(id),
  consents: list(
    v.strictObject({ id, text: text(3000), version: whole(1, 1000), clause: id, needed: v.boolean() }),
    20,
  ),
  guardianBelowAge: whole(0, 30),
});

const interactionTies = list(v.picklist(['likes', 'shares', 'views', 'score', 'earlier-submission', 'decision']), 10);

const interaction = v.strictObject({
  clause: id,
  from: instant,
  freezeAt: instant,
  weights: v.strictObject({ like: decimal, share: decimal, view: decimal, source: provenance }),
  sharesPerDay: soft(whole(1, 1000)),
  view: v.strictObject({ seconds: whole(1, 3600), fraction: decimal }),
  external: v.strictObject({
    counted: soft(v.boolean()),
    weights: v.strictObject({ like: decimal, share: decimal, comment: decimal }),
  }),
  hiddenUntilFreeze: soft(v.boolean()),
  ties: interactionTies,
});

const combinedRounding = v.picklist(['half-up', 'half-even', 'down']);

const combination = v.strictObject({
  clause: id,
  jury: v.strictObject({ scale: v.nullable(decimal), weight: decimal }),
  interactions: v.strictObject({
    points: v.variant('kind', [
      v.strictObject({
        kind: v.literal('relative'),
        points: decimal,
        decimals: whole(0, 4),
        rounding: combinedRounding,
      }),
      v.strictObject({
        kind: v.literal('per'),
        interactions: decimal,
        points: decimal,
        decimals: whole(0, 4),
        rounding: combinedRounding,
        max: v.nullable(decimal),
      }),
    ]),
    weight: decimal,
  }),
  decimals: whole(0, 4),
  rounding: combinedRounding,
  ties: interactionTies,
  source: provenance,
});

export const contestSchema = v.strictObject({
  schema: v.literal(1),
  kind: v.literal('contest'),
  code,
  slug,
  name: text(300),
  shortName: text(100),
  theme: text(300),
  summary: text(2000),
  purposes: list(text(3000)),
  year: whole(2000, 2100),
  province: text(100),
  timeZone: v.literal('Asia/Ho_Chi_Minh'),
  standingAgency: text(300),
  organisers: list(text(300)),
  letterhead: v.optional(v.picklist(['party', 'state'])),
  contacts,
  documents: list(planDocument),
  clauses: list(clause),
  questions: list(question),
  pillars: v.strictObject({
    clause: id,
    items: list(v.strictObject({ id, name: text(200), hint: v.optional(text()) })),
  }),
  topics: v.strictObject({ clause: id, items: list(v.strictObject({ id, name: text(200) })) }),
  eligibility,
  timeline: list(period),
  dossier: list(dossierStage),
  screening: v.strictObject({
    clause: id,
    name: text(200),
    enabled: v.boolean(),
    directAllowed: v.boolean(),
    requireLetter: v.boolean(),
    agency: v.optional(
      v.strictObject({
        name: text(200),
        clause: id,
        periodId: id,
        checklist: list(v.strictObject({ id, label: text(500), clause: id }), 50),
      }),
    ),
  }),
  rounds: list(round, 10),
  prizes,
  budget: v.strictObject({
    clause: id,
    lines: list(
      v.strictObject({
        id,
        name: text(300),
        unit: text(50),
        quantity: whole(0, 1_000_000),
        unitPrice: money,
        clause: v.optional(id),
      }),
    ),
  }),
  committees: list(
    v.strictObject({
      id: v.picklist(['organising', 'jury', 'secretariat', 'support']),
      name: text(200),
      members: list(committeeMember),
      public: v.boolean(),
      documentId: v.optional(id),
    }),
  ),
  gallery: v.optional(gallery),
  interaction: v.optional(interaction),
  combination: v.optional(combination),
  tasks: v.optional(list(planTask)),
});

const _same: Same<v.InferOutput<typeof contestSchema>, ContestProgramme> = true;
void _same;
