import type { App } from '#lib/server/platform/ctx.ts';
import { insertSubject } from './award.ts';
import { insertRecord } from './register.ts';

/** Rows of the register that no use case would write; an award of a contest, whichever it is, stands in the database. */
export async function baitRegister(app: App, args: { unitId: string; at: Date }): Promise<void> {
  const { db } = app;
  const { unitId, at } = args;
  const subject = (name: string) => insertSubject({ app }, { kind: 'individual', name, unitId });
  const [one, two] = [await subject('Lò Văn Vòng'), await subject('Lò Văn Tròn')];
  const award = await db.selectFrom('award').select(['id', 'entry_id']).limit(1).executeTakeFirstOrThrow();
  // a prize that the contest has never taken back, or never given
  await insertRecord(
    { app },
    {
      subject_id: one,
      subject_name: 'Lò Văn Vòng',
      form_is: 'prize',
      award_id: award.id,
      entry_author_id: award.entry_id,
      decision_number: null,
      revoked_at: at,
      revoked_reason: 'Không rõ',
    },
  );
  await insertRecord({ app }, { subject_id: one, subject_name: 'Lò Văn Vòng', certificate_code: 'tự đặt' });
  // merged into one another
  await db.updateTable('award_subject').set({ merged_into: two }).where('id', '=', one).execute();
  await db.updateTable('award_subject').set({ merged_into: one }).where('id', '=', two).execute();
}
