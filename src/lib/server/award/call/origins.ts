/** From what a call can be made: one that ships, an earlier one, what the plan of a movement provides for. */
import type { AwardCall, CallForm, CallTemplate, PathStep, StepKind } from '#lib/domain/award/types.ts';
import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { occasionWords } from '#lib/domain/movement/labels.ts';
import type { CommendationRule, MovementProgramme } from '#lib/domain/movement/types.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { callTemplates } from '#programmes/son-la/calls/index.ts';
import { lawOn, lawsOf } from '../../catalogue/queries.ts';
import { participantsAmong, type UnitOnDay, unitsBeneath } from '../../movement/units.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type AnyProgramme, listAny } from '../../programme/queries.ts';
import { listCalls } from '../queries.ts';
import { type AwardScope, managesCall } from '../scope.ts';
import { eligibleIn } from './sources.ts';

type CallDraft = Omit<AwardCall, 'opensAt' | 'closesAt'>;

/** Something that a call can be made from. `build` gives the call without its days. */
export interface Origin {
  /** "mau:q25-so-ket-2027:thi-dua-2025-2030", "dot:<slug>", "khen:<movement>:<rule>:<occasion>:<unit>" */
  value: string;
  group: 'Mẫu đã soạn theo kế hoạch' | 'Theo kế hoạch của phong trào' | 'Làm theo đợt trước';
  label: string;
  hint: string;
  programme: Pick<AnyProgramme, 'id' | 'slug'> | null;
  build(): CallDraft;
}

interface Known {
  scope: AwardScope;
  programmes: AnyProgramme[];
  law: LawVersion;
}

const nameOf = ({ doc }: AnyProgramme): string => doc.shortName;

function fromTemplates({ scope, programmes }: Known): Origin[] {
  const meant = ({ programme }: CallTemplate) =>
    programmes.filter((one) => (programme === null ? one.doc.kind === 'contest' : one.slug === programme));
  return callTemplates
    .filter((template) => scope.officerCodes.has(template.doc.standingUnit))
    .flatMap((template) =>
      meant(template).map(
        (programme): Origin => ({
          value: `mau:${template.id}:${programme.slug}`,
          group: 'Mẫu đã soạn theo kế hoạch',
          label: template.programme === null ? `${template.doc.name}: ${nameOf(programme)}` : template.doc.name,
          hint: nameOf(programme),
          programme,
          build: () => structuredClone(template.doc),
        }),
      ),
    );
}

async function fromCalls(ctx: Ctx, { scope, programmes }: Known): Promise<Origin[]> {
  const byId = new Map(programmes.map((one) => [one.id, one]));
  return (await listCalls(ctx.app.db))
    .filter((call) => managesCall(scope, call))
    .map(
      (call): Origin => ({
        value: `dot:${call.slug}`,
        group: 'Làm theo đợt trước',
        label: call.doc.name,
        hint: 'Lấy hình thức, các bước, chỉ tiêu; điểm cần quyết định được hỏi lại.',
        programme: call.programmeId === null ? null : (byId.get(call.programmeId) ?? null),
        build: () => {
          const { opensAt: _opens, closesAt: _closes, questions, ...doc } = structuredClone(call.doc);
          return {
            ...doc,
            guidance: null,
            heldOn: null,
            // numbers of another year's guidance are not this year's
            questions: (questions ?? []).map((one) => ({ ...one, answer: null })),
          };
        },
      }),
    );
}

const open = { value: null, source: 'open' as const, note: 'Kế hoạch không nêu.' };

