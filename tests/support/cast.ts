import { fold } from '#lib/domain/kernel/text.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { freezeInteractions } from '#lib/server/gallery/freeze.ts';
import { passOn } from '#lib/server/gallery/share.ts';
import { requestVote } from '#lib/server/gallery/voter.ts';
import { addCluster, createScheme, placeUnit } from '#lib/server/people/clusterActs.ts';
import { clustersOf } from '#lib/server/people/clusters.ts';
import { requestPasswordReset } from '#lib/server/people/passwords.ts';
import { grantRole, type RoleInput } from '#lib/server/people/roles.ts';
import { createUnit } from '#lib/server/people/unitActs.ts';
import { renameUnit } from '#lib/server/people/unitTime.ts';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { issueToken, type TokenPurpose } from '#lib/server/platform/auth/tokens.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { publishNews, saveNews } from '#lib/server/publication/news.ts';
import { closeEntryList, previewList } from '#lib/server/screening/entryList.ts';
import { addTask } from '#lib/server/task/tasks.ts';
import { contest2024Demo, contest2026Demo } from '#programmes/son-la/index.ts';
import { type CastAward, castAward } from './castAward.ts';
import { type CastEntries, castEntries } from './castEntries.ts';
import { castFiles } from './castFiles.ts';
import { type CastMovement, castMovement } from './castMovement.ts';
import { agreeToAll, galleryContest } from './gallery.ts';
import type { Browser } from './http.ts';
import type { TestServer } from './server.ts';

/**
 * Everyone who may stand before a page. In commendation `appraiser` is award officer of the department that appraises, `councilMember` sits
 * in the council, `leader` decides; in programmes the first two hold roles of another one only.
 */
export const members = [
  'author',
  'coAuthor',
  'coordinator',
  'judge',
  'conflictedJudge',
  'chair',
  'secretary',
  'organiser',
  'appraiser',
  'councilMember',
  'leader',
  'auditor',
  'admin',
  'outsider',
  'visitor',
] as const;
export type Member = (typeof members)[number];
export type SignedIn = Exclude<Member, 'visitor'>;

/** The moment of the cast: the preliminary round is being judged. */
export const castMoment = '2026-07-10T08:00:00+07:00';

const names: Record<SignedIn, string> = {
  // Words that appear nowhere else, so that a blind page that shows one is caught.
  author: 'Quàng Thị Sao Khuê',
  coAuthor: 'Tòng Văn Phượng Hoàng',
  coordinator: 'Lò Văn Đầu Mối',
  judge: 'Hoàng Thị Giám Khảo',
  conflictedJudge: 'Cầm Văn Tránh Chấm',
  chair: 'Nguyễn Văn Trưởng Ban',
  secretary: 'Đinh Thị Thư Ký',
  organiser: 'Bạc Cầm Tổ Chức',
  appraiser: 'Hà Thị Thẩm Định',
  councilMember: 'Vì Văn Hội Đồng',
  leader: 'Tráng Thị Quyết Định',
  auditor: 'Phạm Thị Nhật Ký',
  admin: 'Lường Văn Quản Trị',
  outsider: 'Mùa A Ngoài Cuộc',
};

export interface Cast {
  server: TestServer;
  doc: ContestProgramme;
  programmeId: string;
  slug: string;
  /** published too; nobody of this programme's staff has a role in it */
  other: { programmeId: string; slug: string };
  /** never published */
  draft: { programmeId: string; slug: string };
  /** published, with works on show to everyone */
  gallery: { programmeId: string; slug: string };
  /** published; the coordinator's unit takes part, secretary and organiser hold their roles in it, too */
  movement: CastMovement;
  award: CastAward;
  /** `renamed`: the change of name of the other one */
  units: { own: string; other: string; renamed: string };
  /** two schemes of clusters, one after the other */
  clusters: { before: string; now: string };
  persons: Record<SignedIn, { id: string; name: string; email: string }>;
  entries: CastEntries;
  news: { published: string; draftId: string; publishedId: string };
  documents: { public: string; internal: string };
  /** a task of the programme that the coordinator has to do */
  task: string;
  /** the secret behind the coordinator's calendar address */
  calendar: string;
  tokens: Record<TokenPurpose, string>;
  /** what was passed on and mailed about the work on show */
  votes: { share: string; link: string };
  /** a mail in the outbox */
  message: string;
  /** what identifies the authors of the entries that the blind judge scores */
  bait: string[];
  /** a browser of this person, with a session of its own */
  browser(member: Member): Promise<Browser>;
  /** the session secret of a new session, null for the visitor */
  session(member: Member): Promise<string | null>;
  ctx(member: SignedIn | 'system', at?: string): Ctx;
}

