import { type AuthorsEntry, entryForAuthor } from '#lib/server/entry/queries.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';

/** The entry of a page below `/bai-du-thi/[id]`, for people who may see it; visitors sign in first. */
export function openEntry(ctx: Ctx, url: URL, id: string): Promise<AuthorsEntry> {
  requireSignedIn(ctx, url);
  return entryForAuthor(ctx, { entryId: id });
}

/** What the top of every page of an entry shows. Pages with scripts send it along, so it is small. */
export const headOf = (entry: AuthorsEntry) => ({
  id: entry.id,
  title: entry.title || 'Sản phẩm chưa đặt tên',
  code: entry.code,
  version: entry.version,
  stage: entry.stage,
  state: { label: entry.state.label, tone: entry.state.tone },
  rules: `/cuoc-thi/${entry.contest.slug}/the-le`,
  contest: entry.contest.shortName,
  /** why nothing can be changed now; null when it can */
  locked: entry.editable.allow ? null : entry.editable.reason,
  until: entry.until,
});

/** Where the pages of a task are. */
export function taskHref(entry: Pick<AuthorsEntry, 'id' | 'stage'>, taskId: string): string {
  const root = `/bai-du-thi/${entry.id}`;
  if (taskId === 'basics') return `${root}/thong-tin`;
  if (taskId === 'form') return entry.stage === 'submission' ? `${root}/thong-tin#phieu` : `${root}/hoan-thien`;
  if (taskId === 'authors' || taskId === 'confirmations') return `${root}/tac-gia`;
  if (taskId === 'declarations') return `${root}/cam-ket`;
  return `${root}/tep#${taskId.replace(':', '-')}`;
}
