import type { Cast } from '../support/cast.ts';
import { members } from '../support/cast.ts';
import { awardRows, awardUsual } from './award/index.ts';
import { always, at, everyone, inner, type Rule, room, rule, signedIn } from './rules.ts';

/** A link that nobody was sent. With the right one the journeys of the accounts go. */
const spentLink = at(always('gone'), {
  where: () => ({ token: 'khong-ai-gui-lien-ket-nay' }),
  says: 'by a wrong link',
});
const slug = (pick: (cast: Cast) => string) => (cast: Cast) => ({ slug: pick(cast) });
const other = slug((cast) => cast.other.slug);
const onShow = (cast: Cast) => ({ slug: cast.gallery.slug, code: cast.entries.shown.slug });
/** A work of the public gallery: everyone's while it is shown, gone for everyone when it is withdrawn. */
const shownWork = [
  at(everyone, { where: onShow }),
  at(always('gone'), {
    where: ({ gallery, entries }) => ({ slug: gallery.slug, code: entries.unshown.slug }),
    says: 'when it is withdrawn',
  }),
  at(always('hidden'), { where: (cast) => ({ ...onShow(cast), slug: cast.slug }), says: 'under another contest' }),
];

const voted = (cast: Cast) => ({ code: cast.entries.shown.slug });
/** Everyone with a confirmed address; the work on show is the outsider's own, and nobody votes for themselves. */
const voters = at(
  rule(members.filter((member) => member !== 'visitor' && member !== 'outsider').join(' '), 'forbidden'),
  {
    where: voted,
  },
);
const confirmed = at(rule(members.filter((member) => member !== 'visitor').join(' '), 'forbidden'), { where: voted });

const publicExample = ({ movement }: Cast) => ({
  slug: movement.slug,
  code: movement.examples.published.code.toLowerCase(),
});

const textFile = new File(['không phải bảng tính'], 'la.txt', { type: 'text/plain' });

const nowhere = '00000000-0000-4000-8000-000000000000';
const jury = 'judge conflictedJudge';
const staff = 'secretary organiser chair auditor admin';
const chairs = inner('chair', `${jury} secretary organiser auditor admin`);
const ownAssignment = (cast: Cast) => ({ assignmentId: cast.entries.eligible.assignment });
const results = inner('organiser secretary admin auditor', 'chair');
const deciding = inner('organiser', 'secretary chair admin auditor');
const finalist = (cast: Cast) => ({ entryId: cast.entries.shortlisted.id });
const preparing = inner('organiser secretary', 'chair admin auditor');
const decidingEntries = inner('secretary organiser', 'chair auditor admin');
const agencys = inner('secretary', 'organiser chair auditor admin');
const entryOf = (cast: Cast) => ({ entryId: cast.entries.submitted.id });
/** The entry's authors; to everyone else, whatever their role, these pages do not exist. */
const authors = inner('author coAuthor');
const ownDraft = at(inner('author'), { where: (cast) => ({ id: cast.entries.draft.id }), says: 'of a draft' });
/** Numbers of pages elsewhere are entered by the secretariat. */
const entering = inner('secretary', 'organiser chair auditor admin');
const checking = inner('secretary organiser auditor admin', 'chair');
const ofUnit = at(inner('coordinator'), { query: (cast) => `cuoc-thi=${cast.slug}` });
const notSecretary = 'organiser chair auditor';
const viewers = 'admin auditor organiser secretary';
/** Everyone who has business in the rooms of the movement: overseers, and who coordinates a unit that takes part. */
const movementPeople = 'admin auditor organiser secretary coordinator';
/** Acts on what units hand in: the standing unit; the unit itself and those who only look on are told so. */
const movementReceivers = inner('secretary organiser', 'coordinator auditor admin');

/** Writing a unit's plan or report: the unit alone; those who read it are told so. */
const reportWriters = inner('coordinator', 'secretary organiser auditor admin');
/** The same for a file that is not there. */
const noReportFile = inner('', 'secretary organiser auditor admin');

const movementDocument = ({ movement }: Cast) => ({ slug: movement.slug, documentId: 'decision' });
const movementNews = ({ movement }: Cast) => ({ slug: movement.slug, newsId: movement.news.draftId });

/** The draft of a movement that the coordinator's unit makes of the province's. */
const ownMovement = (cast: Cast) => ({ slug: cast.movement.child.slug });
const ownPart = (cast: Cast) => ({ slug: cast.movement.child.slug, part: 'contents' });
const changeOfUnit = at(room('admin'), {
  where: (cast) => ({ id: cast.units.other }),
  query: (cast) => `loai=name&lan=${cast.units.renamed}`,
});

/** The report over those of the units: read by those who follow the movement up, written by the standing unit. */
const summaryReaders = inner('secretary organiser auditor admin');
const summaryWriters = inner('secretary organiser', 'auditor admin');
const summaryPart = (cast: Cast) => ({
  slug: cast.movement.slug,
  summaryId: cast.movement.summary,
  part: 'trien-khai',
});

/** Acts on the coordinator's figure: by the unit itself, and by those who verify. Who may only see it is told so. */
const ownFigure = inner('coordinator', 'secretary organiser auditor admin');
const verifying = inner('secretary organiser', 'coordinator auditor admin');

