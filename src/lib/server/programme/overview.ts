import { notFound } from '#lib/domain/kernel/errors.ts';
import { clauseLabel } from '#lib/domain/programme/clauses.ts';
import { signedPlan } from '#lib/domain/programme/documents.ts';
import type { Finding } from '#lib/domain/programme/findings.ts';
import { frozenParts } from '#lib/domain/programme/judge.ts';
import { undecided } from '#lib/domain/programme/questions.ts';
import { lawToday } from '../catalogue/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeKind, ProgrammeStatus } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { editableParts } from './editor.ts';
import { kindOf } from './kinds.ts';
import { mayProgramme, programmesOfActor, staffRoles } from './policy.ts';
import { readiness } from './publish.ts';
import { anyBySlug, listAny } from './queries.ts';

export const statusNames: Record<ProgrammeStatus, { label: string; tone: 'plain' | 'good' | 'warn' }> = {
  draft: { label: 'Bản nháp', tone: 'warn' },
  published: { label: 'Đang công bố', tone: 'good' },
  closed: { label: 'Đã đóng', tone: 'plain' },
};

const isDemo = (finding: Finding): boolean => finding.code.endsWith('.demo-value');

/** One programme for those who set it up: what is missing, which parts are frozen and why. @throws RuleError 'not-found' */
export async function programmeOverview(ctx: Ctx, args: { slug: string; kind?: ProgrammeKind }) {
  const programme = await anyBySlug(ctx.app.db, args.slug);
  if (!programme || (args.kind && args.kind !== programme.doc.kind)) throw notFound('Chương trình này');
  requireAllowed(await mayProgramme(ctx, 'programme.view', programme));
  const kind = kindOf(programme.doc);
  const facts = await kind.facts(ctx.app.db, programme, ctx.now);
  const frozen = frozenParts(kind.freeze, programme.doc, facts);
  const { blockers, warnings } = readiness(programme, await lawToday(ctx.app.db, ctx.now));
  const found = [...blockers, ...warnings];
  return {
    id: programme.id,
    slug: programme.slug,
    kind: programme.doc.kind,
    noun: kind.noun,
    publicPage: kind.publicPage(programme.slug),
    room: kind.room(programme.slug),
    /** what publication still asks for: number and date of the signed plan; null when nothing */
    plan: kind.signedPlan && programme.status === 'draft' ? (signedPlan(programme.doc) ?? null) : null,
    code: programme.code,
    name: programme.doc.name,
    shortName: programme.doc.shortName,
    status: programme.status,
    state: statusNames[programme.status],
    version: programme.version,
    publishedAt: programme.publishedAt,
    blockers,
    // demonstration values are counted, not listed one by one
    demoValues: warnings.filter(isDemo).length,
    warnings: warnings.filter((f) => !isDemo(f) && !f.code.endsWith('.undecided')),
    /** what the law asks of it, beside what it has */
    mandatory: kind.completeness(programme.doc).map(({ where, ...item }) => ({
      ...item,
      where: where.map((id) => clauseLabel(programme.doc, id)),
    })),
    undecided: undecided(programme.doc).length,
    questions: programme.doc.questions.length,
    parts: editableParts(programme.doc).map((part) => ({
      part,
      name: kind.freeze.parts.names[part] ?? part,
      frozen: (frozen[part] ?? []).length > 0,
      errors: found.filter((f) => f.part === part && f.severity === 'error').length,
      warnings: found.filter((f) => f.part === part && f.severity === 'warning').length,
    })),
    may: await mayProgramme(ctx, 'programme.edit', programme),
  };
}

/** Contests and movements in which the actor works, the newest first. */
export async function programmesForActor(ctx: Ctx) {
  const ids = programmesOfActor(ctx, staffRoles);
  const programmes = await listAny(ctx.app.db, ids ?? undefined);
  return programmes.map((programme) => ({
    id: programme.id,
    slug: programme.slug,
    noun: kindOf(programme.doc).noun,
    code: programme.code,
    name: programme.doc.name,
    shortName: programme.doc.shortName,
    state: statusNames[programme.status],
    version: programme.version,
    status: programme.status,
    doc: programme.doc,
  }));
}
