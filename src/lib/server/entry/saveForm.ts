import { checkBasics, dossierStage, titleMaxLength } from '#lib/domain/entry/dossier.ts';
import { checkForm, readForm } from '#lib/domain/entry/fields.ts';
import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { charCount, clean, fold } from '#lib/domain/kernel/text.ts';
import { requireUnit } from '../people/units.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireEditable } from './facts.ts';
import { orKeepLate } from './late.ts';
import { requireEntry } from './policy.ts';
import { lockForAuthors, programmeOf, touch } from './record.ts';

export interface EntryForm {
  entryId: string;
  /** the version that the page was made from */
  version: number;
  title?: string;
  pillar?: string | null;
  topics?: string[];
  unitId?: string | null;
  /** raw values of the form of the stage that is open now; fields left out keep what they have */
  values?: Record<string, unknown>;
}

/** More than any form can ask for; keeps one draft from filling the disk. */
const mostFormChars = 300_000;

/**
 * Saves what an author has typed so far. A draft may be incomplete, and a value that is wrong as it stands is kept as typed
 * and reported in `issues`, so that saving never loses anything; handing in is strict.
 * @throws RuleError entry.late after the deadline (typed values are kept), stale, fields for what cannot be stored
 */
export async function saveEntryForm(
  ctx: Ctx,
  args: EntryForm,
): Promise<{ version: number; savedAt: Date; issues: Issue[] }> {
  const { entryId, version, ...typed } = args;
  await requireEntry(ctx, 'entry.edit', entryId);
  return orKeepLate(ctx, { entryId, part: 'form', typed }, () => save(ctx, args));
}

const save = (ctx: Ctx, args: EntryForm) =>
  act(
    ctx,
    { act: 'entry.save', subject: { kind: 'entry', id: args.entryId }, summary: 'Lưu bài dự thi' },
    async (tx) => {
      const entry = await lockForAuthors(tx.db, args.entryId);
      const programme = await programmeOf(tx.db, entry);
      const { doc } = programme;
      const stageId = await requireEditable(tx.db, programme, entry, ctx.now);
      if (entry.version !== args.version) throw stale('Bài dự thi');
      const { fields } = dossierStage(doc, stageId);
      const first = stageId === 'submission';
      const basics = {
        title: first && args.title !== undefined ? clean(args.title) : entry.title,
        pillar: first && args.pillar !== undefined ? args.pillar || null : entry.pillar,
        topics: first && args.topics !== undefined ? [...new Set(args.topics)] : entry.topics,
        unitId: first && args.unitId !== undefined ? args.unitId || null : entry.unitId,
      };
      if (basics.unitId && basics.unitId !== entry.unitId) await requireUnit(tx.db, basics.unitId, ctx.now);
      if (entry.onBehalf && basics.unitId !== entry.unitId)
        throw new RuleError({
          code: 'entry.unit-fixed',
          message: 'Bài nộp thay luôn gửi qua đơn vị đã lập bài.',
          field: 'unitId',
        });
      const wrong = checkBasics(doc, basics).filter((issue) => issue.kind === 'invalid');
      if (wrong.length > 0) throw new RuleError({ code: 'fields', message: wrong[0]!.message, issues: wrong });
      const values = { ...entry.form[stageId], ...readForm(fields, args.values ?? {}) };
      const form = json({ ...entry.form, [stageId]: values });
      if (charCount(basics.title) > titleMaxLength || form.length > mostFormChars)
        throw new RuleError({
          code: 'entry.too-long',
          message: 'Nội dung quá dài nên chưa lưu được. Hãy rút gọn; phần chi tiết để trong bản thuyết minh.',
        });
      const changed = [
        ...(['title', 'pillar', 'unitId'] as const).filter((key) => basics[key] !== entry[key]),
        ...(json(basics.topics) === json(entry.topics) ? [] : ['topics']),
        ...fields
          .map((field) => field.id)
          .filter((id) => json(values[id] ?? '') !== json(entry.form[stageId]?.[id] ?? '')),
      ];
      const issues = checkForm(doc, fields, values).filter((issue) => issue.kind === 'invalid');
      tx.note({ programmeId: programme.id, summary: `Lưu bài dự thi “${basics.title}”`, changes: { fields: changed } });
      // Saving without a change must not make another tab's version stale, nor ask for handing in again.
      if (changed.length === 0) return { version: entry.version, savedAt: ctx.now, issues };
      await tx.db
        .updateTable('entry')
        .set({
          title: basics.title,
          folded: fold(basics.title),
          pillar: basics.pillar,
          topics: basics.topics,
          unit_id: basics.unitId,
          form,
        })
        .where('id', '=', entry.id)
        .execute();
      return { version: await touch(tx.db, ctx, entry), savedAt: ctx.now, issues };
    },
  );
