import { RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { addDays, formatDate } from '#lib/domain/kernel/time.ts';
import type { ClusterEntry } from '#lib/domain/people/clusters.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type ClusterScheme, clustersOf, schemeById } from './clusters.ts';
import { canAdminister } from './policy.ts';
import { fieldsRefused } from './register.ts';
import { requireDay, requireReason } from './unitInput.ts';

interface SchemeInput {
  name: string;
  decision?: string;
  validFrom: string;
}

function readScheme(args: SchemeInput) {
  const name = clean(args.name);
  if (name === '' || name.length > 200)
    throw fieldsRefused([{ field: 'name', message: 'Hãy nhập tên phương án, tối đa 200 ký tự.' }]);
  return { name, decision: clean(args.decision ?? '') || null, validFrom: requireDay(args.validFrom, 'validFrom') };
}

/** Makes a scheme hold exactly these clusters and members, in this order. A cluster that stays keeps its id. */
export async function fillScheme(db: Tx['db'], schemeId: string, clusters: readonly ClusterEntry[]): Promise<void> {
  await db.deleteFrom('cluster_member').where('scheme_id', '=', schemeId).execute();
  const kept = clusters.map((one) => one.code);
  await db
    .deleteFrom('cluster')
    .where('scheme_id', '=', schemeId)
    .$if(kept.length > 0, (q) => q.where('code', 'not in', kept))
    .execute();
  if (clusters.length === 0) return;
  const ids = await db
    .insertInto('cluster')
    .values(clusters.map(({ code, name, kind }, position) => ({ scheme_id: schemeId, code, name, kind, position })))
    .onConflict((c) =>
      c.columns(['scheme_id', 'code']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        kind: eb.ref('excluded.kind'),
        position: eb.ref('excluded.position'),
      })),
    )
    .returning(['id', 'code'])
    .execute();
  const idOf = new Map(ids.map((one) => [one.code, one.id]));
  const members = clusters.flatMap((one) =>
    one.members.map((member) => ({
      cluster_id: idOf.get(one.code)!,
      scheme_id: schemeId,
      unit_id: member.unitId,
      leads: member.leads,
    })),
  );
  if (members.length > 0) await db.insertInto('cluster_member').values(members).execute();
}

/** Two at once would each think the days free. */
const lockSchemes = async (db: Tx['db']): Promise<ClusterScheme[]> =>
  db
    .selectFrom('cluster_scheme')
    .select(['id', 'name', 'decision', 'valid_from as validFrom', 'valid_to as validTo'])
    .orderBy('valid_from')
    .forUpdate()
    .execute();

/**
 * Makes a scheme of clusters and blocks that holds from a day on. The one that held until then ends the day before; where a later one
 * is known already, the new one ends the day before that.
 */
