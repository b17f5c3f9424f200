import type { Quorum } from '#lib/domain/council/types.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import { openSession } from '#lib/server/council/attendance.ts';
import { requireBallot } from '#lib/server/council/ballotRows.ts';
import { planMeeting } from '#lib/server/council/meetings.ts';
import { signPaper } from '#lib/server/council/vote.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { blindPaper, type OwnPaper, unblindPaper } from '#lib/ui/council/blindPaper.ts';
import { insertDossier } from './award.ts';
import type { TestApp } from './ctx.ts';

export type Person = Actor & { id: string };

/** A council with so many members, the first in the chair. */
export async function insertCouncil(
  t: TestApp,
  args: { unitId: string; members: number; quorum?: Quorum },
): Promise<{ id: string; people: Person[]; memberIds: string[] }> {
  const { db } = t.app;
  const { id } = await db
    .insertInto('council')
    .values({
      unit_id: args.unitId,
      name: 'Hội đồng Thi đua - Khen thưởng tỉnh',
      quorum: JSON.stringify(
        args.quorum ?? { percent: '2/3', source: 'Điều 5 Quy chế của Hội đồng', writtenCounts: false },
      ),
      valid_from: '2025-01-01',
      created_at: new Date('2025-01-01T00:00:00Z'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const people: Person[] = [];
  const memberIds: string[] = [];
  for (let i = 0; i < args.members; i++) {
    const person = await t.person(`Thành viên ${i + 1}`);
    const row = await db
      .insertInto('council_member')
      .values({
        council_id: id,
        person_id: person.id,
        role: i === 0 ? 'chair' : 'member',
        position: `Chức vụ ${i + 1}`,
        ord: i,
        valid_from: '2025-01-01',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    people.push(person);
    memberIds.push(row.id);
  }
  return { id, people, memberIds };
}

/** An open meeting on new dossiers that stand at the council's step. */
export async function openSampleMeeting(
  t: TestApp,
  args: {
    runner: Person;
    call: StoredCall;
    council: { id: string; memberIds: string[] };
    unitId: string;
    dossiers: number;
    /** by place in the council; the others are present */
    attendance?: Record<number, 'absent' | 'written'>;
    at?: string;
    personId?: string;
  },
): Promise<{ slug: string; meetingId: string; dossierIds: string[] }> {
  const at = args.at ?? '2027-07-15T08:00:00+07:00';
  const dossierIds: string[] = [];
  for (let i = 0; i < args.dossiers; i++) {
    const { id } = await insertDossier(t, {
      call: args.call,
      unitId: args.unitId,
      subject: {
        kind: 'individual',
        name: `Người được đề nghị ${i + 1}`,
        unitId: args.unitId,
        ...(i === 0 && args.personId ? { personId: args.personId } : {}),
      },
      stepId: 'council',
      at: new Date(at),
    });
    dossierIds.push(id);
  }
  const ctx = t.ctx(args.runner, at);
  const { slug } = args.call;
  const meetingId = await planMeeting(ctx, {
    slug,
    councilId: args.council.id,
    stepId: 'council',
    title: 'Phiên họp xét Bằng khen',
    startsAt: '2027-07-15T08:00',
    place: 'Phòng họp số 1',
    agenda: 'Xét hồ sơ đề nghị khen thưởng',
    dossierIds,
  });
  const attendance = Object.fromEntries(
    args.council.memberIds.map((id, i) => [id, { state: args.attendance?.[i] ?? 'present', reason: '' }]),
  );
  await openSession(ctx, {
    slug,
    meetingId,
    attendance,
    secretaryName: 'Đặng Thu Hiền',
    tellers: 'Lò Văn Kiểm, Chuyên viên',
  });
  return { slug, meetingId, dossierIds };
}

/** What a member's browser does before casting: asks for a paper and takes the hiding off. */
export async function takePaper(t: TestApp, who: Person, ballotId: string, at: string): Promise<OwnPaper> {
  const { publicKey } = await requireBallot(t.app.db, ballotId);
  const paper = await blindPaper(publicKey!);
  const { signature } = await signPaper(t.ctx(who, at), { ballotId, blinded: paper.blinded });
  return unblindPaper(publicKey!, paper, signature);
}
