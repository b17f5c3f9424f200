/** Works come on show and leave the gallery (K24-4). The entry stays the record; what is shown is a copy. */
import { type Kysely, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { describeGap } from '#lib/domain/gallery/consent.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline, fold } from '#lib/domain/kernel/text.ts';
import { toDate } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { GalleryRules, InteractionRules } from '#lib/domain/programme/types.ts';
import { queueRenditions } from '../file/renditions.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { type SentEntry, sentEntries } from '../screening/sent.ts';
import { consentGaps } from './consents.ts';
import { canGallery } from './policy.ts';

/** Finalists, and what they became: nothing else is ever on show. */
export const shownStates: EntryState[] = ['shortlisted', 'awarded', 'not-awarded'];

const minReason = 10;

interface Video {
  id: string;
  /** seconds */
  duration: string | null;
}

/** The video of each work that is ready to be shown; works without one are left out. */
async function videosOf(
  db: Kysely<DB>,
  { video }: GalleryRules,
  entries: readonly SentEntry[],
): Promise<Map<string, Video>> {
  if (entries.length === 0) return new Map();
  const rows = await db
    .selectFrom('entry_file as ef')
    .innerJoin('file as f', 'f.id', 'ef.file_id')
    .select(['ef.entry_id', 'ef.removed_at', 'f.id', 'f.facts'])
    .where(
      'ef.entry_id',
      'in',
      entries.map((entry) => entry.id),
    )
    .where('ef.stage', '=', video.stage)
    .where('ef.requirement_id', '=', video.requirementId)
    .where('f.state', '=', 'ready')
    .orderBy('ef.position')
    .orderBy('ef.added_at')
    .execute();
  const found = new Map<string, Video>();
  for (const entry of entries) {
    const row = rows.find(
      (one) => one.entry_id === entry.id && (entry.files ? entry.files.includes(one.id) : one.removed_at === null),
    );
    if (!row) continue;
    const { video: facts, seconds } = row.facts as { video?: { seconds?: unknown }; seconds?: unknown };
    const length = facts?.seconds ?? seconds;
    found.set(entry.id, { id: row.id, duration: typeof length === 'number' ? length.toFixed(3) : null });
  }
  return found;
}

/** Why a work cannot be shown now, in words for the secretariat; no key: it may. */
export type Hindrances = Map<string, string[]>;

async function prepare(db: Kysely<DB>, programme: StoredProgramme, entryIds: readonly string[], now: Date) {
  const { gallery } = programme.doc;
  if (!gallery) throw notFound('Thư viện này');
  const entries = await sentEntries(db, entryIds, gallery.video.stage);
  const videos = await videosOf(db, gallery, entries);
  const gaps = await consentGaps(db, programme, entryIds, now);
  const hindrances: Hindrances = new Map();
  for (const entry of entries) {
    const why = [
      ...(videos.has(entry.id) ? [] : ['Chưa có video đã kiểm tra xong.']),
      ...new Set((gaps.get(entry.id) ?? []).map(describeGap)),
    ];
    if (why.length > 0) hindrances.set(entry.id, why);
  }
  return { gallery, entries, videos, hindrances };
}

/** Which of these works cannot be shown now, and why (K24-4): consents that are missing, no video that is ready. */
export async function showHindrances(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: readonly string[],
  now: Date,
): Promise<Hindrances> {
  return (await prepare(db, programme, entryIds, now)).hindrances;
}

/**
 * When a work that comes back counts as posted: now; but one that left only after the instant of the freeze was on show at that
 * instant, and a freeze that is made late must still find it.
 */
const postedAgain = (rules: InteractionRules | undefined, now: Date) =>
  rules
    ? sql<Date>`case when gallery_item.posted_at <= ${toDate(rules.freezeAt)} and coalesce(gallery_item.withdrawn_at, ${now}) > ${toDate(rules.freezeAt)}
        then gallery_item.posted_at else ${now} end`
    : now;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Puts works on show, inside an act that has asked who may (K24-4). What is shown is copied from what was handed in. A work
 * that was taken off comes back with its interactions; its history stands in the audit log.
 * @returns ids on show now, and why the others are not
 */
export async function postToGallery(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entryIds: readonly string[],
): Promise<{ posted: string[]; withheld: Hindrances }> {
  const { gallery, entries, videos, hindrances } = await prepare(tx.db, programme, entryIds, ctx.now);
  const withheld: Hindrances = new Map(hindrances);
  const posted: string[] = [];
  for (const entry of entries) {
    const video = videos.get(entry.id);
    if (!shownStates.includes(entry.state)) {
      withheld.set(entry.id, ['Chưa được chọn vào vòng sau.', ...(hindrances.get(entry.id) ?? [])]);
      continue;
    }
    if (!video || hindrances.has(entry.id)) continue;
    const summary = gallery.summaryField ? textOf(entry.values[gallery.summaryField]) : '';
    const row = {
      code: entry.code,
      title: entry.title,
      folded: fold(
        [entry.title, ...entry.authors.map((author) => author.name), entry.unitName ?? '', summary].join(' '),
      ),
      authors: JSON.stringify(entry.authors),
      unit_id: entry.unitId,
      unit_name: entry.unitName,
      topics: entry.topics,
      summary,
      file_id: video.id,
      duration: video.duration,
      posted_at: ctx.now,
      posted_by: ctx.actor.id,
      withdrawn_at: null,
      withdrawn_by: null,
      withdrawn_reason: null,
    };
    await tx.db
      .insertInto('gallery_item')
      .values({ entry_id: entry.id, programme_id: programme.id, ...row })
      .onConflict((conflict) =>
        conflict.column('entry_id').doUpdateSet({ ...row, posted_at: postedAgain(programme.doc.interaction, ctx.now) }),
      )
      .execute();
    await queueRenditions(tx, video.id);
    posted.push(entry.id);
  }
  if (posted.length > 0) tx.publish();
  return { posted, withheld };
}

/**
 * Takes works off the gallery inside the act that makes them leave (disqualified, withdrawn, a consent taken back, not chosen
 * after all). Works that are not on show stay as they are.
 * @returns ids that left
 */
export async function takeDown(tx: Tx, ctx: Ctx, entryIds: readonly string[], reason: string): Promise<string[]> {
  if (entryIds.length === 0) return [];
  const rows = await tx.db
    .updateTable('gallery_item')
    .set({ withdrawn_at: ctx.now, withdrawn_by: ctx.actor.id, withdrawn_reason: reason })
    .where('entry_id', 'in', [...entryIds])
    .where('withdrawn_at', 'is', null)
    .returning('entry_id')
    .execute();
  if (rows.length > 0) tx.publish();
  return rows.map((row) => row.entry_id);
}

async function requireGallery(
  db: Kysely<DB>,
  programmeId: string,
): Promise<StoredProgramme & { gallery: GalleryRules }> {
  const programme = await programmeById(db, programmeId);
  if (!programme?.doc.gallery || programme.status === 'draft') throw notFound('Thư viện này');
  return { ...programme, gallery: programme.doc.gallery };
}

/** The secretariat takes a work off the gallery, with a reason that its authors may read. */
export async function withdrawItem(ctx: Ctx, args: { entryId: string; reason: string }): Promise<void> {
  const reason = cleanMultiline(args.reason);
  await act(ctx, { act: 'gallery.withdraw', summary: 'Gỡ bài khỏi thư viện' }, async (tx) => {
    const item = isUuid(args.entryId)
      ? await tx.db
          .selectFrom('entry as e')
          .leftJoin('gallery_item as g', (join) =>
            join.onRef('g.entry_id', '=', 'e.id').on('g.withdrawn_at', 'is', null),
          )
          .select(['e.id', 'e.programme_id', 'e.code', 'g.posted_at'])
          .where('e.id', '=', args.entryId)
          .where('e.code', 'is not', null)
          .forUpdate('e')
          .executeTakeFirst()
      : null;
    if (!item) throw notFound('Bài này');
    requireAllowed(canGallery(ctx, 'gallery.post', item.programme_id));
    const { doc, gallery } = await requireGallery(tx.db, item.programme_id);
    if (item.posted_at === null)
      throw new RuleError({ code: 'gallery.not-shown', status: 409, message: `${item.code} không có trên thư viện.` });
    if (charCount(reason) < minReason)
      throw new RuleError({
        code: 'gallery.reason',
        field: 'reason',
        message: `Hãy ghi lý do gỡ bài, ít nhất ${minReason} ký tự. Tác giả đọc được lý do này.`,
        clause: clauseLabel(doc, gallery.clause),
      });
    await takeDown(tx, ctx, [item.id], reason);
    tx.note({
      programmeId: item.programme_id,
      subject: { kind: 'entry', id: item.id },
      summary: `Gỡ ${item.code} khỏi thư viện`,
      changes: { reason },
    });
  });
}

/** The secretariat puts works on show; those that cannot be shown stay, and say why. */
export async function postItems(
  ctx: Ctx,
  args: { programmeId: string; entryIds: string[] },
): Promise<{ posted: number; withheld: string[] }> {
  requireAllowed(canGallery(ctx, 'gallery.post', args.programmeId));
  const init = { act: 'gallery.post', programmeId: args.programmeId, summary: 'Đăng bài lên thư viện' };
  return act(ctx, init, async (tx) => {
    const programme = await requireGallery(tx.db, args.programmeId);
    const rows = await tx.db
      .selectFrom('entry as e')
      .leftJoin('gallery_item as g', 'g.entry_id', 'e.id')
      .select(['e.id', 'e.code', 'g.posted_at', 'g.withdrawn_at'])
      .where('e.programme_id', '=', programme.id)
      .where('e.id', 'in', [...args.entryIds.filter(isUuid), programme.id])
      .orderBy('e.id')
      .forUpdate('e')
      .execute();
    const waiting = rows.filter((row) => row.posted_at === null || row.withdrawn_at !== null);
    if (waiting.length === 0)
      throw new RuleError({ code: 'gallery.none', message: 'Hãy đánh dấu ít nhất một bài chưa có trên thư viện.' });
    const { posted, withheld } = await postToGallery(
      tx,
      ctx,
      programme,
      waiting.map((row) => row.id),
    );
    const codeOf = (id: string) => waiting.find((row) => row.id === id)?.code ?? '';
    if (posted.length === 0) {
      const [[id, why] = ['', []]] = [...withheld];
      throw new RuleError({
        code: 'gallery.withheld',
        message: `Chưa đăng được bài nào. ${codeOf(id)}: ${why.join(' ')}`,
        clause: clauseLabel(programme.doc, programme.gallery.clause),
      });
    }
    const again = waiting.filter((row) => row.withdrawn_at !== null && posted.includes(row.id)).map((row) => row.code);
    tx.note({
      summary:
        posted.length === 1 ? `Đăng ${codeOf(posted[0]!)} lên thư viện` : `Đăng ${posted.length} bài lên thư viện`,
      ...(posted.length === 1 ? { subject: { kind: 'entry', id: posted[0]! } } : {}),
      changes: { posted: posted.map(codeOf), ...(again.length > 0 ? { again } : {}) },
    });
    return { posted: posted.length, withheld: [...withheld.keys()].map(codeOf) };
  });
}
