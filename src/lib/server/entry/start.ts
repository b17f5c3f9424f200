import type { Kysely } from 'kysely';
import { whileOpenKind } from '#lib/domain/entry/deadline.ts';
import { checkBasics } from '#lib/domain/entry/dossier.ts';
import { forbidden, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { isUnitInForce, unitById } from '../people/units.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';
import { canScreen } from '../screening/policy.ts';
import { exclusionsOf, refuseExcluded, requirePublished } from './facts.ts';
import { requireWithinLimit } from './quota.ts';
import { writeEvent } from './record.ts';

interface Beginning {
  programmeId: string;
  title: string;
  pillar?: string | null;
}

interface FirstAuthor {
  id: string;
  full_name: string;
  email: string | null;
  phone: string | null;
  position: string | null;
  unitName: string | null;
}

async function openProgramme(ctx: Ctx, programmeId: string): Promise<StoredProgramme> {
  const programme = isUuid(programmeId) ? await programmeById(ctx.app.db, programmeId) : null;
  if (!programme || programme.status === 'draft') throw notFound('Cuộc thi này');
  requirePublished(programme);
  const open = whileOpenKind(programme.doc, 'intake', ctx.now);
  // A draft may be prepared before intake opens.
  if (!open.allow && open.code !== 'period.upcoming') requireAllowed({ ...open, status: 422 });
  return programme;
}

/** @throws RuleError with one issue each field */
function checkBeginning(programme: StoredProgramme, args: Beginning): { title: string; pillar: string | null } {
  const title = clean(args.title);
  const pillar = args.pillar || null;
  const issues = checkBasics(programme.doc, { title, pillar, topics: [], unitId: null }).filter(
    (issue) => issue.field === 'title' || (issue.field === 'pillar' && issue.kind === 'invalid'),
  );
  if (issues.length > 0) throw new RuleError({ code: 'fields', message: issues[0]!.message, issues });
  return { title, pillar };
}

const firstAuthor = (db: Kysely<DB>, personId: string): Promise<FirstAuthor | undefined> =>
  db
    .selectFrom('person as p')
    .leftJoin('unit as u', 'u.id', 'p.unit_id')
    .select(['p.id', 'p.full_name', 'p.email', 'p.phone', 'p.position', 'u.name as unitName'])
    .where('p.id', '=', personId)
    .where('p.disabled_at', 'is', null)
    .executeTakeFirst();

const asAuthor = (person: FirstAuthor) => ({
  personId: person.id,
  fullName: person.full_name,
  email: person.email,
  workplace: person.unitName,
  declinedAt: null,
});

/** Why the reader cannot be an author of this contest, as the page says it before asking anything; null: they can (K24-2). */
export async function startHindrance({ app, actor, now }: Ctx, programme: StoredProgramme): Promise<string | null> {
  const person = isSignedIn(actor) ? await firstAuthor(app.db, actor.id) : undefined;
  if (!person) return null;
  const found = await exclusionsOf(app.db, programme, [asAuthor(person)], now);
  return found.find((one) => one.level === 'block')?.message ?? null;
}

async function begin(
  ctx: Ctx,
  tx: Tx,
  programme: StoredProgramme,
  entry: { title: string; pillar: string | null; unitId: string | null; createdBy: string; onBehalf: boolean },
  person: FirstAuthor,
): Promise<{ entryId: string }> {
  await lockExclusion(tx.db, programme.id);
  const author = asAuthor(person);
  refuseExcluded(await exclusionsOf(tx.db, programme, [author], ctx.now), () => 'title');
  await requireWithinLimit(ctx, tx.db, programme, [author], { field: 'title' });
  const { id } = await tx.db
    .insertInto('entry')
    .values({
      programme_id: programme.id,
      state: 'draft',
      title: entry.title,
      folded: fold(entry.title),
      pillar: entry.pillar,
      unit_id: entry.unitId,
      created_by: entry.createdBy,
      on_behalf: entry.onBehalf,
      created_at: ctx.now,
      updated_at: ctx.now,
      changed_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.db
    .insertInto('entry_author')
    .values({
      entry_id: id,
      person_id: person.id,
      position: 1,
      full_name: person.full_name,
      email: person.email,
      phone: person.phone,
      job: person.position,
      workplace: person.unitName,
      share: '100',
      confirmed_at: ctx.now,
      confirm_channel: entry.onBehalf ? 'paper' : 'created',
      created_at: ctx.now,
    })
    .execute();
  await writeEvent(tx.db, ctx, { id }, { from: null, to: 'draft' });
  tx.note({ subject: { kind: 'entry', id }, programmeId: programme.id });
  return { entryId: id };
}

/**
 * Begins an entry: the actor becomes its first author with the whole share; the rest is filled in later.
 * @throws RuleError period.closed, exclusion.role (K26-2b), entry.max, fields
 */
export async function startEntry(ctx: Ctx, args: Beginning): Promise<{ entryId: string }> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw forbidden('Hãy đăng nhập để bắt đầu bài dự thi.');
  const programme = await openProgramme(ctx, args.programmeId);
  const basics = checkBeginning(programme, args);
  const person = await firstAuthor(ctx.app.db, actor.id);
  if (!person) throw notFound('Tài khoản này');
  const unit = actor.unitId ? await unitById(ctx.app.db, actor.unitId) : null;
  const unitId = programme.doc.screening.enabled && unit && isUnitInForce(unit, ctx.now) ? unit.id : null;
  return act(
    ctx,
    { act: 'entry.start', programmeId: programme.id, summary: `Bắt đầu bài dự thi “${basics.title}”` },
    (tx) => begin(ctx, tx, programme, { ...basics, unitId, createdBy: actor.id, onBehalf: false }, person),
  );
}

/**
 * The coordinator of a unit begins an entry for a citizen of the unit who has no account. The citizen has signed the
 * registration form on paper; the coordinator says so with `paperSigned`.
 * @throws RuleError as `startEntry`; entry.paper, entry.has-account, person.not-of-unit
 */
export async function entryOnBehalf(
  ctx: Ctx,
  args: Beginning & { unitId: string; personId: string; paperSigned: boolean },
): Promise<{ entryId: string }> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound('Đơn vị này');
  const programme = await openProgramme(ctx, args.programmeId);
  requireAllowed(await canScreen(ctx, { unitId: args.unitId, programmeId: programme.id }));
  const unit = await unitById(ctx.app.db, args.unitId);
  const basics = checkBeginning(programme, args);
  const person = isUuid(args.personId)
    ? await ctx.app.db
        .selectFrom('person as p')
        .innerJoin('unit as u', 'u.id', 'p.unit_id')
        .select(['p.id', 'p.full_name', 'p.email', 'p.phone', 'p.position', 'p.password_hash', 'u.name as unitName'])
        .where('p.id', '=', args.personId)
        .where('p.unit_id', '=', args.unitId)
        .where('p.disabled_at', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!person)
    throw new RuleError({
      code: 'person.not-of-unit',
      message: 'Hãy chọn người dự thi trong danh sách người của đơn vị.',
      field: 'personId',
    });
  if (person.password_hash !== null)
    throw new RuleError({
      code: 'entry.has-account',
      message: `${person.full_name} đã có tài khoản nên tự nộp bài; đầu mối chỉ nộp thay người không có tài khoản.`,
      field: 'personId',
    });
  if (!args.paperSigned)
    throw new RuleError({
      code: 'entry.paper',
      message: 'Hãy xác nhận tác giả đã ký Phiếu đăng ký dự thi bằng giấy và đơn vị đang giữ bản đó.',
      field: 'paperSigned',
      clause: clauseLabel(programme.doc, programme.doc.screening.clause),
    });
  return act(
    ctx,
    {
      act: 'entry.start-on-behalf',
      programmeId: programme.id,
      summary: `Bắt đầu bài dự thi “${basics.title}” thay ${person.full_name}; đơn vị giữ phiếu đăng ký có chữ ký`,
      changes: { unit: unit.name, paperSigned: true },
    },
    (tx) => begin(ctx, tx, programme, { ...basics, unitId: args.unitId, createdBy: actor.id, onBehalf: true }, person),
  );
}
