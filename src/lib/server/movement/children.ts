import { type Kysely, sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import {
  changesAbove,
  childNames,
  compareWithParent,
  type Home,
  INHERITED_LISTS,
  type InheritedList,
  inheritable,
  makeChild,
} from '#lib/domain/movement/inherit.ts';
import { movementParts } from '#lib/domain/movement/parts.ts';
import type { MovementProgramme, UnitKind } from '#lib/domain/movement/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checkedShape, createDraft } from '../programme/create.ts';
import { statusNames } from '../programme/overview.ts';
import { listMovements, movementBySlug, type StoredMovement } from '../programme/queries.ts';
import { openMovement } from './room.ts';
import { type MovementScope, mayLaunch } from './scope.ts';
import { requireWithinUnit } from './within.ts';

/** Movements made out of one, by whatever way they name it, the newest first. */
async function childrenOf(db: Kysely<DB>, slug: string): Promise<StoredMovement[]> {
  const { rows } = await sql<{ id: string }>`
    select id from programme
     where kind = 'movement' and slug <> ${slug}
       and (doc -> 'inherits' ->> 'slug' = ${slug} or doc -> 'parent' ->> 'slug' = ${slug})`.execute(db);
  return listMovements(
    db,
    rows.map((row) => row.id),
  );
}

function homeOf(scope: MovementScope, unitId: string): Home {
  const unit = scope.participants.find((one) => one.id === unitId);
  if (!unit) throw notFound('Đơn vị này trong phong trào');
  const beneath = [...scope.units.values()].filter((one) => isBeneath(scope, one.parentId, unitId));
  const kinds = [...new Set(beneath.map((one): UnitKind => one.kind))].sort();
  return { code: unit.code, name: unit.name, classId: unit.classId, kinds };
}

function isBeneath(scope: MovementScope, parentId: string | null, rootId: string): boolean {
  for (let at = parentId, steps = 0; at !== null && steps < 20; steps++) {
    if (at === rootId) return true;
    at = scope.units.get(at)?.parentId ?? null;
  }
  return false;
}

const nameOf = (element: object): string => {
  const { label, name, title, text } = element as { label?: string; name?: string; title?: string; text?: string };
  return [label, name ?? title ?? text].filter(Boolean).join(' ');
};

/** The movements that units made of this one, and what a unit that the actor speaks for can take over. @throws RuleError 'not-found' */
export async function childrenPage(ctx: Ctx, args: { slug: string; unitId: string | null }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  if (scope.draft) throw notFound('Trang này');
  const children = await childrenOf(ctx.app.db, movement.slug);
  const names = new Map([...scope.units.values()].map((unit) => [unit.code, unit.name]));
  const launching = scope.participants.filter((unit) => mayLaunch(scope, unit.id).allow);
  const chosen =
    launching.find((unit) => unit.id === args.unitId) ?? (launching.length === 1 ? launching[0] : undefined);
  return {
    children: children
      // a draft is the business of those who make it
      .filter((child) => child.status !== 'draft' || scope.all || scope.ownCodes.has(child.doc.organiserUnit))
      .map((child) => ({
        slug: child.slug,
        name: child.doc.name,
        unit: names.get(child.doc.organiserUnit) ?? child.doc.organiserUnit,
        state: statusNames[child.status],
        href:
          scope.all || scope.ownCodes.has(child.doc.organiserUnit)
            ? `/dieu-hanh/phong-trao/${child.slug}`
            : `/phong-trao/${child.slug}`,
        behind: child.doc.inherits !== null && child.doc.inherits.version < movement.version,
      })),
    units: launching.map(({ id, name }) => ({ value: id, label: name })),
    form: chosen ? formOf(movement, homeOf(scope, chosen.id), chosen.id, isoDateLocal(ctx.now)) : null,
  };
}

function formOf(movement: StoredMovement, home: Home, unitId: string, from: string) {
  const offered = inheritable(movement.doc, { home, from });
  return {
    unitId,
    unit: home.name,
    version: movement.version,
    names: childNames(movement.doc, home, Number(from.slice(0, 4))),
    rooms: home.kinds.length > 0,
    lists: INHERITED_LISTS.map((list) => ({
      list,
      name: movementParts.names[list] ?? list,
      options: offered[list].map((one) => ({ value: one.id, label: nameOf(one) })),
      /** speak of other classes of units, or are past */
      left: movement.doc[list].length - offered[list].length,
    })),
  };
}

export interface LaunchArgs {
  /** the movement above */
  slug: string;
  unitId: string;
  name: string;
  shortName: string;
  childSlug: string;
  code: string;
  keep: Record<InheritedList, string[]>;
}

/**
 * Makes a movement of a unit out of the one above it, as a draft that the unit then completes and publishes by its own signed plan
 * (Q25-1, V26-1; Điều 18 Luật Thi đua, khen thưởng 2022).
 * @returns the address of the draft
 * @throws RuleError 'movement.not-your-unit', 'programme.slug-taken', 'programme.code-taken', 'programme.shape'
 */
export async function launchChild(ctx: Ctx, args: LaunchArgs): Promise<string> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayLaunch(scope, args.unitId));
  const issues = [
    ...(clean(args.name) ? [] : [{ field: 'name', message: 'Hãy nhập tên phong trào.' }]),
    ...(clean(args.shortName) ? [] : [{ field: 'shortName', message: 'Hãy nhập tên ngắn.' }]),
    ...(args.keep.contents.length > 0 ? [] : [{ field: 'contents', message: 'Hãy giữ ít nhất một nội dung thi đua.' }]),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(args.childSlug)
      ? []
      : [{ field: 'childSlug', message: 'Địa chỉ chỉ gồm chữ thường không dấu, số và gạch ngang.' }]),
    ...(/^[A-Z][A-Z0-9]{1,9}$/.test(args.code)
      ? []
      : [{ field: 'code', message: 'Mã gồm 2 đến 10 chữ hoa không dấu và số, ví dụ TDVP26.' }]),
  ];
  if (issues.length > 0)
    throw new RuleError({ code: 'movement.child', message: 'Có chỗ cần sửa trước khi lập phong trào.', issues });
  const doc = checkedShape(
    makeChild(movement.doc, {
      home: homeOf(scope, args.unitId),
      version: movement.version,
      name: clean(args.name),
      shortName: clean(args.shortName),
      slug: args.childSlug,
      code: args.code,
      from: isoDateLocal(ctx.now),
      keep: args.keep,
    }),
    'name',
  );
  await requireWithinUnit(ctx.app.db, doc, ctx.now);
  try {
    await createDraft(ctx, doc);
  } catch (problem) {
    if (problem instanceof RuleError && problem.code === 'programme.slug-taken')
      throw new RuleError({ code: problem.code, message: problem.message, field: 'childSlug', status: 409 });
    throw problem;
  }
  return doc.slug;
}

