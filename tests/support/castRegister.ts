import { insertSubject } from './award.ts';
import { insertRecord } from './register.ts';
import type { TestServer } from './server.ts';

/** Lines of the register about the coordinator's unit, decided by the province. */
export interface CastRegister {
  record: string;
  subject: string;
  /** of the same name as the subject */
  alike: string;
  /** merged into the subject */
  merged: string;
  /** taken back; `review` waits because of it, `file` is its paper */
  revoked: { record: string; review: string; file: string };
  /** a file of the appraiser that a fault has stopped: it can go on, and is not forgotten when somebody tries to stop it */
  importJob: string;
}

export async function castRegister(
  server: TestServer,
  args: { own: string; province: string; appraiserId: string; at: Date },
): Promise<CastRegister> {
  const { db } = server.app;
  const { own, province, at } = args;
  const person = (name: string) => insertSubject(server, { kind: 'individual', name, unitId: own });
  const [subject, alike, merged, other] = [
    await person('Lò Văn Sổ'),
    await person('Lò Văn Sổ'),
    await person('Lò Văn Sổ'),
    await person('Cà Thị Hồi'),
  ];
  await db.updateTable('award_subject').set({ merged_into: subject }).where('id', '=', merged).execute();
  const place = { unit_id: own, authority_unit_id: province };
  const record = await insertRecord(server, {
    ...place,
    subject_id: subject,
    subject_name: 'Lò Văn Sổ',
    certificate_code: 'KT-2222-2222',
  });
  const back = await insertRecord(server, { ...place, subject_id: other, subject_name: 'Cà Thị Hồi' });
  const { id: revocationId } = await db
    .insertInto('award_revocation')
    .values({
      record_id: back,
      what: 'revoked',
      ground: 'a',
      decision_number: '9/QĐ-UBND',
      decision_date: '2026-06-01',
      reason: 'Kê khai không đúng thành tích',
      by_name: 'Thử',
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('award_record')
    .set({
      revoked_at: at,
      revoked_reason: 'Kê khai không đúng thành tích',
      revoked_decision: '9/QĐ-UBND',
      revoked_date: '2026-06-01',
      revocation_id: revocationId,
    })
    .where('id', '=', back)
    .execute();
  const { id: review } = await db
    .insertInto('award_review')
    .values({ revocation_id: revocationId, record_id: record, why: 'Khen sau, cùng đối tượng' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: file } = await db
    .insertInto('file')
    .values({
      purpose: 'award',
      name: 'quyet-dinh-thu-hoi.pdf',
      declared_size: 1000,
      size: 1000,
      state: 'ready',
      media: 'application/pdf',
      kind: 'pdf',
      sha256: 'b'.repeat(64),
      storage_key: 'cast/quyet-dinh-thu-hoi.pdf',
      created_at: at,
      ready_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('award_file')
    .values({ file_id: file, revocation_id: revocationId, role: 'signed', added_by_name: 'Thử', added_at: at })
    .execute();
  const { id: importJob } = await db
    .insertInto('import_job')
    .values({
      kind: 'awards',
      file_name: 'quyet-dinh-cu.xlsx',
      lines: JSON.stringify([['2', 'Lò Văn Nhập', 'Giấy khen', '2019']]),
      options: JSON.stringify({ columns: 'name\nform\nyear', unknown: '' }),
      state: 'failed',
      total: 1,
      finished_at: at,
      created_by: args.appraiserId,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { record, subject, alike, merged, revoked: { record: back, review, file }, importJob };
}
