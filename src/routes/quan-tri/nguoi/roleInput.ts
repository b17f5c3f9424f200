import { RuleError } from '#lib/domain/kernel/errors.ts';
import { endOfDay, parseViDateIso, startOfDay } from '#lib/domain/kernel/time.ts';
import { readRoleChoice } from '#lib/server/people/roles.ts';
import { text, ticked } from '#lib/server/web/forms.ts';

const dayOf = (data: FormData, name: string, edge: (iso: string) => Date): Date | null => {
  const typed = text(data, name);
  if (typed === '') return null;
  const iso = parseViDateIso(typed);
  if (!iso)
    throw new RuleError({
      code: 'date',
      message: `“${typed}” không phải là một ngày có thật. Ví dụ đúng: 31/07/2026.`,
      field: name,
    });
  return edge(iso);
};

/** The fields of RoleFields.svelte. @throws RuleError for a day that does not exist */
export const roleInput = (data: FormData) => ({
  ...readRoleChoice(text(data, 'role')),
  programmeId: text(data, 'programmeId') || null,
  unitId: text(data, 'unitId') || null,
  from: dayOf(data, 'from', startOfDay),
  to: dayOf(data, 'to', endOfDay),
  note: text(data, 'note') || null,
  looked: ticked(data, 'looked'),
});
