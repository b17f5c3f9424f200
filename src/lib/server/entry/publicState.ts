import { nextStep, publicStateLabel } from '#lib/domain/entry/progress.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { parseEntryCode } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../platform/ctx.ts';
import { programmeById } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';

/** What anyone may know of an entry by its code: no title, no names, no unit, nothing that is not published. */
export interface PublicState {
  code: string;
  contest: string;
  contestSlug: string;
  label: string;
  submittedAt: Date | null;
  step: { who: string; what: string; until: Date | null } | null;
}

const unknown = (message: string) => new RuleError({ code: 'entry.unknown-code', message, field: 'ma', status: 404 });

/**
 * Looks an entry up by the code on its receipt, as people type it.
 * @throws RuleError entry.unknown-code
 */
export async function publicStateByCode(ctx: Ctx, typed: string): Promise<PublicState> {
  const code = parseEntryCode(typed.slice(0, 60));
  if (!code) throw unknown('Mã hồ sơ có dạng CDS26-00042. Hãy xem lại mã trên biên nhận.');
  const row = await ctx.app.db
    .selectFrom('entry')
    .select(['code', 'state', 'programme_id', 'submitted_at', 'refined_at'])
    .where('code', '=', code)
    .executeTakeFirst();
  const programme = row ? await programmeById(ctx.app.db, row.programme_id) : null;
  if (!row || !programme || programme.status === 'draft') throw unknown(`Không có hồ sơ nào mang mã ${code}.`);
  const published = await publishedDecisions(ctx.app.db, programme.id);
  const label = publicStateLabel(row.state, programme.doc, published);
  if (label === null) throw unknown(`Không có hồ sơ nào mang mã ${code}.`);
  // Units and reasons of refusals are between the author and who refused.
  const step = nextStep(programme.doc, { state: row.state, refinedAt: row.refined_at }, ctx.now, published);
  return {
    code,
    contest: programme.doc.name,
    contestSlug: programme.slug,
    label,
    submittedAt: row.submitted_at,
    step: step.who
      ? { who: step.who, what: step.what.replace(/^./u, (c) => c.toLowerCase()), until: step.until }
      : null,
  };
}
