/** Files of nominations: what a unit adds to its submission and to each dossier, and who reads it. */
import { isWritable } from '#lib/domain/award/path.ts';
import type { FileKind } from '#lib/domain/file/kind.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireWritable } from './dossiers.ts';
import type { FilePlace, PlaceRule } from './filePlace.ts';
import { nominationOf, requireNominating } from './nomination.ts';
import { callById, type DossierRow, dossiersOf, requireDossier } from './queries.ts';
import type { AwardScope, StoredCall } from './scope.ts';
import { awardScope, maySeeDossier, maySeeNominator } from './scope.ts';
import { requireChangeable } from './submission.ts';

const MiB = 1024 * 1024;
const papers: FileKind[] = ['pdf', 'docx'];

/** Roles of the files of a submission, in the order in which pages show them. */
export const submissionRoles: Record<string, PlaceRule & { hint: string }> = {
  letter: {
    label: 'Tờ trình đã ký',
    hint: 'Bản PDF có chữ ký, dấu.',
    accept: ['pdf'],
    maxBytes: 25 * MiB,
    maxCount: 2,
  },
  minutes: {
    label: 'Biên bản họp đã ký',
    hint: 'Biên bản xét khen thưởng của đơn vị, bản PDF.',
    accept: ['pdf'],
    maxBytes: 25 * MiB,
    maxCount: 2,
  },
};

const evidence: PlaceRule = {
  label: 'Minh chứng',
  accept: [...papers, 'image', 'xlsx'],
  maxBytes: 25 * MiB,
  maxCount: 20,
};
const dossierRoles: Record<string, PlaceRule> = {
  report: { label: 'Báo cáo thành tích đã ký', accept: ['pdf'], maxBytes: 25 * MiB, maxCount: 2 },
  evidence,
  confirmation: {
    label: 'Giấy xác nhận của người được đề nghị',
    accept: ['pdf', 'image'],
    maxBytes: 25 * MiB,
    maxCount: 3,
  },
};

/** Parts that the catalogue names beside the usual ones have roles of their own: the id of the part. */
export const dossierRole = (role: string): PlaceRule | null =>
  Object.hasOwn(dossierRoles, role)
    ? dossierRoles[role]!
    : /^[a-z0-9-]{2,60}$/.test(role)
      ? { ...evidence, label: 'Thành phần hồ sơ', maxCount: 5 }
      : null;

async function submissionAt(ctx: Ctx, id: string) {
  const row = isUuid(id)
    ? await ctx.app.db
        .selectFrom('award_submission')
        .select(['id', 'call_id', 'unit_id', 'state'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Đề nghị này');
  const [call, scope] = await Promise.all([callById(ctx.app.db, row.call_id), awardScope(ctx)]);
  return { row, call: call!, scope };
}

/** Those who work on one of the dossiers, and members of a council that has it on its agenda. */
async function mayReadSome(ctx: Ctx, scope: AwardScope, call: StoredCall, dossiers: DossierRow[]): Promise<boolean> {
  if (dossiers.some((one) => maySeeDossier(scope, call, one).allow)) return true;
  if (scope.councils.size === 0 || dossiers.length === 0) return false;
  const item = await ctx.app.db
    .selectFrom('council_item as i')
    .innerJoin('council_meeting as m', 'm.id', 'i.meeting_id')
    .select('i.meeting_id')
    .where(
      'i.dossier_id',
      'in',
      dossiers.map((one) => one.id),
    )
    .where('m.council_id', 'in', [...scope.councils])
    .where('m.state', '<>', 'cancelled')
    .executeTakeFirst();
  return item !== undefined;
}

/** Letter and minutes. */
export const submissionFiles: FilePlace = {
  toAdd: async (ctx, id, role) => {
    const rule = Object.hasOwn(submissionRoles, role) ? submissionRoles[role]! : null;
    const { row, call, scope } = await submissionAt(ctx, id);
    requireAllowed(maySeeNominator(scope, row.unit_id));
    const unit = scope.units.get(row.unit_id);
    if (!rule || !unit) throw notFound('Nơi nhận tệp này');
    const at = await nominationOf(ctx, scope, call, unit);
    requireNominating(at);
    const open = await dossiersOf(ctx.app.db, { submissionId: id, states: ['draft', 'returned'] });
    requireChangeable(at, row.state, open, ctx.now);
    return rule;
  },
  ruleOf: (role) => (Object.hasOwn(submissionRoles, role) ? submissionRoles[role]! : null),
  mayRead: async (ctx, id) => {
    const { row, call, scope } = await submissionAt(ctx, id);
    if (maySeeNominator(scope, row.unit_id).allow) return true;
    const dossiers = await dossiersOf(ctx.app.db, { submissionId: id });
    return mayReadSome(ctx, scope, call, dossiers);
  },
};

/** Report, evidence and other parts of one dossier. */
export const dossierFiles: FilePlace = {
  toAdd: async (ctx, id, role) => {
    const rule = dossierRole(role);
    const dossier = await requireDossier(ctx.app.db, id);
    const [call, scope] = await Promise.all([callById(ctx.app.db, dossier.callId), awardScope(ctx)]);
    requireAllowed(maySeeNominator(scope, dossier.unitId));
    const unit = scope.units.get(dossier.unitId);
    if (!rule || !call || !unit) throw notFound('Nơi nhận tệp này');
    requireNominating(await nominationOf(ctx, scope, call, unit));
    if (!isWritable(dossier.state)) requireWritable(dossier);
    return rule;
  },
  ruleOf: dossierRole,
  mayRead: async (ctx, id) => {
    const dossier = await requireDossier(ctx.app.db, id);
    const [call, scope] = await Promise.all([callById(ctx.app.db, dossier.callId), awardScope(ctx)]);
    return call !== null && mayReadSome(ctx, scope, call, [dossier]);
  },
};