/**
 * How a movement stands to the one it was made of: what it kept, changed, left out and added, and what changed there since.
 * @param options.public what visitors may know: nothing of a movement above that is not published
 * @returns null where it was not made of another, or that one cannot be shown
 */
export async function parentComparison(
  db: Kysely<DB>,
  movement: { doc: Pick<MovementProgramme, 'inherits'> & MovementProgramme },
  options: { public: boolean } = { public: true },
) {
  const { inherits } = movement.doc;
  const parent = inherits && (await movementBySlug(db, inherits.slug));
  if (!inherits || !parent || (options.public && parent.status === 'draft')) return null;
  const row =
    parent.version === inherits.version
      ? null
      : await db
          .selectFrom('programme_version')
          .select('doc')
          .where('programme_id', '=', parent.id)
          .where('version', '=', inherits.version)
          .executeTakeFirst();
  const inherited = row?.doc.kind === 'movement' ? row.doc : parent.doc;
  const since = changesAbove(inherited, parent.doc);
  return {
    parent: { slug: parent.slug, name: parent.doc.name, version: parent.version, status: parent.status },
    inheritedVersion: inherits.version,
    lists: compareWithParent(inherited, movement.doc),
    /** what changed in the movement above after it was taken over; empty: nothing that concerns these lists */
    since,
  };
}
