import { confirmations } from '#lib/domain/entry/authors.ts';
import { periodOf, whileOpen } from '#lib/domain/entry/deadline.ts';
import { dossierStage, isComplete, summary, type Task, taskList } from '#lib/domain/entry/dossier.ts';
import {
  type NextStep,
  nextStep,
  type Published,
  stateLabel,
  unsentStep,
  visibleState,
} from '#lib/domain/entry/progress.ts';
import { type EntryState, editableStage, transition } from '#lib/domain/entry/states.ts';
import { stateTones } from '#lib/domain/entry/tones.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, hasRole, isSignedIn } from '../platform/policy.ts';
import { listProgrammes } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';
import { dossierFacts, type StageFile } from './facts.ts';
import { authorOf, canEntry, requireEntry } from './policy.ts';
import { quotaOf } from './quota.ts';
import { type AuthorRecord, type EntryRecord, hasUnsentChanges, programmeOf, type StageId } from './record.ts';

interface HistoryItem {
  at: Date;
  /** who, as authors may know it */
  by: string;
  label: string;
  reason: string | null;
  clause: string | null;
}

interface LateItem {
  at: string;
  by: string;
  part: string;
  /** what was typed, as lines that can be read and copied */
  lines: string[];
}

/** An entry as the pages of its authors show it. What is decided but not published is not in it. */
export interface AuthorsEntry {
  id: string;
  code: string | null;
  title: string;
  pillar: string | null;
  topics: string[];
  unitId: string | null;
  unitName: string | null;
  version: number;
  onBehalf: boolean;
  state: { id: EntryState; label: string; tone: (typeof stateTones)[EntryState] };
  step: NextStep;
  contest: { id: string; slug: string; name: string; shortName: string; doc: ContestProgramme };
  /** the stage that the pages show: the open one, else the one that was handed in last */
  stage: StageId;
  editable: Decision;
  submittable: Decision;
  withdrawable: Decision;
  restorable: Decision;
  tasks: Task[];
  complete: boolean;
  summary: string;
  /** the end of the stage */
  until: Date | null;
  values: Record<string, string | string[]>;
  authors: (AuthorRecord & { you: boolean })[];
  files: StageFile[];
  declarations: { id: string; version: number; at: Date }[];
  submissions: { stage: StageId; no: number; at: Date; hash: string; by: string | null }[];
  submittedAt: Date | null;
  refinedAt: Date | null;
  receiptNo: string | null;
  /** changed after the last submission and not handed in again */
  unsent: boolean;
  late: LateItem[];
  history: HistoryItem[];
  /** the actor is named as co-author and has not answered */
  invited: { share: string | null } | null;
  waiting: string[];
  certificates: { code: string; recipient: string; tierName: string }[];
}

