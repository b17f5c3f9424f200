import { type Kysely, sql } from 'kysely';
import { decimalText } from '#lib/domain/kernel/decimal.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { type Rendition, renditionsOf } from '../file/renditions.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, SheetState } from '../platform/db/schema.ts';
import { allow, type Decision, deny, isSignedIn } from '../platform/policy.ts';
import { anonymous, type BlindEntry, blindEntry, inForce, type Sight, seenThrough } from './blind.ts';
import { type OpenEntry, openEntry } from './open.ts';
import { isJudgeOf } from './policy.ts';
import { type JudgingRound, judgingRound, type RoundKey, scoringWindow } from './rounds.ts';
import { stagesInOrder } from './shown.ts';
import { storedScores } from './signSheet.ts';

/** One line of a judge's list. Nothing in it tells who made the entry. */
export interface AssignedRow {
  assignmentId: string;
  code: string;
  title: string;
  pillar: string | null;
  /** place in the drawn order */
  position: number | null;
  state: 'todo' | SheetState;
  total: string | null;
  /** criteria scored */
  scored: number;
  savedAt: Date | null;
  secondLook: boolean;
  reopenedReason: string | null;
}

/** What a judge was assigned in a round, in order of presentation, else of code. One query. */
export async function assignedTo(db: Kysely<DB>, key: RoundKey & { judgeId: string }): Promise<AssignedRow[]> {
  const { rows } = await sql<{
    id: string;
    code: string;
    title: string;
    pillar: string | null;
    position: number | null;
    state: SheetState | null;
    total: string | null;
    scored: number;
    saved_at: Date | null;
    source: string;
    reopened_reason: string | null;
  }>`
    select a.id, e.code, e.title, e.pillar, o.position, s.state, s.total, s.saved_at, a.source, s.reopened_reason,
      (select count(*) from score c where c.assignment_id = a.id and c.value is not null) as scored
    from assignment a
    join entry e on e.id = a.entry_id and e.state not in ('withdrawn', 'disqualified')
    left join score_sheet s on s.assignment_id = a.id
    left join presentation_order o on o.programme_id = a.programme_id and o.round_id = a.round_id and o.entry_id = a.entry_id
    where a.programme_id = ${key.programmeId} and a.round_id = ${key.roundId} and a.judge_id = ${key.judgeId} and a.withdrawn_at is null
      and not exists (select from conflict c where c.judge_id = a.judge_id and c.entry_id = a.entry_id and c.lifted_at is null)
    order by o.position nulls last, e.code`.execute(db);
  return rows.map((row) => ({
    assignmentId: row.id,
    code: row.code,
    title: row.title,
    pillar: row.pillar,
    position: row.position,
    state: row.state ?? 'todo',
    total: row.total === null ? null : decimalText(row.total),
    scored: row.scored,
    savedAt: row.saved_at,
    secondLook: row.source === 'second-look',
    reopenedReason: row.state === 'draft' ? row.reopened_reason : null,
  }));
}

/** When the judge declared about conflicts in this round; null before. */
export async function declaredAt(db: Kysely<DB>, key: RoundKey & { judgeId: string }): Promise<Date | null> {
  const row = await db
    .selectFrom('judge_declaration')
    .select('at')
    .where('programme_id', '=', key.programmeId)
    .where('round_id', '=', key.roundId)
    .where('judge_id', '=', key.judgeId)
    .executeTakeFirst();
  return row?.at ?? null;
}

interface Neighbour {
  assignmentId: string;
  code: string;
}

export interface JudgeSheet {
  jr: JudgingRound;
  assignmentId: string;
  entry: BlindEntry | OpenEntry;
  sheet: {
    state: 'todo' | SheetState;
    /** 0: nothing saved yet */
    version: number;
    /** by criterion id, canonical text */
    values: Record<string, string | null>;
    comments: Record<string, string>;
    total: string | null;
    comment: string;
    privateNote: string;
    savedAt: Date | null;
    signedAt: Date | null;
    signedHash: string | null;
    reopenedReason: string | null;
  };
  /** whether scores may be changed now, and why not */
  canScore: Decision;
  /** place in the judge's list */
  at: number;
  of: number;
  previous: Neighbour | null;
  next: Neighbour | null;
  /** the next entry without a signed sheet */
  nextOpen: Neighbour | null;
}

