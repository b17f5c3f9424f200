/** How an office prints its certificates: a layout for each form, one for all others, and the ones that ship. */
import type { Kysely } from 'kysely';
import { defaultLayout, type LayoutInput, readLayout } from '#lib/domain/award/layout.ts';
import type { CertificateLayout } from '#lib/domain/award/types.ts';
import { notFound, stale } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { lawOn, lawsOf } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { diplomaPdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import { openAwards } from './room.ts';
import { type AwardScope, mayKeepOffice, officesKept } from './scope.ts';

export interface StoredLayout {
  id: string | null;
  version: number;
  layout: CertificateLayout;
}

/** The layout of an office for a form: its own, else that for all forms, else blank paper. */
export async function layoutFor(db: Kysely<DB>, unitId: string, formId: string | null): Promise<CertificateLayout> {
  const rows = await db
    .selectFrom('certificate_layout')
    .select(['form_id', 'doc'])
    .where('unit_id', '=', unitId)
    .where((eb) => eb.or([eb('form_id', 'is', null), eb('form_id', '=', formId ?? '')]))
    .execute();
  return (
    (rows.find((row) => row.form_id === formId) ?? rows.find((row) => row.form_id === null))?.doc ?? defaultLayout(true)
  );
}

async function stored(db: Kysely<DB>, unitId: string, formId: string | null): Promise<StoredLayout | null> {
  const row = await db
    .selectFrom('certificate_layout')
    .select(['id', 'version', 'doc'])
    .where('unit_id', '=', unitId)
    .where('form_id', 'is not distinct from', formId)
    .executeTakeFirst();
  return row ? { id: row.id, version: row.version, layout: row.doc } : null;
}

const unitOf = (scope: AwardScope, unitId: string | null) => {
  const own = officesKept(scope);
  const unit = unitId === null ? own[0] : scope.units.get(unitId);
  return { unit, own };
};

/** What the page of layouts shows. @throws RuleError 'not-found' */
export async function layoutView(
  ctx: Ctx,
  args: { unitId: string | null; formId: string | null; fresh: 'blank' | 'printed' | null },
) {
  const scope = await openAwards(ctx);
  const { unit, own } = unitOf(scope, args.unitId);
  const { db } = ctx.app;
  const law = lawOn(await lawsOf(db), isoDateLocal(ctx.now));
  const forms = law.forms.map((form) => ({ id: form.id, name: form.shortName }));
  if (!unit)
    return {
      units: [],
      unit: null,
      forms,
      formId: null,
      has: null,
      layout: defaultLayout(true),
      version: 0,
      may: null,
    };
  const may = mayKeepOffice(scope, unit.id);
  if (!may.allow && may.code === 'not-found') throw notFound('Mẫu in này');
  const formId = forms.some((form) => form.id === args.formId) ? args.formId : null;
  const has = await stored(db, unit.id, formId);
  return {
    units: own.map(({ id, name }) => ({ id, name })),
    unit: { id: unit.id, name: unit.name },
    forms,
    formId,
    has: has !== null,
    layout: args.fresh
      ? defaultLayout(args.fresh === 'blank')
      : (has?.layout ?? (await layoutFor(db, unit.id, formId))),
    version: has?.version ?? 0,
    may,
  };
}

/** Saves how an office prints a form (or all others). @throws RuleError 'award.layout', 'stale' */
export async function saveLayout(
  ctx: Ctx,
  args: { unitId: string; formId: string | null; version: number; typed: LayoutInput },
): Promise<void> {
  const scope = await openAwards(ctx);
  requireAllowed(mayKeepOffice(scope, args.unitId));
  const layout = readLayout(args.typed);
  await act(
    ctx,
    {
      act: 'award.save-layout',
      subject: { kind: 'unit', id: args.unitId },
      summary: `Lưu mẫu in bằng, giấy khen “${layout.name}” của ${scope.units.get(args.unitId)?.name ?? ''}.`,
      changes: { formId: args.formId, layout },
    },
    async (tx) => {
      const values = { doc: json(layout), updated_at: ctx.now, updated_by_name: ctx.actor.name };
      if (args.version === 0) {
        const inserted = await tx.db
          .insertInto('certificate_layout')
          .values({ unit_id: args.unitId, form_id: args.formId, ...values })
          .onConflict((oc) => oc.doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) throw stale('Mẫu in');
        return;
      }
      const { numUpdatedRows } = await tx.db
        .updateTable('certificate_layout')
        .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
        .where('unit_id', '=', args.unitId)
        .where('form_id', 'is not distinct from', args.formId)
        .where('version', '=', args.version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw stale('Mẫu in');
    },
  );
}

/** A page with the grid of millimetres, the boxes and sample words, to be held against the paper. */
export async function testPage(ctx: Ctx, args: { unitId: string; formId: string | null; grid: boolean }) {
  const scope = await openAwards(ctx);
  const may = mayKeepOffice(scope, args.unitId);
  if (!may.allow && may.code === 'not-found') throw notFound('Mẫu in này');
  const layout = await layoutFor(ctx.app.db, args.unitId, args.formId);
  return diplomaPdf(
    [
      {
        texts: {
          motto: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc',
          authority: 'Chức vụ người quyết định',
          verb: 'Tặng',
          form: 'Tên hình thức',
          name: 'Ông Nguyễn Văn Mẫu',
          place: 'Chức vụ, đơn vị công tác của người được khen',
          citation: 'Đã có thành tích xuất sắc trong phong trào thi đua',
          decision: 'Quyết định số 0000/QĐ-UBND ngày 00 tháng 00 năm 0000',
          golden: 'Số sổ vàng: 000',
          dated: 'Địa danh, ngày 00 tháng 00 năm 0000',
          capacity: 'KT. Chủ tịch\nPhó Chủ tịch',
          signer: 'Họ và tên người ký',
        },
        verification: { url: 'https://trang-in-thu.example/xac-minh', code: 'TRANG IN THỬ' },
      },
    ],
    { layout, title: 'Trang in thử', author: '', madeAt: ctx.now, grid: args.grid },
  );
}