/** Everything about one entry for who works on it, in a fixed number of queries. @throws 404 for everyone else */
export async function entryForAuthor(ctx: Ctx, args: { entryId: string }): Promise<AuthorsEntry> {
  const entry = await requireEntry(ctx, 'entry.view', args.entryId);
  const { db } = ctx.app;
  const programme = await programmeOf(db, entry);
  const { doc } = programme;
  const published = await publishedDecisions(db, programme.id);
  const state = visibleState(entry.state, published);
  const position = { ...entry, state };
  const mayEdit = await canEntry(ctx, 'entry.edit', entry);
  const open: Decision =
    programme.status === 'published'
      ? editableStage(doc, position, ctx.now)
      : { allow: false, code: 'programme.closed', reason: 'Cuộc thi này hiện không nhận hồ sơ.' };
  const stageId = stageShown(doc, state);
  const stage = dossierStage(doc, stageId);
  const [facts, declarations, submissions, events, certificates, review] = await Promise.all([
    dossierFacts(db, programme, entry, stageId, ctx.now),
    db
      .selectFrom('entry_declaration')
      .select(['declaration_id as id', 'version', 'at'])
      .where('entry_id', '=', entry.id)
      .execute(),
    db
      .selectFrom('entry_submission as s')
      .leftJoin('person as p', 'p.id', 's.by_id')
      .select(['s.stage', 's.no', 's.at', 's.hash', 'p.full_name as by'])
      .where('s.entry_id', '=', entry.id)
      .orderBy('s.at')
      .execute(),
    db.selectFrom('entry_event').selectAll().where('entry_id', '=', entry.id).orderBy('id').execute(),
    published.results
      ? db
          .selectFrom('certificate')
          .select(['code', 'recipient', 'tier_name as tierName'])
          .where('entry_id', '=', entry.id)
          .where('revoked_at', 'is', null)
          .orderBy('number')
          .execute()
      : [],
    db.selectFrom('screening_review').select(['decision', 'at']).where('entry_id', '=', entry.id).executeTakeFirst(),
  ]);
  const tasks = taskList(doc, stage, facts);
  const shownEvents = events.filter((event) => visibleState(event.to_state, published) === event.to_state);
  const last = shownEvents.at(-1);
  const current = review && entry.submittedAt && review.at >= entry.submittedAt ? review.decision : null;
  const submit = transition(doc, position, stageId === 'submission' ? 'submit' : 'refine', { now: ctx.now });
  const period = doc.timeline.find((one) => one.id === stage.periodId) ?? null;
  const me = authorOf(ctx.actor, entry);
  return {
    id: entry.id,
    code: entry.code,
    title: entry.title,
    pillar: entry.pillar,
    topics: entry.topics,
    unitId: entry.unitId,
    unitName: entry.unitName,
    version: entry.version,
    onBehalf: entry.onBehalf,
    state: { id: state, label: stateLabel(state, doc), tone: stateTones[state] },
    step: nextStep(
      doc,
      {
        state: entry.state,
        unitName: entry.unitName,
        unitDecision: current,
        reason: last?.to_state === state ? last.reason : null,
        refinedAt: entry.refinedAt,
      },
      ctx.now,
      published,
    ),
    contest: { id: programme.id, slug: doc.slug, name: doc.name, shortName: doc.shortName, doc },
    stage: stageId,
    editable: mayEdit.allow ? open : mayEdit,
    submittable: mayEdit.allow ? (open.allow || submit.allow ? submit : open) : mayEdit,
    withdrawable: mayEdit.allow ? transition(doc, position, 'withdraw', { now: ctx.now }) : mayEdit,
    restorable: mayEdit.allow ? transition(doc, position, 'restore', { now: ctx.now }) : mayEdit,
    tasks,
    complete: isComplete(tasks),
    summary: summary(tasks),
    until: period && whileOpen(doc, period, ctx.now).allow ? new Date(period.to) : null,
    values: entry.form[stageId] ?? {},
    authors: entry.authors.map((author) => ({ ...author, you: author.id === me?.id })),
    files: facts.stageFiles,
    declarations,
    submissions,
    submittedAt: entry.submittedAt,
    refinedAt: entry.refinedAt,
    receiptNo: entry.receiptNo,
    unsent: hasUnsentChanges(entry, stageId) && isHandedIn(state),
    late: lateItems(entry, doc),
    history: shownEvents.map((event) => ({
      at: event.at,
      by: byOf(ctx, entry, event, doc.screening.agency?.name),
      label: screenedByUnit(entry, event) ? 'Đơn vị sơ loại' : eventLabel(event.from_state, event.to_state, doc),
      reason: event.reason,
      clause: event.clause,
    })),
    invited: me && !me.confirmedAt && !me.declinedAt ? { share: me.share } : null,
    waiting: confirmations(entry.authors).waiting.map((author) => author.fullName),
    certificates,
  };
}

const isHandedIn = (state: EntryState): boolean =>
  state === 'submitted' || state === 'with-unit' || state === 'eligible' || state === 'shortlisted';

const resendStep = (doc: ContestProgramme, stage: StageId): Pick<NextStep, 'who' | 'what' | 'until' | 'yours'> => {
  const period = doc.timeline.find((one) => one.id === dossierStage(doc, stage).periodId);
  return { who: 'Tác giả', what: unsentStep, until: period ? new Date(period.to) : null, yours: true };
};

/** A contest may ask for nothing more after the first dossier. */
const stageShown = (doc: ContestProgramme, state: EntryState): StageId =>
  doc.dossier.some((stage) => stage.id === 'refinement') &&
  (state === 'shortlisted' || state === 'awarded' || state === 'not-awarded')
    ? 'refinement'
    : 'submission';

