/** Closing the screening in one act (K24-3, K24-4): what was chosen goes to the final, is public and on show. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { periodById, periodStatus } from '#lib/domain/entry/deadline.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { type AgencyDecision, finalName } from '#lib/domain/screening/agency.ts';
import { showHindrances } from '../gallery/post.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { type DecisionPaper, readPaper } from '../result/queries.ts';
import { settleChoice } from './agencySettle.ts';
import { screeningClosedAt, sheetsOf } from './agencySheet.ts';
import { lockEntries } from './move.ts';
import { canAgency } from './policy.ts';
import { requireActor, requireProgramme } from './review.ts';
import { agencyOf } from './room.ts';

interface Candidate {
  id: string;
  code: string;
  title: string;
  state: EntryState;
  decision: AgencyDecision | null;
  version: number;
}

/** Listed entries that still stand before the choice. */
async function candidates(db: Kysely<DB>, programmeId: string): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('entry_list_line as l')
    .innerJoin('entry as e', 'e.id', 'l.entry_id')
    .leftJoin('agency_review as r', 'r.entry_id', 'e.id')
    .select(['e.id', 'e.code', 'e.title', 'e.state', 'r.decision', 'r.version'])
    .where('l.programme_id', '=', programmeId)
    .where('e.state', 'in', ['submitted', 'eligible'])
    .orderBy('l.no')
    .execute();
  return rows.map((row) => ({ ...row, code: row.code ?? '', version: row.version ?? 0 }));
}

export interface ClosingPreview {
  chosen: Candidate[];
  refused: Candidate[];
  undecided: Candidate[];
  /** chosen, but taken back to the check of conditions since */
  unchecked: Candidate[];
  /** chosen, but cannot be shown in the gallery yet, and why; they stay in the contest */
  withheld: { entry: Candidate; why: string[] }[];
  /** what stands against closing */
  hindrances: { message: string; clause?: string }[];
  fingerprint: string;
}

/** What closing the screening would do now. Changes nothing. */
export async function previewClosing(db: Kysely<DB>, programme: StoredProgramme, now: Date): Promise<ClosingPreview> {
  const { doc } = programme;
  const agency = agencyOf(programme);
  const all = await candidates(db, programme.id);
  const of = (decision: AgencyDecision | null) => all.filter((one) => one.decision === decision);
  const [chosen, refused, undecided] = [of('choose'), of('refuse'), of(null)];
  const unchecked = chosen.filter((one) => one.state !== 'eligible');
  const why = doc.gallery
    ? await showHindrances(
        db,
        programme,
        chosen.map((one) => one.id),
        now,
      )
    : new Map<string, string[]>();
  const hindrances: ClosingPreview['hindrances'] = [];
  const period = periodById(doc, agency.periodId);
  if (period && periodStatus(period, now) === 'upcoming') {
    const clause = clauseLabel(doc, period.clause);
    const message = `${period.name} bắt đầu lúc ${formatDateTime(period.from)} (${clause}). Bây giờ là ${formatDateTime(now)}.`;
    hindrances.push({ message, clause });
  }
  const closed = await db
    .selectFrom('entry_list')
    .select('closed_at')
    .where('programme_id', '=', programme.id)
    .executeTakeFirst();
  if (!closed) hindrances.push({ message: 'Danh sách bài dự thi chưa chốt.' });
  if (undecided.length > 0) hindrances.push({ message: `Còn ${undecided.length} bài chưa kết luận.` });
  if (unchecked.length > 0)
    hindrances.push({
      message: `Có ${unchecked.length} bài được chọn nhưng đang kiểm tra lại điều kiện: ${unchecked.map((one) => one.code).join(', ')}.`,
    });
  if (closed && undecided.length === 0 && chosen.length === 0)
    hindrances.push({ message: `Chưa chọn bài nào vào ${finalName(doc)}.` });
  return {
    chosen,
    refused,
    undecided,
    unchecked,
    withheld: chosen.flatMap((entry) => (why.has(entry.id) ? [{ entry, why: why.get(entry.id)! }] : [])),
    hindrances,
    fingerprint: createHash('sha256')
      .update(JSON.stringify(all.map((one) => [one.id, one.decision, one.version])))
      .digest('hex')
      .slice(0, 16),
  };
}

/**
 * K24-3, K24-4: closes the screening in one act. Chosen entries are finalists, the others are not; the list is public, authors
 * are told why, and what may be shown is put in the gallery.
 * @param args.fingerprint of the preview that was read
 * @throws RuleError agency.closed, agency.not-ready, stale
 */
export async function closeScreening(
  ctx: Ctx,
  args: { programmeId: string; fingerprint: string } & DecisionPaper,
): Promise<{ chosen: number; refused: number; posted: number; withheld: number }> {
  requireAllowed(canAgency(ctx, 'agency.close', args.programmeId));
  const paper = readPaper(args, ctx.now);
  const init = { act: 'agency.close', programmeId: args.programmeId, summary: 'Chốt sơ loại' };
  return act(ctx, init, async (tx) => {
    await tx.db.selectFrom('programme').select('id').where('id', '=', args.programmeId).forNoKeyUpdate().execute();
    const programme = await requireProgramme(tx.db, args.programmeId);
    const agency = agencyOf(programme);
    if (await screeningClosedAt(tx.db, programme.id))
      throw new RuleError({ code: 'agency.closed', status: 409, message: 'Sơ loại đã được chốt.' });
    const locked = await lockEntries(
      tx.db,
      (await candidates(tx.db, programme.id)).map((one) => one.id),
    );
    const preview = await previewClosing(tx.db, programme, ctx.now);
    const [first] = preview.hindrances;
    if (first)
      throw new RuleError({
        code: 'agency.not-ready',
        message: `Chưa chốt sơ loại được. ${preview.hindrances.map((one) => one.message).join(' ')}`,
        ...(first.clause ? { clause: first.clause } : {}),
      });
    if (preview.fingerprint !== args.fingerprint) throw stale('Kết quả sơ loại');
    const sheets = await sheetsOf(
      tx.db,
      locked.map((entry) => entry.id),
    );
    const choices = locked.flatMap((entry) => {
      const sheet = sheets.get(entry.id);
      return sheet?.decision ? [{ entry, sheet }] : [];
    });
    const by = requireActor(ctx);
    const row = { ...paper, note: null, decided_by: by, decided_at: ctx.now, published_at: ctx.now, published_by: by };
    await tx.db
      .insertInto('decision')
      .values({ programme_id: programme.id, kind: 'finalists', ...row })
      .execute();
    const { posted, withheld } = await settleChoice(tx, ctx, { programme, agency, choices });
    const counts = { chosen: preview.chosen.length, refused: preview.refused.length };
    tx.note({
      summary: `Chốt sơ loại: ${counts.chosen} bài vào ${finalName(programme.doc)}, ${counts.refused} bài không chọn`,
      subject: { kind: 'programme', id: programme.id },
      changes: {
        chosen: preview.chosen.map((one) => one.code),
        refused: preview.refused.map((one) => one.code),
        withheld: preview.withheld.map(({ entry }) => entry.code),
        ...paper,
      },
    });
    return { ...counts, posted: posted.length, withheld: withheld.size };
  });
}