export async function createScheme(ctx: Ctx, args: SchemeInput & { copy?: boolean }): Promise<{ id: string }> {
  requireAllowed(canAdminister(ctx));
  const scheme = readScheme(args);
  const init = { act: 'cluster.scheme-create', summary: `Thêm phương án cụm, khối ${scheme.name}` };
  return act(ctx, init, async (tx) => {
    const all = await lockSchemes(tx.db);
    if (all.some((one) => one.validFrom === scheme.validFrom))
      throw fieldsRefused([
        {
          field: 'validFrom',
          message: `Đã có phương án có hiệu lực từ ${formatDate(scheme.validFrom)}. Hãy sửa phương án đó.`,
        },
      ]);
    const before = all.findLast((one) => one.validFrom < scheme.validFrom);
    const next = all.find((one) => one.validFrom > scheme.validFrom);
    const ends = before && (before.validTo === null || before.validTo >= scheme.validFrom);
    if (ends)
      await tx.db
        .updateTable('cluster_scheme')
        .set({ valid_to: addDays(scheme.validFrom, -1) })
        .where('id', '=', before.id)
        .execute();
    const { id } = await tx.db
      .insertInto('cluster_scheme')
      .values({
        name: scheme.name,
        decision: scheme.decision,
        valid_from: scheme.validFrom,
        valid_to: next ? addDays(next.validFrom, -1) : null,
        created_by: ctx.actor.id,
        created_at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (args.copy && before) await fillScheme(tx.db, id, await clustersOf(tx.db, before.id));
    tx.note({
      subject: { kind: 'cluster-scheme', id },
      changes: { ...scheme, ended: ends ? before.name : null, copied: args.copy && before ? before.name : null },
    });
    return { id };
  });
}

/** Sets right what a scheme is called and on which days it holds, with a reason. */
export async function correctScheme(
  ctx: Ctx,
  args: SchemeInput & { schemeId: string; validTo?: string; reason: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const before = await schemeById(ctx.app.db, args.schemeId);
  const scheme = readScheme(args);
  const validTo = args.validTo?.trim() ? requireDay(args.validTo, 'validTo') : null;
  if (validTo && validTo < scheme.validFrom)
    throw fieldsRefused([{ field: 'validTo', message: 'Ngày cuối cùng phải từ ngày bắt đầu trở đi.' }]);
  const reason = requireReason(args.reason);
  const init = {
    act: 'cluster.scheme-correct',
    subject: { kind: 'cluster-scheme', id: before.id },
    summary: `Sửa phương án cụm, khối ${before.name}`,
    changes: { before, after: { ...scheme, validTo }, reason },
  };
  await act(ctx, init, async (tx) => {
    const other = (await lockSchemes(tx.db)).find(
      (one) =>
        one.id !== before.id &&
        one.validFrom <= (validTo ?? '9999-12-31') &&
        scheme.validFrom <= (one.validTo ?? '9999-12-31'),
    );
    if (other)
      throw fieldsRefused([
        {
          field: other.validFrom < scheme.validFrom ? 'validFrom' : 'validTo',
          message: `Trùng ngày với phương án “${other.name}” (${formatDate(other.validFrom)} – ${other.validTo ? formatDate(other.validTo) : 'nay'}). Mỗi ngày chỉ có một phương án.`,
        },
      ]);
    await tx.db
      .updateTable('cluster_scheme')
      .set({ name: scheme.name, decision: scheme.decision, valid_from: scheme.validFrom, valid_to: validTo })
      .where('id', '=', before.id)
      .execute();
  });
}

/** Takes back a scheme that was made by mistake; the one before holds on in its stead. */
export async function deleteScheme(ctx: Ctx, args: { schemeId: string; reason: string }): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const reason = requireReason(args.reason);
  const init = {
    act: 'cluster.scheme-delete',
    subject: { kind: 'cluster-scheme', id: scheme.id },
    summary: `Xóa phương án cụm, khối ${scheme.name}`,
  };
  await act(ctx, init, async (tx) => {
    const before = (await lockSchemes(tx.db)).find((one) => one.validTo === addDays(scheme.validFrom, -1));
    // what was in it stays readable in the log
    const clusters = (await clustersOf(tx.db, scheme.id)).map((one) => ({
      code: one.code,
      name: one.name,
      kind: one.kind,
      units: one.members.map((member) => (member.leads ? `${member.code} (trưởng)` : member.code)),
    }));
    await tx.db.deleteFrom('cluster').where('scheme_id', '=', scheme.id).execute();
    await tx.db.deleteFrom('cluster_scheme').where('id', '=', scheme.id).execute();
    if (before)
      await tx.db.updateTable('cluster_scheme').set({ valid_to: scheme.validTo }).where('id', '=', before.id).execute();
    tx.note({ changes: { scheme, clusters, reason } });
  });
}

/** Puts one unit into a cluster of a scheme, out of it, or at its head. Whoever led it before is a plain member then. */
export async function placeUnit(
  ctx: Ctx,
  args: { schemeId: string; unitCode: string; clusterId: string | null; leads?: boolean },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const { db } = ctx.app;
  const scheme = await schemeById(db, args.schemeId);
  const clusters = await clustersOf(db, scheme.id);
  const to = clusters.find((one) => one.id === args.clusterId) ?? null;
  if (args.clusterId && !to)
    throw fieldsRefused([{ field: 'clusterId', message: 'Hãy chọn cụm, khối trong danh sách.' }]);
  const unit = await db
    .selectFrom('unit')
    .select(['id', 'name', 'valid_to'])
    .where('code', '=', clean(args.unitCode))
    .executeTakeFirst();
  if (!unit)
    throw fieldsRefused([{ field: 'unitCode', message: `Không có đơn vị nào mang mã “${clean(args.unitCode)}”.` }]);
  if (to && unit.valid_to && unit.valid_to < scheme.validFrom)
    throw fieldsRefused([
      { field: 'unitCode', message: `${unit.name} đã kết thúc ngày ${formatDate(unit.valid_to)}.` },
    ]);
  const from = clusters.find((one) => one.members.some((member) => member.unitId === unit.id)) ?? null;
  if (!to && !from) throw fieldsRefused([{ field: 'unitCode', message: `${unit.name} không ở cụm, khối nào.` }]);
  const init = {
    act: 'cluster.place',
    subject: { kind: 'cluster-scheme', id: scheme.id },
    summary: to
      ? `${unit.name} thuộc ${to.name}${args.leads ? ' (trưởng)' : ''}`
      : `${unit.name} không còn thuộc ${from?.name}`,
    changes: { before: from?.name ?? null, after: to?.name ?? null, leads: args.leads ?? false },
  };
  await act(ctx, init, async (tx) => {
    await tx.db
      .deleteFrom('cluster_member')
      .where('scheme_id', '=', scheme.id)
      .where('unit_id', '=', unit.id)
      .execute();
    if (!to) return;
    if (args.leads)
      await tx.db.updateTable('cluster_member').set({ leads: false }).where('cluster_id', '=', to.id).execute();
    await tx.db
      .insertInto('cluster_member')
      .values({ cluster_id: to.id, scheme_id: scheme.id, unit_id: unit.id, leads: args.leads ?? false })
      .execute();
  });
}

/** Adds an empty cluster or block at the end of a scheme. */
export async function addCluster(
  ctx: Ctx,
  args: { schemeId: string; code: string; name: string; kind: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const [code, name, kind] = [clean(args.code), clean(args.name), args.kind];
  const issues: RuleError['issues'] = [];
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u.test(code))
    issues.push({ field: 'code', message: 'Mã gồm 1 đến 40 chữ cái, chữ số, dấu chấm hoặc gạch nối.' });
  if (name === '' || name.length > 200 || /[<>]/.test(name))
    issues.push({ field: 'clusterName', message: 'Hãy nhập tên, tối đa 200 ký tự, không chứa < hoặc >.' });
  if (issues.length > 0 || (kind !== 'cluster' && kind !== 'block'))
    throw fieldsRefused(issues.length > 0 ? issues : [{ field: 'kind', message: 'Hãy chọn cụm hoặc khối.' }]);
  const init = {
    act: 'cluster.add',
    subject: { kind: 'cluster-scheme', id: scheme.id },
    summary: `Thêm ${name} vào ${scheme.name}`,
    changes: { code, name, kind },
  };
  await act(ctx, init, async (tx) => {
    const made = await tx.db
      .insertInto('cluster')
      .values(({ selectFrom, val, fn }) => ({
        scheme_id: scheme.id,
        code,
        name,
        kind,
        position: selectFrom('cluster')
          .where('scheme_id', '=', scheme.id)
          .select(fn.coalesce(fn.max('position'), val(0)).as('last')),
      }))
      .onConflict((c) => c.columns(['scheme_id', 'code']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made)
      throw new RuleError({
        code: 'cluster.code-taken',
        message: `Mã ${code} đã có trong phương án này.`,
        field: 'code',
      });
  });
}

/** Takes an empty cluster out of a scheme. */
export async function removeCluster(ctx: Ctx, args: { schemeId: string; clusterId: string }): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const scheme = await schemeById(ctx.app.db, args.schemeId);
  const cluster = (await clustersOf(ctx.app.db, scheme.id)).find((one) => one.id === args.clusterId);
  if (!cluster) throw fieldsRefused([{ field: 'emptyId', message: 'Hãy chọn cụm, khối trong danh sách.' }]);
  if (cluster.members.length > 0)
    throw fieldsRefused([{ field: 'emptyId', message: `${cluster.name} còn đơn vị. Hãy chuyển các đơn vị đi trước.` }]);
  const init = {
    act: 'cluster.remove',
    subject: { kind: 'cluster-scheme', id: scheme.id },
    summary: `Xóa ${cluster.name} khỏi ${scheme.name}`,
    changes: { code: cluster.code, name: cluster.name, kind: cluster.kind },
  };
  await act(ctx, init, async (tx) => {
    await tx.db.deleteFrom('cluster').where('id', '=', cluster.id).execute();
  });
}
