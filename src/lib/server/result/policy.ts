import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn, requireAllowed, type StoredRole } from '../platform/policy.ts';
import { staffPolicy } from '../programme/policy.ts';
import { programmeBySlug, type StoredProgramme } from '../programme/queries.ts';

export type ResultAct =
  /** read what is decided, published or not, and the figures */
  | 'result.view'
  /** issue certificates, write the closing report */
  | 'result.prepare'
  /** decide and publish finalists and prizes */
  | 'result.decide';

const holders: Record<ResultAct, StoredRole[]> = {
  'result.view': ['organiser', 'secretary', 'admin', 'auditor'],
  'result.prepare': ['organiser', 'secretary'],
  'result.decide': ['organiser'],
};

const refusals: Record<ResultAct, string> = {
  'result.view': 'Trang này dành cho Ban Tổ chức và Tổ Thư ký.',
  'result.prepare': 'Chỉ Ban Tổ chức và Tổ Thư ký làm được việc này.',
  'result.decide': 'Chỉ Ban Tổ chức quyết định và công bố kết quả.',
};

/** Who may do what with finalists, prizes and certificates. Outsiders of the programme are told that it does not exist. */
export const canResult = staffPolicy<ResultAct>({ code: 'result.not-yours', holders, refusals });

/** The programme of an inner page. @throws RuleError 404 or 403 */
export async function programmeForResult(ctx: Ctx, slug: string): Promise<StoredProgramme> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canResult(ctx, 'result.view', programme.id));
  return programme;
}

/** Decisions bear a person's name; jobs and commands make none. */
export function deciderId(ctx: Ctx): string {
  if (!isSignedIn(ctx.actor)) throw new Error('a decision needs a person');
  return ctx.actor.id;
}
