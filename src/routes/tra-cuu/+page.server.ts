import { RuleError } from '#lib/domain/kernel/errors.ts';
import { publicStateByCode } from '#lib/server/entry/publicState.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const typed = (url.searchParams.get('ma') ?? '').slice(0, 60);
  const base = { typed, found: null, problem: null, now: ctx.now };
  if (typed.trim() === '') return base;
  try {
    return { ...base, found: await publicStateByCode(ctx, typed) };
  } catch (problem) {
    if (problem instanceof RuleError) return { ...base, problem: problem.message };
    throw problem;
  }
};