/** What a plan provides for, in a path of its shortest possible form: it is filled in by whoever makes the call. */
function ruleDraft(
  movement: MovementProgramme,
  rule: CommendationRule,
  occasion: MovementProgramme['occasions'][number],
  args: { unit: UnitOnDay; law: LawVersion; year: number; nominators: AwardCall['nominators'] },
): CallDraft {
  const { unit, law, year } = args;
  const own = rule.level === 'agency';
  const authority = own
    ? { unit: unit.code, title: `Thủ trưởng ${unit.name}` }
    : { unit: movement.organiserUnit, title: rule.decidedBy };
  const clause = clauseLabel(movement, rule.clause);
  const found = eligibleIn(law, movement, { occasion: { id: occasion.id, kind: occasion.kind, year } }) ?? [];
  const commune = unit.kind === 'commune' || unit.kind === 'ward';
  const forms = found.flatMap((one): CallForm[] =>
    one.allowed && one.ruleId === rule.id && (!own || (one.form.level === 'commune') === commune)
      ? [{ formId: one.form.id, name: one.form.name, subjects: one.subjects, ruleId: rule.id }]
      : [],
  );
  const needs = (test: (form: LawVersion['forms'][number]) => boolean) =>
    law.forms.some((form) => forms.some((one) => one.formId === form.id) && test(form));
  const step = (id: string, kind: StepKind, name: string, at: string): PathStep => ({
    id,
    kind,
    name,
    unit: at,
    clause,
    days: open,
    returnDays: open,
    checklist: [],
    opinions: [],
    publicDays: kind === 'publicity' ? open : null,
  });
  return {
    schema: 1,
    code: `${own ? 'GK' : 'KT'}${String(year).slice(2)}`,
    name: `${rule.name}, ${occasionWords[occasion.kind].toLocaleLowerCase('vi')} ${year}`,
    summary: `Theo ${clause}, ${movement.shortName}.`,
    occasion: { id: occasion.id, kind: occasion.kind, year },
    kind: 'movement',
    authority,
    standingUnit: unit.code,
    guidance: null,
    forms,
    period: { from: movement.from, to: movement.to < `${year}-12-31` ? movement.to : `${year}-12-31` },
    heldOn: occasion.on.value,
    quotas: [],
    path: [
      step('tham-dinh', 'appraisal', `${unit.name} thẩm định`, unit.code),
      ...(needs((form) => form.publicList.value)
        ? [step('cong-khai', 'publicity', 'Lấy ý kiến công khai', unit.code)]
        : []),
      step('hoi-dong', 'council', 'Hội đồng Thi đua - Khen thưởng xét', unit.code),
      rule.level === 'state'
        ? step('trinh', 'forwarding', `Trình ${rule.decidedBy}`, movement.organiserUnit)
        : step('quyet-dinh', 'decision', `${authority.title} quyết định`, authority.unit),
    ],
    nominators: args.nominators,
    questions: [
      {
        id: 'chi-tieu',
        part: 'quotas',
        clause,
        question: 'Mỗi đơn vị được đề nghị bao nhiêu? Hãy nhập ở phần “Chỉ tiêu”, hoặc ghi rõ là không giới hạn.',
        evidence: rule.note ? [rule.note] : [],
        answer: null,
      },
    ],
  };
}

/** A head of an agency commends the own people; for what the province gives, the standing unit of the movement asks everyone. */
function fromPlans(ctx: Ctx, { scope, programmes, law }: Known): Origin[] {
  const units = [...scope.units.values()];
  const now = Number(isoDateLocal(ctx.now).slice(0, 4));
  return programmes.flatMap((programme): Origin[] => {
    const movement = programme.doc;
    if (movement.kind !== 'movement') return [];
    const participants = participantsAmong(movement, units);
    return [...scope.officerOf].flatMap((unitId) => {
      const unit = scope.units.get(unitId);
      if (!unit) return [];
      const beneath = unitsBeneath(units, unitId);
      const own = participants.filter((one) => beneath.has(one.id)).map((one) => one.code);
      const standing = unit.code === movement.standingUnit;
      return movement.commendations
        .filter((rule) => standing || (rule.level === 'agency' && own.length > 0))
        .flatMap((rule) =>
          movement.occasions
            .filter((occasion) => rule.occasions.includes(occasion.kind))
            .map((occasion): Origin => {
              const year = occasion.year ?? now;
              return {
                value: `khen:${programme.slug}:${rule.id}:${occasion.id}:${unit.code}`,
                group: 'Theo kế hoạch của phong trào',
                label: `${rule.name}: ${occasion.name}`,
                hint: `${movement.shortName}. ${unit.name} làm thường trực.`,
                programme,
                build: () =>
                  ruleDraft(movement, rule, occasion, {
                    unit,
                    law,
                    year,
                    nominators: {
                      classIds: [],
                      units: rule.level === 'agency' && movement.level !== 'agency' ? own : [],
                    },
                  }),
              };
            }),
        );
    });
  });
}

/** Everything that the actor can make a call from. @param filter.programme only of one programme */
export async function originsFor(
  ctx: Ctx,
  scope: AwardScope,
  filter: { programmeId?: string } = {},
): Promise<Origin[]> {
  if (scope.officerOf.size === 0) return [];
  const [all, laws] = await Promise.all([listAny(ctx.app.db), lawsOf(ctx.app.db)]);
  const known: Known = {
    scope,
    programmes: all.filter((one) => one.status !== 'draft'),
    law: lawOn(laws, isoDateLocal(ctx.now)),
  };
  const origins = [...fromTemplates(known), ...fromPlans(ctx, known), ...(await fromCalls(ctx, known))];
  return filter.programmeId === undefined ? origins : origins.filter((one) => one.programme?.id === filter.programmeId);
}

/** @throws RuleError 'not-found' */
export async function originBy(ctx: Ctx, scope: AwardScope, value: string): Promise<Origin> {
  const found = (await originsFor(ctx, scope)).find((one) => one.value === value);
  if (!found) throw notFound('Mẫu đợt xét khen này');
  return found;
}
