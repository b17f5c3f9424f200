import type { NewRow } from '#lib/server/platform/db/schema.ts';
import { recordText } from '#lib/server/register/enter.ts';
import type { TestApp } from './ctx.ts';

/** Puts an award into the register of a test database: a Bằng khen of the Chairman, unless said otherwise. */
export async function insertRecord(
  t: Pick<TestApp, 'app'>,
  more: Pick<NewRow<'award_record'>, 'subject_id' | 'subject_name'> & Partial<NewRow<'award_record'>>,
): Promise<string> {
  const row = {
    subject_kind: 'individual',
    unit_name: 'Xã Mường Giôn',
    form_id: 'bang-khen-tinh',
    form_name: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
    form_is: 'form',
    level: 'province',
    award_kind: 'movement',
    issuer: 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
    decision_number: '1470/QĐ-UBND',
    decision_date: '2025-06-21',
    year: 2025,
    citation: 'Đã có thành tích xuất sắc',
    source: 'import',
    created_at: new Date('2026-01-05T00:00:00Z'),
    ...more,
  } as const;
  const { id } = await t.app.db
    .insertInto('award_record')
    .values({
      ...row,
      folded: recordText({
        subjectName: row.subject_name,
        unitName: row.unit_name,
        decisionNumber: row.decision_number,
      }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