function eventLabel(from: EntryState | null, to: EntryState, doc: ContestProgramme): string {
  if (from === null) return 'Bắt đầu soạn hồ sơ';
  if (from === 'withdrawn' && to === 'draft') return 'Mở lại bản nháp';
  if (to === 'shortlisted' && from === 'shortlisted') return 'Gửi hồ sơ hoàn thiện';
  if (from === 'draft' && (to === 'submitted' || to === 'with-unit')) return 'Nộp bài';
  if (from === 'with-unit' && to === 'submitted') return 'Đơn vị gửi về tỉnh';
  if (from === 'returned' || (from === to && to !== 'draft')) return 'Nộp lại';
  if (from === 'disqualified') return 'Hủy việc loại';
  return stateLabel(to, doc);
}

/** Authors are named; the others appear as whose decision it was, not as persons. */
function byOf(
  ctx: Ctx,
  entry: EntryRecord,
  event: { by_id: string | null; by_name: string; from_state: EntryState | null; to_state: EntryState },
  agency: string | undefined,
): string {
  // the standing agency signs with its own name
  if (event.by_id === null || event.by_name === agency) return event.by_name;
  if (event.by_id === ctx.actor.id) return 'Bạn';
  if (entry.authors.some((author) => author.personId === event.by_id)) return event.by_name;
  if (event.by_id === entry.createdBy || event.from_state === 'with-unit') return entry.unitName ?? 'Đơn vị';
  const organisers: EntryState[] = ['shortlisted', 'not-shortlisted', 'awarded', 'not-awarded'];
  return organisers.includes(event.to_state) ? 'Ban Tổ chức' : 'Tổ Thư ký';
}

/** A unit picks or leaves an entry without moving it; an author who hands it in again does not move it either. */
const screenedByUnit = (
  entry: EntryRecord,
  event: { by_id: string | null; by_name: string; from_state: EntryState | null; to_state: EntryState },
): boolean =>
  event.from_state === 'with-unit' &&
  event.to_state === 'with-unit' &&
  event.by_id !== null &&
  event.by_id !== entry.createdBy &&
  !entry.authors.some((author) => author.personId === event.by_id);

const lateParts: Record<string, string> = {
  form: 'Thông tin sản phẩm',
  authors: 'Danh sách tác giả',
  declarations: 'Cam kết',
  submit: 'Bấm nộp bài',
  unsent: 'Những thay đổi chưa nộp lại',
};

/** What came too late, so that its author can read and copy it. */
function lateItems(entry: EntryRecord, doc: ContestProgramme): LateItem[] {
  const labels = new Map(doc.dossier.flatMap((stage) => stage.fields.map((field) => [field.id, field.label] as const)));
  labels.set('title', 'Tên sản phẩm').set('values', 'Nội dung').set('fullName', 'Họ và tên').set('share', 'Tỷ lệ');
  const lines = (value: unknown, label = ''): string[] => {
    if (value === null || value === undefined || value === '') return [];
    if (Array.isArray(value)) return value.flatMap((one) => lines(one, label));
    if (typeof value === 'object')
      return Object.entries(value).flatMap(([key, one]) =>
        key === 'id' || key === 'stage' || key === 'unitId' ? [] : lines(one, labels.get(key) ?? ''),
      );
    return [label ? `${label}: ${String(value)}` : String(value)];
  };
  return Object.entries(entry.lateDraft ?? {}).map(([part, held]) => {
    const { typed, at, by } = held as { typed: unknown; at: string; by: string };
    return { at, by, part: lateParts[part] ?? 'Nội dung', lines: part === 'submit' ? [] : lines(typed) };
  });
}

export interface MyEntry {
  id: string;
  code: string | null;
  title: string;
  contest: string;
  contestSlug: string;
  state: { label: string; tone: (typeof stateTones)[EntryState] };
  step: NextStep;
  updatedAt: Date;
  onBehalf: boolean;
  /** named as co-author, not answered yet */
  invited: boolean;
}

