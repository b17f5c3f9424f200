/** What the standing agency's secretariat has to do next: close the list, screen, close the screening, post. */
import { periodById, periodOf } from '#lib/domain/entry/deadline.ts';
import { worksAwaitingConsent } from '../gallery/consents.ts';
import { canGallery } from '../gallery/policy.ts';
import { showHindrances, shownStates } from '../gallery/post.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { agencyCounts } from './agencyBoard.ts';
import { screeningClosedAt } from './agencySheet.ts';
import { mayCloseList } from './entryList.ts';
import { canAgency } from './policy.ts';

interface AgencyDuty {
  text: string;
  href: string;
  action: string;
  due: string | null;
  clause: string | null;
}

/** Works that were never put on show and may be now, e.g. because a consent has come. */
async function ready(ctx: Ctx, programme: StoredProgramme): Promise<number> {
  if (!programme.doc.gallery) return 0;
  const rows = await ctx.app.db
    .selectFrom('entry as e')
    .select('e.id')
    .where('e.programme_id', '=', programme.id)
    .where('e.state', 'in', shownStates)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('gallery_item as g').select('g.entry_id').whereRef('g.entry_id', '=', 'e.id'))),
    )
    .execute();
  const hindered = await showHindrances(
    ctx.app.db,
    programme,
    rows.map((row) => row.id),
    ctx.now,
  );
  return rows.filter((row) => !hindered.has(row.id)).length;
}

/** The duties of the actor in the screening of a programme; `listClosed`: entries are looked at there from now on. */
export async function agencyDuties(
  ctx: Ctx,
  programme: StoredProgramme,
): Promise<{ duties: AgencyDuty[]; listClosed: boolean }> {
  const { agency } = programme.doc.screening;
  if (!agency) return { duties: [], listClosed: false };
  const { db } = ctx.app;
  const { doc, id } = programme;
  const root = `/dieu-hanh/${programme.slug}`;
  const period = periodById(doc, agency.periodId);
  const [list, counts, closedAt] = await Promise.all([
    db.selectFrom('entry_list').select('closed_at').where('programme_id', '=', id).executeTakeFirst(),
    agencyCounts(db, id),
    screeningClosedAt(db, id),
  ]);
  const duties: AgencyDuty[] = [];
  const may = canAgency(ctx, 'agency.screen', id).allow;
  if (!list) {
    if (may && !closedAt && mayCloseList(programme, ctx.now).allow)
      duties.push({
        text: 'Chốt danh sách bài dự thi',
        href: `${root}/danh-sach`,
        action: 'Xem lại rồi chốt',
        due: period?.from ?? null,
        clause: periodOf(doc, 'intake')?.clause ?? agency.clause,
      });
    return { duties, listClosed: false };
  }
  const left = counts.total - counts.choose - counts.refuse;
  const begun = !period || ctx.now >= new Date(period.from);
  if (may && begun && left > 0)
    duties.push({
      text: closedAt ? `Sơ loại ${left} bài thêm vào sau khi chốt` : `Sơ loại ${left} bài`,
      href: `${root}/so-loai?ket-luan=todo`,
      action: 'Mở phần sơ loại',
      due: period?.to ?? null,
      clause: agency.clause,
    });
  if (may && begun && left === 0 && counts.total > 0 && !closedAt)
    duties.push({
      text: doc.gallery ? 'Chốt sơ loại và đăng lên thư viện' : 'Chốt sơ loại',
      href: `${root}/so-loai/chot`,
      action: 'Xem trước khi chốt',
      due: period?.to ?? null,
      clause: agency.clause,
    });
  // Once votes are frozen, a work that comes on show gains nothing: nobody is asked any more.
  const until = doc.interaction?.freezeAt ?? period?.to ?? null;
  if (may && begun && doc.gallery && (!until || ctx.now <= new Date(until))) {
    const silent = await worksAwaitingConsent(db, programme, { closed: closedAt !== null, now: ctx.now });
    if (silent > 0)
      duties.push({
        text: `Nhắc tác giả của ${silent} bài chưa trả lời về đăng công khai`,
        href: `${root}/dong-y`,
        action: 'Xem bài còn thiếu đồng ý',
        due: closedAt ? until : (period?.to ?? null),
        clause: doc.gallery.clause,
      });
  }
  if (closedAt && canGallery(ctx, 'gallery.post', id).allow) {
    const works = await ready(ctx, programme);
    if (works > 0)
      duties.push({
        text: `Đăng ${works} bài đã đủ điều kiện lên thư viện`,
        href: `${root}/thu-vien#cho`,
        action: 'Mở thư viện',
        due: null,
        clause: doc.gallery?.clause ?? null,
      });
  }
  return { duties, listClosed: true };
}
