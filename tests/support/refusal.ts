import { RuleError } from '#lib/domain/kernel/errors.ts';

/** The refusal that this work ends in; fails when it is done, or fails for another reason. */
export async function refusal(work: Promise<unknown>): Promise<RuleError> {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof RuleError)) throw problem ?? new Error('was not refused');
  return problem;
}