/** The actor's entries in all contests, the newest first; four queries whatever their number. */
export async function myEntries(ctx: Ctx): Promise<MyEntry[]> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const { db } = ctx.app;
  const email = actor.emailConfirmed ? actor.email : null;
  const rows = await db
    .selectFrom('entry as e')
    .leftJoin('unit as u', 'u.id', 'e.unit_id')
    .leftJoin('screening_review as r', 'r.entry_id', 'e.id')
    .leftJoin('entry_author as a', (join) =>
      join
        .onRef('a.entry_id', '=', 'e.id')
        .on((eb) =>
          eb.or([eb('a.person_id', '=', actor.id), eb.and([eb('a.person_id', 'is', null), eb('a.email', '=', email)])]),
        ),
    )
    .select([
      'e.id',
      'e.code',
      'e.title',
      'e.state',
      'e.programme_id',
      'e.updated_at',
      'e.on_behalf',
      'e.refined_at',
      'e.changed_at',
    ])
    .select(['e.submitted_at', 'u.name as unitName', 'r.decision', 'r.at as decidedAt'])
    .select(['a.confirmed_at as confirmedAt', 'a.declined_at as declinedAt', 'a.id as authorId'])
    .select((eb) =>
      eb
        .selectFrom('entry_event as v')
        .select('v.reason')
        .whereRef('v.entry_id', '=', 'e.id')
        .whereRef('v.to_state', '=', 'e.state')
        .orderBy('v.id', 'desc')
        .limit(1)
        .as('reason'),
    )
    .where((eb) => eb.or([eb('a.id', 'is not', null), eb('e.created_by', '=', actor.id)]))
    .where((eb) => eb.or([eb('a.declined_at', 'is', null), eb('e.created_by', '=', actor.id)]))
    .orderBy('e.updated_at', 'desc')
    .execute();
  const ids = [...new Set(rows.map((row) => row.programme_id))];
  const programmes = new Map((await listProgrammes(db, ids)).map((programme) => [programme.id, programme]));
  const published = await publishedIn(ctx, ids);
  const coordinates = hasRole(actor, ctx.now, 'unit-coordinator');
  return rows.flatMap((row): MyEntry[] => {
    const programme = programmes.get(row.programme_id);
    // Who entered on behalf of somebody and no longer coordinates has handed that work over.
    if (!programme || (row.on_behalf && row.authorId === null && !coordinates)) return [];
    const out = published.get(row.programme_id) ?? { finalists: false, results: false };
    const state = visibleState(row.state, out);
    const current = row.decidedAt && row.submitted_at && row.decidedAt >= row.submitted_at ? row.decision : null;
    const facts = {
      state: row.state,
      unitName: row.unitName,
      unitDecision: current,
      reason: state === row.state ? row.reason : null,
      refinedAt: row.refined_at,
    };
    const step = nextStep(programme.doc, facts, ctx.now, out);
    const stage = stageShown(programme.doc, state);
    const changed = hasUnsentChanges(
      { submittedAt: row.submitted_at, refinedAt: row.refined_at, changedAt: row.changed_at },
      stage,
    );
    const resend =
      changed &&
      isHandedIn(state) &&
      editableStage(programme.doc, { state, unitId: null, forwarded: false }, ctx.now).allow;
    return [
      {
        id: row.id,
        code: row.code,
        title: row.title,
        contest: programme.doc.shortName,
        contestSlug: programme.slug,
        state: { label: stateLabel(state, programme.doc), tone: stateTones[state] },
        step: resend ? { ...step, ...resendStep(programme.doc, stage) } : step,
        updatedAt: row.updated_at,
        onBehalf: row.on_behalf,
        invited: row.authorId !== null && row.confirmedAt === null && row.declinedAt === null,
      },
    ];
  });
}

async function publishedIn(ctx: Ctx, programmeIds: string[]): Promise<Map<string, Published>> {
  const found = new Map(programmeIds.map((id): [string, Published] => [id, { finalists: false, results: false }]));
  if (programmeIds.length === 0) return found;
  const rows = await ctx.app.db
    .selectFrom('decision')
    .select(['programme_id', 'kind'])
    .where('programme_id', 'in', programmeIds)
    .where('published_at', 'is not', null)
    .execute();
  for (const row of rows) found.get(row.programme_id)![row.kind] = true;
  return found;
}

/** Contests in which the actor can begin an entry now, or soon, with how many of theirs they have there (K24-5). */
export async function openContests(ctx: Ctx) {
  const programmes = (await listProgrammes(ctx.app.db)).filter((programme) => programme.status === 'published');
  const contests = programmes.flatMap((programme) => {
    const { doc } = programme;
    const intake = periodOf(doc, 'intake');
    if (!intake) return [];
    const open = whileOpen(doc, intake, ctx.now);
    if (!open.allow && open.code !== 'period.upcoming') return [];
    const { slug, name, theme } = doc;
    return [{ programme, shown: { slug, name, theme, open: open.allow, from: intake.from, to: intake.to } }];
  });
  return Promise.all(
    contests.map(async ({ programme, shown }) => ({ ...shown, quota: await quotaOf(ctx, programme) })),
  );
}
