import type { EntryState } from '#lib/domain/entry/states.ts';
import { certificateCode, entryCode } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { findEntry, programmeOf } from '#lib/server/entry/record.ts';
import { snapshotHash, takeSnapshot } from '#lib/server/entry/snapshot.ts';
import { act } from '#lib/server/platform/act.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import type { SignedIn } from './cast.ts';
import type { PutFile } from './castFiles.ts';
import { galleryContest, postWork, type Work } from './gallery.ts';

interface CastEntry {
  id: string;
  code: string;
  title: string;
  /** ids of rows in entry_author */
  authorRows: Partial<Record<SignedIn, string>>;
  files: { video: string; explanation: string; evidence: string };
}

export interface CastEntries {
  draft: CastEntry;
  /** a draft whose co-author has not answered yet */
  invited: CastEntry;
  invitedAgain: CastEntry;
  submitted: CastEntry;
  withUnit: CastEntry;
  returned: CastEntry;
  /** two authors, of the own unit, assigned to the judge (blind), with a draft sheet */
  eligible: CastEntry & { assignment: string; secondLook: string };
  /** the outsider's, assigned to the judge; the conflicted judge lost it for a conflict */
  conflicted: CastEntry & { assignment: string; withdrawnAssignment: string; conflict: string };
  shortlisted: CastEntry;
  /** the outsider's, in the other programme, whose results are published */
  awarded: CastEntry & { certificate: { id: string; code: string }; award: string };
  /** the outsider's, of the other unit */
  elsewhere: CastEntry;
  /** in the other programme */
  otherProgramme: CastEntry;
  /** the outsider's, in the programme with a gallery: on show, and taken off it */
  shown: CastEntry & { slug: string };
  unshown: CastEntry & { slug: string };
  /** the covering letter of the own unit */
  letter: string;
}

interface Setting {
  /** the system at a moment */
  at(moment: string): Ctx;
  programmeId: string;
  otherId: string;
  galleryId: string;
  units: { own: string; other: string };
  persons: Record<SignedIn, { id: string; name: string; email: string }>;
  putFile: PutFile;
}

const words = (text: string, count: number): string =>
  Array.from({ length: count }, (_, i) => text.split(' ')[i % text.split(' ').length]).join(' ');

/** Which states lie between the draft and this one. */
const ways: Partial<Record<EntryState, EntryState[]>> = {
  returned: ['with-unit'],
  eligible: ['submitted'],
  shortlisted: ['submitted', 'eligible'],
  awarded: ['submitted', 'eligible', 'shortlisted'],
};

const answers = {
  productKind: 'solution',
  summary: words('Giải pháp giúp người dân làm thủ tục hành chính trên điện thoại nhanh và đúng hẹn.', 160),
  problem: 'Người dân vùng cao phải đi xa để nộp hồ sơ, nhiều lần đi lại vì thiếu giấy tờ.',
  novelty: 'Dùng tin nhắn thoại tiếng dân tộc để hướng dẫn từng bước.',
  feasibility: 'Dùng được ngay với điện thoại phổ thông.',
  effect: 'Giảm một nửa số lần đi lại; mỗi năm tiết kiệm khoảng 400 triệu đồng cho 2.000 hộ dân.',
  beneficiaries: 'Người dân vùng cao',
  maturity: 'in-use',
  // names a place: a blind judge must not see it
  usedAt: 'Trạm y tế Bản Hoa Ban',
  usedSince: '2026-02-01',
};

/**
 * One entry in each state that decides who may see or do what. They are rows: the way into each state has tests of its own,
 * and walking there would move the clock through the whole year.
 */
