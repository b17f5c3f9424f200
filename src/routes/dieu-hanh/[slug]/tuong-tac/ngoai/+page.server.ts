import { fail } from '@sveltejs/kit';
import { sourceNames } from '#lib/domain/gallery/external.ts';
import { countsExternal } from '#lib/domain/gallery/interaction.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate, formatTime } from '#lib/domain/kernel/time.ts';
import {
  enterExternal,
  externalPageSize,
  externalRows,
  postedWorks,
  withdrawExternal,
  worksWithoutReading,
} from '#lib/server/gallery/external.ts';
import {
  type ImportPreview,
  importExternal,
  judgeRows,
  readImport,
  readRowsAgain,
} from '#lib/server/gallery/externalImport.ts';
import { canInteraction, countingForEntering, countingForStaff } from '#lib/server/gallery/interactionPolicy.ts';
import { goTo, loading, multiline, refuse, text, ticked } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** More codes than this are typed, not chosen. */
const mostSuggested = 300;
const shownRows = 30;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await countingForStaff(ctx, params.slug);
    const code = url.searchParams.get('bai')?.slice(0, 20) ?? '';
    const withdrawing = url.searchParams.get('rut');
    const page = Math.max(1, Math.trunc(Number(url.searchParams.get('trang'))) || 1);
    const [works, list, unread] = await Promise.all([
      postedWorks(ctx.app.db, programme.id),
      externalRows(ctx.app.db, programme, { ...(code ? { code } : {}), page }),
      worksWithoutReading(ctx.app.db, programme),
    ]);
    return {
      code,
      work: works.get(code.toUpperCase())?.title ?? null,
      list,
      withdrawing: list.rows.find((row) => row.id === withdrawing && !row.withdrawn) ?? null,
      page,
      pageSize: externalPageSize,
      unread,
      counted: countsExternal(programme.doc.interaction),
      freezeAt: programme.doc.interaction.freezeAt,
      nowText: `${formatDate(ctx.now)} ${formatTime(ctx.now)}`,
      sources: Object.entries(sourceNames).map(([value, label]) => ({ value, label })),
      suggested: works.size <= mostSuggested ? [...works].map(([value, { title }]) => ({ value, title })) : [],
      can: canInteraction(ctx, 'interaction.enter', programme.id),
      did: ['da-ghi', 'da-rut', 'da-nhap'].find((name) => url.searchParams.has(name)) ?? null,
      imported: /^\d+-\d+-\d+$/.test(url.searchParams.get('da-nhap') ?? '')
        ? url.searchParams.get('da-nhap')!.split('-').map(Number)
        : null,
    };
  });

const shown = ({ rows, good, errors, blank }: ImportPreview) => ({
  rows: JSON.stringify(rows),
  good: good.slice(0, shownRows).map((row) => ({ ...row, page: sourceNames[row.source] })),
  goodCount: good.length,
  errors: errors.slice(0, 200),
  errorCount: errors.length,
  blank,
});

const back = (slug: string, query: string) => goTo(`/dieu-hanh/${slug}/tuong-tac/ngoai?${query}`);

export const actions: Actions = {
  enter: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const screenshot = data.get('screenshot');
    try {
      const programme = await countingForEntering(ctx, params.slug);
      await enterExternal(ctx, programme, {
        code: text(data, 'code'),
        source: text(data, 'source'),
        address: text(data, 'address'),
        takenAt: text(data, 'takenAt'),
        likes: text(data, 'likes'),
        shares: text(data, 'shares'),
        comments: text(data, 'comments'),
        screenshot: screenshot instanceof File ? screenshot : null,
      });
    } catch (problem) {
      return refuse(problem, data, 'enter');
    }
    back(params.slug, 'da-ghi');
  },
  withdraw: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const programme = await countingForEntering(ctx, params.slug);
      await withdrawExternal(ctx, programme, { id: text(data, 'id'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'withdraw');
    }
    back(params.slug, 'da-rut');
  },
  preview: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      const programme = await countingForEntering(ctx, params.slug);
      if (!(file instanceof File) || file.size === 0)
        throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
      return { preview: shown(await readImport(ctx, programme, new Uint8Array(await file.arrayBuffer()))) };
    } catch (problem) {
      return refuse(problem, data, 'preview');
    }
  },
  import: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const sent = data.get('rows');
    // what comes back is drawn again from the rows, not from this text
    data.delete('rows');
    let done = { added: 0, known: 0, left: 0 };
    try {
      const programme = await countingForEntering(ctx, params.slug);
      const rows = readRowsAgain(typeof sent === 'string' ? sent : '');
      try {
        done = await importExternal(ctx, programme, { rows, withoutWrong: ticked(data, 'withoutWrong') });
      } catch (problem) {
        const { status, data: refusal } = refuse(problem, data, 'import');
        if (refusal.code !== 'external.rows-wrong') throw problem;
        return fail(status, { ...refusal, preview: shown({ ...(await judgeRows(ctx, programme, rows)), blank: 0 }) });
      }
    } catch (problem) {
      return refuse(problem, data, 'import');
    }
    back(params.slug, `da-nhap=${done.added}-${done.known}-${done.left}`);
  },
};
