import { periodOf, periodStatus } from '#lib/domain/entry/deadline.ts';
import { possibleActs } from '#lib/domain/entry/states.ts';
import { describeGap } from '#lib/domain/gallery/consent.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { afterIntake } from '#lib/domain/programme/clock.ts';
import { openChecks, type Verdict } from '#lib/domain/screening/check.ts';
import { readFilter } from '#lib/domain/screening/filter.ts';
import { consentGaps } from '#lib/server/gallery/consents.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import {
  acceptEntry,
  decideFinding,
  disqualifyEntry,
  reinstateEntry,
  reopenEntry,
  returnEntry,
  takeOver,
} from '#lib/server/screening/check.ts';
import { readDossier } from '#lib/server/screening/dossier.ts';
import { checksOf } from '#lib/server/screening/facts.ts';
import { neighbours } from '#lib/server/screening/list.ts';
import { canCheck } from '#lib/server/screening/policy.ts';
import { openEntries } from '#lib/server/screening/room.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openEntries(ctx, params.slug);
    const { db } = ctx.app;
    const { programme: _, ...entry } = await readDossier(db, params.id, async ({ programmeId }) => {
      if (programmeId !== programme.id) throw notFound('Bài dự thi này');
      return { contacts: canCheck(ctx, 'check.contacts', programmeId).allow };
    });
    const filter = readFilter(url.searchParams);
    const [checks, around, gaps] = await Promise.all([
      checksOf(db, programme, [entry.id], ctx.now),
      neighbours(db, { programmeId: programme.id, filter, entryId: entry.id }),
      consentGaps(db, programme, [entry.id], ctx.now),
    ]);
    const findings = checks.get(entry.id) ?? [];
    const { doc } = programme;
    const intake = periodOf(doc, 'intake');
    return {
      now: ctx.now,
      contest: {
        slug: programme.slug,
        name: doc.name,
        rounds: doc.rounds,
        clauses: doc.clauses.map(({ id, label, title }) => ({ id, label, title })),
        eligibility: doc.eligibility.clause,
        checkTo: afterIntake(doc)?.to ?? null,
        intakeTo: intake?.to ?? null,
        intakeOpen: intake !== null && periodStatus(intake, ctx.now) === 'open',
      },
      entry,
      findings,
      open: openChecks(findings),
      publication: doc.gallery ? (gaps.get(entry.id) ?? []).map(describeGap) : null,
      around,
      filter,
      acts: possibleActs(doc, entry, ctx.now),
      may: {
        decide: canCheck(ctx, 'check.decide', programme.id),
        verdict: canCheck(ctx, 'check.verdict', programme.id),
      },
      done: url.searchParams.get('da'),
    };
  });
};

type Args = { entryId: string; reason: string; version: number };

/** An act on the entry: runs it, comes back to the same place in the list. */
const action =
  (name: string, run: (ctx: Ctx, args: Args, data: FormData) => Promise<void>): Actions[string] =>
  async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const args = { entryId: params.id!, reason: multiline(data, 'reason'), version: Number(text(data, 'version')) };
    try {
      await run(ctx, args, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    const query = new URLSearchParams([...url.searchParams].filter(([key]) => !key.startsWith('/') && key !== 'da'));
    query.set('da', name);
    const anchor = name === 'verdict' ? `#${text(data, 'anchor').replace(/[^\w-]/g, '')}` : '';
    return goTo(`/dieu-hanh/${params.slug}/bai-du-thi/${params.id}?${query}${anchor}`);
  };

export const actions: Actions = {
  verdict: action('verdict', (ctx, { entryId }, data) => {
    const rule = text(data, 'rule');
    return decideFinding(ctx, {
      entryId,
      rule,
      verdict: text(data, 'verdict') as Verdict,
      note: multiline(data, `note.${rule}`),
    });
  }),
  accept: action('accept', acceptEntry),
  return: action('return', returnEntry),
  reopen: action('reopen', reopenEntry),
  takeOver: action('takeOver', takeOver),
  disqualify: action('disqualify', (ctx, args, data) =>
    disqualifyEntry(ctx, { ...args, clause: text(data, 'clause') }),
  ),
  reinstate: action('reinstate', reinstateEntry),
};