/** What stands in the brackets of a route, when a rule says nothing else. */
export function usual(cast: Cast, route: string): Record<string, string> {
  const token: Record<string, string> = {
    '/xac-nhan': cast.tokens['confirm-email'],
    '/dat-lai-mat-khau': cast.tokens['reset-password'],
    '/loi-moi': cast.tokens.invite,
    '/quan-tri-dau-tien': cast.tokens['first-admin'],
    '/giu-lai': 'khong-co',
    '/dong-tac-gia': cast.tokens['co-author'],
    '/nguoi-giam-ho': cast.tokens.guardian,
    '/lich': cast.calendar,
  };
  const id: Record<string, string> = {
    '/tep': cast.entries.eligible.files.explanation,
    '/api/tep': cast.entries.eligible.files.explanation,
    '/bai-du-thi': cast.entries.eligible.id,
    '/dieu-hanh/[slug]/bai-du-thi': cast.entries.submitted.id,
    '/dieu-hanh/[slug]/dong-y': cast.entries.eligible.id,
    '/dieu-hanh/[slug]/so-loai': cast.entries.submitted.id,
    '/don-vi/[unitId]/bai-du-thi': cast.entries.withUnit.id,
    '/quan-tri/cum-khoi': cast.clusters.now,
    '/quan-tri/don-vi': cast.units.own,
    '/quan-tri/nguoi': cast.persons.outsider.id,
    '/quan-tri/hop-thu': cast.message,
  };
  const under = (book: Record<string, string>) =>
    Object.entries(book).find(([prefix]) => route.startsWith(`${prefix}/`))?.[1];
  return Object.fromEntries(
    Object.entries({
      slug: route.includes('/phong-trao/[slug]') ? cast.movement.slug : cast.slug,
      part: route.startsWith('/dieu-hanh') ? 'committees' : 'timeline',
      documentId: 'plan',
      newsId: cast.news.draftId,
      exampleId: route.startsWith('/dieu-hanh') ? cast.movement.examples.published.id : cast.movement.examples.draft,
      taskId: route.includes('/phong-trao/[slug]') ? cast.movement.task : cast.task,
      indicatorId: cast.movement.value.indicatorId,
      valueId: cast.movement.value.id,
      summaryId: cast.movement.summary,
      figureId: 'chi-tieu.tong',
      jobId: cast.movement.importJob,
      inspectionId: cast.movement.inspection.id,
      findingId: cast.movement.inspection.finding,
      obligationId: cast.movement.obligation.id,
      nhom: 'mot-nhom-da-het',
      news: cast.news.published,
      token: under(token),
      id: under(id),
      round: 'preliminary',
      unitId: cast.units.own,
      assignmentId: cast.entries.eligible.assignment,
      entryId: cast.entries.eligible.id,
      fileId: cast.entries.eligible.files.explanation,
      code: cast.entries.awarded.certificate.code,
      ...awardUsual(cast, route),
    }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Who may open each page and send each form. A route without a row fails, and so does a row without its route. */
export const matrix: Record<string, Rule | Rule[]> = {
  ...awardRows,
  // ── The public house ────────────────────────────────────────────────────────────────────────────────────────────
  'GET /': everyone,
  'GET /gioi-thieu': everyone,
  'GET /tro-giup': everyone,
  'GET /cuoc-thi': everyone,
  'GET /cuoc-thi/[slug]': [
    everyone,
    at(everyone, { where: other, says: 'of the other contest' }),
    at(always('hidden'), { where: slug((cast) => cast.draft.slug), says: 'before it is published' }),
  ],
  'GET /cuoc-thi/[slug]/the-le': [
    everyone,
    at(always('hidden'), { where: slug((cast) => cast.draft.slug), says: 'before it is published' }),
  ],
  'GET /phong-trao': everyone,
  'GET /phong-trao/[slug]/tin-tuc': everyone,
  'GET /phong-trao/[slug]/tin-tuc/[news]': [
    at(everyone, { where: ({ movement }) => ({ slug: movement.slug, news: movement.news.published }) }),
    at(always('hidden'), {
      where: ({ movement }) => ({ slug: movement.slug, news: movement.news.draft }),
      says: 'as a draft',
    }),
    at(always('hidden'), {
      where: (cast) => ({ slug: cast.movement.slug, news: cast.news.published }),
      says: 'of a contest',
    }),
  ],
  'GET /phong-trao/[slug]': [
    everyone,
    at(always('hidden'), { where: () => ({ slug: 'khong-co-phong-trao-nay' }), says: 'that does not exist' }),
    at(always('hidden'), { where: slug((cast) => cast.slug), says: 'that is a contest' }),
  ],
  'GET /phong-trao/[slug]/dien-hinh': [
    everyone,
    at(everyone, { query: () => 'tim=khong+co', says: 'when nothing is found' }),
  ],
  'GET /phong-trao/[slug]/dien-hinh/[code]': [
    at(everyone, { where: publicExample }),
    at(always('hidden'), {
      where: ({ movement }) => ({ slug: movement.slug, code: 'td25-dh-001' }),
      says: 'as a draft',
    }),
  ],
  'GET /phong-trao/[slug]/dien-hinh/[code]/anh/[fileId]': at(always('hidden'), {
    where: (cast) => ({ ...publicExample(cast), fileId: nowhere }),
    says: 'that it does not have',
  }),
  'GET /phong-trao/[slug]/lich.ics': everyone,
  'GET /phong-trao/[slug]/noi-dung': everyone,
  'GET /phong-trao/[slug]/chi-tieu': everyone,

  'GET /cuoc-thi/[slug]/phieu-dang-ky.docx': everyone,
  'GET /cuoc-thi/[slug]/lich.ics': [
    everyone,
    at(always('hidden'), { where: slug((cast) => cast.draft.slug), says: 'before it is published' }),
  ],
  'GET /lich/[token].ics': [
    at(everyone, { says: 'by whoever has the address' }),
    at(always('hidden'), { where: () => ({ token: 'mot-dia-chi-khac' }), says: 'by a wrong address' }),
  ],
  'GET /cuoc-thi/[slug]/tai-lieu': everyone,
  'GET /cuoc-thi/[slug]/tin-tuc': everyone,
  'GET /cuoc-thi/[slug]/tin-tuc/[news]': [
    everyone,
    at(always('hidden'), { where: (cast) => ({ news: 'tin-chua-dang', slug: cast.slug }), says: 'as a draft' }),
    at(always('hidden'), {
      where: (cast) => ({ news: cast.news.published, slug: cast.other.slug }),
      says: 'under another contest',
    }),
  ],

  'GET /cuoc-thi/[slug]/chung-khao': [everyone, at(everyone, { where: other, says: 'published' })],
  'GET /cuoc-thi/[slug]/ket-qua': [everyone, at(everyone, { where: other, says: 'published' })],
  'GET /cuoc-thi/[slug]/ket-qua/cach-tinh.csv': at(always('hidden'), { says: 'where interactions count for no prize' }),
  'GET /cuoc-thi/[slug]/ket-qua/cach-tinh.xlsx': at(always('hidden'), {
    says: 'where interactions count for no prize',
  }),
  'GET /cuoc-thi/[slug]/thu-vien': [
    at(everyone, { where: onShow }),
    at(everyone, { where: onShow, query: () => 'tim=khong+co+bai+nay', says: 'when nothing is found' }),
    at(always('hidden'), { where: other, says: 'of a contest without a gallery' }),
  ],
  'GET /cuoc-thi/[slug]/thu-vien/[code]': [
    ...shownWork,
    at(everyone, { where: onShow, query: () => 'in=1', says: 'for printing' }),
  ],
  'GET /cuoc-thi/[slug]/anh.png': [
    everyone,
    at(always('hidden'), { where: slug((cast) => cast.draft.slug), says: 'before it is published' }),
  ],
  'GET /cuoc-thi/[slug]/thu-vien/[code]/anh.png': shownWork,
  'GET /cuoc-thi/[slug]/thu-vien/[code]/bai-truoc': shownWork,
  'GET /cuoc-thi/[slug]/thu-vien/[code]/bai-sau': shownWork,

  // ── Likes, shares and views of the public ───────────────────────────────────────────────────────────────────────
  'GET /binh-chon/[code]': [
    at(everyone, { where: voted }),
    at(always('hidden'), {
      where: (cast) => ({ code: cast.entries.unshown.slug }),
      says: 'of a work that was taken off',
    }),
  ],
  'POST /binh-chon/[code]?/like': voters,
  'POST /binh-chon/[code]?/takeBack': confirmed,
  'POST /binh-chon/[code]?/share': confirmed,
  'POST /binh-chon/[code]?/email': at(everyone, { where: voted }),
  'GET /binh-chon/xac-nhan/[token]': [
    at(everyone, { where: (cast) => ({ token: cast.votes.link }) }),
    at(always('gone'), { where: () => ({ token: 'khong-ai-gui-lien-ket-nay' }), says: 'by a wrong link' }),
  ],
  'POST /binh-chon/xac-nhan/[token]': spentLink,
  'GET /chia-se/[token]': [
    at(everyone, { where: (cast) => ({ token: cast.votes.share }) }),
    at(always('hidden'), { where: () => ({ token: 'khong-ai-chia-se' }), says: 'by a wrong link' }),
  ],
  'GET /api/thu-vien/bai-toan': everyone,
  'GET /api/thu-vien/[code]/toi': at(everyone, { where: voted }),
  'POST /api/thu-vien/[code]/thich': at(voters, { body: () => ({ like: true }) }),
  'POST /api/thu-vien/[code]/chia-se': confirmed,
  'POST /api/thu-vien/luot-xem/bat-dau': at(everyone, { body: (cast) => ({ code: cast.entries.shown.slug }) }),
  'POST /api/thu-vien/luot-xem': at(everyone, { body: () => ({ ticket: 'khong.phai', seconds: 30 }) }),
  'GET /tai-khoan/binh-chon': signedIn,
  'POST /tai-khoan/binh-chon?/takeBack': at(signedIn, { body: (cast) => ({ code: cast.entries.shown.code }) }),

  'GET /xac-minh': everyone,
  'GET /xac-minh/[code]': everyone,

  // ── Accounts ────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /dang-ky': everyone,
  'POST /dang-ky': everyone,
  'GET /dang-nhap': everyone,
  'POST /dang-nhap': everyone,
  'GET /dang-xuat': everyone,
  'POST /dang-xuat': everyone,
  'GET /quen-mat-khau': everyone,
  'POST /quen-mat-khau': everyone,
  'GET /xac-nhan/[token]': everyone,
  'POST /xac-nhan/[token]': spentLink,
  'GET /dat-lai-mat-khau/[token]': everyone,
  'POST /dat-lai-mat-khau/[token]': spentLink,
  'GET /loi-moi/[token]': everyone,
  'POST /loi-moi/[token]': spentLink,
  'GET /quan-tri-dau-tien/[token]': at(always('gone'), { says: 'once there is an administrator' }),
  'POST /quan-tri-dau-tien/[token]': always('gone'),
  'GET /giu-lai/[token]': inner(''),
  'GET /tai-khoan': signedIn,
  'POST /tai-khoan?/confirm': signedIn,
  'POST /tai-khoan?/endOthers': signedIn,
  'GET /tai-khoan/ho-so': signedIn,
  'POST /tai-khoan/ho-so': signedIn,
  'GET /tai-khoan/mat-khau': signedIn,
  'POST /tai-khoan/mat-khau': signedIn,
  'GET /tai-khoan/thu': signedIn,
  'GET /tai-khoan/thu-dien-tu': signedIn,
  'POST /tai-khoan/thu-dien-tu': signedIn,

  // ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────
  // K24-4, K24-8: the counts and what was signed of them are everyone's
  'GET /cuoc-thi/[slug]/tuong-tac': [
    everyone,
    at(always('hidden'), { where: other, says: 'of a contest that counts none' }),
  ],
  'POST /cuoc-thi/[slug]/tuong-tac?/check': everyone,
  'GET /cuoc-thi/[slug]/tuong-tac/chot-[no].[kind]': [
    at(everyone, { where: (cast) => ({ slug: cast.slug, no: '1', kind: 'json' }) }),
    at(always('hidden'), { where: (cast) => ({ slug: cast.slug, no: '2', kind: 'json' }), says: 'that was not made' }),
  ],

  'GET /thu-vien/tep/[code]/[what]': [
    at(everyone, { where: (cast) => ({ code: cast.entries.shown.slug, what: 'video' }), says: 'of a work on show' }),
    at(everyone, { where: (cast) => ({ code: cast.entries.shown.slug, what: 'poster' }), says: 'its picture' }),
    at(always('hidden'), {
      where: (cast) => ({ code: cast.entries.unshown.slug, what: 'video' }),
      says: 'of a work that was taken off',
    }),
  ],
  'GET /tep/[id]': [
    at(everyone, { where: (cast) => ({ id: cast.documents.public }), says: 'a public document' }),
    at(rule('secretary organiser auditor admin', 'hidden'), {
      where: (cast) => ({ id: cast.documents.internal }),
      says: 'an inner document',
    }),
    // judges have an address of their own for it, without the name that its author gave
    at(rule('author coAuthor coordinator secretary organiser auditor admin', 'hidden'), {
      where: (cast) => ({ id: cast.entries.eligible.files.explanation }),
      says: 'of an entry',
    }),
    at(rule('author', 'hidden'), { where: (cast) => ({ id: cast.entries.draft.files.video }), says: 'of a draft' }),
    at(rule('outsider secretary organiser auditor admin', 'hidden'), {
      where: (cast) => ({ id: cast.entries.elsewhere.files.explanation }),
      says: 'of an entry of another unit',
    }),
    at(rule('coordinator secretary organiser auditor admin', 'hidden'), {
      where: (cast) => ({ id: cast.entries.letter }),
      says: 'a covering letter',
    }),
  ],
  'POST /api/tep': at(rule('author', 'hidden', { forbidden: 'visitor' }), {
    body: (cast) => ({
      purpose: 'entry',
      target: { entryId: cast.entries.draft.id, stage: 'submission', requirementId: 'video' },
      name: 'video.mp4',
      size: 1000,
    }),
    says: 'for a draft',
  }),
  'GET /api/tep/[id]/trang-thai': at(rule('author', 'hidden'), { says: 'of its uploader' }),

  // ── Administration ──────────────────────────────────────────────────────────────────────────────────────────────
  'GET /quan-tri': room('admin auditor'),
  'GET /quan-tri/cum-khoi': room('admin'),
  'POST /quan-tri/cum-khoi': room('admin'),
  'GET /quan-tri/cum-khoi/so-sanh': at(room('admin'), {
    query: (cast) => `truoc=${cast.clusters.before}&sau=${cast.clusters.now}`,
  }),
  'GET /quan-tri/cum-khoi/[id]': room('admin'),
  'POST /quan-tri/cum-khoi/[id]?/preview': at(room('admin'), { body: () => ({ file: textFile }) }),
  'POST /quan-tri/cum-khoi/[id]?/import': room('admin'),
  'GET /quan-tri/cum-khoi/[id]/sua': room('admin'),
  'POST /quan-tri/cum-khoi/[id]/sua?/add': room('admin'),
  'POST /quan-tri/cum-khoi/[id]/sua?/correct': room('admin'),
  'POST /quan-tri/cum-khoi/[id]/sua?/delete': room('admin'),
  'POST /quan-tri/cum-khoi/[id]/sua?/place': room('admin'),
  'POST /quan-tri/cum-khoi/[id]/sua?/remove': room('admin'),
  'GET /quan-tri/cum-khoi/[id]/tep': room('admin'),
  'GET /quan-tri/don-vi': room('admin'),
  'POST /quan-tri/don-vi?/import': at(room('admin'), { body: () => ({ file: textFile }) }),
  'POST /quan-tri/don-vi?/seed': room('admin'),
  'GET /quan-tri/don-vi/moi': room('admin'),
  'GET /quan-tri/don-vi/tai-ve': room('admin'),
  'POST /quan-tri/don-vi/moi': room('admin'),
  'GET /quan-tri/don-vi/[id]': room('admin'),
  'POST /quan-tri/don-vi/[id]?/save': room('admin'),
  'GET /quan-tri/don-vi/[id]/chuyen': room('admin'),
  'POST /quan-tri/don-vi/[id]/chuyen': room('admin'),
  'GET /quan-tri/don-vi/[id]/doi-ten': room('admin'),
  'POST /quan-tri/don-vi/[id]/doi-ten': room('admin'),
  'GET /quan-tri/don-vi/[id]/ket-thuc': room('admin'),
  'POST /quan-tri/don-vi/[id]/ket-thuc?/end': room('admin'),
  'POST /quan-tri/don-vi/[id]/ket-thuc?/more': room('admin'),
  'POST /quan-tri/don-vi/[id]/ket-thuc?/reopen': room('admin'),
  'GET /quan-tri/don-vi/[id]/thay-doi': changeOfUnit,
  'POST /quan-tri/don-vi/[id]/thay-doi?/correct': changeOfUnit,
  'POST /quan-tri/don-vi/[id]/thay-doi?/undo': changeOfUnit,
  'GET /quan-tri/don-vi/hop-nhat': room('admin'),
  'POST /quan-tri/don-vi/hop-nhat': room('admin'),
  'GET /quan-tri/dong-ho': room('admin'),
  'POST /quan-tri/dong-ho?/to': at(room('admin'), { body: () => ({ at: '2026-07-10T08:00' }) }),
  'POST /quan-tri/dong-ho?/by': room('admin'),
  'POST /quan-tri/dong-ho?/reset': room('admin'),
  'GET /quan-tri/hop-thu': room('admin'),
  'POST /quan-tri/hop-thu?/retry': room('admin'),
  'GET /quan-tri/hop-thu/[id]': room('admin'),
  'POST /quan-tri/hop-thu/[id]?/retry': room('admin'),
  'GET /quan-tri/kiem-tra': room('admin auditor'),
  'GET /quan-tri/nguoi': room('admin'),
  'GET /quan-tri/nguoi/moi': room('admin'),
  'POST /quan-tri/nguoi/moi?/invite': room('admin'),
  'POST /quan-tri/nguoi/moi?/onBehalf': room('admin'),
  'GET /quan-tri/nguoi/[id]': room('admin'),
  'POST /quan-tri/nguoi/[id]?/save': room('admin'),
  'POST /quan-tri/nguoi/[id]?/grant': room('admin'),
  'POST /quan-tri/nguoi/[id]?/revoke': room('admin'),
  'POST /quan-tri/nguoi/[id]?/disable': room('admin'),
  'POST /quan-tri/nguoi/[id]?/invite': room('admin'),
  'GET /quan-tri/nhat-ky': room('admin auditor'),
  'GET /quan-tri/nhat-ky/xuat': room('admin auditor'),
  'GET /quan-tri/sang-kien': room(`${staff} appraiser`),
  'POST /quan-tri/sang-kien?/import': at(room('admin secretary appraiser'), { body: () => ({ file: textFile }) }),
  'GET /quan-tri/sang-kien/mau': room('admin secretary appraiser'),
  'GET /quan-tri/vai-tro': room('admin'),

  // ── Administration: programmes ──────────────────────────────────────────────────────────────────────────────────
  'GET /quan-tri/chuong-trinh': room('admin auditor'),
  'GET /quan-tri/chuong-trinh/moi': room('admin'),
  'POST /quan-tri/chuong-trinh/moi': room('admin'),
  'GET /quan-tri/chuong-trinh/[slug]': [
    inner(viewers),
    at(inner('admin auditor appraiser'), { where: other, says: 'of the other contest' }),
  ],
  'POST /quan-tri/chuong-trinh/[slug]?/publish': inner('admin', 'secretary organiser auditor'),
  'POST /quan-tri/chuong-trinh/[slug]?/close': inner('admin', 'secretary organiser auditor'),
  'GET /quan-tri/chuong-trinh/[slug]/[part]': inner(viewers),
  'POST /quan-tri/chuong-trinh/[slug]/[part]?/change': inner('admin', 'secretary organiser auditor'),
  'POST /quan-tri/chuong-trinh/[slug]/[part]?/preview': inner('admin', 'secretary organiser auditor'),
  'POST /quan-tri/chuong-trinh/[slug]/[part]?/save': inner('admin', 'secretary organiser auditor'),
  'GET /quan-tri/chuong-trinh/[slug]/cau-hoi': inner(viewers),
  'POST /quan-tri/chuong-trinh/[slug]/cau-hoi?/preview': at(inner('admin', 'secretary organiser auditor'), {
    body: () => ({ questionId: 'mailbox', optionId: 'cuocthi' }),
  }),
  'POST /quan-tri/chuong-trinh/[slug]/cau-hoi?/decide': at(inner('admin', 'secretary organiser auditor'), {
    body: () => ({ questionId: 'mailbox', optionId: 'cuocthi' }),
  }),
  'GET /quan-tri/chuong-trinh/[slug]/lich-su': inner(viewers),
  'GET /quan-tri/chuong-trinh/[slug]/tep.json': rule(viewers, 'hidden'),

  // ── Running a programme ─────────────────────────────────────────────────────────────────────────────────────────
  'GET /dieu-hanh': room(`${staff} appraiser coordinator`),
  'GET /dieu-hanh/[slug]': [
    inner(staff),
    at(inner('appraiser auditor admin'), { where: other, says: 'of the other contest' }),
  ],
  'GET /dieu-hanh/[slug]/sua/[part]': inner('secretary organiser auditor admin'),
  'POST /dieu-hanh/[slug]/sua/[part]?/change': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/sua/[part]?/preview': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/sua/[part]?/save': inner('secretary admin', notSecretary),
  'GET /dieu-hanh/[slug]/tai-lieu': inner(staff),
  'GET /dieu-hanh/[slug]/tai-lieu/[documentId]': inner(staff),
  'POST /dieu-hanh/[slug]/tai-lieu/[documentId]?/save': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tai-lieu/[documentId]?/remove': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tai-lieu/[documentId]?/show': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tai-lieu/[documentId]?/hide': inner('secretary admin', notSecretary),
  'GET /dieu-hanh/[slug]/thanh-phan': inner(staff),
  'POST /dieu-hanh/[slug]/thanh-phan?/add': at(inner('admin', notSecretary), {
    body: () => ({ role: 'judge', fullName: '', email: '' }),
  }),
  'POST /dieu-hanh/[slug]/thanh-phan?/revoke': inner('admin', notSecretary),
  'GET /dieu-hanh/[slug]/tin-tuc': inner(staff),
  'GET /dieu-hanh/[slug]/tin-tuc/moi': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tin-tuc/moi?/save': inner('secretary admin', notSecretary),
  'GET /dieu-hanh/[slug]/tin-tuc/[newsId]': [
    inner(staff),
    at(inner(''), {
      where: (cast) => ({ slug: cast.other.slug, newsId: cast.news.draftId }),
      says: 'under another contest',
    }),
  ],
  'POST /dieu-hanh/[slug]/tin-tuc/[newsId]?/save': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tin-tuc/[newsId]?/publish': inner('secretary admin', notSecretary),
  'POST /dieu-hanh/[slug]/tin-tuc/[newsId]?/withdraw': at(inner('secretary admin', notSecretary), {
    body: () => ({ reason: 'Sai nội dung.' }),
  }),

  'GET /dieu-hanh/[slug]/tuong-tac/soat': [
    inner('secretary organiser auditor', 'chair admin'),
    at(inner(''), { where: other, says: 'of a contest that counts nothing' }),
  ],
  'POST /dieu-hanh/[slug]/tuong-tac/soat?/restore': at(inner('secretary organiser', 'chair auditor admin'), {
    body: () => ({ kind: 'like', vote: '1', reason: 'Đủ dài để nêu một lý do.' }),
  }),
  'GET /dieu-hanh/[slug]/tuong-tac/soat/[nhom]': inner('secretary organiser auditor', 'chair admin'),
  'POST /dieu-hanh/[slug]/tuong-tac/soat/[nhom]': at(inner('secretary organiser', 'chair auditor admin'), {
    body: () => ({ kind: 'like', vote: '1', reason: 'Đủ dài để nêu một lý do.' }),
  }),
  'GET /dieu-hanh/[slug]/nhiem-vu': inner(staff),
  'POST /dieu-hanh/[slug]/nhiem-vu?/plan': inner('secretary organiser', 'chair auditor admin'),
  'GET /dieu-hanh/[slug]/nhiem-vu/moi': inner('secretary organiser', 'chair auditor admin'),
  'POST /dieu-hanh/[slug]/nhiem-vu/moi': inner('secretary organiser', 'chair auditor admin'),
  'GET /dieu-hanh/[slug]/nhiem-vu/[taskId]': [
    inner(staff),
    at(inner(''), {
      where: (cast) => ({ slug: cast.other.slug, taskId: cast.task }),
      says: 'under another contest',
    }),
  ],
  'POST /dieu-hanh/[slug]/nhiem-vu/[taskId]?/change': inner('secretary organiser', 'chair auditor admin'),
  'POST /dieu-hanh/[slug]/nhiem-vu/[taskId]?/report': inner('secretary organiser', 'chair auditor admin'),
  // ── Movements of units, made out of one ─────────────────────────────────────────────────────────────────────────
  'GET /dieu-hanh/phong-trao/[slug]/phong-trao-con': [
    inner('coordinator secretary organiser auditor admin'),
    at(inner(''), { where: ownMovement, says: 'of a draft' }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/phong-trao-con': [
    at(inner('coordinator admin', 'secretary organiser auditor'), {
      body: (cast) => ({ unitId: cast.units.own }),
      says: "for the coordinator's unit",
    }),
    at(inner('admin', 'secretary organiser auditor'), {
      body: (cast) => ({ unitId: cast.units.other }),
      says: "for another's unit",
    }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/cap-tren': [
    at(inner('coordinator auditor admin'), { where: ownMovement, says: "of the unit's own movement" }),
    at(inner(''), { says: 'of a movement that was made of none here' }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/thiet-lap': [
    inner('secretary organiser auditor admin'),
    at(inner('coordinator auditor admin'), { where: ownMovement, says: "of the unit's own movement, still a draft" }),
    at(inner(''), { where: (cast) => ({ slug: cast.slug }), says: 'of a contest' }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/thiet-lap?/publish': [
    inner('admin', 'secretary organiser auditor'),
    at(inner('coordinator admin', 'auditor'), { where: ownMovement, says: "of the unit's own movement" }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/thiet-lap?/close': inner('admin', 'secretary organiser auditor'),
  'GET /dieu-hanh/phong-trao/[slug]/thiet-lap/cau-hoi': inner('secretary organiser auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/thiet-lap/cau-hoi?/preview': at(inner('admin', 'secretary organiser auditor'), {
    body: () => ({ questionId: 'phases', optionId: 'end' }),
  }),
  'POST /dieu-hanh/phong-trao/[slug]/thiet-lap/cau-hoi?/decide': at(inner('admin', 'secretary organiser auditor'), {
    body: () => ({ questionId: 'phases', optionId: 'end' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/thiet-lap/lich-su': inner('secretary organiser auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/sua/[part]': [
    inner('secretary organiser auditor admin'),
    at(inner('coordinator auditor admin'), { where: ownPart, says: "of the unit's own movement" }),
    at(inner('secretary organiser auditor admin'), {
      where: (cast) => ({ slug: cast.movement.slug, part: 'indicators' }),
      says: 'its indicators',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/sua/[part]?/change': inner('secretary admin', 'organiser auditor'),
  'POST /dieu-hanh/phong-trao/[slug]/sua/[part]?/preview': [
    inner('secretary admin', 'organiser auditor'),
    at(inner('admin', 'secretary organiser auditor'), {
      where: (cast) => ({ slug: cast.movement.slug, part: 'indicators' }),
      says: 'its indicators',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/sua/[part]?/save': [
    inner('secretary admin', 'organiser auditor'),
    at(inner('coordinator admin', 'auditor'), { where: ownPart, says: "of the unit's own movement" }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/tai-lieu': inner('secretary organiser auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/tai-lieu/[documentId]': at(inner('secretary organiser auditor admin'), {
    where: movementDocument,
  }),
  ...Object.fromEntries(
    ['save', 'show', 'hide', 'remove'].map((act) => [
      `POST /dieu-hanh/phong-trao/[slug]/tai-lieu/[documentId]?/${act}`,
      at(inner('secretary admin', 'organiser auditor'), { where: movementDocument }),
    ]),
  ),
  'GET /dieu-hanh/phong-trao/[slug]/tin-tuc': inner('secretary organiser auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/tin-tuc/moi': inner('secretary admin', 'organiser auditor'),
  'POST /dieu-hanh/phong-trao/[slug]/tin-tuc/moi?/save': inner('secretary admin', 'organiser auditor'),
  'GET /dieu-hanh/phong-trao/[slug]/tin-tuc/[newsId]': [
    at(inner('secretary organiser auditor admin'), { where: movementNews }),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, newsId: cast.news.draftId }),
      says: 'of a contest',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/tin-tuc/[newsId]?/save': at(inner('secretary admin', 'organiser auditor'), {
    where: movementNews,
  }),
  'POST /dieu-hanh/phong-trao/[slug]/tin-tuc/[newsId]?/publish': at(inner('secretary admin', 'organiser auditor'), {
    where: movementNews,
  }),
  'POST /dieu-hanh/phong-trao/[slug]/tin-tuc/[newsId]?/withdraw': at(inner('secretary admin', 'organiser auditor'), {
    where: movementNews,
    body: () => ({ reason: 'Sai nội dung.' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/thanh-phan': inner('secretary organiser auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/thanh-phan/tai-ve': inner('secretary organiser auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/thanh-phan?/add': at(inner('admin', 'secretary organiser auditor coordinator'), {
    body: () => ({ role: 'support', fullName: '', email: '' }),
  }),
  'POST /dieu-hanh/phong-trao/[slug]/thanh-phan?/revoke': inner('admin', 'secretary organiser auditor coordinator'),
  'GET /dieu-hanh/phong-trao/[slug]/nghia-vu': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/nghia-vu/tai-ve': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/nghia-vu/xac-nhan': inner(movementPeople),
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/xac-nhan': at(inner('secretary organiser', 'coordinator auditor admin'), {
    query: () => 'lam=exempt',
  }),
  'GET /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]': [
    inner(movementPeople),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, obligationId: nowhere }),
      says: 'that does not exist',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]?/accept': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]?/return': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]?/remind': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]?/exempt': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/nghia-vu/[obligationId]?/undo': movementReceivers,
  'GET /don-vi/[unitId]/phong-trao': [
    inner('coordinator'),
    at(inner(''), { where: (cast) => ({ unitId: cast.units.other }), says: 'of another unit' }),
  ],
  'GET /don-vi/[unitId]/phong-trao/[slug]/nghia-vu': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, unitId: cast.units.other }),
      says: 'of another unit',
    }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]': [
    inner(movementPeople),
    at(inner(''), { where: () => ({ slug: 'khong-co-phong-trao-nay' }), says: 'that does not exist' }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/chi-tieu': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/chi-tieu/[indicatorId]': [
    inner(movementPeople),
    at(inner('secretary organiser auditor admin'), {
      where: (cast) => ({ slug: cast.movement.slug, indicatorId: 'online' }),
      says: 'that the unit neither reports nor leads',
    }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/tien-do': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/so-lieu': [
    inner('coordinator secretary organiser auditor admin'),
    at(inner(''), { where: (cast) => ({ slug: cast.slug }), says: 'of a contest' }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/so-lieu/nhap': inner('secretary organiser', 'coordinator auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/nhap?/save': inner('secretary organiser', 'coordinator auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/so-lieu/xem-truoc': at(inner('coordinator secretary organiser auditor admin'), {
    query: (cast) => `viec=verify&f=${cast.movement.value.id}`,
  }),
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/xem-truoc': at(inner('coordinator secretary organiser auditor admin'), {
    query: () => 'viec=verify',
    says: 'each row by itself',
  }),
  'GET /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]': [
    inner('coordinator secretary organiser auditor admin'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, valueId: nowhere }),
      says: 'that does not exist',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/submit': ownFigure,
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/withdraw': ownFigure,
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/remove': at(inner('', 'secretary organiser auditor admin'), {
    says: 'a file that is not there',
  }),
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/verify': verifying,
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/return': at(verifying, {
    body: () => ({ reason: 'Thiếu hồ sơ của quý IV.' }),
  }),
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/lock': verifying,
  'POST /dieu-hanh/phong-trao/[slug]/so-lieu/[valueId]?/correct': inner(
    'coordinator secretary organiser',
    'auditor admin',
  ),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, obligationId: nowhere }),
      says: 'that does not exist',
    }),
  ],
  ...Object.fromEntries(
    ['save', 'resolve', 'take', 'submit'].map((act) => [
      `POST /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]?/${act}`,
      reportWriters,
    ]),
  ),
  'POST /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]?/removeFile': noReportFile,
  'GET /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/ban-in.[format]': at(inner(''), {
    where: (cast) => ({ slug: cast.movement.slug, format: 'pdf' }),
    says: 'before anything was handed in',
  }),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/tep': inner('coordinator'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/tep/mau.[format]': at(inner(movementPeople), {
    where: (cast) => ({ slug: cast.movement.slug, format: 'docx' }),
  }),
  'POST /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/tep?/upload': reportWriters,
  'POST /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/tep?/take': noReportFile,
  'POST /don-vi/[unitId]/phong-trao/[slug]/nghia-vu/[obligationId]/tep?/remove': noReportFile,
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao': summaryReaders,
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao?/create': at(summaryWriters, {
    body: () => ({ period: '2026', occasion: 'yearly' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]': [
    summaryReaders,
    at(inner(''), { where: (cast) => ({ slug: cast.movement.slug, summaryId: nowhere }), says: 'that does not exist' }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]?/seen': summaryWriters,
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]?/finalise': summaryWriters,
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]?/correct': summaryWriters,
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/phan/[part]': at(summaryReaders, { where: summaryPart }),
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/phan/[part]?/save': at(summaryWriters, { where: summaryPart }),
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/dau-cuoi': summaryReaders,
  'POST /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/dau-cuoi?/save': summaryWriters,
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/xem': summaryReaders,
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/nguon/[figureId]': summaryReaders,
  'GET /dieu-hanh/phong-trao/[slug]/bao-cao/[summaryId]/tai.[format]': at(summaryReaders, {
    where: (cast) => ({ slug: cast.movement.slug, summaryId: cast.movement.summary, format: 'pdf' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/nhap-xuat': [
    inner(movementPeople),
    at(inner(''), { where: (cast) => ({ slug: cast.slug }), says: 'of a contest' }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/nhap-xuat?/upload': inner('coordinator secretary organiser', 'auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/nhap-xuat/tai-ve': at(inner(movementPeople), { says: 'what each may see' }),
  'GET /dieu-hanh/phong-trao/[slug]/nhap-xuat/[jobId]': [
    inner('coordinator secretary organiser'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, jobId: nowhere }),
      says: 'that does not exist',
    }),
  ],
  'GET /dieu-hanh/phong-trao/[slug]/nhap-xuat/[jobId]/ket-qua': inner('coordinator secretary organiser'),
  'POST /dieu-hanh/phong-trao/[slug]/nhap-xuat/[jobId]?/confirm': inner('coordinator', 'secretary organiser'),
  'POST /dieu-hanh/phong-trao/[slug]/nhap-xuat/[jobId]?/cancel': inner('coordinator', 'secretary organiser'),
  'GET /dieu-hanh/phong-trao/[slug]/nhiem-vu': inner('secretary organiser auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/nhiem-vu?/plan': inner('secretary organiser', 'auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/nhiem-vu/moi': inner('secretary organiser', 'auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/nhiem-vu/moi': inner('secretary organiser', 'auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/nhiem-vu/[taskId]': [
    inner('secretary organiser auditor admin'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, taskId: cast.task }),
      says: 'of a contest',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/nhiem-vu/[taskId]?/change': inner('secretary organiser', 'auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/nhiem-vu/[taskId]?/report': inner('secretary organiser', 'auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/dien-hinh': inner('secretary organiser auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/dien-hinh/cong-bo': inner('secretary organiser', 'auditor admin coordinator'),
  'POST /dieu-hanh/phong-trao/[slug]/dien-hinh/cong-bo?/publish': inner(
    'secretary organiser',
    'auditor admin coordinator',
  ),
  'GET /dieu-hanh/phong-trao/[slug]/dien-hinh/[exampleId]': [
    inner('secretary organiser auditor admin'),
    at(inner(''), {
      where: ({ movement }) => ({ slug: movement.slug, exampleId: movement.examples.draft }),
      says: 'as a draft of a unit',
    }),
  ],
  'POST /dieu-hanh/phong-trao/[slug]/dien-hinh/[exampleId]?/return': inner('secretary organiser', 'auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/dien-hinh/[exampleId]?/publish': inner('secretary organiser', 'auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/dien-hinh/[exampleId]?/withdraw': inner('secretary organiser', 'auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/dien-hinh/[exampleId]?/replica': inner('secretary organiser', 'auditor admin'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/dien-hinh': inner('coordinator'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/moi': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/moi': inner('coordinator', 'secretary organiser auditor admin'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/[exampleId]': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/[exampleId]?/save': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/[exampleId]?/remove': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/[exampleId]?/submit': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/[exampleId]?/withdraw': inner('coordinator'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/nhan-rong': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/dien-hinh/nhan-rong?/say': inner(
    'coordinator',
    'secretary organiser auditor admin',
  ),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/ke-hoach.[format]': at(inner('secretary organiser auditor admin'), {
    where: (cast) => ({ slug: cast.movement.slug, format: 'xlsx' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/moi': inner('secretary organiser', 'coordinator auditor admin'),
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/moi?/preview': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/moi?/plan': movementReceivers,
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]': [
    inner(movementPeople),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, inspectionId: nowhere }),
      says: 'that does not exist',
    }),
  ],
  ...Object.fromEntries(
    ['revise', 'move', 'cancel', 'find', 'close'].map((act) => [
      `POST /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]?/${act}`,
      movementReceivers,
    ]),
  ),
  // a file that is not there
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]?/remove': inner('', 'coordinator auditor admin'),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]/ghi': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]/ghi': movementReceivers,
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/[inspectionId]/bien-ban.[format]': at(inner(movementPeople), {
    where: (cast) => ({ slug: cast.movement.slug, format: 'docx' }),
  }),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/kien-nghi': inner(movementPeople),
  'GET /dieu-hanh/phong-trao/[slug]/kiem-tra/kien-nghi/[findingId]': inner(movementPeople),
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/kien-nghi/[findingId]?/close': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/kien-nghi/[findingId]?/return': movementReceivers,
  'POST /dieu-hanh/phong-trao/[slug]/kiem-tra/kien-nghi/[findingId]?/revise': movementReceivers,
  'GET /don-vi/[unitId]/phong-trao/[slug]/kiem-tra': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, unitId: cast.units.other }),
      says: 'of another unit',
    }),
  ],
  'GET /don-vi/[unitId]/phong-trao/[slug]/kiem-tra/[findingId]': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/kiem-tra/[findingId]?/answer': reportWriters,
  'POST /don-vi/[unitId]/phong-trao/[slug]/kiem-tra/[findingId]?/remove': inner(
    '',
    'secretary organiser auditor admin',
  ),
  'GET /viec-cua-toi': signedIn,
  'POST /viec-cua-toi?/calendar': signedIn,
  'GET /viec-cua-toi/[taskId]': inner(`coordinator ${staff}`),
  'POST /viec-cua-toi/[taskId]?/report': inner('coordinator secretary organiser', 'chair auditor admin'),

  // ── Judging ─────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /cham-thi': room(`${jury} chair councilMember`),
  'GET /cham-thi/[slug]/[round]': [
    inner(`${jury} chair`, 'secretary organiser auditor admin'),
    at(inner('councilMember', 'appraiser auditor admin'), { where: other, says: 'of the other contest' }),
    at(inner(''), { where: () => ({ round: 'khong-co' }), says: 'of a round that is not there' }),
  ],
  'POST /cham-thi/[slug]/[round]?/declare': inner(jury, staff),
  'POST /cham-thi/[slug]/[round]?/conflict': [
    at(inner('judge', staff), {
      body: (cast) => ({ assignmentId: cast.entries.eligible.assignment }),
      says: 'of the own assignment',
    }),
    at(inner(''), {
      where: other,
      body: (cast) => ({ assignmentId: cast.entries.eligible.assignment, conflictReason: 'Lý do.' }),
      says: 'through another contest',
    }),
  ],
  // K26-2b: a blind judge's sheet is nobody else's, whatever the role; a conflict closes it at once
  'GET /cham-thi/phieu/[assignmentId]': [
    inner('judge'),
    at(inner(''), {
      where: (cast) => ({ assignmentId: cast.entries.conflicted.withdrawnAssignment }),
      says: 'after a conflict',
    }),
    at(inner(''), { where: () => ({ assignmentId: nowhere }), says: 'that is not there' }),
  ],
  'POST /cham-thi/phieu/[assignmentId]?/save': inner('judge'),
  'POST /cham-thi/phieu/[assignmentId]?/next': inner('judge'),
  'POST /cham-thi/phieu/[assignmentId]?/review': inner('judge'),
  'POST /cham-thi/phieu/[assignmentId]?/conflict': inner('judge'),
  'GET /cham-thi/phieu/[assignmentId]/ky': inner('judge'),
  'POST /cham-thi/phieu/[assignmentId]/ky': [
    inner('judge'),
    at(inner(''), {
      where: (cast) => ({ assignmentId: cast.entries.conflicted.withdrawnAssignment }),
      says: 'after a conflict',
    }),
  ],
  'GET /cham-thi/phieu/[assignmentId]/phieu.pdf': inner('judge'),
  'GET /cham-thi/phieu/[assignmentId]/tep/[fileId]': [
    rule('judge', 'hidden'),
    at(always('hidden'), {
      where: (cast) => ({
        assignmentId: cast.entries.eligible.assignment,
        fileId: cast.entries.shortlisted.files.explanation,
      }),
      says: 'of another entry',
    }),
    at(always('hidden'), {
      where: (cast) => ({
        assignmentId: cast.entries.conflicted.withdrawnAssignment,
        fileId: cast.entries.conflicted.files.explanation,
      }),
      says: 'after a conflict',
    }),
    at(always('hidden'), {
      where: (cast) => ({
        assignmentId: cast.entries.eligible.assignment,
        fileId: cast.entries.eligible.files.evidence,
      }),
      says: 'that identifies the authors',
    }),
  ],
  'GET /cham-thi/[slug]/[round]/chu-tich': [
    chairs,
    at(inner('', 'councilMember appraiser auditor admin'), { where: other, says: 'of the other contest' }),
  ],
  'POST /cham-thi/[slug]/[round]/chu-tich?/open': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/close': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/reopen': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/tie': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/propose': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/change': at(chairs, { body: () => ({ note: '' }) }),
  'POST /cham-thi/[slug]/[round]/chu-tich?/prepare': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/draw': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich?/resolve': at(chairs, {
    body: (cast) => ({ secondLookId: cast.entries.eligible.secondLook }),
  }),
  'POST /cham-thi/[slug]/[round]/chu-tich?/lift': at(chairs, {
    body: (cast) => ({ conflictId: cast.entries.conflicted.conflict }),
  }),
  'GET /cham-thi/[slug]/[round]/chu-tich/bien-ban.pdf': inner(staff, jury),
  'GET /cham-thi/[slug]/[round]/chu-tich/bai/[entryId]': [
    chairs,
    at(inner('', `${jury} secretary organiser auditor admin`), {
      where: (cast) => ({ entryId: cast.entries.otherProgramme.id }),
      says: 'of another contest',
    }),
    at(inner('', `${jury} secretary organiser auditor admin`), {
      where: (cast) => ({ entryId: cast.entries.draft.id }),
      says: 'of an entry that is not judged',
    }),
  ],
  'GET /cham-thi/[slug]/[round]/chu-tich/bai/[entryId]/tep/[fileId]': at(rule('chair', 'hidden'), {
    where: (cast) => ({ entryId: cast.entries.eligible.id, fileId: cast.entries.eligible.files.video }),
  }),
  'POST /cham-thi/[slug]/[round]/chu-tich/bai/[entryId]?/look': chairs,
  'POST /cham-thi/[slug]/[round]/chu-tich/bai/[entryId]?/reopen': at(chairs, { body: ownAssignment }),
  'POST /cham-thi/[slug]/[round]/chu-tich/bai/[entryId]?/withdraw': at(chairs, { body: ownAssignment }),
  'GET /dieu-hanh/[slug]/phan-cong': inner(staff),
  'POST /dieu-hanh/[slug]/phan-cong?/confirm': inner('secretary', notSecretary),
  'POST /dieu-hanh/[slug]/phan-cong?/hand': at(inner('secretary', notSecretary), {
    body: (cast) => ({ entryId: cast.entries.eligible.id, judgeId: cast.persons.judge.id }),
  }),
  'POST /dieu-hanh/[slug]/phan-cong?/withdraw': at(inner('secretary chair', notSecretary), { body: ownAssignment }),
  'POST /dieu-hanh/[slug]/phan-cong?/conflict': inner('secretary', notSecretary),
  'POST /dieu-hanh/[slug]/phan-cong?/open': inner('secretary chair', notSecretary),
  'GET /dieu-hanh/[slug]/tien-do': inner(staff),

  // ── Decisions and results ───────────────────────────────────────────────────────────────────────────────────────
  'GET /dieu-hanh/[slug]/quyet-dinh': results,
  'GET /dieu-hanh/[slug]/quyet-dinh/chung-khao': results,
  'POST /dieu-hanh/[slug]/quyet-dinh/chung-khao?/decide': deciding,
  'POST /dieu-hanh/[slug]/quyet-dinh/chung-khao?/publish': deciding,
  'GET /dieu-hanh/[slug]/quyet-dinh/giai': results,
  'POST /dieu-hanh/[slug]/quyet-dinh/giai?/award': at(deciding, { body: finalist }),
  'POST /dieu-hanh/[slug]/quyet-dinh/giai?/count': deciding,
  'POST /dieu-hanh/[slug]/quyet-dinh/giai?/follow': deciding,
  'POST /dieu-hanh/[slug]/quyet-dinh/giai?/publish': deciding,
  'POST /dieu-hanh/[slug]/quyet-dinh/giai?/withdraw': at(deciding, { body: finalist }),
  'GET /dieu-hanh/[slug]/quyet-dinh/danh-sach-dat-giai.pdf': results,
  'GET /dieu-hanh/[slug]/giay-chung-nhan': [
    results,
    at(inner('appraiser auditor admin'), { where: other, says: 'of the other contest' }),
  ],
  'POST /dieu-hanh/[slug]/giay-chung-nhan?/issue': preparing,
  'GET /dieu-hanh/[slug]/giay-chung-nhan/tat-ca.pdf': [
    at(inner('', 'chair'), { says: 'without certificates' }),
    at(inner('appraiser auditor admin'), { where: other, says: 'of the other contest' }),
  ],
  'GET /dieu-hanh/[slug]/tuong-tac': checking,
  'POST /dieu-hanh/[slug]/tuong-tac?/freeze': decidingEntries,
  'POST /dieu-hanh/[slug]/tuong-tac?/correct': deciding,
  'GET /dieu-hanh/[slug]/tuong-tac/ngoai': checking,
  'POST /dieu-hanh/[slug]/tuong-tac/ngoai?/enter': entering,
  'POST /dieu-hanh/[slug]/tuong-tac/ngoai?/withdraw': at(inner('', 'organiser chair auditor admin'), {
    body: () => ({ id: nowhere, reason: 'Ghi nhầm bài dự thi.' }),
    says: 'of a reading that is not there',
  }),
  'POST /dieu-hanh/[slug]/tuong-tac/ngoai?/preview': at(entering, { body: () => ({ file: textFile }) }),
  'POST /dieu-hanh/[slug]/tuong-tac/ngoai?/import': entering,
  'GET /dieu-hanh/[slug]/tuong-tac/ngoai/mau': entering,
  'GET /dieu-hanh/[slug]/kinh-phi': results,
  'POST /dieu-hanh/[slug]/kinh-phi': inner('secretary admin', notSecretary),
  'GET /dieu-hanh/[slug]/kinh-phi/du-tru.pdf': results,
  'GET /dieu-hanh/[slug]/bao-cao': results,
  'POST /dieu-hanh/[slug]/bao-cao': preparing,
  'GET /dieu-hanh/[slug]/bao-cao/tong-ket.pdf': results,
  // K26-5a: a certificate is its author's and the organisers'
  'GET /giay-chung-nhan/[code].pdf': inner('outsider appraiser auditor admin'),

  // ── The unit's room ─────────────────────────────────────────────────────────────────────────────────────────────
  'GET /don-vi': room('coordinator'),
  'GET /don-vi/[unitId]': [
    ofUnit,
    at(inner(''), { where: (cast) => ({ unitId: cast.units.other }), says: 'of another unit' }),
    at(inner(''), { where: () => ({ unitId: nowhere }), says: 'of no unit' }),
  ],
  'GET /don-vi/[unitId]/bai-du-thi': ofUnit,
  'POST /don-vi/[unitId]/bai-du-thi?/move': at(ofUnit, {
    body: (cast) => ({ move: `up:${cast.entries.withUnit.id}` }),
  }),
  'POST /don-vi/[unitId]/bai-du-thi?/ranks': ofUnit,
  'GET /don-vi/[unitId]/bai-du-thi/[id]': [
    ofUnit,
    at(inner(''), { where: (cast) => ({ id: cast.entries.draft.id }), says: 'that is still a draft' }),
    at(inner(''), { where: (cast) => ({ id: cast.entries.elsewhere.id }), says: 'of another unit' }),
    at(inner(''), { where: (cast) => ({ id: cast.entries.submitted.id }), says: 'of no unit' }),
  ],
  'POST /don-vi/[unitId]/bai-du-thi/[id]?/accept': [
    ofUnit,
    at(inner(''), { where: (cast) => ({ id: cast.entries.elsewhere.id }), says: 'of another unit' }),
  ],
  'POST /don-vi/[unitId]/bai-du-thi/[id]?/return': ofUnit,
  'POST /don-vi/[unitId]/bai-du-thi/[id]?/reject': ofUnit,
  'GET /don-vi/[unitId]/gui-ve-tinh': ofUnit,
  'POST /don-vi/[unitId]/gui-ve-tinh?/forward': ofUnit,
  'GET /don-vi/[unitId]/gui-ve-tinh/du-thao.pdf': at(inner(''), { says: 'before the unit has chosen' }),
  'GET /don-vi/[unitId]/phong-trao/[slug]': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, unitId: cast.movement.participants.other }),
      says: 'of another unit',
    }),
  ],
  'GET /don-vi/[unitId]/phong-trao/[slug]/so-lieu': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, unitId: cast.movement.participants.other }),
      says: 'of another unit',
    }),
  ],
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu?/save': ownFigure,
  'GET /don-vi/[unitId]/phong-trao/[slug]/so-lieu/gui': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu/gui': ownFigure,
  'GET /don-vi/[unitId]/phong-trao/[slug]/so-lieu/[valueId]': inner('coordinator'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu/[valueId]?/submit': ownFigure,
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu/[valueId]?/withdraw': ownFigure,
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu/[valueId]?/correct': inner('coordinator', 'auditor admin'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/so-lieu/[valueId]?/remove': at(
    inner('', 'secretary organiser auditor admin'),
    { says: 'a file that is not there' },
  ),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat': [
    inner('coordinator'),
    at(inner(''), {
      where: (cast) => ({ slug: cast.movement.slug, unitId: cast.movement.participants.other }),
      says: 'of another unit',
    }),
  ],
  'POST /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat?/upload': ownFigure,
  'GET /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat/tai-ve': inner(movementPeople),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat/[jobId]': inner('coordinator'),
  'GET /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat/[jobId]/ket-qua': inner('coordinator secretary organiser'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat/[jobId]?/confirm': inner('coordinator', 'secretary organiser'),
  'POST /don-vi/[unitId]/phong-trao/[slug]/nhap-xuat/[jobId]?/cancel': inner('coordinator', 'secretary organiser'),
  'GET /don-vi/[unitId]/nop-thay': ofUnit,
  'POST /don-vi/[unitId]/nop-thay?/start': ofUnit,
  'POST /don-vi/[unitId]/nop-thay?/person': ofUnit,
  'GET /don-vi/[unitId]/nguoi': ofUnit,
  'POST /don-vi/[unitId]/nguoi?/invite': ofUnit,
  'POST /don-vi/[unitId]/nguoi?/revoke': at(ofUnit, { body: (cast) => ({ personId: cast.persons.coAuthor.id }) }),

  // ── The secretariat's work with entries ─────────────────────────────────────────────────────────────────────────
  'GET /dieu-hanh/[slug]/bai-du-thi': checking,
  'GET /dieu-hanh/[slug]/bai-du-thi/tai-ve': checking,
  'GET /dieu-hanh/[slug]/bai-du-thi/xac-nhan': decidingEntries,
  'POST /dieu-hanh/[slug]/bai-du-thi/xac-nhan': decidingEntries,
  'GET /dieu-hanh/[slug]/bai-du-thi/[id]': [
    checking,
    at(inner('', 'chair'), { where: (cast) => ({ id: cast.entries.draft.id }), says: 'that is still a draft' }),
    at(inner('', 'chair'), { where: (cast) => ({ id: cast.entries.otherProgramme.id }), says: 'of another contest' }),
  ],
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/verdict': at(decidingEntries, {
    body: () => ({ rule: 'authors', verdict: 'pass' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/accept': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/return': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/reopen': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/takeOver': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/disqualify': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),
  'POST /dieu-hanh/[slug]/bai-du-thi/[id]?/reinstate': at(decidingEntries, {
    body: () => ({ reason: 'Lý do dài hơn hai mươi ký tự.', clause: 'II.2' }),
  }),

  // ── The standing agency: closing the list, screening, posting ───────────────────────────────────────────────────
  'GET /dieu-hanh/[slug]/danh-sach': [
    checking,
    at(inner(''), { where: other, says: 'of a contest without an agency' }),
  ],
  'GET /dieu-hanh/[slug]/danh-sach/tai-ve': checking,
  'POST /dieu-hanh/[slug]/danh-sach?/close': at(agencys, { body: () => ({ fingerprint: 'x' }) }),
  'POST /dieu-hanh/[slug]/danh-sach?/add': at(agencys, { body: entryOf, says: 'an entry that was handed in' }),
  'GET /dieu-hanh/[slug]/so-loai': checking,
  'GET /dieu-hanh/[slug]/so-loai/chot': checking,
  'POST /dieu-hanh/[slug]/so-loai/chot': at(agencys, { body: () => ({ fingerprint: 'x' }) }),
  'GET /dieu-hanh/[slug]/so-loai/[id]': [
    checking,
    at(inner('', 'chair'), { where: (cast) => ({ id: cast.entries.draft.id }), says: 'that is still a draft' }),
    at(inner('', 'chair'), { where: (cast) => ({ id: cast.entries.otherProgramme.id }), says: 'of another contest' }),
  ],
  'POST /dieu-hanh/[slug]/so-loai/[id]?/save': at(agencys, { body: () => ({ version: '0' }) }),
  'POST /dieu-hanh/[slug]/so-loai/[id]?/verdict': at(decidingEntries, {
    body: () => ({ rule: 'authors', verdict: 'pass' }),
  }),
  'GET /dieu-hanh/[slug]/thu-vien': [checking, at(inner(''), { where: other, says: 'of a contest without a gallery' })],
  'POST /dieu-hanh/[slug]/thu-vien?/post': at(decidingEntries, {
    body: (cast) => ({ entryIds: cast.entries.shortlisted.id }),
  }),
  'POST /dieu-hanh/[slug]/thu-vien?/withdraw': at(decidingEntries, { body: finalist }),

  // ── Authors ─────────────────────────────────────────────────────────────────────────────────────────────────────
  'GET /tra-cuu': [
    everyone,
    at(everyone, { query: (cast) => `ma=${cast.entries.eligible.code}`, says: 'of an entry' }),
    at(everyone, { query: () => 'ma=CDS26-99999', says: 'of no entry' }),
  ],
  'GET /dong-tac-gia/[token]': everyone,
  'POST /dong-tac-gia/[token]?/confirm': spentLink,
  'POST /dong-tac-gia/[token]?/decline': spentLink,
  'POST /dong-tac-gia/[token]?/consents': spentLink,

  // ── Consents to publication (K24-4) ─────────────────────────────────────────────────────────────────────────────
  'GET /nguoi-giam-ho/[token]': everyone,
  'POST /nguoi-giam-ho/[token]': spentLink,
  'GET /bai-du-thi/[id]/cong-khai': [
    authors,
    at(inner(''), { where: (cast) => ({ id: cast.entries.otherProgramme.id }), says: 'without a gallery' }),
  ],
  'POST /bai-du-thi/[id]/cong-khai?/answer': authors,
  'POST /bai-du-thi/[id]/cong-khai?/withdraw': authors,
  'POST /bai-du-thi/[id]/cong-khai?/guardian': authors,
  // only who has named a guardian
  'POST /bai-du-thi/[id]/cong-khai?/resend': inner('coAuthor'),
  // for entries on behalf of a citizen; the secretariat has a page of its own
  'POST /bai-du-thi/[id]/cong-khai?/paper': inner(''),
  'GET /dieu-hanh/[slug]/dong-y': [checking, at(inner(''), { where: other, says: 'without a gallery' })],
  'POST /dieu-hanh/[slug]/dong-y?/remind': decidingEntries,
  'GET /dieu-hanh/[slug]/dong-y/[id]': [
    checking,
    at(inner('', 'chair'), { where: (cast) => ({ id: cast.entries.otherProgramme.id }), says: 'of another contest' }),
  ],
  'POST /dieu-hanh/[slug]/dong-y/[id]?/paper': decidingEntries,
  'GET /bai-du-thi': signedIn,
  'GET /bai-du-thi/moi/[slug]': [
    signedIn,
    at(inner(''), { where: slug((cast) => cast.draft.slug), says: 'before the contest is published' }),
  ],
  'POST /bai-du-thi/moi/[slug]': signedIn,
  'GET /bai-du-thi/[id]': [
    authors,
    at(inner('author'), { where: (cast) => ({ id: cast.entries.draft.id }), says: 'a draft' }),
    at(inner('author'), { where: (cast) => ({ id: cast.entries.shortlisted.id }), says: 'of a finalist' }),
    at(inner('author coAuthor'), { where: (cast) => ({ id: cast.entries.invited.id }), says: 'with an invitation' }),
    at(inner('outsider'), { where: (cast) => ({ id: cast.entries.awarded.id }), says: 'with a prize' }),
    at(inner('outsider'), { where: (cast) => ({ id: cast.entries.elsewhere.id }), says: "another author's" }),
    at(inner(''), { where: () => ({ id: nowhere }), says: 'that is not there' }),
  ],
  // only who was invited has something to answer
  'POST /bai-du-thi/[id]?/confirm': at(inner('coAuthor'), { where: (cast) => ({ id: cast.entries.invited.id }) }),
  'POST /bai-du-thi/[id]?/decline': at(inner('coAuthor'), {
    where: (cast) => ({ id: cast.entries.invitedAgain.id }),
  }),
  'POST /bai-du-thi/[id]?/restore': authors,
  'GET /bai-du-thi/[id]/thong-tin': [authors, ownDraft],
  'POST /bai-du-thi/[id]/thong-tin': authors,
  'GET /bai-du-thi/[id]/tac-gia': [authors, ownDraft],
  'POST /bai-du-thi/[id]/tac-gia?/save': authors,
  'POST /bai-du-thi/[id]/tac-gia?/resend': at(authors, {
    body: (cast) => ({ authorId: cast.entries.eligible.authorRows.coAuthor }),
  }),
  'GET /bai-du-thi/[id]/tep': [authors, ownDraft],
  'POST /bai-du-thi/[id]/tep?/remove': at(authors, {
    body: (cast) => ({ fileId: cast.entries.eligible.files.video }),
  }),
  'GET /bai-du-thi/[id]/cam-ket': [authors, ownDraft],
  'POST /bai-du-thi/[id]/cam-ket': authors,
  'GET /bai-du-thi/[id]/kiem-tra': [authors, ownDraft],
  'POST /bai-du-thi/[id]/kiem-tra': authors,
  'GET /bai-du-thi/[id]/bien-nhan': authors,
  // what was handed in is read by those who check it, too
  'GET /bai-du-thi/[id]/bien-nhan.pdf': inner('author coAuthor coordinator secretary organiser auditor admin'),
  'GET /bai-du-thi/[id]/phieu-dang-ky.pdf': authors,
  'GET /bai-du-thi/[id]/rut': authors,
  'POST /bai-du-thi/[id]/rut': authors,
  'GET /bai-du-thi/[id]/hoan-thien': at(inner('outsider'), {
    where: (cast) => ({ id: cast.entries.awarded.id }),
    says: 'of a finalist',
  }),
  'POST /bai-du-thi/[id]/hoan-thien': at(inner('outsider'), {
    where: (cast) => ({ id: cast.entries.awarded.id }),
  }),
};
