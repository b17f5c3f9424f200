import { fail } from '@sveltejs/kit';
import { equalShares, formatShare, maxAuthors } from '#lib/domain/entry/authors.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { resendCoAuthorLink } from '#lib/server/entry/coAuthor.ts';
import { authorsStanding } from '#lib/server/entry/quota.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';
import { placed, readAuthors } from './authors.ts';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const { doc } = entry.contest;
    const head = headOf(entry);
    const programme = await programmeById(ctx.app.db, entry.contest.id);
    const standing = programme ? await authorsStanding(ctx, programme, entry.authors) : [];
    const most = maxAuthors(doc);
    return {
      head:
        entry.stage === 'submission'
          ? head
          : { ...head, locked: 'Danh sách tác giả không đổi được sau vòng nhận hồ sơ.' },
      onBehalf: entry.onBehalf,
      authors: entry.authors.map((author, i) => ({
        id: author.id,
        fullName: author.fullName,
        email: author.email,
        phone: author.phone,
        job: author.job,
        workplace: author.workplace,
        share: author.share ? formatShare(author.share).replace('%', '') : '',
        you: author.you,
        linked: author.personId !== null,
        first: i === 0,
        quota: standing[i] ?? null,
        state: author.declinedAt
          ? ('declined' as const)
          : author.confirmedAt
            ? ('confirmed' as const)
            : ('waiting' as const),
      })),
      // a few at a time where the plan sets no limit; saving gives room for more
      blanks: Math.max(0, Math.min(most - entry.authors.length, 4)),
      most,
      minShare: doc.eligibility.minShare,
      clause: clauseLabel(doc, doc.eligibility.clause),
      excludedNote: doc.eligibility.excludedNote,
      equal: [2, 3]
        .filter((n) => n <= most)
        .map((n) => ({
          n,
          shares: equalShares(n, doc.eligibility.shareDecimals)
            .map((share) => formatShare(share))
            .join(', '),
        })),
      sent: url.searchParams.get('xong') === 'da-gui',
      now: ctx.now,
    };
  });

export const actions: Actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const { authors, places } = readAuthors(data);
    try {
      const saved = await saveAuthors(ctx, { entryId: params.id, version: Number(text(data, 'version')), authors });
      if (saved.issues.length > 0)
        // Stored: the page shows the stored list, so fields are counted in it.
        return fail(422, {
          code: 'authors',
          message: 'Đã lưu danh sách. Có chỗ cần sửa trước khi nộp.',
          issues: saved.issues,
          saved: true,
        });
      if (saved.invited.length > 0) return { invited: joinVi(saved.invited) };
    } catch (problem) {
      if (problem instanceof RuleError)
        problem.issues.forEach((issue) => {
          issue.field = placed(issue.field, places);
        });
      return refuse(problem, data);
    }
    return goTo(`/bai-du-thi/${params.id}?xong=da-luu`);
  },
  resend: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await resendCoAuthorLink(ctx, { entryId: params.id, authorId: text(data, 'authorId') });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}/tac-gia?xong=da-gui`);
  },
};
