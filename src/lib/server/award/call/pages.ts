/** What the pages of a call show. */
import type { CallFinding } from '#lib/domain/award/check.ts';
import { checkCall } from '#lib/domain/award/check.ts';
import { awardKindWords, CALL_PARTS, callOccasionWords, callParts } from '#lib/domain/award/parts.ts';
import { limitText } from '#lib/domain/award/quota.ts';
import type { AwardCall } from '#lib/domain/award/types.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateTimeShort, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { subjectWords } from '#lib/domain/movement/labels.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { awardFilesOf } from '../fileRows.ts';
import { quotaBoard } from '../quota.ts';
import { openAwards, openCall } from '../room.ts';
import { managesCall, mayMakeCall, mayManageCall } from '../scope.ts';
import { callCounts, callList, handIns, intake, stepLines } from './board.ts';
import { guidanceRule } from './files.ts';
import { type Origin, originBy, originsFor } from './origins.ts';
import { type CallSources, callSources } from './sources.ts';
import { callVersions } from './versions.ts';

/** All calls that are the actor's business. */
export async function callsPage(ctx: Ctx) {
  const scope = await openAwards(ctx);
  return { calls: await callList(ctx, scope), makes: mayMakeCall(scope).allow, now: ctx.now };
}

/** What a new call can be made from, and the form for the one that was chosen. @throws RuleError 'not-found' */
export async function newCallPage(ctx: Ctx, args: { origin: string | null; programme: string | null }) {
  const scope = await openAwards(ctx);
  requireAllowed(mayMakeCall(scope));
  const origins = await originsFor(ctx, scope);
  const shown = args.programme ? origins.filter((one) => one.programme?.slug === args.programme) : origins;
  const chosen = args.origin ? await originBy(ctx, scope, args.origin) : null;
  const draft = chosen?.build() ?? null;
  const groups = [...Map.groupBy(shown, (one) => one.group)].map(([label, list]) => ({
    label,
    options: list.map(({ value, label: name, hint }: Origin) => ({ value, label: name, hint })),
  }));
  return {
    groups,
    programme: args.programme,
    start: chosen &&
      draft && {
        origin: chosen.value,
        label: chosen.label,
        hint: chosen.hint,
        name: draft.name,
        code: draft.code,
        periodFrom: formatDate(draft.period.from),
        periodTo: formatDate(draft.period.to),
        forms: draft.forms.map((form) => form.name),
        steps: draft.path.map((step) => step.name),
        questions: (draft.questions ?? []).length,
      },
  };
}

