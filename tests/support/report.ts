import type { ObligationState } from '#lib/server/platform/db/schema.ts';
import type { TestApp } from './ctx.ts';

/** An obligation of a unit as generation would have made it. */
export async function insertObligation(
  t: Pick<TestApp, 'app'>,
  args: { programmeId: string; unitId: string; ruleId: string; period: string; due?: string; state?: ObligationState },
): Promise<string> {
  const { id } = await t.app.db
    .insertInto('obligation')
    .values({
      programme_id: args.programmeId,
      unit_id: args.unitId,
      rule_id: args.ruleId,
      period: args.period,
      due_at: new Date(args.due ?? `${args.period.slice(0, 4)}-11-09T16:59:59.999Z`),
      state: args.state ?? 'not-started',
      created_at: new Date('2025-06-21T00:00:00Z'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What a commune could hand in for the yearly report of the sample movement. */
export const communeReport = {
  contents: { a: 'Đã tổ chức 12 buổi tuyên truyền.', b: 'Đã mở 3 lớp bình dân học vụ số.' },
  criteria: { a1: { self: 'full' as const, text: '' }, a2: { self: 'partly' as const, text: 'Chậm một tháng.' } },
  sections: { difficulties: 'Đường truyền yếu.' },
};
