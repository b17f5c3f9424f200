import type { StoredCall } from '#lib/server/award/scope.ts';
import { newBallotKey } from '#lib/server/council/box.ts';
import { insertCall, insertDossier, insertSubject, sampleCall } from './award.ts';
import { type CastDecision, castDecision } from './castDecision.ts';
import { type CastForwarding, castForwarding } from './castForwarding.ts';
import type { CastMovement } from './castMovement.ts';
import { type CastRegister, castRegister } from './castRegister.ts';
import type { TestServer } from './server.ts';

/** Commendation in which the cast works: who may do what in its rooms is asked of them. */
export interface CastAward {
  /** open; SNV is the standing unit, SKHCN compiles, SL decides */
  call: { id: string; slug: string };
  /** being written */
  draftCall: { id: string; slug: string };
  /** dossiers of the coordinator's unit: one not handed in, one that is appraised; one of the other unit at the same step */
  dossiers: { draft: string; appraised: string; other: string };
  submission: string;
  council: string;
  /** open; the member of the cast is there; an open ballot, and a secret one that is running */
  meeting: { id: string; ballot: string; secret: string; tabled: string };
  decision: CastDecision;
  forwarding: CastForwarding;
  register: CastRegister;
  /** a complaint against somebody who is not nominated */
  barrier: string;
  /** asked of the coordinator's unit about its own dossier */
  opinion: string;
  /** a public list, and a comment on it */
  publicity: string;
  comment: string;
}

