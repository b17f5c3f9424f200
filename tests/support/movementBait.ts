import { sql } from 'kysely';
import type { App } from '#lib/server/platform/ctx.ts';
import { insertMovement, sampleUnits } from './movement.ts';

/** Rows of a movement that no use case would write: for each invariant of its nouns one that breaks it. */
export async function baitMovement(app: App, by: { personId: string; at: Date }): Promise<void> {
  const { db } = app;
  const { at } = by;
  const units = await sampleUnits({ app });
  const programmeId = await insertMovement({ app });
  const day = new Date('2027-07-29T16:59:59.999Z');

  const obligation = async (unitId: string, period: string, more: Record<string, unknown>) =>
    (
      await db
        .insertInto('obligation')
        .values({
          programme_id: programmeId,
          rule_id: 'report',
          unit_id: unitId,
          period,
          due_at: day,
          state: 'not-started',
          created_at: at,
          ...more,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const later = new Date(at.getTime() + 1000);
  // handed in before the first time, and its history knows nothing of it; the paper has another fingerprint
  const late = await obligation(units.X1!, '2026', { state: 'submitted', first_submitted_at: later, submitted_at: at });
  const { id: reportId } = await db
    .insertInto('unit_report')
    .values({
      obligation_id: late,
      programme_id: programmeId,
      unit_id: units.X1!,
      period: '2026',
      updated_at: at,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('unit_report_submission')
    .values({ report_id: reportId, no: 1, content: '{}', sha256: 'giả', by_name: 'Ai', submitted_at: later })
    .execute();
  // a district that ended two years before
  await obligation(units.HA!, '2027', {});
  const excused = await obligation(units.X2!, '2027', { exempted_at: at, exempt_reason: 'Mới thành lập.' });
  await db
    .insertInto('obligation_reminder')
    .values({ obligation_id: excused, due_at: day, kind: 'after-1', at: later })
    .execute();

  const { id: exampleId } = await db
    .insertInto('good_example')
    .values({
      programme_id: programmeId,
      unit_id: units.X1!,
      code: 'TD25-DH-001',
      kind: 'model',
      title: 'Chợ',
      folded: 'cho',
      summary: '',
      body: '',
      results: '',
      content_id: null,
      state: 'published',
      submitted_at: at,
      published_at: at,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const photo = await db
    .insertInto('file')
    .values({ purpose: 'example', name: 'anh.jpg', declared_size: 1, state: 'quarantine', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('good_example_photo')
    .values({ example_id: exampleId, file_id: photo.id, position: 1, consent_said: false, added_at: at })
    .execute();
  await db
    .insertInto('good_example_replica')
    .values({ example_id: exampleId, unit_id: units.X2!, note: '', state: 'confirmed', at, decided_at: null })
    .execute();

  // locked without ever having been handed in, of a unit that was no more, and no version says the same number
  const { id: valueId } = await db
    .insertInto('indicator_value')
    .values({
      programme_id: programmeId,
      indicator_id: 'online',
      unit_id: units.HA!,
      period: '2026',
      numerator: '1',
      denominator: '2',
      value: '50',
      state: 'locked',
      version: 1,
      official_version: 1,
      official_value: '51',
      locked_at: at,
      entered_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`insert into indicator_value_version (value_id, version, numerator, denominator, value, by_name, at)
    values (${valueId}, 2, 1, 2, 49, 'Ai', ${at})`.execute(db);

  await db
    .insertInto('import_job')
    .values({
      kind: 'values',
      programme_id: programmeId,
      file_name: 'so-lieu.xlsx',
      lines: '[]',
      state: 'done',
      total: 2,
      done: 1,
      created_at: at,
    })
    .execute();

  // closed without a reason while a finding, answered in no words, is open; and a finding of a visit that never was; nothing recorded
  const visit = {
    programme_id: programmeId,
    unit_id: units.X2!,
    title: 'Kiểm tra',
    planned_on: '2026-05-11',
    created_at: at,
    updated_at: at,
  };
  const visits = await db
    .insertInto('inspection')
    .values([
      { ...visit, state: 'closed', held_on: '2026-05-11' },
      { ...visit, state: 'planned' },
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('inspection_finding')
    .values(
      visits.map(({ id }) => ({
        inspection_id: id,
        text: 'Bổ sung kế hoạch.',
        owner_unit_id: units.X2!,
        due_on: '2026-05-30',
        state: 'answered' as const,
        created_at: at,
      })),
    )
    .execute();

  // final, but what was kept of it is another paper: a seal that does not fit, a figure and an excerpt that come from nowhere
  const body = {
    head: {},
    sections: {
      'trien-khai': { text: 'Có {{so:khong-co}} đơn vị.', picks: [{ key: 'khong-co', text: 'Đã làm.' }], version: 1 },
    },
  };
  const paper = { number: '1/BC-SNV', dated: '2026-12-20', title: 'Kết quả', body: JSON.stringify(body) };
  const { id: summaryId } = await db
    .insertInto('summary_report')
    .values({
      ...paper,
      programme_id: programmeId,
      period: '2026',
      occasion: 'yearly',
      figures: '{}',
      state: 'final',
      finalised_at: at,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('summary_issue')
    .values({
      ...paper,
      summary_id: summaryId,
      no: 1,
      figures: JSON.stringify({ data: { figures: [] }, excerpts: {} }),
      sha256: '0'.repeat(64),
      by_name: 'Ai',
      at,
    })
    .execute();
}
