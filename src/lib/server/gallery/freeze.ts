import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type FreezeSnapshot, frozenRules, readSnapshot } from '#lib/domain/gallery/freeze.ts';
import { rankWorks, type Tally } from '#lib/domain/gallery/interaction.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDateTime, toDate, toMs } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { canonical } from '../ledger/seal.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed, systemActor } from '../platform/policy.ts';
import { programmeById, publicProgrammes } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';
import { type CountingProgramme, canInteraction, requireCounting } from './interactionPolicy.ts';
import { signText } from './signing.ts';
import { tallies } from './tally.ts';

export interface Freeze {
  id: string;
  no: number;
  frozenAt: Date;
  madeAt: Date;
  reason: string | null;
  sha256: string;
}

const heads = (db: Kysely<DB>, programmeId: string) =>
  db
    .selectFrom('interaction_freeze')
    .select(['id', 'no', 'frozen_at as frozenAt', 'made_at as madeAt', 'reason', 'sha256'])
    .where('programme_id', '=', programmeId);

/** All freezes of a programme, the latest first: none is ever taken away. */
export const freezesOf = (db: Kysely<DB>, programmeId: string): Promise<Freeze[]> =>
  heads(db, programmeId).orderBy('no', 'desc').execute();

const latestOf = async (db: Kysely<DB>, programmeId: string): Promise<Freeze | null> =>
  (await heads(db, programmeId).orderBy('no', 'desc').limit(1).executeTakeFirst()) ?? null;

export interface StoredFreeze extends Freeze {
  /** exactly what was signed */
  text: string;
  snapshot: FreezeSnapshot;
  /** base64 */
  signature: string;
  publicKey: string;
}

/** One freeze with its signed text; the latest without a number. null when there is none. */
export async function freezeOf(db: Kysely<DB>, programmeId: string, no?: number): Promise<StoredFreeze | null> {
  let query = heads(db, programmeId).select(['snapshot', 'signature', 'public_key']).orderBy('no', 'desc').limit(1);
  if (no !== undefined) query = query.where('no', '=', no);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  const { snapshot: text, public_key: publicKey, ...rest } = row;
  const snapshot = readSnapshot(text);
  if (!snapshot) throw new Error(`the text of freeze ${row.no} is no snapshot`);
  return { ...rest, text, snapshot, publicKey };
}

const alreadyFrozen = (freeze: Freeze) =>
  new RuleError({
    code: 'interaction.frozen',
    status: 409,
    message: `Lượt tương tác đã được chốt lúc ${formatDateTime(freeze.madeAt)}.`,
  });

/**
 * K24-8: fixes the counts as they stood at the freeze instant, in one transaction, signed. Late or at once, while people go on
 * liking or not, the result is the same. Who comes second finds it done.
 * @throws RuleError 'interaction.too-early'
 */
export async function freezeInteractions(
  ctx: Ctx,
  args: { programmeId: string },
): Promise<{ freeze: Freeze; made: boolean }> {
  requireAllowed(canInteraction(ctx, 'interaction.freeze', args.programmeId));
  const programme = requireCounting(await programmeById(ctx.app.db, args.programmeId));
  requirePassed(programme, ctx.now);
  const done = await latestOf(ctx.app.db, programme.id);
  if (done) return { freeze: done, made: false };
  try {
    const freeze = await act(ctx, init(programme, 'interaction.freeze'), async (tx) => {
      await lockCounts(tx, programme.id);
      const before = await latestOf(tx.db, programme.id);
      if (before) throw alreadyFrozen(before);
      return store(tx, ctx, programme, {
        before: null,
        reason: null,
        frozenAt: toDate(programme.doc.interaction.freezeAt),
      });
    });
    return { freeze, made: true };
  } catch (problem) {
    const winner = problem instanceof RuleError && problem.code === 'interaction.frozen';
    const freeze = winner ? await latestOf(ctx.app.db, programme.id) : null;
    if (!freeze) throw problem;
    return { freeze, made: false };
  }
}

/**
 * Counts again as of the same instant, without what was voided or withdrawn since, and with snapshots of pages elsewhere that
 * were entered since. Earlier freezes stay.
 * @throws RuleError 'interaction.not-frozen', 'interaction.reason', 'interaction.unchanged', 'interaction.results-published'
 */
export async function correctFreeze(ctx: Ctx, args: { programmeId: string; reason: string }): Promise<Freeze> {
  requireAllowed(canInteraction(ctx, 'interaction.correct', args.programmeId));
  const programme = requireCounting(await programmeById(ctx.app.db, args.programmeId));
  const reason = cleanMultiline(args.reason);
  if (charCount(reason) < 20)
    throw new RuleError({
      code: 'interaction.reason',
      message: 'Hãy nêu lý do chốt lại, ít nhất 20 ký tự: lý do hiện công khai cạnh số liệu.',
      field: 'reason',
    });
  return act(ctx, init(programme, 'interaction.correct'), async (tx) => {
    await lockCounts(tx, programme.id);
    const before = await freezeOf(tx.db, programme.id);
    if (!before)
      throw new RuleError({
        code: 'interaction.not-frozen',
        status: 409,
        message: 'Lượt tương tác chưa được chốt lần nào nên chưa có gì để chốt lại.',
      });
    await requireUnpublished(tx.db, programme.id, before.no);
    return store(tx, ctx, programme, { before, reason, frozenAt: before.frozenAt });
  });
}