/** Roles are granted by the caller: `appraiser` is award officer of SNV, `leader` leads SL, `councilMember` sits in the council. */
export async function castAward(
  server: TestServer,
  args: { movement: CastMovement; councilMemberId: string; appraiserId: string },
): Promise<CastAward> {
  const { db } = server.app;
  const { movement } = args;
  const at = new Date('2026-07-02T08:00:00+07:00');
  const doc = {
    ...sampleCall,
    code: 'KT26',
    name: 'Bằng khen của Chủ tịch UBND tỉnh năm 2026',
    opensAt: '2026-06-01T00:00:00.000+07:00',
    closesAt: '2026-08-31T23:59:59.999+07:00',
    period: { from: '2025-06-21', to: '2026-06-30' },
    occasion: { ...sampleCall.occasion, year: 2026 },
    heldOn: '2026-09-15',
  };
  const call = await insertCall(server, { doc, programmeId: movement.id, slug: 'bang-khen-2026' });
  const draft = await insertCall(server, {
    doc: { ...doc, code: 'KT28', name: 'Đợt chưa mở' },
    programmeId: movement.id,
    slug: 'dot-chua-mo',
    state: 'draft',
  });
  const { own, other } = movement.participants;
  const person = (name: string, unitId: string) => ({ kind: 'individual' as const, name, unitId });
  const first = await insertDossier(server, { call, unitId: own, subject: person('Lò Thị Nháp', own), at });
  const second = await insertDossier(server, {
    call,
    unitId: own,
    subject: person('Cà Văn Thẩm', own),
    stepId: 'appraise',
    at,
  });
  const third = await insertDossier(server, {
    call,
    unitId: other,
    subject: person('Quàng Văn Xa', other),
    stepId: 'appraise',
    at,
  });
  const { id: council } = await db
    .insertInto('council')
    .values({
      unit_id: movement.units.SNV,
      name: 'Hội đồng Thi đua - Khen thưởng tỉnh',
      quorum: JSON.stringify({ percent: '66.67', source: 'Quy chế của Hội đồng', writtenCounts: false }),
      valid_from: '2025-01-01',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: memberId } = await db
    .insertInto('council_member')
    .values({ council_id: council, person_id: args.councilMemberId, role: 'member', valid_from: '2025-01-01' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const meeting = await castMeeting(server, { call, council, memberId, unitId: own, at });
  // what the appraised dossier is compared with
  await db
    .insertInto('award_record')
    .values({
      subject_id: second.subjectId,
      subject_kind: 'individual',
      subject_name: 'Cà Văn Thẩm',
      folded: 'ca van tham 7/qd-skhcn',
      form_id: 'giay-khen',
      form_name: 'Giấy khen của Giám đốc Sở Khoa học và Công nghệ',
      form_is: 'form',
      level: 'agency',
      award_kind: 'movement',
      issuer: 'Giám đốc Sở Khoa học và Công nghệ',
      decision_number: '7/QĐ-SKHCN',
      decision_date: '2026-01-15',
      year: 2026,
      citation: 'Đã có thành tích xuất sắc trong phong trào thi đua năm 2025.',
      period_from: '2025-07-01',
      period_to: '2025-12-31',
      source: 'decision',
      created_at: at,
    })
    .execute();
  const { id: barrier } = await db
    .insertInto('award_barrier')
    .values({
      subject_id: await insertSubject(server, person('Lường Văn Vướng', own)),
      kind: 'complaint',
      basis: 'Đơn số 5 ngày 01/06/2026',
      from_on: '2026-06-01',
      entered_unit_id: movement.units.SNV!,
      entered_by_name: 'Thanh tra',
      entered_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const inPublic = await insertDossier(server, {
    call,
    unitId: own,
    subject: person('Cà Thị Công', own),
    stepId: 'public',
    at,
  });
  const { id: publicity } = await db
    .insertInto('award_publicity')
    .values({
      call_id: call.id,
      step_id: 'public',
      title: 'Danh sách lấy ý kiến',
      from_on: '2026-07-06',
      to_on: '2026-07-17',
      published_at: at,
      published_by_name: 'Thử',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const shown = {
    name: 'Cà Thị Công',
    kind: 'individual',
    unit: 'Xã',
    position: '',
    formName: 'Bằng khen',
    citation: 'Đã có thành tích.',
  };
  await db
    .insertInto('award_publicity_line')
    .values({ publicity_id: publicity, dossier_id: inPublic.id, ord: 1, shown: JSON.stringify(shown) })
    .execute();
  const { id: comment } = await db
    .insertInto('award_comment')
    .values({
      code: 'GY-2222-222A',
      publicity_id: publicity,
      dossier_id: inPublic.id,
      name: 'Người Góp Ý',
      contact: '0900000000',
      body: 'Thành tích chưa đúng với thực tế.',
      at: new Date('2026-07-07T08:00:00+07:00'),
      state: 'new',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: opinion } = await db
    .insertInto('award_opinion')
    .values({
      call_id: call.id,
      step_id: 'appraise',
      unit_id: own,
      question: 'Xin ý kiến.',
      asked_by_name: 'Thử',
      asked_at: at,
      due_on: '2026-07-10',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('award_opinion_line').values({ opinion_id: opinion, dossier_id: second.id }).execute();
  return {
    opinion,
    publicity,
    comment,
    barrier,
    call: { id: call.id, slug: call.slug },
    draftCall: { id: draft.id, slug: draft.slug },
    dossiers: { draft: first.id, appraised: second.id, other: third.id },
    submission: second.submissionId,
    council,
    meeting,
    decision: await castDecision(server, { call, unitId: own, standingUnit: movement.units.SNV!, at }),
    forwarding: await castForwarding(server, { doc, programmeId: movement.id, unitId: own, at }),
    register: await castRegister(server, { own, province: movement.units.SL!, appraiserId: args.appraiserId, at }),
  };
}

/** A meeting of the council that is going on. */
async function castMeeting(
  server: TestServer,
  args: { call: StoredCall; council: string; memberId: string; unitId: string; at: Date },
): Promise<CastAward['meeting']> {
  const { db } = server.app;
  const { call, council, memberId, unitId, at } = args;
  const tabled: string[] = [];
  for (const name of ['Lèo Thị Hội', 'Hoàng Văn Phiếu', 'Tòng Thị Chờ']) {
    const one = await insertDossier(server, {
      call,
      unitId,
      subject: { kind: 'individual', name, unitId },
      stepId: 'council',
      at,
    });
    tabled.push(one.id);
  }
  const { id } = await db
    .insertInto('council_meeting')
    .values({
      council_id: council,
      call_id: call.id,
      step_id: 'council',
      title: 'Phiên họp xét Bằng khen năm 2026',
      starts_at: at,
      place: 'Phòng họp số 1',
      agenda: 'Xét hồ sơ đề nghị khen thưởng.',
      state: 'open',
      quorum: JSON.stringify({
        percent: '2/3',
        source: 'Điều 5 Quy chế của Hội đồng',
        writtenCounts: false,
        members: 1,
        needed: 1,
      }),
      secretary_name: 'Đặng Thu Hiền',
      tellers: JSON.stringify([{ name: 'Lò Văn Kiểm', position: 'Chuyên viên' }]),
      created_at: at,
      invited_at: at,
      opened_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('council_item')
    .values(tabled.map((dossier_id, ord) => ({ meeting_id: id, dossier_id, ord })))
    .execute();
  await db
    .insertInto('council_attendance')
    .values({ meeting_id: id, member_id: memberId, state: 'present', at })
    .execute();
  const ballot = async (no: number, secret: boolean, dossierId: string) => {
    const key = secret ? await newBallotKey() : null;
    const row = await db
      .insertInto('ballot')
      .values({
        meeting_id: id,
        no,
        title: 'Bỏ phiếu xét khen thưởng',
        secret,
        state: 'open',
        public_key: key?.publicKey ?? null,
        private_key: key?.privateKey ?? null,
        opened_at: at,
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.insertInto('ballot_item').values({ ballot_id: row.id, dossier_id: dossierId, ord: 0 }).execute();
    await db.insertInto('ballot_voter').values({ ballot_id: row.id, member_id: memberId }).execute();
    return row.id;
  };
  return {
    id,
    ballot: await ballot(1, false, tabled[0]!),
    secret: await ballot(2, true, tabled[1]!),
    tabled: tabled[0]!,
  };
}
