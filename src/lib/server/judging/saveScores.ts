import { type Kysely, sql } from 'kysely';
import { readSheet } from '#lib/domain/judging/sheet.ts';
import { type Issue, notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import type { Round } from '#lib/domain/programme/types.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, RoundStateName, SheetState } from '../platform/db/schema.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { isJudgeOf } from './policy.ts';
import { requireOpen, scoringWindow } from './rounds.ts';

const commentMaxLength = 4000;

export interface TypedSheet {
  /** by criterion id, as typed: '7,5' */
  scores: Record<string, string>;
  /** by criterion id */
  comments?: Record<string, string>;
  /** about the whole entry; the chair reads it, and authors may */
  comment?: string;
  /** only the judge reads it */
  privateNote?: string;
}

export interface SavedSheet {
  version: number;
  savedAt: Date;
  /** canonical text */
  total: string;
  complete: boolean;
  /** criteria whose box could not be read: they are stored empty, everything else is saved */
  issues: Issue[];
}

export const scoreField = (criterionId: string): string => `score.${criterionId}`;

interface Held {
  programme_id: string;
  programme_version: number;
  round_id: string;
  entry_id: string;
  code: string;
  source: 'auto' | 'hand' | 'second-look';
  round_state: RoundStateName;
  declared: boolean;
  sheet: SheetState | null;
  version: number | null;
  reopened: boolean;
}

/** Reads and holds what a save depends on, in one statement. The round cannot be closed until the act ends. */
const heldQuery = (assignmentId: string, judgeId: string) => sql<Held>`
  select a.programme_id, p.version as programme_version, a.round_id, a.entry_id, e.code, a.source, r.state as round_state,
    exists (select from judge_declaration d where d.programme_id = a.programme_id and d.round_id = a.round_id and d.judge_id = a.judge_id) as declared,
    s.state as sheet, s.version, s.reopened_at is not null as reopened
  from assignment a
  join programme p on p.id = a.programme_id
  join entry e on e.id = a.entry_id and e.state not in ('withdrawn', 'disqualified')
  join round_state r on r.programme_id = a.programme_id and r.round_id = a.round_id
  left join score_sheet s on s.assignment_id = a.id
  where a.id = ${assignmentId} and a.judge_id = ${judgeId} and a.withdrawn_at is null
    and not exists (select from conflict c where c.judge_id = a.judge_id and c.entry_id = a.entry_id and c.lifted_at is null)
  for key share of r, a`;

// The rules of a round are asked at every save; a version of a programme never changes.
const remembered = new Map<string, { programme: StoredProgramme; round: Round }>();

async function rulesOf(db: Kysely<DB>, held: Held): Promise<{ programme: StoredProgramme; round: Round }> {
  const key = `${held.programme_id} ${held.programme_version} ${held.round_id}`;
  const known = remembered.get(key);
  if (known) return known;
  const programme = await programmeById(db, held.programme_id);
  const round = programme?.doc.rounds.find((one) => one.id === held.round_id);
  if (!programme || !round) throw notFound('Bài chấm này');
  if (remembered.size >= 50) remembered.delete(remembered.keys().next().value as string);
  if (programme.version === held.programme_version) remembered.set(key, { programme, round });
  return { programme, round };
}

/** What judges may do with a sheet now, shared by saving and signing. @throws RuleError, 404 for anyone but the assigned judge */
export async function holdSheet(
  ctx: Ctx,
  db: Kysely<DB>,
  assignmentId: string,
): Promise<Held & { round: Round; programme: StoredProgramme; judgeId: string }> {
  const { actor } = ctx;
  if (!isSignedIn(actor) || !isUuid(assignmentId)) throw notFound('Bài chấm này');
  const held = (await heldQuery(assignmentId, actor.id).execute(db)).rows[0];
  if (!held || !isJudgeOf(ctx, held.programme_id)) throw notFound('Bài chấm này');
  const { programme, round } = await rulesOf(db, held);
  requireOpen({ state: held.round_state, round });
  requireAllowed(scoringWindow({ programme, round }, ctx.now, held.reopened || held.source === 'second-look'));
  if (!held.declared)
    throw new RuleError({
      code: 'judging.declare-first',
      message: 'Trước khi chấm, hãy khai có hay không có xung đột lợi ích với các bài được phân công.',
      hint: 'Mở danh sách bài được phân công và khai ở đầu trang.',
    });
  if (held.sheet === 'signed')
    throw new RuleError({
      code: 'judging.signed',
      status: 409,
      message: 'Phiếu này đã ký nên không sửa được.',
      hint: 'Nếu cần sửa, hãy đề nghị Trưởng Ban Giám khảo mở lại phiếu.',
    });
  return { ...held, programme, round, judgeId: actor.id };
}

function readText(text: string | undefined, field: string, issues: Issue[]): string {
  const value = cleanMultiline(text ?? '');
  if (charCount(value) <= commentMaxLength) return value;
  issues.push({ field, message: `Nhận xét dài tối đa 4.000 ký tự; hiện có ${charCount(value)} ký tự.` });
  return value.slice(0, commentMaxLength);
}

/**
 * Saves a sheet as it stands (K26-4c): partial sheets are fine, what cannot be read is named beside its box and stored empty.
 * `version` is what the judge's page was made from (0: no sheet yet).
 * @throws RuleError stale (409) when another tab or device saved meanwhile; saving the very same content again is no conflict
 */
export async function saveScores(
  ctx: Ctx,
  args: TypedSheet & { assignmentId: string; version: number },
): Promise<SavedSheet> {
  return act(ctx, { act: 'judging.save', summary: 'Lưu phiếu chấm' }, async (tx) => {
    const held = await holdSheet(ctx, tx.db, args.assignmentId);
    const sheet = readSheet(held.round.rubric, args.scores);
    const issues: Issue[] = Object.entries(sheet.errors).map(([id, message]) => ({ field: scoreField(id), message }));
    const ids = held.round.rubric.criteria.map((criterion) => criterion.id);
    const values = ids.map((id) => sheet.values[id] ?? null);
    const comments = ids.map((id) => readText(args.comments?.[id], `comment.${id}`, issues));
    const comment = readText(args.comment, 'comment', issues);
    const privateNote = readText(args.privateNote, 'privateNote', issues);

    const saved = await sql<{ version: number }>`
      insert into score_sheet (assignment_id, state, version, total, comment, private_note, saved_at)
      values (${args.assignmentId}, 'draft', 1, ${sheet.total}, ${comment}, ${privateNote}, ${ctx.now})
      on conflict (assignment_id) do update
        set version = score_sheet.version + 1, total = excluded.total, comment = excluded.comment,
            private_note = excluded.private_note, saved_at = excluded.saved_at
        where score_sheet.version = ${args.version} and score_sheet.state = 'draft'
      returning version`.execute(tx.db);
    const version = saved.rows[0]?.version;
    if (version === undefined) {
      const current = await sameContent(tx.db, args.assignmentId, { ids, values, comments, comment, privateNote });
      if (current === null) throw stale('Phiếu chấm');
      tx.note({ summary: `Lưu lại phiếu chấm bài ${held.code} (không đổi)`, programmeId: held.programme_id });
      return { version: current, savedAt: ctx.now, total: sheet.total, complete: sheet.complete, issues };
    }
    await sql`insert into score (assignment_id, criterion_id, value, comment)
      select ${args.assignmentId}, n.id, n.value, n.comment
        from unnest(${ids}::text[], ${values}::numeric[], ${comments}::text[]) as n(id, value, comment)
      on conflict (assignment_id, criterion_id) do update set value = excluded.value, comment = excluded.comment`.execute(
      tx.db,
    );
    tx.note({
      summary: `Lưu phiếu chấm bài ${held.code}`,
      programmeId: held.programme_id,
      subject: { kind: 'assignment', id: args.assignmentId },
      changes: { version, scored: ids.length - sheet.missing.length },
    });
    return { version, savedAt: ctx.now, total: sheet.total, complete: sheet.complete, issues };
  });
}

/** A save whose answer was lost on the way comes again with an old version but the stored content: not a conflict. */
async function sameContent(
  db: Kysely<DB>,
  assignmentId: string,
  sent: { ids: string[]; values: (string | null)[]; comments: string[]; comment: string; privateNote: string },
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    select s.version from score_sheet s
    where s.assignment_id = ${assignmentId} and s.state = 'draft' and s.comment = ${sent.comment} and s.private_note = ${sent.privateNote}
      and not exists (
        select from unnest(${sent.ids}::text[], ${sent.values}::numeric[], ${sent.comments}::text[]) as n(id, value, comment)
        left join score c on c.assignment_id = s.assignment_id and c.criterion_id = n.id
        where c.value is distinct from n.value or coalesce(c.comment, '') <> n.comment)`.execute(db);
  return rows[0]?.version ?? null;
}
