import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeById, programmeBySlug } from '#lib/server/programme/queries.ts';
import { possibleOwners } from '#lib/server/task/queries.ts';
import { multiline, text } from '#lib/server/web/forms.ts';

/** The programme's id for an action, where no layout has loaded it. @throws RuleError 'not-found' */
export async function requireRoom(ctx: Ctx, slug: string): Promise<string> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  return programme.id;
}

/** What the form of a task offers to choose from. */
export async function taskChoices(ctx: Ctx, programmeId: string) {
  const [programme, people] = await Promise.all([
    programmeById(ctx.app.db, programmeId),
    possibleOwners(ctx.app.db, { programmeId, now: ctx.now }),
  ]);
  const option = (p: (typeof people)[number]) => ({
    value: p.id,
    label: p.unitName ? `${p.name} (${p.unitName})` : p.name,
  });
  return {
    owners: [
      { label: 'Có vai trò ở chương trình', options: people.filter((p) => !p.coordinator).map(option) },
      { label: 'Đầu mối đơn vị', options: people.filter((p) => p.coordinator).map(option) },
    ].filter((group) => group.options.length > 0),
    clauses: (programme?.doc.clauses ?? []).map((c) => ({ value: c.id, label: `${c.label}. ${c.title}` })),
    agencies: [...new Set((programme?.doc.tasks ?? []).map((task) => task.agency))],
  };
}

/** A task as its form sends it. */
export const typedTask = (data: FormData) => ({
  title: multiline(data, 'title').replace(/\s*\n\s*/g, ' '),
  detail: multiline(data, 'detail'),
  agency: text(data, 'agency'),
  startsOn: text(data, 'startsOn'),
  dueOn: text(data, 'dueOn'),
  clause: text(data, 'clause') || null,
  ownerId: text(data, 'ownerId') || null,
});
