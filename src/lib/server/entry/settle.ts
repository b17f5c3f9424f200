/**
 * After a deadline, what was handed in last is the dossier: changes that were not handed in again are taken out of the entry
 * (and kept as a late draft), so that nobody checks or judges something that was never handed in.
 */

import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { periodById, periodStatus } from '#lib/domain/entry/deadline.ts';
import { dossierStage } from '#lib/domain/entry/dossier.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { systemActor } from '../platform/policy.ts';
import { publicProgrammes } from '../programme/queries.ts';
import { stageFiles } from './facts.ts';
import { unsentMail } from './mails.ts';
import { readersOf } from './readers.ts';
import { hasUnsentChanges, lockForAuthors, programmeOf, type StageId } from './record.ts';
import type { Snapshot } from './snapshot.ts';

const settled: Record<StageId, EntryState[]> = {
  submission: ['submitted', 'with-unit', 'eligible'],
  refinement: ['shortlisted'],
};

/** Entries changed after their last submission of this stage. */
const unsentEntries = (db: Kysely<DB>, programmeId: string, stage: StageId) =>
  db
    .selectFrom('entry')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('state', 'in', settled[stage])
    .whereRef('changed_at', '>', stage === 'submission' ? 'submitted_at' : 'refined_at')
    .execute();

/** Job `entry.settle`. @returns how many entries were brought back to what was handed in */
export async function settleUnsent(app: App): Promise<number> {
  const now = app.clock.now();
  let count = 0;
  for (const programme of await publicProgrammes(app.db)) {
    for (const stage of programme.doc.dossier) {
      const period = periodById(programme.doc, stage.periodId);
      if (!period || periodStatus(period, now) !== 'closed') continue;
      for (const { id } of await unsentEntries(app.db, programme.id, stage.id)) {
        await settleEntry(
          { app, actor: systemActor(), now, requestId: randomUUID(), channel: 'job', ip: null },
          id,
          stage.id,
        );
        count++;
      }
    }
  }
  return count;
}

async function settleEntry(ctx: Ctx, entryId: string, stage: StageId): Promise<void> {
  const init = {
    act: 'entry.settle',
    subject: { kind: 'entry', id: entryId },
    summary: 'Lấy lại bản đã nộp, vì những thay đổi sau đó không được nộp lại',
  };
  await act(ctx, init, async (tx) => {
    const entry = await lockForAuthors(tx.db, entryId);
    if (!hasUnsentChanges(entry, stage) || !settled[stage].includes(entry.state)) return;
    const programme = await programmeOf(tx.db, entry);
    const row = await tx.db
      .selectFrom('entry_submission')
      .select(['snapshot', 'at'])
      .where('entry_id', '=', entryId)
      .where('stage', '=', stage)
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!row) return;
    const snapshot = row.snapshot as Snapshot;
    const files = await stageFiles(tx.db, entryId, stage);
    const typed = {
      stage,
      title: entry.title,
      pillar: entry.pillar,
      topics: entry.topics,
      values: entry.form[stage] ?? {},
      authors: entry.authors.map(({ fullName, email, share }) => ({ fullName, email, share })),
      files: files.map(({ id, name }) => ({ id, name })),
    };
    const kept = { ...entry.lateDraft, unsent: { typed, at: entry.changedAt, by: 'Tác giả' } };
    await tx.db
      .updateTable('entry')
      .set({
        ...(stage === 'submission'
          ? {
              title: snapshot.title,
              folded: fold(snapshot.title),
              pillar: snapshot.pillar,
              topics: snapshot.topics,
              unit_id: snapshot.unit?.id ?? null,
            }
          : {}),
        form: json({ ...entry.form, [stage]: snapshot.values }),
        changed_at: row.at,
        late_draft: json(kept),
        late_draft_at: entry.changedAt,
        updated_at: ctx.now,
        version: sql`version + 1`,
      })
      .where('id', '=', entryId)
      .execute();
    if (stage === 'submission') await bringBackAuthors(tx, entryId, snapshot, ctx.now);
    await bringBackFiles(tx, entryId, stage, snapshot, ctx.now);
    const ids = dossierStage(programme.doc, stage).declarations.map((one) => one.id);
    await bringBackDeclarations(tx, entryId, ids, snapshot);
    tx.note({ programmeId: programme.id, summary: `${init.summary}: ${snapshot.code}, nộp lần ${snapshot.no}` });
    for (const reader of (await readersOf(tx.db, [entryId])).get(entryId) ?? [])
      await tx.send(unsentMail(ctx.app, reader, programme, { ...entry, title: snapshot.title }, row.at));
  });
}

async function bringBackAuthors(tx: Tx, entryId: string, { authors }: Snapshot, now: Date): Promise<void> {
  const ids = authors.map((author) => author.id);
  const rows = await tx.db
    .selectFrom('entry_author')
    .select(['id', 'confirmed_at', 'declined_at', 'confirm_channel', 'person_id'])
    .where('entry_id', '=', entryId)
    .execute();
  await tx.db.deleteFrom('entry_author').where('entry_id', '=', entryId).where('id', 'not in', ids).execute();
  await tx.db.updateTable('entry_author').set({ email: null }).where('entry_id', '=', entryId).execute();
  for (const [index, author] of authors.entries()) {
    const there = rows.find((row) => row.id === author.id);
    const confirmedAt = there?.confirmed_at ?? (author.confirmedAt ? new Date(author.confirmedAt) : null);
    const row = {
      entry_id: entryId,
      // An answer that came meanwhile stands.
      person_id: there?.person_id ?? author.personId,
      position: index + 1,
      full_name: author.fullName,
      email: author.email,
      phone: author.phone,
      job: author.job,
      workplace: author.workplace,
      share: author.share,
      confirmed_at: there?.declined_at ? null : confirmedAt,
      declined_at: there?.declined_at ?? null,
      confirm_channel: there?.confirm_channel ?? author.confirmChannel,
    };
    if (there) await tx.db.updateTable('entry_author').set(row).where('id', '=', author.id).execute();
    else
      await tx.db
        .insertInto('entry_author')
        .values({ ...row, id: author.id, created_at: now })
        .execute();
  }
}

async function bringBackFiles(tx: Tx, entryId: string, stage: StageId, { files }: Snapshot, now: Date): Promise<void> {
  const ids = files.map((file) => file.id);
  const ofStage = tx.db.updateTable('entry_file').where('entry_id', '=', entryId).where('stage', '=', stage);
  await ofStage
    .set({ removed_at: now })
    .where('removed_at', 'is', null)
    .where(sql<boolean>`not file_id = any(${ids}::uuid[])`)
    .execute();
  await ofStage.set({ removed_at: null }).where(sql<boolean>`file_id = any(${ids}::uuid[])`).execute();
}

async function bringBackDeclarations(tx: Tx, entryId: string, ids: string[], snapshot: Snapshot): Promise<void> {
  for (const one of snapshot.declarations.filter((declaration) => ids.includes(declaration.id)))
    await tx.db
      .insertInto('entry_declaration')
      .values({
        entry_id: entryId,
        declaration_id: one.id,
        version: one.version,
        text: one.text,
        at: new Date(one.at),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
