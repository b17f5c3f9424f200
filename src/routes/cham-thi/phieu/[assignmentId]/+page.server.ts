import { type ActionFailure, fail } from '@sveltejs/kit';
import { fullScale } from '#lib/domain/judging/sheet.ts';
import { decimalText } from '#lib/domain/kernel/decimal.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { declareConflict } from '#lib/server/judging/declare.ts';
import { type SavedSheet, saveScores, type TypedSheet } from '#lib/server/judging/saveScores.ts';
import { type JudgeSheet, judgeSheet } from '#lib/server/judging/sheets.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, type Refusal, refuse, text, textValues, ticked } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { jr, ...view } = await judgeSheet(ctx, params);
    return {
      ...view,
      now: ctx.now,
      contest: { slug: jr.programme.slug, name: jr.programme.doc.shortName },
      round: {
        id: jr.round.id,
        name: jr.round.name,
        blind: jr.round.blind,
        state: jr.state,
        until: jr.period ? new Date(jr.period.to) : null,
        criteria: jr.round.rubric.criteria,
        note: jr.round.rubric.note ?? null,
        scale: decimalText(fullScale(jr.round.rubric)),
      },
      said: url.searchParams.get('da-luu'),
    };
  });

function typedSheet(data: FormData): TypedSheet & { version: number } {
  const byCriterion = (prefix: string): Record<string, string> =>
    Object.fromEntries(
      [...data.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => [name.slice(prefix.length), multiline(data, name)]),
    );
  return {
    version: Number(text(data, 'version')) || 0,
    scores: byCriterion('score.'),
    comments: byCriterion('comment.'),
    comment: multiline(data, 'comment'),
    privateNote: multiline(data, 'privateNote'),
  };
}

/** A refusal with the version to send next and, when another tab was first, what is stored now. */
interface SheetRefusal extends Refusal {
  version: number | null;
  stored: JudgeSheet['sheet'] | null;
}

const refuseSheet = (
  refused: ActionFailure<Refusal>,
  more: Pick<SheetRefusal, 'version' | 'stored'>,
): ActionFailure<SheetRefusal> => fail(refused.status, { ...refused.data, ...more });

/** Saves; a refusal comes back with everything typed, a stale one also with what is stored now. */
async function save(ctx: Ctx, assignmentId: string, data: FormData) {
  try {
    return { saved: await saveScores(ctx, { assignmentId, ...typedSheet(data) }) };
  } catch (problem) {
    const refused = refuse(problem, data, 'sheet');
    if (!(problem instanceof RuleError) || problem.code !== 'stale')
      return { refused: refuseSheet(refused, { version: null, stored: null }) };
    const { sheet } = await judgeSheet(ctx, { assignmentId });
    return { refused: refuseSheet(refused, { version: sheet.version, stored: sheet }) };
  }
}

/** Everything that could be read is saved; the rest is shown beside its box. */
const unread = (saved: SavedSheet, data: FormData): ActionFailure<SheetRefusal> =>
  fail(422, {
    code: 'judging.unread',
    message: `Đã lưu, trừ ${saved.issues.length} mục chưa đúng dưới đây.`,
    issues: saved.issues,
    values: textValues(data),
    form: 'sheet',
    version: saved.version,
    stored: null,
  });

export const actions: Actions = {
  // The page's script asks for `auto` and stays where it is; a plain form comes back by GET.
  save: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const { saved, refused } = await save(ctx, params.assignmentId, data);
    if (refused) return refused;
    if (ticked(data, 'auto')) return { saved };
    return saved.issues.length > 0 ? unread(saved, data) : goTo(`/cham-thi/phieu/${params.assignmentId}?da-luu=nhap`);
  },
  next: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const { saved, refused } = await save(ctx, params.assignmentId, data);
    if (refused) return refused;
    if (saved.issues.length > 0) return unread(saved, data);
    const { next, jr } = await judgeSheet(ctx, params);
    return goTo(next ? `/cham-thi/phieu/${next.assignmentId}` : `/cham-thi/${jr.programme.slug}/${jr.round.id}`);
  },
  review: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const { saved, refused } = await save(ctx, params.assignmentId, data);
    if (refused) return refused;
    if (saved.issues.length > 0) return unread(saved, data);
    return goTo(`/cham-thi/phieu/${params.assignmentId}/ky`);
  },
  conflict: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let back: string;
    try {
      const { jr } = await judgeSheet(ctx, params);
      back = `/cham-thi/${jr.programme.slug}/${jr.round.id}?da-luu=xung-dot`;
      await declareConflict(ctx, {
        assignmentId: params.assignmentId,
        reason: multiline(data, 'conflictReason'),
      });
    } catch (problem) {
      return refuseSheet(refuse(problem, data, 'conflict'), { version: null, stored: null });
    }
    return goTo(back);
  },
};