/** Job `interaction.freeze`: fixes the counts of every programme whose instant has passed. @returns how many */
export async function freezeDue(app: App): Promise<number> {
  const now = app.clock.now();
  let count = 0;
  for (const programme of await publicProgrammes(app.db)) {
    const rules = programme.doc.interaction;
    if (!rules || now.getTime() <= toMs(rules.freezeAt)) continue;
    const ctx: Ctx = { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job', ip: null };
    if ((await freezeInteractions(ctx, { programmeId: programme.id })).made) count++;
  }
  return count;
}

function requirePassed({ doc }: CountingProgramme, now: Date): void {
  const { freezeAt, clause } = doc.interaction;
  if (now.getTime() > toMs(freezeAt)) return;
  throw new RuleError({
    code: 'interaction.too-early',
    message: `Chưa đến giờ chốt lượt tương tác: ${formatDateTime(freezeAt)}. Sau giờ đó hệ thống tự chốt.`,
    clause: clauseLabel(doc, clause),
  });
}

async function requireUnpublished(db: Kysely<DB>, programmeId: string, no: number): Promise<void> {
  if (!(await publishedDecisions(db, programmeId)).results) return;
  throw new RuleError({
    code: 'interaction.results-published',
    status: 409,
    message: `Kết quả đã công bố theo số liệu chốt lần ${no} nên không chốt lại được.`,
    hint: 'Nếu giải trao sai vì số liệu sai, Ban Tổ chức thu hồi giải đó ở phần Kết quả, nêu lý do, rồi trao lại bằng quyết định mới.',
  });
}

const init = (programme: CountingProgramme, name: 'interaction.freeze' | 'interaction.correct') => ({
  act: name,
  programmeId: programme.id,
  subject: { kind: 'programme', id: programme.id },
  summary: name === 'interaction.freeze' ? 'Chốt lượt tương tác.' : 'Chốt lại lượt tương tác.',
});

/**
 * One freeze at a time; and votes that are being written are waited for, those that come meanwhile wait: what is counted is
 * everything that was written before the freeze, and nothing is dated before it afterwards (trigger `after_freeze`).
 */
async function lockCounts(tx: Tx, programmeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`interaction:${programmeId}`}))`.execute(tx.db);
  await sql`lock table gallery_like, gallery_share, gallery_view, external_count in share mode`.execute(tx.db);
}

async function store(
  tx: Tx,
  ctx: Ctx,
  programme: CountingProgramme,
  args: { before: StoredFreeze | null; reason: string | null; frozenAt: Date },
): Promise<Freeze> {
  const { before, reason, frozenAt } = args;
  const works = await worksOf(tx.db, programme.id, { frozenAt, freezeId: before?.id ?? null });
  const counted = await tallies(tx.db, programme, { at: frozenAt, entryIds: works.map((work) => work.id) });
  const madeAt = await instantOfMaking(tx.db, programme.id, ctx.now);
  if (before) requireChange(before, works, counted);
  const no = (before?.no ?? 0) + 1;
  const snapshot = snapshotOf(programme, {
    no,
    reason,
    previous: before?.sha256 ?? null,
    frozenAt,
    madeAt,
    works,
    counted,
    voided: await voidedOf(tx.db, programme, frozenAt),
  });
  const text = `${JSON.stringify(canonical(snapshot))}\n`;
  const { sha256, signature, publicKey } = await signText(ctx.app, tx.db, text, ctx.now);
  const { id } = await tx.db
    .insertInto('interaction_freeze')
    .values({
      programme_id: programme.id,
      no,
      frozen_at: frozenAt,
      made_at: madeAt,
      made_by: ctx.actor.id,
      reason,
      snapshot: text,
      sha256,
      signature,
      public_key: publicKey,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = works.map((work) => ({ id: work.id, tally: counted.get(work.id)! }));
  for (let i = 0; i < rows.length; i += 1000)
    await tx.db
      .insertInto('interaction_frozen')
      .values(
        rows.slice(i, i + 1000).map(({ id: entryId, tally }) => ({
          freeze_id: id,
          entry_id: entryId,
          likes: tally.likes,
          shares: tally.shares,
          views: tally.views,
          external_likes: tally.external.likes,
          external_shares: tally.external.shares,
          external_comments: tally.external.comments,
          total: tally.total,
        })),
      )
      .execute();
  tx.publish();
  tx.note({
    summary: `${no === 1 ? 'Chốt' : `Chốt lại (lần ${no})`} lượt tương tác của ${works.length} tác phẩm đến ${formatDateTime(frozenAt)}.`,
    changes: { no, frozenAt: frozenAt.toISOString(), sha256, works: works.length, reason, voided: snapshot.voided },
  });
  return { id, no, frozenAt, madeAt, reason, sha256 };
}

interface Work {
  id: string;
  code: string;
  title: string;
  submittedAt: Date | null;
}

/** The works on show at the instant; for a correction the works of the freeze before, whatever became of them since. */
async function worksOf(
  db: Kysely<DB>,
  programmeId: string,
  args: { frozenAt: Date; freezeId: string | null },
): Promise<Work[]> {
  const { rows } = await sql<Work>`
    select i.entry_id as id, i.code, i.title, e.submitted_at as "submittedAt"
      from gallery_item i join entry e on e.id = i.entry_id
     where i.programme_id = ${programmeId} and ${
       args.freezeId
         ? sql`exists (select from interaction_frozen r where r.freeze_id = ${args.freezeId} and r.entry_id = i.entry_id)`
         : sql`i.posted_at <= ${args.frozenAt} and (i.withdrawn_at is null or i.withdrawn_at > ${args.frozenAt})`
     }
     order by i.code`.execute(db);
  return rows;
}

/** Not before anything that this freeze has seen: then counting again with what was known at this instant gives the same. */
async function instantOfMaking(db: Kysely<DB>, programmeId: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select greatest(${now}::timestamptz,
      (select max(voided_at) from gallery_like where programme_id = ${programmeId}),
      (select max(voided_at) from gallery_share where programme_id = ${programmeId}),
      (select max(voided_at) from gallery_view where programme_id = ${programmeId}),
      (select max(at) from vote_review where programme_id = ${programmeId}),
      (select greatest(max(at), max(withdrawn_at)) from external_count where programme_id = ${programmeId}),
      (select max(made_at) + interval '1 millisecond' from interaction_freeze where programme_id = ${programmeId})) as at`.execute(
    db,
  );
  return rows[0]!.at;
}

