import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FilePlace, PlaceRule } from '../award/filePlace.ts';
import { awardScope, mayKeepRegister, mayReadRecord } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';

/** The paper by which an award was taken back or given back. */
export const revocationRule: PlaceRule = {
  label: 'Quyết định đã ký',
  accept: ['pdf'],
  maxBytes: 30_000_000,
  maxCount: 1,
};

const ruleOf = (role: string): PlaceRule | null => (role === 'signed' ? revocationRule : null);

const recordOf = async (ctx: Ctx, id: string) =>
  isUuid(id)
    ? ctx.app.db
        .selectFrom('award_revocation as v')
        .innerJoin('award_record as r', 'r.id', 'v.record_id')
        .select(['r.unit_id as unitId', 'r.authority_unit_id as authorityUnitId'])
        .where('v.id', '=', id)
        .executeTakeFirst()
    : undefined;

/** Whoever keeps the line adds the paper; whoever reads the line reads it. */
export const revocationFiles: FilePlace = {
  ruleOf,
  async toAdd(ctx, id, role) {
    const record = await recordOf(ctx, id);
    const rule = ruleOf(role);
    if (!record || !rule) throw notFound('Nơi nhận tệp này');
    const scope = await awardScope(ctx);
    requireAllowed(mayReadRecord(scope, record));
    requireAllowed(mayKeepRegister(scope, record.authorityUnitId));
    return rule;
  },
  async mayRead(ctx, id) {
    const record = await recordOf(ctx, id);
    return record !== undefined && mayReadRecord(await awardScope(ctx), record).allow;
  },
};
