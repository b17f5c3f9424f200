import { maskEmail } from '#lib/domain/kernel/text.ts';
import { passwordMinLength } from '#lib/domain/people/password.ts';
import { normaliseEmail } from '#lib/domain/people/person.ts';
import { registerPerson } from '#lib/server/people/register.ts';
import { unitChoices } from '#lib/server/people/units.ts';
import { isSignedIn } from '#lib/server/platform/policy.ts';
import { goTo, localPath, refuse, text } from '#lib/server/web/forms.ts';
import { homeOf, typedPassword } from '#lib/server/web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  const next = localPath(url.searchParams.get('tiep'), '');
  if (isSignedIn(ctx.actor)) goTo(next || homeOf(ctx));
  const sentTo = url.searchParams.get('da-gui')?.slice(0, 260) ?? null;
  return {
    next,
    sentTo,
    mailHeld: ctx.app.config.smtpUrl === null,
    passwordLength: passwordMinLength.citizen,
    units: sentTo ? [] : await unitChoices(ctx.app.db, ctx.now),
  };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const data = await request.formData();
    const next = localPath(url.searchParams.get('tiep'), '');
    const email = text(data, 'email');
    try {
      await registerPerson(locals.ctx, {
        fullName: text(data, 'fullName'),
        email,
        password: typedPassword(data),
        phone: text(data, 'phone'),
        unitId: text(data, 'unitId') || null,
        next: next || null,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    const onward = next ? `&tiep=${encodeURIComponent(next)}` : '';
    goTo(`/dang-ky?da-gui=${encodeURIComponent(maskEmail(normaliseEmail(email)))}${onward}`);
  },
};