async function publishedProgramme(ctx: Ctx, slug: string, code: string, name: string): Promise<string> {
  const programmeId = await createProgramme(ctx, {
    doc: { ...contest2026Demo, name, shortName: name },
    slug,
    code,
  });
  await publishProgramme(ctx, { programmeId, version: 1 });
  return programmeId;
}

/** The list of entries, closed by its secretary. */
async function closedListOf(
  ctx: Ctx,
  programmeId: string,
  by: { id: string; name: string; email: string; role: 'secretary' },
): Promise<void> {
  const programme = await ctx.app.db.transaction().execute((db) => programmeById(db, programmeId));
  const { fingerprint } = await previewList(ctx.app.db, programme!, ctx.now);
  const grant = { role: by.role, programmeId, unitId: null, validFrom: new Date('2026-01-15'), validTo: null };
  const { id, name, email } = by;
  const actor = { kind: 'person' as const, id, name, email, emailConfirmed: true, unitId: null, grants: [grant] };
  await closeEntryList({ ...ctx, actor }, { programmeId, fingerprint });
}

/** One programme with everyone in it, at one moment: who may do what is asked of these people. */
export async function castInProgramme(server: TestServer): Promise<Cast> {
  server.moveTo(castMoment);
  const { db } = server.app;
  const at = (moment: string): Ctx => ({ ...server.ctx(systemActor()), now: new Date(moment) });
  const early = at('2026-01-15T08:00:00+07:00');

  const programmeId = await createProgramme(early, { doc: contest2026Demo });
  await publishProgramme(early, { programmeId, version: 1 });
  const otherId = await publishedProgramme(early, 'phong-trao-khac-2026', 'KHC26', 'Cuộc thi của ngành khác');
  const draftId = await createProgramme(early, { doc: contest2026Demo, slug: 'sap-co-2027', code: 'SAP27' });

  const galleryId = await createProgramme(early, { doc: galleryContest });
  await publishProgramme(early, { programmeId: galleryId, version: 1 });

  const own = await createUnit(early, {
    code: 'SO-MOI-NHU',
    name: 'Sở Chim Én Báo Xuân',
    kind: 'agency',
    email: 'chim-en@moinhu.example',
  });
  const elsewhere = await createUnit(early, { code: 'XA-XA', name: 'Xã Suối Xa', kind: 'commune' });
  await renameUnit(early, { unitId: elsewhere.id, name: 'Xã Suối Vắng', from: '05/01/2026' });
  const renamed = await db
    .selectFrom('unit_name')
    .select('id')
    .where('unit_id', '=', elsewhere.id)
    .executeTakeFirstOrThrow();

  const schemeBefore = await createScheme(early, { name: 'Cụm, khối mô phỏng 2025', validFrom: '01/01/2025' });
  await addCluster(early, { schemeId: schemeBefore.id, code: 'K1', name: 'Khối các sở', kind: 'block' });
  const [block] = await clustersOf(db, schemeBefore.id);
  await placeUnit(early, { schemeId: schemeBefore.id, unitCode: 'SO-MOI-NHU', clusterId: block!.id, leads: true });
  const schemeNow = await createScheme(early, { name: 'Cụm, khối mô phỏng 2026', validFrom: '01/01/2026', copy: true });

  const persons = {} as Cast['persons'];
  const emails: Partial<Record<SignedIn, string>> = {
    author: 'sao-khue@moinhu.example',
    coAuthor: 'phuong-hoang@moinhu.example',
  };
  for (const member of Object.keys(names) as SignedIn[]) {
    const email = emails[member] ?? `${member.toLowerCase()}@dien-vien.example`;
    const unitId = { author: own.id, coAuthor: own.id, coordinator: own.id, outsider: elsewhere.id }[member as string];
    // a row, because registering hashes a password, thirteen times
    const { id } = await db
      .insertInto('person')
      .values({
        full_name: names[member],
        folded: fold(names[member]),
        email,
        email_confirmed_at: early.now,
        phone: member === 'author' ? '0987654321' : null,
        unit_id: unitId ?? null,
        created_at: early.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    persons[member] = { id, name: names[member], email };
  }
  const grant = (member: SignedIn, role: RoleInput['role'], scope: Pick<RoleInput, 'programmeId' | 'unitId'> = {}) =>
    grantRole(early, { personId: persons[member].id, role, ...scope });
  await grant('coordinator', 'unit-coordinator', { unitId: own.id });
  await grant('judge', 'judge', { programmeId });
  await grant('conflictedJudge', 'judge', { programmeId });
  await grant('chair', 'jury-chair', { programmeId });
  await grant('secretary', 'secretary', { programmeId });
  await grant('organiser', 'organiser', { programmeId });
  await grant('appraiser', 'secretary', { programmeId: otherId });
  await grant('councilMember', 'judge', { programmeId: otherId });
  const movement = await castMovement(server, {
    early,
    participants: { own: own.id, other: elsewhere.id },
    coordinator: persons.coordinator,
  });
  await grant('secretary', 'secretary', { programmeId: movement.id });
  await grant('organiser', 'organiser', { programmeId: movement.id });
  const award = await castAward(server, {
    movement,
    councilMemberId: persons.councilMember.id,
    appraiserId: persons.appraiser.id,
  });
  await grant('appraiser', 'award-officer', { unitId: movement.units.SNV });
  await grant('leader', 'leader', { unitId: movement.units.SL });
  await grant('auditor', 'auditor');
  await grant('admin', 'admin');

  const putFile = castFiles(server);
  const entries = await castEntries({
    at,
    programmeId,
    otherId,
    galleryId,
    units: { own: own.id, other: elsewhere.id },
    persons,
    putFile,
  });

  const text = { summary: 'Tóm tắt của tin.', body: 'Nội dung của tin.' };
  const march = at('2026-03-02T08:00:00+07:00');
  const publishedId = await saveNews(march, { programmeId, title: 'Bắt đầu nhận bài dự thi', ...text });
  await publishNews(march, { programmeId, newsId: publishedId });
  const draftNews = await saveNews(march, { programmeId, title: 'Tin chưa đăng', ...text });
  const { slug: newsSlug } = await db
    .selectFrom('news')
    .select('slug')
    .where('id', '=', publishedId)
    .executeTakeFirstOrThrow();

  // Signed copies, tied to a document as their page would: one that everyone reads, one that stays inside.
  const documents = {
    public: await putFile({ purpose: 'document', name: 'ke-hoach-02.pdf', ownerId: persons.secretary.id }),
    internal: await putFile({ purpose: 'document', name: 'quyet-dinh-noi-bo.pdf', ownerId: persons.secretary.id }),
  };
  const doc: ContestProgramme = {
    ...contest2026Demo,
    documents: contest2026Demo.documents.map((d) => {
      if (d.id === 'plan') return { ...d, fileId: documents.public };
      if (d.id === 'support-decision') return { ...d, fileId: documents.internal, public: false };
      return d;
    }),
    // Every part that a programme may leave out, so that its pages are there to be asked for.
    screening: {
      ...contest2026Demo.screening,
      agency: { ...contest2024Demo.screening.agency!, periodId: 'preliminary' },
    },
    gallery: contest2024Demo.gallery!,
    interaction: contest2024Demo.interaction!,
  };
  // A document is remembered by its version, so a changed one is a new version here, too.
  const { version } = await db
    .updateTable('programme')
    .set((eb) => ({ doc: JSON.stringify(doc), version: eb('version', '+', 1) }))
    .where('id', '=', programmeId)
    .returning('version')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('programme_version')
    .values({ programme_id: programmeId, version, doc: JSON.stringify(doc), part: 'basics', at: march.now })
    .execute();
  await freezeInteractions(at('2026-07-02T08:00:00+07:00'), { programmeId });
  await closedListOf(at('2026-07-02T08:00:00+07:00'), programmeId, { ...persons.secretary, role: 'secretary' });

  const { taskId } = await addTask(march, {
    programmeId,
    title: 'Phổ biến Cuộc thi ở đơn vị',
    detail: '',
    agency: 'Sở Chim Én Báo Xuân',
    clause: null,
    ownerId: persons.coordinator.id,
    startsOn: '',
    dueOn: '31/07/2026',
  });
  const calendar = 'dia-chi-lich-bi-mat';
  await db
    .insertInto('calendar_feed')
    .values({ person_id: persons.coordinator.id, token: calendar, created_at: march.now })
    .execute();

  const token = (purpose: TokenPurpose, member: SignedIn | null, payload: Record<string, unknown> = {}) =>
    issueToken(db, {
      purpose,
      personId: member && persons[member].id,
      payload,
      now: server.app.clock.now(),
      lifetime: 7 * 24 * 3600,
    });
  // The co-author is a minor, whose guardian has been asked about publication.
  const child = { entryId: entries.eligible.id, authorId: entries.eligible.authorRows.coAuthor! };
  const guardianEmail = 'me-phuong-hoang@moinhu.example';
  await db.updateTable('entry_author').set({ birth_year: 2012 }).where('id', '=', child.authorId).execute();
  await db
    .insertInto('author_guardian')
    .values({
      entry_author_id: child.authorId,
      full_name: 'Lường Thị Mẹ Hiền',
      relation: 'mẹ',
      email: guardianEmail,
      named_at: march.now,
      sent_at: march.now,
    })
    .execute();
  // This one can be posted.
  await agreeToAll(db, entries.shortlisted.id);
  const tokens: Cast['tokens'] = {
    guardian: await token('guardian', null, { ...child, email: guardianEmail }),
    'confirm-email': await token('confirm-email', 'outsider', { email: persons.outsider.email }),
    'reset-password': await token('reset-password', 'outsider', { email: persons.outsider.email }),
    invite: await token('invite', 'outsider', { email: persons.outsider.email }),
    'first-admin': await token('first-admin', null),
    'award-subject': await token('award-subject', null, { dossierId: award.dossiers.appraised }),
    'co-author': await token('co-author', 'coAuthor', {
      authorId: entries.invited.authorRows.coAuthor,
      entryId: entries.invited.id,
    }),
  };

  const { code } = entries.shown;
  const source = { device: null, agent: 'cast', proof: null };
  const judge = { ...persons.judge, kind: 'person' as const, emailConfirmed: true, unitId: null, grants: [] };
  const { token: share } = await passOn({ ...at('2026-07-05T08:00:00+07:00'), actor: judge }, { code, ...source });
  const voter = { fullName: 'Giàng Thị Bình Chọn', email: 'binh-chon@dien-vien.example', agreed: true };
  await requestVote(at(castMoment), { code, ...voter, ...source });
  const { body } = await db
    .selectFrom('message')
    .select('body')
    .where('kind', '=', 'gallery.vote')
    .executeTakeFirstOrThrow();
  const votes = { share, link: /xac-nhan\/([\w-]{43})/.exec(body)![1]! };

  await requestPasswordReset(at(castMoment), { email: persons.outsider.email });
  const message = await db.selectFrom('message').select('id').limit(1).executeTakeFirstOrThrow();
  const session = async (member: Member) =>
    member === 'visitor' ? null : createSession(db, persons[member].id, { ip: null, userAgent: 'cast' });
  const cast: Cast = {
    server,
    doc,
    programmeId,
    slug: doc.slug,
    other: { programmeId: otherId, slug: 'phong-trao-khac-2026' },
    draft: { programmeId: draftId, slug: 'sap-co-2027' },
    gallery: { programmeId: galleryId, slug: galleryContest.slug },
    movement,
    award,
    units: { own: own.id, other: elsewhere.id, renamed: renamed.id },
    clusters: { before: schemeBefore.id, now: schemeNow.id },
    persons,
    entries,
    news: { published: newsSlug, publishedId, draftId: draftNews },
    documents,
    task: taskId,
    calendar,
    tokens,
    votes,
    message: message.id,
    bait: [
      names.author,
      names.coAuthor,
      'Sở Chim Én Báo Xuân',
      'moinhu.example',
      '0987654321',
      persons.author.id,
      persons.coAuthor.id,
      own.id,
      'thuyet-minh-cua-sao-khue',
      'Trạm y tế Bản Hoa Ban',
    ],
    session,
    async browser(member) {
      const browser = server.browser();
      const secret = await session(member);
      if (secret) browser.cookies.set(sessionCookie, secret);
      return browser;
    },
    ctx: (member, moment = castMoment) =>
      member === 'system'
        ? at(moment)
        : {
            ...at(moment),
            actor: {
              kind: 'person',
              id: persons[member].id,
              name: names[member],
              email: persons[member].email,
              emailConfirmed: true,
              unitId: null,
              grants: [],
            },
          },
  };
  server.app.cache.clear();
  return cast;
}
