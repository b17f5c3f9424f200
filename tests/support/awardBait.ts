import type { StoredCall } from '#lib/server/award/scope.ts';
import type { App } from '#lib/server/platform/ctx.ts';
import { insertCall, insertDossier } from './award.ts';

/** Rows of commendation that no use case would write: for each invariant of its nouns one that breaks it. */
export async function baitAward(app: App, args: { unitId: string; at: Date }): Promise<void> {
  const { db } = app;
  const { unitId, at } = args;
  const call = await insertCall({ app });
  const dossier = await insertDossier(
    { app },
    { call, unitId, subject: { kind: 'individual', name: 'Lò Văn Mồi', unitId }, stepId: 'compile', at },
  );
  // at a step that the path does not have, with another one still open, and its history says that it was declined
  await db.updateTable('award_dossier').set({ step_id: 'khong-co' }).where('id', '=', dossier.id).execute();
  await db
    .insertInto('award_event')
    .values({ at, call_id: call.id, dossier_id: dossier.id, by_name: 'Ai', what: 'declined' })
    .execute();
  // a closed list with a comment that nobody answered, on which a phone number is read
  const { id: publicityId } = await db
    .insertInto('award_publicity')
    .values({
      call_id: call.id,
      step_id: 'public',
      title: 'Danh sách',
      from_on: '2027-03-08',
      to_on: '2027-03-22',
      published_at: at,
      published_by_name: 'Ai',
      closed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const shown = { name: 'Lò Văn Mồi', kind: 'individual', phone: '0912345678' };
  await db
    .insertInto('award_publicity_line')
    .values({ publicity_id: publicityId, dossier_id: dossier.id, ord: 1, shown: JSON.stringify(shown) })
    .execute();
  await db
    .insertInto('award_comment')
    .values({ code: 'GY-1', publicity_id: publicityId, name: 'Ai', contact: 'a@b.vn', body: 'Sai.', at, state: 'new' })
    .execute();
  // answered without an answer
  const { id: opinionId } = await db
    .insertInto('award_opinion')
    .values({
      call_id: call.id,
      step_id: 'appraise',
      unit_id: unitId,
      question: 'Xin ý kiến.',
      asked_by_name: 'Ai',
      asked_at: at,
      due_on: '2027-03-10',
      answered_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('award_opinion_line').values({ opinion_id: opinionId, dossier_id: dossier.id }).execute();
  await baitChecks(app, { call, unitId, at });
  await baitCatalogue(app, { dossierId: dossier.id, at });
  await baitCouncil(app, { callId: call.id, dossierId: dossier.id, unitId, at });
  await baitDecisions(app, { callId: call.id, unitId, dossier, at });
}

/** Awarded while a complaint stood and against a judgement; one decision that stands in the register twice. */
async function baitChecks(app: App, args: { call: StoredCall; unitId: string; at: Date }): Promise<void> {
  const { db } = app;
  const { call, unitId, at } = args;
  const subject = { kind: 'individual' as const, name: 'Quàng Thị Vướng', unitId };
  const dossier = await insertDossier({ app }, { call, unitId, subject, at });
  await db
    .updateTable('award_dossier')
    .set({ state: 'awarded', received_at: at, law_id: 'luat-2022-nd-152' })
    .where('id', '=', dossier.id)
    .execute();
  await db
    .insertInto('award_event')
    .values({ at, call_id: call.id, dossier_id: dossier.id, by_name: 'Ai', what: 'awarded' })
    .execute();
  const before = new Date(at.getTime() - 1000);
  await db
    .insertInto('award_barrier')
    .values({
      subject_id: dossier.subjectId,
      kind: 'complaint',
      basis: 'Đơn số 1',
      from_on: '2020-01-01',
      entered_by_name: 'Ai',
      entered_at: before,
    })
    .execute();
  const record = (decision_number: string) => ({
    subject_id: dossier.subjectId,
    subject_kind: 'individual' as const,
    subject_name: subject.name,
    folded: 'quang thi vuong',
    form_id: 'giay-khen',
    form_name: 'Giấy khen',
    form_is: 'form' as const,
    level: 'agency' as const,
    award_kind: 'movement' as const,
    issuer: 'Chánh Văn phòng',
    decision_number,
    decision_date: '2026-02-01',
    year: 2026,
    source: 'decision' as const,
    created_at: at,
  });
  const [{ id: record_id }] = (await db
    .insertInto('award_record')
    .values([record('9/QĐ-VP'), record('9/qđ-vp')])
    .returning('id')
    .execute()) as [{ id: string }, { id: string }];
  await db
    .insertInto('award_judgement')
    .values({
      dossier_id: dossier.id,
      record_id,
      verdict: 'same',
      reason: 'Cùng nội dung.',
      likeness: 100,
      judged_by_name: 'Ai',
      judged_at: before,
    })
    .execute();
}

/** A more favourable text that nobody has chosen; a revision without the one before it, with a mark that names no document. */
async function baitCatalogue(app: App, args: { dossierId: string; at: Date }): Promise<void> {
  const { db } = app;
  const { dossierId, at } = args;
  await db.updateTable('award_dossier').set({ law_reason: 'Có lợi hơn.' }).where('id', '=', dossierId).execute();
  const row = { from: '2026-07-01', amount: 1, source: 'Không rõ', verified: true };
  await db
    .insertInto('catalogue_revision')
    .values({
      catalogue: 'base-salary',
      revision: 2,
      doc: JSON.stringify({ schema: 1, rows: [row] }),
      reason: 'Không rõ',
      by_name: 'Ai',
      at,
    })
    .execute();
}

/** A concluded meeting in which votes are counted that nobody cast, and a ballot goes on. */
async function baitCouncil(
  app: App,
  { callId, dossierId, unitId, at }: { callId: string; dossierId: string; unitId: string; at: Date },
): Promise<void> {
  const { db } = app;
  const quorum = { percent: '2/3', source: 'Quy chế', writtenCounts: false };
  const { id: councilId } = await db
    .insertInto('council')
    .values({
      unit_id: unitId,
      name: 'Hội đồng mồi',
      quorum: JSON.stringify(quorum),
      valid_from: '2025-01-01',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: personId } = await db
    .insertInto('person')
    .values({ full_name: 'Lò Thị Mồi', folded: 'lo thi moi', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: memberId } = await db
    .insertInto('council_member')
    .values({ council_id: councilId, person_id: personId, role: 'chair', valid_from: '2025-01-01' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: meetingId } = await db
    .insertInto('council_meeting')
    .values({
      council_id: councilId,
      call_id: callId,
      step_id: 'council',
      title: 'Phiên họp mồi',
      starts_at: at,
      state: 'closed',
      quorum: JSON.stringify({ ...quorum, members: 1, needed: 1 }),
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const ballot = { meeting_id: meetingId, title: 'Bỏ phiếu', secret: true, created_at: at };
  const paper = { serial: '2222-2222-2222-2222-2222-2222', signature: 'giả', choices: { 'khong-co': 'yes' } };
  const ballots = await db
    .insertInto('ballot')
    .values([
      // two papers of one number about no dossier of it, for a member who is marked as having asked, and another count
      { ...ballot, no: 1, state: 'closed', box: JSON.stringify([paper, paper]), result: JSON.stringify([]) },
      { ...ballot, no: 2, state: 'open' },
    ])
    .returning('id')
    .execute();
  for (const { id } of ballots)
    await db.insertInto('ballot_item').values({ ballot_id: id, dossier_id: dossierId, ord: 0 }).execute();
  await db
    .insertInto('ballot_voter')
    .values({ ballot_id: ballots[0]!.id, member_id: memberId, way: 'device', request: 'dấu' })
    .execute();
  await db
    .insertInto('ballot_vote')
    .values({ ballot_id: ballots[0]!.id, member_id: memberId, choices: JSON.stringify({ [dossierId]: 'yes' }), at })
    .execute();
}

/** One dossier in two issued decisions: a line without a record, another whose record and payment say other sums, a golden book from 7 on. */
async function baitDecisions(
  app: App,
  args: { callId: string; unitId: string; dossier: { id: string; subjectId: string }; at: Date },
): Promise<void> {
  const { db } = app;
  const { unitId, dossier, at } = args;
  const decisions = await Promise.all(
    ['1/QĐ', '2/QĐ'].map((number) =>
      db
        .insertInto('award_decision')
        .values({
          call_id: args.callId,
          authority_unit_id: unitId,
          kind: 'award',
          state: 'issued',
          title: 'Mồi',
          number,
          date: '2027-03-01',
          law_id: 'luat-2022-nd-152',
          issued_at: at,
          created_at: at,
          updated_at: at,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    ),
  );
  const printed = { name: 'Lò Văn Mồi', kind: 'individual', place: '', citation: '', formName: 'Bằng khen' };
  await db
    .insertInto('award_decision_line')
    .values(
      decisions.map(({ id }) => ({
        decision_id: id,
        dossier_id: dossier.id,
        ord: 1,
        form_id: 'bang-khen-tinh',
        printed: JSON.stringify(printed),
        bonus: 5,
      })),
    )
    .execute();
  await db
    .insertInto('award_record')
    .values({
      subject_id: dossier.subjectId,
      subject_kind: 'individual',
      subject_name: 'Lò Văn Mồi',
      folded: 'lo van moi',
      form_id: 'bang-khen-tinh',
      form_name: 'Bằng khen',
      form_is: 'form',
      level: 'province',
      award_kind: 'movement',
      authority_unit_id: unitId,
      issuer: 'Ai',
      decision_id: decisions[0]!.id,
      dossier_id: dossier.id,
      year: 2027,
      golden_no: 7,
      bonus: 6,
      source: 'decision',
      created_at: at,
    })
    .execute();
}