/** A sheet with its entry, for the assigned judge alone. @throws 404 for anyone else and in conflict (K26-2b) */
export async function judgeSheet(ctx: Ctx, args: { assignmentId: string }): Promise<JudgeSheet> {
  const { actor } = ctx;
  const { db } = ctx.app;
  if (!isSignedIn(actor) || !isUuid(args.assignmentId)) throw notFound('Bài chấm này');
  const key = { assignmentId: args.assignmentId, judgeId: actor.id };
  const { rows } = await sql<{ programme_id: string; round_id: string; source: string }>`
    select a.programme_id, a.round_id, a.source from ${inForce(key)}`.execute(db);
  const found = rows[0];
  if (!found || !isJudgeOf(ctx, found.programme_id)) throw notFound('Bài chấm này');
  const roundKey = { programmeId: found.programme_id, roundId: found.round_id };
  const jr = await judgingRound(db, roundKey);
  const view = { ...key, programme: jr.programme, round: jr.round };
  const [entry, sheet, scores, list, declared] = await Promise.all([
    jr.round.blind ? blindEntry(db, view) : openEntry(db, view),
    db.selectFrom('score_sheet').selectAll().where('assignment_id', '=', args.assignmentId).executeTakeFirst(),
    storedScores(db, args.assignmentId),
    assignedTo(db, { ...roundKey, judgeId: actor.id }),
    declaredAt(db, { ...roundKey, judgeId: actor.id }),
  ]);
  if (!entry) throw notFound('Bài chấm này');
  const at = list.findIndex((row) => row.assignmentId === args.assignmentId);
  const neighbour = (row: AssignedRow | undefined): Neighbour | null =>
    row ? { assignmentId: row.assignmentId, code: row.code } : null;
  return {
    jr,
    assignmentId: args.assignmentId,
    entry,
    sheet: {
      state: sheet?.state ?? 'todo',
      version: sheet?.version ?? 0,
      values: Object.fromEntries(
        scores.map((score) => [score.criterion_id, score.value === null ? null : decimalText(score.value)]),
      ),
      comments: Object.fromEntries(scores.map((score) => [score.criterion_id, score.comment])),
      total: sheet?.total ? decimalText(sheet.total) : null,
      comment: sheet?.comment ?? '',
      privateNote: sheet?.private_note ?? '',
      savedAt: sheet?.saved_at ?? null,
      signedAt: sheet?.signed_at ?? null,
      signedHash: sheet?.signed_hash ?? null,
      reopenedReason: sheet?.state === 'draft' ? sheet.reopened_reason : null,
    },
    canScore: canScore(jr, ctx.now, {
      declared: declared !== null,
      signed: sheet?.state === 'signed',
      late: found.source === 'second-look' || sheet?.reopened_at != null,
    }),
    at: at + 1,
    of: list.length,
    previous: neighbour(list[at - 1]),
    next: neighbour(list[at + 1]),
    nextOpen: neighbour(
      [...list.slice(at + 1), ...list.slice(0, Math.max(0, at))].find((row) => row.state !== 'signed'),
    ),
  };
}

function canScore(jr: JudgingRound, now: Date, sheet: { declared: boolean; signed: boolean; late: boolean }): Decision {
  if (jr.state === 'pending') return deny('judging.round-pending', `${jr.round.name} chưa mở chấm.`);
  if (jr.state === 'closed') return deny('judging.round-closed', `${jr.round.name} đã kết thúc chấm.`);
  if (sheet.signed)
    return deny('judging.signed', 'Phiếu đã ký. Nếu cần sửa, hãy đề nghị Trưởng Ban Giám khảo mở lại phiếu.');
  const window = scoringWindow(jr, now, sheet.late);
  if (!window.allow) return window;
  return sheet.declared
    ? allow
    : deny('judging.declare-first', 'Hãy khai về xung đột lợi ích ở đầu danh sách bài trước khi chấm.');
}

export interface AssignedFile {
  storageKey: string;
  size: number;
  media: string;
  /** tells what it is, not whose: "CDS26-00042-video.mp4" */
  name: string;
  etag: string;
  modified: Date;
}

