import type { StepChecklist } from '#lib/domain/award/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { dossierPage, openDossier } from '#lib/server/award/dossierPage.ts';
import { saveFindings } from '#lib/server/award/findings.ts';
import { takeBack, withdraw } from '#lib/server/award/leave.ts';
import { decline, forward, sendBack } from '#lib/server/award/steps.ts';
import { chooseLaw } from '#lib/server/catalogue/transition.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await dossierPage(ctx, { slug: params.call, dossierId: params.dossierId })),
    done: url.searchParams.get('xong'),
  }));

interface At {
  slug: string;
  stepId: string;
  dossierId: string;
}

/** One form of the page. `stepId`: where the reader saw the dossier stand. */
async function doing(event: RequestEvent, form: string, work: (data: FormData, at: At) => Promise<string>) {
  const data = await event.request.formData();
  const { call, dossierId } = event.params;
  let done: string;
  try {
    // an address of another call's dossier acts on nothing
    await openDossier(event.locals.ctx, { slug: call, dossierId });
    done = await work(data, { slug: call, stepId: text(data, 'buoc'), dossierId });
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`/xet-khen/dot/${call}/ho-so/${dossierId}?xong=${done}`);
}

function checklistOf(data: FormData): StepChecklist {
  const found: StepChecklist = {};
  for (const name of data.keys()) {
    const id = /^(?:ok|note)\.(.+)$/.exec(name)?.[1];
    if (!id) continue;
    const ok = text(data, `ok.${id}`);
    found[id] = { ok: ok === 'yes' ? true : ok === 'no' ? false : null, note: multiline(data, `note.${id}`) };
  }
  return found;
}

function rankOf(typed: string): number | null {
  if (typed === '') return null;
  if (/^[1-9]\d{0,3}$/.test(typed)) return Number(typed);
  throw new RuleError({
    code: 'award.rank',
    field: 'rank',
    message: 'Thứ tự là số nguyên từ 1, ví dụ 3; hoặc để trống.',
  });
}

export const actions: Actions = {
  check: (event) =>
    doing(event, 'check', async (data, at) => {
      await saveFindings(event.locals.ctx, {
        ...at,
        checklist: checklistOf(data),
        note: multiline(data, 'remark'),
        rank: rankOf(text(data, 'rank')),
        version: Number(text(data, 'version')) || 0,
      });
      return 'luu';
    }),
  forward: (event) =>
    doing(event, 'forward', async (data, at) => {
      await forward(event.locals.ctx, {
        ...at,
        dossierIds: [at.dossierId],
        note: multiline(data, 'note'),
        withoutOpinions: multiline(data, 'withoutOpinions'),
      });
      return 'chuyen';
    }),
  back: (event) =>
    doing(event, 'back', async (data, at) => {
      const to = text(data, 'to') || null;
      await sendBack(event.locals.ctx, {
        ...at,
        dossierIds: [at.dossierId],
        to,
        reason: multiline(data, 'backReason'),
      });
      return 'tra';
    }),
  decline: (event) =>
    doing(event, 'decline', async (data, at) => {
      await decline(event.locals.ctx, { ...at, dossierIds: [at.dossierId], reason: multiline(data, 'declineReason') });
      return 'dung';
    }),
  takeBack: (event) =>
    doing(event, 'takeBack', async (_, at) => {
      await takeBack(event.locals.ctx, at);
      return 'lay-lai';
    }),
  law: (event) =>
    doing(event, 'law', async (data, at) => {
      await chooseLaw(event.locals.ctx, {
        dossierId: at.dossierId,
        lawId: text(data, 'lawId'),
        reason: multiline(data, 'lawReason'),
      });
      return 'luat';
    }),
  withdraw: (event) =>
    doing(event, 'withdraw', async (data, at) => {
      await withdraw(event.locals.ctx, { dossierId: at.dossierId, reason: multiline(data, 'withdrawReason') });
      return 'rut';
    }),
};
