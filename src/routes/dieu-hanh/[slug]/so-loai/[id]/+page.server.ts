import { periodById, whileOpen } from '#lib/domain/entry/deadline.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { finalName, readAgencyFilter, writeAgencyFilter } from '#lib/domain/screening/agency.ts';
import { openChecks, type Verdict } from '#lib/domain/screening/check.ts';
import { showHindrances } from '#lib/server/gallery/post.ts';
import { agencyNeighbours, nextUndecided } from '#lib/server/screening/agencyBoard.ts';
import { finalPending, saveSheet, screeningClosedAt, sheetOf } from '#lib/server/screening/agencySheet.ts';
import { decideFinding } from '#lib/server/screening/check.ts';
import { readDossier } from '#lib/server/screening/dossier.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { canAgency, canCheck } from '#lib/server/screening/policy.ts';
import { openAgency } from '#lib/server/screening/room.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { programme, agency } = await openAgency(ctx, params.slug);
    const { db } = ctx.app;
    const { programme: _, ...entry } = await readDossier(db, params.id, async ({ programmeId }) => {
      if (programmeId !== programme.id) throw notFound('Bài dự thi này');
      return { contacts: canCheck(ctx, 'check.contacts', programmeId).allow };
    });
    const filter = readAgencyFilter(url.searchParams);
    const { slug, doc } = programme;
    const [sheet, checks, around, following, closedAt, pending, hidden] = await Promise.all([
      sheetOf(db, entry.id),
      checksOf(db, programme, [entry.id], ctx.now),
      agencyNeighbours(db, { programmeId: programme.id, filter, entryId: entry.id }),
      nextUndecided(db, programme.id, entry.id),
      screeningClosedAt(db, programme.id),
      finalPending(db, programme),
      doc.gallery ? showHindrances(db, programme, [entry.id], ctx.now) : null,
    ]);
    const findings = checks.get(entry.id) ?? [];
    const period = periodById(doc, agency.periodId);
    const open = whileOpen(doc, period, ctx.now);
    const states = closedAt ? ['submitted', 'eligible', 'shortlisted', 'not-shortlisted'] : ['submitted', 'eligible'];
    const may = canAgency(ctx, 'agency.screen', programme.id);
    const standing = (): string | null => {
      if (!may.allow) return may.reason;
      if (!around) return 'Bài này không có trong danh sách đã chốt.';
      if (!states.includes(entry.state)) return 'Bài này không còn ở bước sơ loại.';
      if (closedAt) return pending ? null : `Sơ loại đã chốt và ${finalName(doc)} đã mở chấm.`;
      return open.allow ? null : open.reason;
    };
    return {
      now: ctx.now,
      contest: {
        slug,
        name: doc.name,
        rounds: doc.rounds,
        clauses: doc.clauses.map(({ id, label, title }) => ({ id, label, title })),
        gallery: doc.gallery?.name ?? null,
      },
      agency: {
        name: agency.name,
        clause: agency.clause,
        items: agency.checklist.map((item) => ({ ...item, clause: clauseLabel(doc, item.clause) })),
      },
      into: finalName(doc),
      periodTo: period?.to ?? null,
      entry,
      sheet,
      findings,
      open: openChecks(findings),
      hidden: hidden?.get(entry.id) ?? [],
      around,
      following,
      filter,
      closedAt,
      /** why nothing can be written here; null: it can */
      shut: standing(),
      mayJudgeFindings:
        canCheck(ctx, 'check.verdict', programme.id).allow && ['submitted', 'eligible'].includes(entry.state),
      done: url.searchParams.get('da'),
    };
  });
};

const back = (params: Partial<Record<string, string>>, url: URL, done: string, anchor = '') =>
  `/dieu-hanh/${params.slug}/so-loai/${params.id}${writeAgencyFilter(readAgencyFilter(url.searchParams)) || '?'}&da=${done}${anchor}`.replace(
    '?&',
    '?',
  );

export const actions: Actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const asked = text(data, 'decision');
    const decision = asked === 'choose-rest' ? 'choose' : asked;
    try {
      const { agency } = await openAgency(ctx, params.slug);
      const typed = (prefix: string) =>
        Object.fromEntries(agency.checklist.map(({ id }) => [id, multiline(data, `${prefix}.${id}`)]));
      await saveSheet(ctx, {
        entryId: params.id,
        version: Number(text(data, 'version')),
        input: {
          verdicts: typed('item'),
          notes: typed('note'),
          decision,
          reason: multiline(data, 'reason'),
          clause: text(data, 'clause'),
          restPass: asked === 'choose-rest',
        },
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    return goTo(back(params, url, decision || 'save'));
  },
  verdict: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const rule = text(data, 'rule');
    try {
      await openAgency(ctx, params.slug);
      await decideFinding(ctx, {
        entryId: params.id,
        rule,
        verdict: text(data, 'verdict') as Verdict,
        note: multiline(data, `note.${rule}`),
      });
    } catch (problem) {
      return refuse(problem, data, 'verdict');
    }
    return goTo(back(params, url, 'verdict', `#${text(data, 'anchor').replace(/[^\w-]/g, '')}`));
  },
};