export async function castEntries(setting: Setting): Promise<CastEntries> {
  const { programmeId, persons, units, putFile } = setting;
  const inMay = setting.at('2026-05-20T09:00:00+07:00');
  const may = inMay.now;
  const { db } = inMay.app;
  const numbers = new Map<string, number>();

  const entry = async (
    state: EntryState,
    title: string,
    options: { by?: SignedIn[]; unitId?: string | null; programmeId?: string; invited?: boolean } = {},
  ): Promise<CastEntry> => {
    const by = options.by ?? ['author'];
    const inProgramme = options.programmeId ?? programmeId;
    const handedIn = state !== 'draft';
    const number = (numbers.get(inProgramme) ?? 0) + (handedIn ? 1 : 0);
    numbers.set(inProgramme, number);
    const prefix =
      { [programmeId]: contest2026Demo.code, [setting.galleryId]: galleryContest.code }[inProgramme] ?? 'KHC26';
    const code = entryCode(prefix, number);
    const { id } = await db
      .insertInto('entry')
      .values({
        programme_id: inProgramme,
        code: handedIn ? code : null,
        state,
        title,
        folded: fold(title),
        pillar: 'society',
        topics: ['public-service', 'skills'],
        unit_id: options.unitId === undefined ? units.own : options.unitId,
        form: JSON.stringify({ submission: answers }),
        created_by: persons[by[0]!].id,
        created_at: may,
        updated_at: may,
        submitted_at: handedIn ? may : null,
        receipt_no: handedIn ? `BN-${code}` : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const authorRows: CastEntry['authorRows'] = {};
    for (const [index, member] of by.entries()) {
      const person = persons[member];
      const row = await db
        .insertInto('entry_author')
        .values({
          entry_id: id,
          person_id: person.id,
          position: index + 1,
          full_name: person.name,
          email: person.email,
          phone: member === 'outsider' ? null : '0987654321',
          job: 'Viên chức',
          workplace: member === 'outsider' ? 'Xã Suối Vắng' : 'Sở Chim Én Báo Xuân',
          share: by.length === 1 ? '100' : '50',
          confirmed_at: index > 0 && options.invited ? null : may,
          created_at: may,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      authorRows[member] = row.id;
    }
    const file = async (
      requirementId: string,
      name: string,
      kind: 'video' | 'pdf',
      stage: 'submission' | 'refinement',
    ) => {
      const fileId = await putFile({ purpose: 'entry', name, ownerId: persons[by[0]!].id, kind });
      await db
        .updateTable('file')
        .set({ target: JSON.stringify({ entryId: id, stage, requirementId }) })
        .where('id', '=', fileId)
        .execute();
      await db
        .insertInto('entry_file')
        .values({
          entry_id: id,
          stage,
          requirement_id: requirementId,
          file_id: fileId,
          added_by: persons[by[0]!].id,
          added_at: may,
        })
        .execute();
      return fileId;
    };
    const files = {
      video: await file('video', 'video-cua-sao-khue.mp4', 'video', 'submission'),
      explanation: await file('explanation', 'thuyet-minh-cua-sao-khue.pdf', 'pdf', 'submission'),
      evidence: await file('evidence', 'minh-chung-cua-sao-khue.pdf', 'pdf', 'refinement'),
    };
    if (handedIn) {
      await act(
        inMay,
        { act: 'entry.submit', programmeId: inProgramme, subject: { kind: 'entry', id }, summary: `Nộp bài ${code}` },
        async (tx) => {
          let from: EntryState = 'draft';
          for (const to of [...(ways[state] ?? []), state]) {
            await tx.db
              .insertInto('entry_event')
              .values({
                entry_id: id,
                at: may,
                by_id: persons[by[0]!].id,
                by_name: persons[by[0]!].name,
                from_state: from,
                to_state: to,
              })
              .execute();
            from = to;
          }
          await tx.db
            .updateTable('programme')
            .set({ next_entry_no: number + 1 })
            .where('id', '=', inProgramme)
            .execute();
        },
      );
      for (const declaration of contest2026Demo.dossier[0]!.declarations)
        await db
          .insertInto('entry_declaration')
          .values({
            entry_id: id,
            declaration_id: declaration.id,
            version: declaration.version,
            text: declaration.text,
            person_id: persons[by[0]!].id,
            at: may,
          })
          .execute();
      const record = (await findEntry(db, id))!;
      const handed = { code, stage: 'submission' as const, no: 1, at: may };
      const snapshot = await takeSnapshot(db, await programmeOf(db, record), record, handed);
      await db
        .insertInto('entry_submission')
        .values({
          entry_id: id,
          stage: 'submission',
          no: 1,
          at: may,
          by_id: persons[by[0]!].id,
          snapshot: JSON.stringify(snapshot),
          hash: snapshotHash(snapshot),
          programme_version: snapshot.programme.version,
        })
        .execute();
    }
    return { id, code, title, authorRows, files };
  };

  const draft = await entry('draft', 'Sổ tay chuyển đổi số cho bản vùng cao');
  const invited = await entry('draft', 'Chợ phiên trên điện thoại', { by: ['author', 'coAuthor'], invited: true });
  const invitedAgain = await entry('draft', 'Thư viện số của bản', { by: ['author', 'coAuthor'], invited: true });
  const submitted = await entry('submitted', 'Bản đồ số các điểm tiếp nhận hồ sơ', {
    by: ['author', 'coAuthor'],
    unitId: null,
  });
  const withUnit = await entry('with-unit', 'Loa thông minh báo thời tiết cho nương rẫy');
  const returned = await entry('returned', 'Tổ công nghệ số học trực tuyến');
  const eligible = await entry('eligible', 'Trợ lý ảo tiếng Thái cho dịch vụ công', { by: ['author', 'coAuthor'] });
  const conflicted = await entry('eligible', 'Sàn nông sản của hợp tác xã', { by: ['outsider'], unitId: units.other });
  const shortlisted = await entry('shortlisted', 'Truy xuất nguồn gốc mận hậu');
  // Its results are published, and its author is none of those whose names a blind judge must not read.
  const awarded = await entry('awarded', 'Lớp học số cho trường bán trú', {
    by: ['outsider'],
    unitId: units.other,
    programmeId: setting.otherId,
  });
  const elsewhere = await entry('submitted', 'Nhật ký chăn nuôi trên điện thoại', {
    by: ['outsider'],
    unitId: units.other,
  });
  const otherProgramme = await entry('submitted', 'Bài ở cuộc thi khác', {
    by: ['outsider'],
    unitId: units.other,
    programmeId: setting.otherId,
  });

  const onShow = async (work: Work) => {
    const programmeId = setting.galleryId;
    const one = await entry('shortlisted', work.title, { by: ['outsider'], unitId: units.other, programmeId });
    return {
      ...one,
      ...(await postWork(db, { programmeId, entryId: one.id, fileId: one.files.video, code: one.code, work })),
    };
  };
  const shown = await onShow({
    title: 'Điện thoại thông minh về bản',
    topics: ['public-service', 'skills'],
    unit: { id: units.other, name: 'Xã Suối Vắng' },
    authors: [{ name: persons.outsider.name, workplace: 'Trường THCS Suối Vắng' }],
    summary: 'Một ngày ở bản vùng cao, khi mọi nhà có điện thoại thông minh.',
  });
  const unshown = await onShow({ title: 'Bài đã gỡ khỏi thư viện', topics: ['skills'], withdrawn: true });
  await onShow({ title: 'Chợ phiên không tiền mặt', topics: ['skills'] });

  const july = new Date('2026-07-02T08:00:00+07:00');
  await db
    .insertInto('round_state')
    .values({ programme_id: programmeId, round_id: 'preliminary', state: 'open', opened_at: july })
    .execute();
  for (const judge of ['judge', 'conflictedJudge', 'chair'] as const)
    await db
      .insertInto('judge_declaration')
      .values({
        programme_id: programmeId,
        round_id: 'preliminary',
        judge_id: persons[judge].id,
        at: july,
        text: 'Tôi cam kết chấm công bằng và không chấm bài có liên quan đến mình.',
      })
      .execute();
  const assign = async (entryId: string, judge: SignedIn, withdrawn: string | null = null) =>
    (
      await db
        .insertInto('assignment')
        .values({
          programme_id: programmeId,
          round_id: 'preliminary',
          entry_id: entryId,
          judge_id: persons[judge].id,
          source: 'auto',
          by_id: persons.secretary.id,
          at: july,
          withdrawn_at: withdrawn ? july : null,
          withdrawn_reason: withdrawn,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const assignment = await assign(eligible.id, 'judge');
  const conflictedAssignment = await assign(conflicted.id, 'judge');
  const withdrawnAssignment = await assign(conflicted.id, 'conflictedJudge', 'Giám khảo khai báo xung đột lợi ích.');
  const { id: conflict } = await db
    .insertInto('conflict')
    .values({
      programme_id: programmeId,
      judge_id: persons.conflictedJudge.id,
      entry_id: conflicted.id,
      source: 'declared',
      ground: 'declared',
      reason: 'Là người thân của tác giả.',
      at: july,
      by_id: persons.conflictedJudge.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: secondLook } = await db
    .insertInto('second_look')
    .values({
      programme_id: programmeId,
      round_id: 'preliminary',
      entry_id: eligible.id,
      reason: 'Hai phiếu lệch nhau nhiều.',
      asked_by: persons.chair.id,
      asked_at: july,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('score_sheet').values({ assignment_id: assignment, state: 'draft', saved_at: july }).execute();

  const lately = new Date('2026-07-09T08:00:00+07:00');
  const tier = contest2026Demo.prizes.tiers[0]!;
  for (const kind of ['finalists', 'results'] as const)
    await db
      .insertInto('decision')
      .values({
        programme_id: setting.otherId,
        kind,
        number: kind === 'finalists' ? '11/QĐ-BTC' : '12/QĐ-BTC',
        date: '2026-07-09',
        signer: 'Trưởng Ban Tổ chức',
        decided_by: persons.admin.id,
        decided_at: lately,
        published_at: lately,
        published_by: persons.admin.id,
      })
      .execute();
  const { id: award } = await db
    .insertInto('award')
    .values({
      programme_id: setting.otherId,
      entry_id: awarded.id,
      tier_id: tier.id,
      amount: tier.amount,
      decided_by: persons.admin.id,
      decided_at: lately,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const certificate = await db
    .insertInto('certificate')
    .values({
      code: certificateCode(),
      programme_id: setting.otherId,
      award_id: award,
      entry_id: awarded.id,
      entry_author_id: awarded.authorRows.outsider!,
      person_id: persons.outsider.id,
      recipient: persons.outsider.name,
      entry_title: awarded.title,
      tier_name: tier.name,
      number: '01/GCN-BTC',
      issued_at: lately,
    })
    .returning(['id', 'code'])
    .executeTakeFirstOrThrow();

  const letter = await putFile({ purpose: 'letter', name: 'cong-van-cua-so.pdf', ownerId: persons.coordinator.id });
  await db
    .updateTable('file')
    .set({ target: JSON.stringify({ programmeId, unitId: units.own }) })
    .where('id', '=', letter)
    .execute();
  return {
    draft,
    invited,
    invitedAgain,
    submitted,
    withUnit,
    returned,
    eligible: { ...eligible, assignment, secondLook },
    conflicted: { ...conflicted, assignment: conflictedAssignment, withdrawnAssignment, conflict },
    shortlisted,
    awarded: { ...awarded, award, certificate },
    elsewhere,
    otherProgramme,
    shown,
    unshown,
    letter,
  };
}