const extensions: Record<string, string> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** `nhe`: the light version of a video, `anh`: its still picture; null when it was not made. */
async function madeVersion(ctx: Ctx, fileId: string, version: string): Promise<Rendition | null> {
  const made = (await renditionsOf(ctx.app.db, [fileId])).get(fileId);
  return (version === 'nhe' ? made?.low : version === 'anh' ? made?.poster : null) ?? null;
}

/** A file of the dossier for the assigned judge; null for anyone else. */
export async function assignedFile(
  ctx: Ctx,
  args: { assignmentId: string; fileId: string; version?: string | null },
): Promise<AssignedFile | null> {
  const { actor } = ctx;
  if (!isSignedIn(actor) || !isUuid(args.assignmentId)) return null;
  const key = { assignmentId: args.assignmentId, judgeId: actor.id };
  const { rows } = await sql<{ programme_id: string; round_id: string }>`
    select a.programme_id, a.round_id from ${inForce(key)}`.execute(ctx.app.db);
  const found = rows[0];
  if (!found || !isJudgeOf(ctx, found.programme_id)) return null;
  const jr = await judgingRound(ctx.app.db, { programmeId: found.programme_id, roundId: found.round_id });
  return dossierFile(ctx, jr, key, args.fileId, args.version);
}

/**
 * A file under a name of ours: authors like to name files after themselves. Null for identifying files of a blind round. Whoever
 * calls has asked the policy.
 */
export async function dossierFile(
  ctx: Ctx,
  { programme, round }: JudgingRound,
  sight: Sight,
  fileId: string,
  version: string | null = null,
): Promise<AssignedFile | null> {
  if (!isUuid(fileId)) return null;
  const { rows } = await sql<{
    code: string;
    stage: string;
    requirement_id: string;
    storage_key: string | null;
    size: number | null;
    media: string | null;
    sha256: string | null;
    ready_at: Date | null;
  }>`
    select m.code, ef.stage, ef.requirement_id, f.storage_key, f.size, f.media, f.sha256, f.ready_at
    from (select e.id, e.code from ${seenThrough(sight)}) as m
    join entry_file ef on ef.entry_id = m.id and ef.removed_at is null and ef.file_id = ${fileId}
    join file f on f.id = ef.file_id and f.state = 'ready'`.execute(ctx.app.db);
  const row = rows[0];
  if (!row?.storage_key) return null;
  const dossier = round.blind ? anonymous(programme.doc.dossier) : programme.doc.dossier;
  const stage = stagesInOrder(dossier, round.kind === 'final').find((one) => one.id === row.stage);
  if (!stage?.files.some((file) => file.id === row.requirement_id)) return null;
  const made = version === null ? null : await madeVersion(ctx, fileId, version);
  if (version !== null && !made) return null;
  const media = made?.media ?? row.media ?? 'application/octet-stream';
  const suffix = stage.id === 'refinement' ? '-hoan-thien' : '';
  return {
    storageKey: made?.key ?? row.storage_key,
    size: made?.bytes ?? row.size ?? 0,
    media,
    name: `${row.code}-${row.requirement_id}${suffix}${extensions[media] ? `.${extensions[media]}` : ''}`,
    etag: made?.key.slice(3) ?? row.sha256 ?? fileId,
    modified: made?.madeAt ?? row.ready_at ?? ctx.now,
  };
}

/** The dossier of an entry for the chair, as blind as the round. Whoever calls has asked the policy. */
export const chairEntry = (
  ctx: Ctx,
  { programme, round }: JudgingRound,
  entryId: string,
): Promise<BlindEntry | OpenEntry | null> => {
  const view = { ...chairSight(ctx, { programme, round }, entryId), programme, round };
  return round.blind ? blindEntry(ctx.app.db, view) : openEntry(ctx.app.db, view);
};

export const chairSight = (
  ctx: Ctx,
  { programme, round }: Pick<JudgingRound, 'programme' | 'round'>,
  entryId: string,
): Sight => ({ entryId, programmeId: programme.id, roundId: round.id, chairId: ctx.actor.id });
