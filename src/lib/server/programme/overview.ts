import { notFound } from '#lib/domain/kernel/errors.ts';
import { frozenParts } from '#lib/domain/programme/freeze.ts';
import { PART_NAMES } from '#lib/domain/programme/parts.ts';
import { undecided } from '#lib/domain/programme/questions.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeStatus } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { editableParts } from './editor.ts';
import { programmeFacts } from './facts.ts';
import { canProgramme, programmesOfActor, staffRoles } from './policy.ts';
import { readiness } from './publish.ts';
import { listProgrammes, programmeBySlug } from './queries.ts';

export const statusNames: Record<ProgrammeStatus, { label: string; tone: 'plain' | 'good' | 'warn' }> = {
  draft: { label: 'Bản nháp', tone: 'warn' },
  published: { label: 'Đang công bố', tone: 'good' },
  closed: { label: 'Đã đóng', tone: 'plain' },
};

/** One programme for those who set it up: what is missing, which parts are frozen and why. @throws RuleError 'not-found' */
export async function programmeOverview(ctx: Ctx, args: { slug: string }) {
  const programme = await programmeBySlug(ctx.app.db, args.slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.view', programme.id));
  const facts = await programmeFacts(ctx.app.db, programme, ctx.now);
  const frozen = frozenParts(programme.doc, facts);
  const { blockers, warnings } = readiness(programme);
  const found = [...blockers, ...warnings];
  return {
    id: programme.id,
    slug: programme.slug,
    code: programme.code,
    name: programme.doc.name,
    shortName: programme.doc.shortName,
    status: programme.status,
    state: statusNames[programme.status],
    version: programme.version,
    publishedAt: programme.publishedAt,
    blockers,
    // demonstration values are counted, not listed one by one
    demoValues: warnings.filter((f) => f.code === 'programme.demo-value').length,
    warnings: warnings.filter((f) => f.code !== 'programme.demo-value' && f.code !== 'programme.undecided'),
    undecided: undecided(programme.doc).length,
    questions: programme.doc.questions.length,
    parts: editableParts.map((part) => ({
      part,
      name: PART_NAMES[part],
      frozen: frozen[part].length > 0,
      errors: found.filter((f) => f.part === part && f.severity === 'error').length,
      warnings: found.filter((f) => f.part === part && f.severity === 'warning').length,
    })),
    may: canProgramme(ctx, 'programme.edit', programme.id),
  };
}

/** Programmes in which the actor works, the newest first. */
export async function programmesForActor(ctx: Ctx) {
  const ids = programmesOfActor(ctx, staffRoles);
  const programmes = await listProgrammes(ctx.app.db, ids ?? undefined);
  return programmes.map((programme) => ({
    id: programme.id,
    slug: programme.slug,
    code: programme.code,
    name: programme.doc.name,
    shortName: programme.doc.shortName,
    state: statusNames[programme.status],
    version: programme.version,
    status: programme.status,
    doc: programme.doc,
  }));
}
