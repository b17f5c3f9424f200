import { periodYear } from '#lib/domain/movement/periods.ts';
import type { MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import type { ReportFields, SelfAssessment } from '#lib/domain/report/content.ts';
import { reportForm, textField } from '#lib/domain/report/form.ts';
import type { Participant } from '#lib/server/movement/units.ts';
import { runBulk } from '#lib/server/obligation/bulk.ts';
import { type ObligationRow, obligationsOf } from '#lib/server/obligation/queries.ts';
import { acceptReport, returnReport } from '#lib/server/report/decide.ts';
import { saveReport } from '#lib/server/report/save.ts';
import { submitReport } from '#lib/server/report/submit.ts';
import { daysLater, duringDay } from '../world.ts';
import { officer } from './figures.ts';
import { attachSigned } from './files.ts';
import { contentText, returnReasons, sectionText, selfText, type Voice } from './texts.ts';
import { dueOf, type MovementWorld, ruleOf } from './world.ts';

/** What one unit writes for one obligation. `only`: the first so many fields, as a draft has them. */
function written(
  doc: MovementProgramme,
  rule: ObligationRule,
  unit: Participant,
  args: { period: string; voice: Voice; own(indicatorId: string, year: number): string | null; only?: number },
): ReportFields {
  const fields: ReportFields = {};
  const { voice } = args;
  for (const part of reportForm(doc, rule, unit.classId, args.period)) {
    if (part.kind === 'content') fields[textField(part)] = contentText(voice, part.title, rule.kind === 'plan');
    else if (part.kind === 'section')
      fields[textField(part)] = sectionText(voice, part.key.split('.')[1]!, part.required);
    else if (part.kind === 'criterion') {
      const self: SelfAssessment = voice.random.weighted([
        ['full', 7],
        ['partly', 3],
        ['not', 1],
      ] as const);
      fields[`${part.key}.self`] = self;
      fields[textField(part)] = selfText(voice.random, self);
    } else if (part.kind === 'target')
      for (const { key, year } of part.years.slice(0, 2)) {
        const value = args.own(part.indicator.id, year);
        if (value !== null) fields[key] = value;
      }
  }
  return args.only === undefined ? fields : Object.fromEntries(Object.entries(fields).slice(0, args.only));
}

/** What becomes of one report. */
type Fate = 'on-time' | 'late' | 'missing' | 'draft' | 'returned';

export interface HandingIn {
  ruleId: string;
  period: string;
  /** days before the due day on which the first units hand in */
  days: number;
  fates?: readonly (readonly [Fate, number])[];
  /** an own target that a plan registers; null: none */
  own?(unit: Participant, indicatorId: string, year: number): string | null;
}

const usual: readonly (readonly [Fate, number])[] = [
  ['on-time', 80],
  ['late', 9],
  ['returned', 6],
  ['missing', 5],
];

const day = 86_400_000;

/** Every unit that owes it writes and hands it in around the due day, each in its own way. */
export async function planHandIn(world: MovementWorld, args: HandingIn): Promise<void> {
  const due = dueOf(world.movementDoc, args.ruleId, args.period);
  const units = new Map((await world.participants()).map((unit) => [unit.id, unit]));
  const rows = await obligationsOf(world.app.db, {
    programmeIds: [world.programmeId],
    ruleId: args.ruleId,
    period: args.period,
    open: true,
  });
  for (const row of rows) {
    const unit = units.get(row.unitId);
    if (!unit) continue;
    const random = world.chance(`report/${world.slug}/${args.ruleId}/${args.period}/${unit.code}`);
    const fate = random.weighted(args.fates ?? usual);
    if (fate === 'missing') continue;
    const offset = fate === 'late' ? random.int(1, 9) : -Math.floor(random.next() ** 1.6 * args.days);
    const date =
      fate === 'draft' ? world.app.clock.now().getTime() + random.int(0, 12) * day : due.getTime() + offset * day;
    const when = duringDay(random, new Date(date), 0.1);
    world.agenda.at(when > world.app.clock.now() ? when : new Date(world.app.clock.now().getTime() + 3_600_000), () =>
      handIn(world, args, unit, row.id, fate === 'draft' ? random.int(2, 7) : undefined),
    );
  }
}

async function handIn(
  world: MovementWorld,
  { ruleId, period, own }: HandingIn,
  unit: Participant,
  obligationId: string,
  only?: number,
): Promise<void> {
  const ctx = await world.asUnit(unit.id);
  if (!ctx) return;
  const random = world.chance(`words/${world.slug}/${ruleId}/${period}/${unit.code}`);
  const rule = ruleOf(world.movementDoc, ruleId);
  const content = written(world.movementDoc, rule, unit, {
    period,
    voice: { random, unit: unit.name, year: periodYear(period) },
    own: (indicatorId, year) => own?.(unit, indicatorId, year) ?? null,
    ...(only === undefined ? {} : { only }),
  });
  const { version } = await saveReport(ctx, { obligationId, version: 0, content });
  if (only !== undefined) return;
  await attachSigned(ctx, {
    programmeId: world.programmeId,
    obligationId,
    name: `${rule.kind === 'plan' ? 'ke-hoach' : 'bao-cao'}-${unit.code}-${period}.pdf`,
  });
  await submitReport(ctx, { obligationId, version });
}

const submitted = async (world: MovementWorld, ruleId: string, period: string): Promise<ObligationRow[]> =>
  (await obligationsOf(world.app.db, { programmeIds: [world.programmeId], ruleId, period })).filter(
    (row) => row.state === 'submitted',
  );

/** The receiver reads what has come in: some goes back and comes again, the rest is accepted. */
export async function readReports(world: MovementWorld, ruleId: string, period: string, back = 0.06): Promise<void> {
  const ctx = await officer(world);
  for (const row of await submitted(world, ruleId, period)) {
    const random = world.chance(`read/${world.slug}/${ruleId}/${period}/${row.unitFolded}`);
    if (row.returnedAt !== null || !random.chance(back)) {
      await acceptReport(ctx, { obligationId: row.id });
      continue;
    }
    await returnReport(ctx, { obligationId: row.id, reason: random.pick(returnReasons) });
    world.agenda.at(daysLater(random, ctx.now, 1, 6), () => again(world, row));
  }
}

async function again(world: MovementWorld, { unitId, id }: ObligationRow): Promise<void> {
  const ctx = await world.asUnit(unitId);
  if (!ctx) return;
  const { version } = await world.app.db
    .selectFrom('unit_report')
    .select('version')
    .where('obligation_id', '=', id)
    .executeTakeFirstOrThrow();
  const saved = await saveReport(ctx, {
    obligationId: id,
    version,
    content: { 'sections.difficulties': 'Đã bổ sung số liệu và nguyên nhân của các chỉ tiêu chưa đạt theo yêu cầu.' },
  });
  await submitReport(ctx, { obligationId: id, version: saved.version });
}

/** The standing unit excuses units from one obligation, all in one act. `which`: of those that have handed nothing in */
export async function exempt(
  world: MovementWorld,
  args: { ruleId: string; period: string; reason: string; which?(row: ObligationRow): boolean },
): Promise<void> {
  const rows = await obligationsOf(world.app.db, { programmeIds: [world.programmeId], ...args, open: true });
  const ids = rows.filter((row) => row.state === 'not-started' && (args.which?.(row) ?? true)).map((row) => row.id);
  if (ids.length > 0)
    await runBulk(await officer(world), { slug: world.slug, kind: 'exempt', ids, reason: args.reason });
}

/** A unit's own target: a little above what everybody is asked for, where a number says so. */
export function ownTarget(world: MovementWorld, unit: Participant, indicatorId: string, year: number): string | null {
  const indicator = world.movementDoc.indicators.find((one) => one.id === indicatorId);
  const target = indicator?.targets
    .filter((one) => one.level === unit.classId || one.level === 'province')
    .toSorted((a, b) => Number(a.level === 'province') - Number(b.level === 'province'))
    .find((one) => one.year >= year);
  if (!indicator || !target || indicator.kind === 'amount') return null;
  const random = world.chance(`own/${world.slug}/${unit.code}/${indicatorId}/${year}`);
  if (!random.chance(0.7)) return null;
  if (indicator.kind === 'yes-no') return '1';
  return String(Math.min(Number(indicator.bounds.max ?? 100), Math.round(Number(target.value)) + random.int(-4, 5)));
}