async function voidedOf(db: Kysely<DB>, programme: CountingProgramme, until: Date): Promise<FreezeSnapshot['voided']> {
  const inside = sql`programme_id = ${programme.id} and voided_at is not null`;
  const window = sql`between ${toDate(programme.doc.interaction.from)} and ${until}`;
  const { rows } = await sql<FreezeSnapshot['voided']>`
    select (select count(*)::int from gallery_like where ${inside} and at ${window}) as likes,
           (select count(*)::int from gallery_share where ${inside} and opened_at ${window}) as shares,
           (select count(*)::int from gallery_view where ${inside} and at ${window}) as views`.execute(db);
  return rows[0]!;
}

const same = (a: Tally, b: Tally): boolean =>
  a.total === b.total &&
  a.likes === b.likes &&
  a.shares === b.shares &&
  a.views === b.views &&
  a.external.likes === b.external.likes &&
  a.external.shares === b.external.shares &&
  a.external.comments === b.external.comments;

function requireChange(before: StoredFreeze, works: Work[], counted: Map<string, Tally>): void {
  const old = new Map(before.snapshot.works.map((work) => [work.code, work]));
  if (works.some((work) => !old.has(work.code) || !same(old.get(work.code)!, counted.get(work.id)!))) return;
  throw new RuleError({
    code: 'interaction.unchanged',
    status: 409,
    message: `Đếm lại vẫn ra đúng số liệu đã chốt lần ${before.no} nên không cần chốt lại.`,
  });
}

function snapshotOf(
  { doc, version }: CountingProgramme,
  args: Pick<FreezeSnapshot, 'no' | 'reason' | 'previous' | 'voided'> & {
    frozenAt: Date;
    madeAt: Date;
    works: Work[];
    counted: Map<string, Tally>;
  },
): FreezeSnapshot {
  const { works, counted, frozenAt, madeAt, ...rest } = args;
  const byId = new Map(works.map((work) => [work.id, work]));
  const ranked = rankWorks(
    doc.interaction,
    works.map(({ id, submittedAt }) => ({ id, submittedAt, tally: counted.get(id)! })),
  );
  // works of one rank stand in the order of their codes, which means nothing
  const listed = ranked
    .map(({ id, rank, tied }) => ({ work: byId.get(id)!, rank, tied, tally: counted.get(id)! }))
    .sort((a, b) => a.rank - b.rank || (a.work.code < b.work.code ? -1 : 1));
  return {
    schema: 'lantoa/interaction-freeze/1',
    programme: { code: doc.code, slug: doc.slug, name: doc.name, version },
    ...rest,
    frozenAt: frozenAt.toISOString(),
    madeAt: madeAt.toISOString(),
    rules: frozenRules(doc.interaction),
    works: listed.map(({ work, rank, tied, tally }) => ({ rank, tied, code: work.code, title: work.title, ...tally })),
  };
}