const severityOrder = { error: 0, open: 1, warning: 2 } as const;
const sorted = (findings: CallFinding[]): CallFinding[] =>
  findings.toSorted((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);

/** The overview: what is next and until when, what stands where, who has not handed in. */
export async function callPage(ctx: Ctx, slug: string) {
  const { call, scope } = await openCall(ctx, slug);
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const draft = call.state === 'draft';
  const [counts, units, sources] = await Promise.all([
    callCounts(db, [call.id], today),
    draft ? [] : handIns(db, call, ctx.now),
    draft ? callSources(db, call, ctx.now) : null,
  ]);
  const found = counts.get(call.id)!;
  const names = new Map([...scope.units.values()].map((unit) => [unit.code, unit.name]));
  const missing = units.filter((one) => one.sent === 0);
  const mine = call.doc.path.filter((step) => scope.officerCodes.has(step.unit) || scope.leaderCodes.has(step.unit));
  const waiting = stepLines(call, found, names).filter(
    (step) => step.here > 0 && mine.some((one) => one.id === step.id),
  );
  return {
    call: {
      ...brief(call.doc),
      state: call.state,
      version: call.version,
      intake: intake(call, ctx.now),
      opensAt: call.doc.opensAt,
      closesAt: call.doc.closesAt,
    },
    manages: managesCall(scope, call),
    findings: sources ? sorted(checkCall(call.doc, sources)) : [],
    counts: found,
    steps: stepLines(call, found, names),
    waiting: waiting.map(({ id, name, here, late, nextDue }) => ({ id, name, here, late, nextDue })),
    units: {
      all: units.length,
      sent: units.length - missing.length,
      missing: missing.map(({ unit, drafts }) => ({ id: unit.id, name: unit.name, className: unit.className, drafts })),
    },
    quotas: call.doc.quotas.map(quotaLine),
    files: (await awardFilesOf(db, 'callId', [call.id])).filter((file) => file.state === 'ready'),
  };
}

const quotaLine = (quota: AwardCall['quotas'][number]) => ({
  id: quota.id,
  printed: quota.printed,
  limits: quota.limits.map(limitText),
  clause: quota.clause ?? null,
  demo: quota.demo ?? false,
});

const brief = (doc: AwardCall) => ({
  code: doc.code,
  name: doc.name,
  summary: doc.summary,
  occasion: `${callOccasionWords[doc.occasion.kind]} ${doc.occasion.year}`,
  kind: awardKindWords[doc.kind],
  authority: doc.authority.title,
  forms: doc.forms.map(
    (form) => `${form.name} (${joinVi(form.subjects.map((one) => subjectWords[one].toLocaleLowerCase('vi')))})`,
  ),
  period: `${formatDate(doc.period.from)} – ${formatDate(doc.period.to)}`,
  heldOn: doc.heldOn === null ? null : formatDate(doc.heldOn),
  guidance: doc.guidance,
});

/** What each part says, in a line or two, for the page of the settings. */
function partLines(doc: AwardCall, { movement }: CallSources, names: Map<string, string>): Record<string, string[]> {
  const classes = new Map((movement?.classes ?? []).map((one) => [one.id, one.name]));
  const who = [
    ...doc.nominators.classIds.map((id) => classes.get(id) ?? id),
    ...doc.nominators.units.map((code) => names.get(code) ?? code),
  ];
  return {
    basics: [
      doc.name,
      `${doc.authority.title} quyết định; thường trực: ${names.get(doc.standingUnit) ?? doc.standingUnit}`,
      doc.guidance
        ? `Hướng dẫn số ${doc.guidance.number} của ${doc.guidance.issuer}`
        : 'Chưa ghi hướng dẫn khen thưởng',
    ],
    days: [
      `Nhận đề nghị từ ${formatDateTimeShort(doc.opensAt)} đến ${formatDateTimeShort(doc.closesAt)}`,
      `Thành tích: ${formatDate(doc.period.from)} – ${formatDate(doc.period.to)}`,
    ],
    forms: doc.forms.map((form) => form.name),
    nominators: [who.length > 0 ? who.join('; ') : 'Mọi đơn vị tham gia'],
    quotas: doc.quotas.map((quota) => quota.printed + (quota.demo ? ' (minh họa)' : '')),
    path: doc.path.map(
      (step, index) =>
        `${index + 1}. ${step.name}${step.days.value === null ? '' : ` – ${step.days.value} ngày làm việc${step.days.source === 'demo' ? ' (minh họa)' : ''}`}`,
    ),
  };
}

/** Parts, open questions, guidance, history. */
export async function callSettings(ctx: Ctx, slug: string) {
  const { call, scope } = await openCall(ctx, slug);
  const { db } = ctx.app;
  const [sources, files, versions] = await Promise.all([
    callSources(db, call, ctx.now),
    awardFilesOf(db, 'callId', [call.id]),
    callVersions(db, call.id),
  ]);
  const findings = sorted(checkCall(call.doc, sources));
  const lines = partLines(call.doc, sources, new Map([...scope.units.values()].map((unit) => [unit.code, unit.name])));
  const open = call.state === 'draft' || call.state === 'open';
  return {
    call: { id: call.id, state: call.state, version: call.version },
    may: mayManageCall(scope, call),
    writable: open && mayManageCall(scope, call).allow,
    law: sources.law.name,
    parts: CALL_PARTS.filter((part) => part !== 'questions').map((part) => ({
      id: part,
      name: callParts.names[part]!,
      lines: lines[part] ?? [],
      findings: findings.filter((one) => one.part === part),
    })),
    questions: (call.doc.questions ?? []).map((one) => ({ ...one, partName: callParts.names[one.part] ?? one.part })),
    blocking: findings.filter((one) => one.severity !== 'warning').length,
    files,
    fileRule: guidanceRule,
    versions,
  };
}

/** Who has used how much of what. */
export async function callQuotas(ctx: Ctx, slug: string, filter: { q: string; only: string }) {
  const { call, scope } = await openCall(ctx, slug);
  const board = await quotaBoard(ctx.app.db, call, isoDateLocal(ctx.now));
  const rows = board.map(({ unit, lines }) => ({
    id: unit.id,
    name: unit.name,
    code: unit.code,
    className: unit.className,
    lines: lines.map((line) => ({
      printed: line.quota.printed,
      text: limitText(line.limit),
      demo: line.quota.demo ?? false,
      max: line.max,
      used: line.used,
      left: line.left,
      over: line.over,
      open: line.open ?? null,
    })),
  }));
  const shows = (row: (typeof rows)[number]): boolean =>
    filter.only === 'da-dung'
      ? row.lines.some((line) => line.used > 0)
      : filter.only === 'het'
        ? row.lines.some((line) => line.left === 0)
        : filter.only === 'cho'
          ? row.lines.some((line) => line.open !== null)
          : true;
  const asked = filter.q.toLocaleLowerCase('vi');
  return {
    any: call.doc.quotas.length > 0,
    decided: call.doc.questions?.find((one) => one.part === 'quotas' && one.answer !== null)?.answer?.text ?? null,
    quotas: call.doc.quotas.map(quotaLine),
    guidance: call.doc.guidance,
    manages: managesCall(scope, call),
    total: rows.length,
    rows: rows.filter((row) => shows(row) && row.name.toLocaleLowerCase('vi').includes(asked)),
    filter,
  };
}
