import { notFound } from '#lib/domain/kernel/errors.ts';
import type { ContestProgramme, InteractionRules } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed, type StoredRole } from '../platform/policy.ts';
import { staffPolicy } from '../programme/policy.ts';
import { programmeBySlug, publicProgrammeBySlug, type StoredProgramme } from '../programme/queries.ts';

export type InteractionAct =
  /** see the counts before the public does, and the numbers of pages elsewhere */
  | 'interaction.view'
  /** enter and withdraw numbers of pages elsewhere */
  | 'interaction.enter'
  /** fix the counts once their instant has passed */
  | 'interaction.freeze'
  /** count again after a correction */
  | 'interaction.correct'
  /** look at single votes, and at why some are suspect */
  | 'interaction.review'
  /** take votes out of the count and put them back */
  | 'interaction.void';

const holders: Record<InteractionAct, StoredRole[]> = {
  'interaction.view': ['secretary', 'support', 'organiser', 'admin', 'auditor'],
  'interaction.enter': ['secretary', 'support'],
  'interaction.freeze': ['organiser', 'secretary'],
  'interaction.correct': ['organiser'],
  'interaction.review': ['secretary', 'organiser', 'auditor'],
  'interaction.void': ['secretary', 'organiser'],
};

const refusals: Record<InteractionAct, string> = {
  'interaction.view': 'Trang này dành cho Ban Tổ chức, Tổ Thư ký và Tổ giúp việc.',
  'interaction.enter': 'Chỉ Tổ Thư ký và Tổ giúp việc nhập được số liệu của trang ngoài.',
  'interaction.freeze': 'Chỉ Ban Tổ chức và Tổ Thư ký chốt được lượt tương tác.',
  'interaction.correct': 'Chỉ Ban Tổ chức quyết định chốt lại lượt tương tác.',
  'interaction.review': 'Chỉ Tổ Thư ký, Ban Tổ chức và người theo dõi nhật ký xem được từng lượt tương tác.',
  'interaction.void': 'Chỉ Tổ Thư ký và Ban Tổ chức loại và khôi phục lượt tương tác.',
};

/** Who may do what with the counts. Outsiders of the programme are told that the page does not exist. */
export const canInteraction = staffPolicy<InteractionAct>({ code: 'interaction.not-yours', holders, refusals });

/** A programme that counts interactions. */
export type CountingProgramme = StoredProgramme & { doc: ContestProgramme & { interaction: InteractionRules } };

/** @throws RuleError 'not-found' when there is none or it counts no interactions */
export function requireCounting(programme: StoredProgramme | null): CountingProgramme {
  if (!programme?.doc.interaction) throw notFound('Trang lượt tương tác');
  return programme as CountingProgramme;
}

/** The programme of a staff page. @throws RuleError 404 or 403 */
export async function countingForStaff(ctx: Ctx, slug: string): Promise<CountingProgramme> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canInteraction(ctx, 'interaction.view', programme.id));
  return requireCounting(programme);
}

/** The programme of an act on numbers of pages elsewhere. @throws RuleError 404 or 403 */
export async function countingForEntering(ctx: Ctx, slug: string): Promise<CountingProgramme> {
  const programme = await countingForStaff(ctx, slug);
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  return programme;
}

/** The programme of a public page. @throws RuleError 404 */
export const countingForPublic = async (ctx: Ctx, slug: string): Promise<CountingProgramme> =>
  requireCounting(await publicProgrammeBySlug(ctx.app.db, slug));
